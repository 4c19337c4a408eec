// SPDX-License-Identifier: Apache-2.0
/* DEFINE: what is defined is a table of its own. */
#include "cmd/cmd.h"
#include "cmd/tables.h"

static const struct cmd_entry rows[] = {
#define CMD(name, min, classes, flags, syntax, help, handler)                                      \
	{name, min, flags, classes, syntax, help, (void (*)(void))handler},
#include "cmd/define.def"
#undef CMD
};
static const char initials[] = {
#define CMD(name, min, classes, flags, syntax, help, handler) name[0],
#include "cmd/define.def"
#undef CMD
};
const struct cmd_table define_table = {
	rows, ARRAY_LEN(rows), MSG_OPERAND_MISSING, MSG_INVALID_OPERAND, initials};

int cmd_define(struct cmd *cmd)
{
	return cmd_sub(cmd, &define_table);
}
