// SPDX-License-Identifier: Apache-2.0
/* HELP: what the table of commands says. */
#include "cmd/cmd.h"
#include "lib/string.h"

int cmd_help(const struct call *call)
{
	const char *name = call->plist->token[1];

	for (unsigned i = 0; !name[0] && i < nr_commands; i++)
		console_format("%-9s %s", commands[i].name, commands[i].purpose);
	if (!name[0])
		return 0;
	for (unsigned i = 0; i < nr_commands; i++) {
		if (!is_abbreviation(name, commands[i].name, commands[i].min))
			continue;
		console_write(commands[i].syntax);
		console_write(commands[i].purpose);
		return 0;
	}
	return msg(MSG_NOT_FOUND_HELP, name);
}
