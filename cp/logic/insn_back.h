/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an instruction began of which one knows where it ended, and into which page it tried to
 * store.
 *
 * Differs: for an instruction that EXECUTE or EXECUTE RELATIVE LONG executes, the emulator
 * sometimes gives the length of that one instead of EXECUTE's own when CP's tables forbid its
 * store.
 */
#ifndef LOGIC_INSN_BACK_H
#define LOGIC_INSN_BACK_H

#include "logic/insn_text.h"

struct insn_end {
	uint64_t addr;      /* behind the instruction */
	uint64_t addr_mask; /* of the addressing mode */
	unsigned len;       /* its length, or that of the one executed: 2, 4, 6 */
	uint64_t page;      /* logical address of the page into which it stores */
	uint64_t gpr[16];
	/* The instruction text at addr, all of one instruction; false: it can't be had. */
	bool (*fetch)(void *ctx, uint64_t addr, uint8_t insn[INSN_MAX]);
	void *ctx;
};

/* How many bytes before its end it began. */
unsigned insn_back(const struct insn_end *end);

#endif
