/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of the nucleus: one file each, and one row in cmd.def. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "nuc/console.h"
#include "nuc/msg.h"
#include "text/plist.h"

/* Function: a command as it was entered or called. */
struct call {
	const char *line;          /* all of it, in its own case */
	const struct plist *plist; /* its words, the command's name first */
};

/* The text behind word nr, in its own case; "" when there is none. */
static inline const char *call_rest(const struct call *call, unsigned nr)
{
	return call->line + call->plist->at[MIN(nr, call->plist->nr)];
}

struct command {
	const char *name;
	uint8_t min;                         /* characters of its shortest abbreviation */
	const char *module;                  /* letters in its messages' numbers */
	int (*run)(const struct call *call); /* returns the return code */
	const char *syntax, *purpose;
};

extern const struct command commands[];
extern const unsigned nr_commands;

#define CMS_CMD(name, min, module, handler, syntax, purpose)                                       \
	int cmd_##handler(const struct call *call);
#include "cmd.def"
#undef CMS_CMD

#endif
