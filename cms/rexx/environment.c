// SPDX-License-Identifier: Apache-2.0
/*
 * Where commands of EXECs go: CMS is what a person can enter, COMMAND only commands of CMS, CP only
 * those of CP; others come and go.
 */
#include "rexx/environment.h"

#include "lib/string.h"
#include "nuc/session.h"
#include "rexx/rexx.h"

static struct rexx_environment *newest;

void rexx_environment_add(struct rexx_environment *environment)
{
	environment->next = newest;
	newest = environment;
}

void rexx_environment_drop(struct rexx_environment *environment)
{
	struct rexx_environment **link = &newest;

	while (*link && *link != environment)
		link = &(*link)->next;
	if (*link)
		*link = environment->next;
}

void rexx_recover(void)
{
	newest = NULL;
}

int rexx_command(const char *name, char *text, size_t len)
{
	for (struct rexx_environment *e = newest; e; e = e->next)
		if (strcmp(e->name, name) == 0)
			return e->command(e->ctx, text, len);
	if (strcmp(name, "CMS") == 0)
		return command_nested(text, COMMAND_PERSON);
	if (strcmp(name, "COMMAND") == 0)
		return command_nested(text, COMMAND_EXEC);
	if (strcmp(name, "CP") == 0)
		return command_cp(text);
	return RC_UNKNOWN;
}
