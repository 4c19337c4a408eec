/* SPDX-License-Identifier: Apache-2.0 */
/* COPYFILE's lists: which columns go where (SPECS), and characters for others (TRANS). */
#ifndef CMD_COPYSPEC_H
#define CMD_COPYSPEC_H

#include "arch/types.h"

#define COPYSPEC_ITEMS 20

struct copyspec_item {
	uint32_t first, last; /* columns of the input from 0, the last not included; 0, 0: a text */
	uint32_t to;          /* column of the output, from 0 */
	uint16_t text, len;   /* where in texts */
};

/* Function: the lists. */
struct copyspec {
	unsigned nr, used;
	struct copyspec_item item[COPYSPEC_ITEMS];
	ebc8_t texts[256], trans[256];
	uint8_t copy[0x10000]; /* of a record */
};

/*
 * Read them from the stack or the terminal; with is_told the person is asked. 0 or, after a
 * message, the return code.
 */
int copyspec_read(struct copyspec *spec, bool is_told);
int copyspec_read_trans(struct copyspec *spec, bool is_told);

/*
 * Makes the output of a record of len bytes, with room for 65,535, in its place; over under_len bytes
 * of what was there before. Returns its length.
 */
uint32_t copyspec_apply(struct copyspec *spec, uint8_t *record, uint32_t len, const uint8_t *under,
	uint32_t under_len, ebc8_t fill);

#endif
