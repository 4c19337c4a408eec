/* SPDX-License-Identifier: Apache-2.0 */
/* Who one is, and who others are by the names that one's NAMES file gives them. */
#ifndef CMD_PEOPLE_H
#define CMD_PEOPLE_H

#include "cmd/args.h"

#define PEOPLE_MAX 20

/* Userid and system, by CP's QUERY USERID. */
void who_am_i(char user[9], char node[9]);

/* The text of "fn NAMES", in work storage; fn NULL: the userid. NULL: there is none. */
const char *names_text(const char *fn);

/*
 * The userids that words first to last of a command mean: nicknames and lists of the NAMES file,
 * else they are userids. "AT" and the system's own name may stand behind each. Returns 0 or, after
 * a message, the return code.
 */
int people_find(const struct call *call, unsigned first, unsigned last, char users[PEOPLE_MAX][9],
	unsigned *nr);

#endif
