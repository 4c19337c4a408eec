// SPDX-License-Identifier: Apache-2.0
/* Subcommands about the command line, other subcommands and settings. */
#include "xedit/set.h"

int xcmd_cmsg(struct xedit *x, const char *args)
{
	str_copy(x->command, args, sizeof(x->command));
	xe_cursor(x, CURSOR_COMMAND, 0, 1, CURSOR_USUAL);
	return 0;
}

/* A setting as SET would make it, to be typed over. */
int xcmd_modify(struct xedit *x, const char *args)
{
	char text[XEDIT_LINE + 1];

	if (!*args)
		return xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
	if (!xe_set_text(x, args, text, sizeof(text)))
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	return xcmd_cmsg(x, text);
}

/* REPEAT [target]: the last subcommand, on each line behind the current one, before the target. */
int xcmd_repeat(struct xedit *x, const char *args)
{
	struct words words = {args};
	struct file *f = x->file;
	char line[XEDIT_LINE + 1];
	uint32_t first, last, times;
	bool is_backward;
	int rc = 0;

	if (!x->repeated[0])
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	rc = xe_range(x, &words, &first, &last, &is_backward);
	if (!rc && !xe_is_end(&words))
		rc = xe_say(x, XMSG_INVALID_OPERAND, xe_skip(words.at), NULL);
	if (rc)
		return rc;
	str_copy(line, x->repeated, sizeof(line));
	times = first > last ? 1 : last - first + 1;
	while (!rc && times-- && x->file == f) {
		f->line = xe_move(f, f->line, is_backward ? -1 : 1);
		if (!xe_in_range(f, f->line))
			return RC_EOF;
		rc = xe_subcommand(x, line);
	}
	return rc;
}

int xcmd_lprefix(struct xedit *x, const char *args)
{
	xe_prefix(x, x->file->line, args);
	xe_prefix_execute(x);
	return 0;
}

/* All files that were not changed. */
int xcmd_cancel(struct xedit *x, const char *args)
{
	int rc = 0;

	(void)args;
	for (unsigned left = x->nr_files; left && x->file; left--) {
		if (!x->file->alt) {
			file_close(x, x->file);
			continue;
		}
		rc = xe_say(x, XMSG_FILE_CHANGED, NULL, NULL);
		x->file = x->file->next;
	}
	return rc;
}

/* Macros are read each time that they are called: nothing of one is kept. */
int xcmd_purge(struct xedit *x, const char *args)
{
	struct words words = {args};
	char word[XEDIT_NAME + 2];

	return xe_word(&words, word, sizeof(word)) && strlen(word) <= XEDIT_NAME
		       ? 0
		       : xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
}
