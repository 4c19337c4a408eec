// SPDX-License-Identifier: Apache-2.0
/* The table of commands, from cmd.def. */
#include "cmd/cmd.h"

const struct command commands[] = {
#define CMS_CMD(name, min, module, handler, syntax, purpose)                                       \
	{name, min, module, cmd_##handler, syntax, purpose},
#include "cmd.def"
#undef CMS_CMD
};

const unsigned nr_commands = ARRAY_LEN(commands);
