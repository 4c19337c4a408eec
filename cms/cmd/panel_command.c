// SPDX-License-Identifier: Apache-2.0
/* The command line of lists on full screens. */
#include "cmd/panel.h"
#include "lib/string.h"

/* Does a line of the list have that text, in capital or small letters? */
static bool has_text(const char *line, const char *text, size_t len)
{
	for (size_t i = 0; i + len <= strlen(line); i++)
		if (mem_casecmp(line + i, text, len) == 0)
			return true;
	return false;
}

/* "/text/" or "text": the next line that has it becomes the first. */
static void locate(struct panel *panel, const char *text)
{
	char line[PANEL_TEXT];
	size_t len;

	while (*text == ' ')
		text++;
	text += *text == '/';
	len = strlen(text);
	len -= len && text[len - 1] == '/';
	for (unsigned nr = panel->top + 1; len && nr < panel->nr; nr++) {
		panel->line(panel, nr, line);
		if (!has_text(line, text, len))
			continue;
		panel->top = nr;
		return;
	}
	str_copy(panel->message, "Target not found", sizeof(panel->message));
}

static size_t word_len(const char *text)
{
	size_t len = 0;

	while (text[len] && text[len] != ' ')
		len++;
	return len;
}

static bool is_word(const char *text, const char *name, unsigned min)
{
	char word[12];
	size_t len = word_len(text);

	if (len >= sizeof(word))
		return false;
	memcpy(word, text, len);
	word[len] = 0;
	str_upper(word);
	return is_abbreviation(word, name, min);
}

/* False: it is none. */
static bool subcommand(struct panel *panel, const char *text, unsigned page, int *rc)
{
	if (text[0] == '/')
		locate(panel, text);
	else if (is_word(text, "LOCATE", 1))
		locate(panel, text + word_len(text));
	else if (is_word(text, "QUIT", 4) || is_word(text, "QQUIT", 2))
		panel->is_over = true;
	else if (is_word(text, "TOP", 2))
		panel->top = 0;
	else if (is_word(text, "BOTTOM", 2))
		panel->top = panel->nr > page ? panel->nr - page : 0;
	else if (is_word(text, "FORWARD", 2) || is_word(text, "BACKWARD", 2))
		panel_scroll(panel, page, chr_upper(text[0]) == 'B');
	else if (is_word(text, "REFRESH", 3))
		*rc = panel->refresh(panel);
	else
		return false;
	return true;
}

int panel_command(struct panel *panel, const char *text, unsigned page)
{
	int rc = 0;

	while (*text == ' ')
		text++;
	if (strcmp(text, "?") == 0) {
		panel->is_shown = true;
		return 0;
	}
	if (strcmp(text, "=") == 0)
		text = panel->typed;
	else
		str_copy(panel->typed, text, sizeof(panel->typed));
	if (*text && !subcommand(panel, text, page, &rc))
		panel_execute(panel, text);
	return rc;
}
