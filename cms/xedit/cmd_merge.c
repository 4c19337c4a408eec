// SPDX-License-Identifier: Apache-2.0
/* ALTER, HEXTYPE and MERGE: characters by their codes, and lines laid over lines. */
#include "lib/ebcdic.h"
#include "xedit/private.h"

/* ALTER c1 c2 [target [n|* [m]]]: as CHANGE, with characters that cannot be typed. */
int xcmd_alter(struct xedit *x, const char *args)
{
	struct words words = {args};
	char from, to;

	if (!xe_take_char(&words, &from) || !xe_take_char(&words, &to))
		return xe_say(x, *xe_skip(words.at) ? XMSG_INVALID_OPERAND : XMSG_MISSING_OPERAND,
			xe_skip(words.at), NULL);
	return xe_change(x, from, to, words.at);
}

/* A line's codes, 16 to a message. */
static void type_codes(struct xedit *x, const struct line *line)
{
	for (uint32_t at = 0; at < line->len || !at; at += 16) {
		char text[64];
		size_t used = 0;

		for (uint32_t i = at; i < at + 16 && i < line->len; i++)
			used += (size_t)str_format(text + used, sizeof(text) - used, "%02X%s",
				ebc_from_chr(line->data[i]), i % 4 == 3 ? " " : "");
		text[used] = 0;
		xe_message(x, text);
	}
}

int xcmd_hextype(struct xedit *x, const char *args)
{
	struct words words = {args};
	uint32_t first, last;
	bool is_backward;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	for (uint32_t n = first; !rc && n <= last; n++) {
		xe_go(x->file, n);
		type_codes(x, text_line(&x->file->text, n));
	}
	return rc;
}

/* The line `from` laid over line `to` from a column on: its blanks let the other one show. */
static int lay_over(struct xedit *x, uint32_t from, uint32_t to, uint32_t col)
{
	const struct line *upper = text_line(&x->file->text, from);
	const struct line *lower = text_line(&x->file->text, to);
	size_t len = MIN((size_t)TEXT_LINE_MAX, (size_t)upper->len + col - 1);

	memcpy(x->work, lower->data, lower->len);
	if (len > lower->len)
		memset(x->work + lower->len, ' ', len - lower->len);
	for (size_t i = 0; i + col - 1 < len; i++)
		if (upper->data[i] != ' ')
			x->work[i + col - 1] = upper->data[i];
	len = MAX(len, (size_t)lower->len);
	return xe_replace(x, to, x->work, xe_trimmed(x->work, len));
}

/* MERGE target1 target2 [col]: the lines up to target1 go, laid over as many from target2 on. */
int xcmd_merge(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct file *f = x->file;
	struct target target;
	uint32_t first, last, to, col = 1;
	bool is_backward, wrapped;
	int rc = xe_range(x, &words, &first, &last, &is_backward);

	if (rc)
		return rc;
	if (target_parse(x, &words.at, &target))
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	if (target_find(x, &target, &to, &wrapped))
		return xe_say(x, XMSG_NOT_FOUND, NULL, NULL);
	if (xe_number(&words, f->set.trunc, &col) == -E_INVAL || !col || !xe_is_end(&words))
		return xe_say(x, XMSG_INVALID_NUMBER, xe_skip(words.at), NULL);
	if (first > last)
		return 0;
	if (!xe_in_range(f, to) || !xe_in_range(f, to + (last - first)))
		return xe_say(x, XMSG_INVALID_LINE, NULL, NULL);
	if (to <= last && to + (last - first) >= first)
		return xe_say(x, XMSG_ALIKE, NULL, NULL);
	for (uint32_t i = 0; !rc && i <= last - first; i++)
		rc = lay_over(x, first + i, to + i, col);
	for (uint32_t n = first; !rc && n <= last; n++)
		rc = xe_delete(x, first, true);
	xe_go(f, to > last ? to - 1 : to + (last - first));
	return rc;
}
