/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces of one operand of DISPLAY or STORE: letters, locations, register numbers. */
#ifndef LOGIC_DISPLAY_OPERAND_H
#define LOGIC_DISPLAY_OPERAND_H

#include "logic/display.h"

#define LAST_REGISTER 15

/* What is left to read of one word. */
struct cursor {
	const char *text;
	size_t len;
};

/* Takes the prefix (upper case) if it is there, in either case. */
bool take_prefix(struct cursor *at, const char *prefix);

/* Takes what comes before a range sign (- : .), or all; it may be empty. */
struct cursor take_term(struct cursor *at);

/* A whole term as a storage location or a register number (0 .. 15); false when it is none. */
bool parse_location(const struct cursor *term, uint64_t *loc);
bool parse_register(const struct cursor *term, uint64_t *reg);

/* Takes the letters before a location; without them logical storage in words. */
void take_storage_prefix(struct cursor *at, enum display_kind *kind, enum display_space *space,
	enum display_form *form);

/*
 * Takes the letter of a register set and the first number, 0 when there is none. Returns false,
 * with nothing taken, when the word is no such thing.
 */
bool take_register(struct cursor *at, enum register_set *set, uint64_t *reg, bool *has_number);

/* Can the word be nothing but registers? (The letters of other sets are hexadecimal digits.) */
bool is_register_letter(const struct cmd_word *word);

#endif
