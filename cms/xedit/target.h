/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Targets: lines that are told by a number, a name, or by what is in them.
 *
 *	:n	line n			/string/	the next line with it; -/string/ the one before
 *	n +n -n	so many lines on	~/string/	the next without it (also ^)
 *	* -*	the end, the top	.name		the line that SET POINT gave a name
 *
 * Strings can be joined by & and |, which bind from left to right.
 */
#ifndef XEDIT_TARGET_H
#define XEDIT_TARGET_H

#include "arch/types.h"

struct xedit;
struct line;

#define TARGET_STRINGS 8
#define TARGET_TEXT    256

enum target_kind { TARGET_LINE, TARGET_BY, TARGET_POINT, TARGET_STRING };

/* A string in a target: where it is in the target's text. */
struct target_string {
	uint16_t at, len;
	bool is_not;
	char join; /* to what was before: '&', '|', 0: the first */
};

/* Function: a target. On its user's stack. */
struct target {
	enum target_kind kind;
	int64_t number; /* of a line; of lines; INT64_MAX, INT64_MIN: the end, the top */
	bool is_backward;
	char text[TARGET_TEXT]; /* of the strings, or the name */
	struct target_string string[TARGET_STRINGS];
	unsigned nr_strings;
};

/* Does a text begin like a target? */
bool target_begins(const char *text);

/*
 * Reads a target and moves *at behind it. 0; -E_NOENT: there is none; -E_INVAL: it is wrong, *at
 * is where.
 */
int target_parse(const struct xedit *x, const char **at, struct target *target) MUST_CHECK;

/*
 * Finds it in the current file, from the current line on: its number, 0 to nr + 1. A number that
 * leads beyond an end is that end. -E_NOENT: not found. *wrapped: it was found from the other end
 * on.
 */
int target_find(
	struct xedit *x, const struct target *target, uint32_t *line, bool *wrapped) MUST_CHECK;

/* Has a line the strings, in the columns of ZONE? *col is where the last of them is, from 1. */
bool target_is_in(
	struct xedit *x, const struct target *target, const struct line *line, uint32_t *col);

/* Where in data from `from` (0 the first) to `to` (not included) text begins; -1: nowhere. */
int64_t target_search(struct xedit *x, const char *data, uint32_t from, uint32_t to,
	const char *text, size_t len);
int64_t target_search_back(struct xedit *x, const char *data, uint32_t from, uint32_t to,
	const char *text, size_t len);

#endif
