// SPDX-License-Identifier: Apache-2.0
/* MAKEBUF DROPBUF DESBUF SENTRIES: the program stack. */
#include "nuc/stack.h"

#include "cmd/args.h"
#include "lib/string.h"

#define RC_NO_BUFFER 1

int cmd_makebuf(const struct call *call)
{
	unsigned nr = stack_make();

	(void)call;
	return nr ? (int)nr : msg(MSG_NO_STORAGE);
}

int cmd_dropbuf(const struct call *call)
{
	const char *word = call->plist->token[1];
	uint64_t nr = 0;

	if (word[0] && (str_to_dec(word, strlen(word), &nr) || nr > UINT32_MAX))
		return msg(MSG_INVALID_PARAMETER, word);
	return stack_drop((unsigned)nr) ? 0 : RC_NO_BUFFER;
}

/* Also what was typed and is waiting. */
int cmd_desbuf(const struct call *call)
{
	(void)call;
	stack_clear();
	console_forget();
	return 0;
}

int cmd_sentries(const struct call *call)
{
	(void)call;
	return (int)stack_nr();
}
