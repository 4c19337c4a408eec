// SPDX-License-Identifier: Apache-2.0
/*
 * SVCTRACE ON shows each command that is called, by the terminal, an EXEC or a program, with its
 * return code when it ends.
 * Differs: on the console, not the printer.
 */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nuc/session.h"

int cmd_svctrace(const struct call *call)
{
	const char *word = call->plist->token[1];

	if (!word[0])
		return msg(MSG_NO_FUNCTION);
	if (call->plist->nr > 2)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[2]);
	if (strcmp(word, "ON") != 0 && strcmp(word, "OFF") != 0)
		return msg(MSG_INVALID_PARAMETER, word);
	session.svctrace = word[1] == 'N';
	return 0;
}
