/* SPDX-License-Identifier: Apache-2.0 */
/* Options of SET, QUERY and EXTRACT. */
#ifndef XEDIT_SET_H
#define XEDIT_SET_H

#include "xedit/private.h"

#define VALUES_MAX 40
#define VALUE_ROOM 480

/* Function: the values of an option, in the order in which EXTRACT numbers them. */
struct values {
	unsigned nr;
	const char *text[VALUES_MAX];
	size_t len[VALUES_MAX];
	char room[VALUE_ROOM]; /* for those that are made */
	size_t used;
	const char *args; /* what was asked for, behind the option's name */
	bool is_extract;  /* for EXTRACT, else QUERY or what SET would be given */
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

/* Words that say how a field looks: set_look.c. Returns whether High or Nohigh was there. */
bool xe_take_look(struct words *words, struct look *look);
void xe_look_text(const struct look *look, char *text, size_t size);

/* Which key a word in capitals is: PF1, PA1, ENTER; -1: none. What it does. */
int xe_key_of(const char *word);
int xe_set_key(struct xedit *x, int at, const char *text);
void xe_get_key(struct xedit *x, int at, struct values *values);

/* SET PREFIX SYNONYM */
int set_prefix_synonym(struct xedit *x, struct words *words);

/* An operand is wrong: says so. */
int set_bad(struct xedit *x, const char *operand);

#endif
