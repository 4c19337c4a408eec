/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that a guest was told it has to wait for (DIAGNOSE X'258'), each known by the token that the
 * guest gave it:
 *
 *	free --begin--> missing --end--> back --take: the guest is told--> free
 *	                        \--forget, end--> free, the guest is not told
 *
 * One for each virtual machine. Nothing here locks.
 */
#ifndef LOGIC_PFAULT_H
#define LOGIC_PFAULT_H

#include "arch/types.h"

#define PFAULT_MAX 16u /* at once; a virtual CPU that meets one more waits for its page */

/* Subcodes of the external interruption X'2603', where others have a CPU address. */
#define PFAULT_SUBCODE_MISSING 0x0600
#define PFAULT_SUBCODE_BACK    0x0680

/* Zeros to begin with. */
struct pfault {
	uint64_t token[PFAULT_MAX];
	uint8_t state[PFAULT_MAX];
	uint8_t back[PFAULT_MAX]; /* numbers of those that are back, in their order */
	uint8_t nr_back;
};

/* A page is missing. Its number for pfault_end, or -E_FULL. */
int pfault_begin(struct pfault *pfault, uint64_t token) MUST_CHECK;

/* It is not, after all. */
void pfault_cancel(struct pfault *pfault, unsigned nr);

/* It is there again, or can't be had. True: the guest is to be told: pfault_take. */
bool pfault_end(struct pfault *pfault, unsigned nr) MUST_CHECK;

/* The page that has been back for longest, which the guest is told now. False: there is none. */
bool pfault_take(struct pfault *pfault, uint64_t *token) MUST_CHECK;

static inline bool pfault_is_back(const struct pfault *pfault)
{
	return pfault->nr_back;
}

/* After a reset the guest knows of none. */
void pfault_forget(struct pfault *pfault);

/* For a copy of the machine, which has the same pages: all that were missing are back. */
void pfault_copy(struct pfault *to, const struct pfault *from);

#endif
