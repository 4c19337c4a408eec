/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions for people: mnemonics, and which storage one works on. For TRACE and DISPLAY. */
#ifndef LOGIC_INSN_TEXT_H
#define LOGIC_INSN_TEXT_H

#include "arch/types.h"

#define INSN_MAX 6 /* bytes */

/* Bytes of the instruction that begins with this one: 2, 4 or 6. */
unsigned insn_text_len(uint8_t first);

/* Its mnemonic, "" when there is none; insn has all of its bytes. */
const char *insn_mnemonic(const uint8_t *insn);

/* Where an instruction stands, and the registers its addresses are made of. */
struct insn_place {
	uint64_t addr;      /* of the instruction */
	uint64_t addr_mask; /* of the addressing mode */
	uint64_t gpr[16];
};

/* Storage that an instruction names by base and displacement or relative to itself. */
struct insn_operand {
	uint64_t addr;
	unsigned len;    /* at most, in bytes; of the first operand of two */
	bool may_be_old; /* the instruction may itself have changed the registers of the address */
};

/* True with *operand if it names storage (branch targets, shifts and LOAD ADDRESS do not count). */
bool insn_operand(
	const uint8_t *insn, const struct insn_place *place, struct insn_operand *operand);

/* The name of a program interruption: "OPERATION", "PAGE TRANSLATION"; "" when it has none. */
const char *program_name(uint16_t code);

#endif
