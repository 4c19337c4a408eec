// SPDX-License-Identifier: Apache-2.0
/* Address translation for programs: one table of segments, each a frame of a megabyte at its own
 * address. */
#include "nuc/translation.h"

#include "nuc/cpcall.h"
#include "nuc/machine.h"
#include "nuc/storage.h"

#define SEGMENT       0x100000ull
#define SEGMENTS      512   /* of a table that is a page */
#define ENTRY_FRAME   0x400 /* the segment is a frame */
#define ENTRY_INVALID 0x20

static uint64_t *table; /* NULL: none was needed yet */

static bool make_table(void)
{
	const uint64_t nr = cp_storage_size() / SEGMENT;

	table = nr <= SEGMENTS ? stor_get(SEGMENTS * sizeof(*table)) : NULL;
	if (!table)
		return false;
	for (uint64_t i = 0; i < SEGMENTS; i++)
		table[i] = i < nr ? i * SEGMENT | ENTRY_FRAME : ENTRY_INVALID;
	LOAD_CR(1, (uint64_t)table);
	LOAD_CR(0, STORE_CR(0) | CR0_EDAT);
	return true;
}

uint64_t translation_mask(void)
{
	return table || make_table() ? PSW_DAT : 0;
}
