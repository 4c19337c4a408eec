/* SPDX-License-Identifier: Apache-2.0 */
/* DIAGNOSEs that tell a guest about itself. */
#include "logic/diagvm.h"

#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/datetime.h"

void diag000_build(const struct diag000_facts *facts, struct diag_000 *block)
{
	memset(block, 0, sizeof(*block));
	ebc_from_str(block->system, facts->system, sizeof(block->system));
	block->version = facts->version;
	block->version_code = facts->version_code;
	block->cpu_addr = be16(facts->cpu_addr);
	ebc_from_str(block->userid, facts->userid, sizeof(block->userid));
	block->programs = DIAG000_YEAR_2000;
	block->zone_s = be32((uint32_t)facts->zone_s);
	block->release = facts->release;
	block->modification = facts->modification;
	block->service = be16(facts->service);
}

static void put_date(ebc8_t *field, size_t len, const struct datetime *now, enum date_format format)
{
	char text[16];

	datetime_date(text, sizeof(text), now, format);
	ebc_from_str(field, text, len);
}

void diag270_build(
	tod_t tod, int32_t zone_s, uint64_t virtual_us, uint64_t total_us, struct diag_270 *block)
{
	struct datetime now;
	char text[16];

	memset(block, 0, sizeof(*block));
	datetime_from_tod(&now, tod, zone_s);
	put_date(block->date, sizeof(block->date), &now, DATE_SHORT);
	put_date(block->date_full, sizeof(block->date_full), &now, DATE_FULL);
	put_date(block->date_iso, sizeof(block->date_iso), &now, DATE_ISO);
	datetime_time(text, sizeof(text), &now);
	ebc_from_str(block->time, text, sizeof(block->time));
	block->virtual_us = be64(virtual_us);
	block->total_us = be64(total_us);
}

uint32_t diag060_size(uint64_t storage)
{
	return (uint32_t)(MIN(storage, 0x7FFFFFFFull) & ~(PAGE_SIZE - 1));
}

grc_t diag_260_extents(
	uint64_t storage, uint64_t addr, uint64_t len, struct diag_260_extent *extent, uint64_t *nr)
{
	if (addr % sizeof(*extent) != 0 || len == 0 || len % sizeof(*extent) != 0)
		return PGM_SPECIFICATION;
	extent->first = be64(0);
	extent->last = be64(storage - 1);
	*nr = 1;
	return 0;
}
