/* SPDX-License-Identifier: Apache-2.0 */
/* What programs in C can ask of CMS. Text is EBCDIC. */
#ifndef PROG_CMS_H
#define PROG_CMS_H

#include "arch/types.h"

/* The extended parameter list: addresses of the command, of its operands, and of their end. */
struct cms_extended {
	be32_t command, operands, end; /* X'0' X'4' X'8' */
};
static_assert(sizeof(struct cms_extended) == 12, "extended parameter list");

/* tokens: 8 characters each, ended by X'FF'; bits 32-39 are X'01'. Returns the return code. */
int main(uint64_t tokens, const struct cms_extended *extended);

/* Types a line of at most 130 characters. 0; 24: too long. */
int cms_type(const ebc8_t *text, size_t len);

/* A command, not CP's, as tokens ended by X'FF'. Its return code; -3: there is none. */
int cms_command(const ebc8_t *tokens);

#endif
