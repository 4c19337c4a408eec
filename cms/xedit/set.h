/* SPDX-License-Identifier: Apache-2.0 */
/* Options of SET, QUERY and EXTRACT. */
#ifndef XEDIT_SET_H
#define XEDIT_SET_H

#include "xedit/private.h"

#define VALUES_MAX 24
#define VALUE_ROOM 480

/* Function: the values of an option, in the order in which EXTRACT numbers them. */
struct values {
	unsigned nr;
	const char *text[VALUES_MAX];
	size_t len[VALUES_MAX];
	char room[VALUE_ROOM]; /* for those that are made */
	size_t used;
};

void value_text(struct values *values, const char *text, size_t len);
void value_word(struct values *values, const char *text);
/* The same of one that goes: a copy. */
void value_copy(struct values *values, const char *text);
void value_number(struct values *values, uint32_t number);
void value_on(struct values *values, bool is_on);

/* Function: an option. set: 0 or, after a message, a return code; NULL: it can only be asked for.
 */
struct option {
	const char *name;
	uint8_t min;
	int (*set)(struct xedit *x, struct words *words);
	void (*get)(struct xedit *x, struct values *values);
	const char *syntax, *purpose;
};

#define XSET(name, min, handler, syntax, purpose)                                                  \
	int set_##handler(struct xedit *x, struct words *words);                                   \
	void get_##handler(struct xedit *x, struct values *values);
#define XGET(name, min, handler, purpose)                                                          \
	void get_##handler(struct xedit *x, struct values *values);
#include "xedit/set.def"
#undef XSET
#undef XGET

/* An operand is wrong: says so. */
int set_bad(struct xedit *x, const char *operand);

#endif
