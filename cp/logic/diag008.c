// SPDX-License-Identifier: Apache-2.0
/* Commands and responses of DIAGNOSE X'08'. */
#include "logic/diag008.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

#define PIECE 64 /* bytes of a response line that are translated at a time */

bool diag008_next(struct diag008_commands *commands)
{
	const ebc8_t *text = commands->text, *mark;
	uint16_t begin, end = commands->pos;

	while (end < commands->len && text[end] == EBC_NL)
		end++;
	begin = end;
	mark = memchr(text + begin, EBC_NL, (size_t)(commands->len - begin));
	end = mark ? (uint16_t)(mark - text) : commands->len;
	commands->pos = end;
	commands->line_len = (uint16_t)(end - begin);
	ebc_to_ascii(commands->line, text + begin, commands->line_len);
	return commands->line_len != 0;
}

static void add(struct diag008_reply *reply, const ebc8_t *text, size_t len)
{
	if (reply->len < reply->size)
		reply->store(reply->ctx, reply->len, text, MIN(len, reply->size - reply->len));
	reply->len += len;
}

void diag008_line(struct diag008_reply *reply, const char *text)
{
	size_t left = strlen(text);

	for (;;) {
		ebc8_t piece[PIECE + 1];
		size_t part = MIN(left, (size_t)PIECE);

		ebc_from_ascii(piece, text, part);
		text += part;
		left -= part;
		if (!left)
			piece[part++] = EBC_NL;
		add(reply, piece, part);
		if (!left)
			return;
	}
}

unsigned diag008_end(const struct diag008_reply *reply, uint32_t *value)
{
	bool fits = reply->len <= reply->size;

	*value = (uint32_t)(fits ? reply->len : reply->len - reply->size);
	return fits ? 0 : 1;
}
