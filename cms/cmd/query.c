// SPDX-License-Identifier: Apache-2.0
/* QUERY: shows a setting. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nuc/session.h"

static void query_abbrev(void)
{
	console_format("ABBREV   = %s", session.abbrev ? "ON" : "OFF");
}

static void query_cmslevel(void)
{
	console_write(CMS_LEVEL);
}

static void query_impcp(void)
{
	console_format("IMPCP    = %s", session.impcp ? "ON" : "OFF");
}

int cmd_query(const struct call *call)
{
	static const struct {
		const char *name;
		uint8_t min;
		void (*show)(void);
	} operands[] = {
		{"ABBREV", 6, query_abbrev},
		{"CMSLEVEL", 8, query_cmslevel},
		{"IMPCP", 5, query_impcp},
	};
	const char *name = call->plist->token[1];

	if (!name[0])
		return msg(MSG_NO_FUNCTION);
	for (unsigned i = 0; i < ARRAY_LEN(operands); i++) {
		if (!is_abbreviation(name, operands[i].name, operands[i].min))
			continue;
		operands[i].show();
		return 0;
	}
	return session.impcp ? command_cp(call->line) : msg(MSG_INVALID_FUNCTION, name);
}
