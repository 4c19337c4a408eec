// SPDX-License-Identifier: Apache-2.0
/* CP: gives CP a command, which types its response itself. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nuc/cpcall.h"

int cmd_cp(const struct call *call)
{
	const char *text = call_rest(call, 1);

	return cp_command(text, strlen(text));
}
