/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes apart what a 3270 sends for READ MODIFIED: an attention identifier; then, unless a CLEAR or
 * PA key made it a short read, the cursor's address and the modified fields, each with the address
 * where it begins.
 */
#ifndef LOGIC_TERM_DSREAD_H
#define LOGIC_TERM_DSREAD_H

#include "arch/types.h"

struct ds_reader {
	uint8_t aid;
	unsigned cursor; /* 0 after a short read */
	const uint8_t *data;
	size_t len, pos;
};

/* Begins with len bytes of anything. Returns 0, -E_FORMAT if no field list can be in it. */
int dsr_begin(struct ds_reader *r, const uint8_t *data, size_t len) MUST_CHECK;

/*
 * The next field: the address of its first character and where its len bytes are.
 * Returns 1, 0 at the end, -E_FORMAT for anything that isn't a field (then stop).
 */
int dsr_field(struct ds_reader *r, unsigned *addr, const uint8_t **text, size_t *len) MUST_CHECK;

/*
 * A field's bytes as ASCII, NUL-ended, in dst of size bytes. Nulls are left out; what has no
 * graphic becomes a blank. Returns 0, -E_RANGE if it doesn't fit (dst is then empty).
 */
int dsr_text(char *dst, size_t size, const uint8_t *text, size_t len) MUST_CHECK;

/* Which PF key the AID is, 1-24; 0: none. */
unsigned dsr_pf_key(uint8_t aid);

#endif
