// SPDX-License-Identifier: Apache-2.0
/* Messages of the directory compiler. */
#include "logic/directory/dirc.h"

#define WORD_SHOWN 40 /* characters of a wrong word at most */

static const struct {
	uint16_t number;
	char severity;
	const char *text;
} messages[] = {
#define DIR_MESSAGE(name, number, severity, text) [DIRM_##name] = {number, severity, text},
#include "logic/directory/message.def"
#undef DIR_MESSAGE
};

/* Appends len characters, unprintable ones as dots, and a NUL. Returns the new length. */
static size_t append(char *buf, size_t size, size_t at, const char *text, size_t len)
{
	for (size_t i = 0; i < len && at + 1 < size; i++)
		buf[at++] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '.';
	buf[at] = '\0';
	return at;
}

static void fill(
	char *buf, size_t size, const char *text, const struct word *word, const char *extra)
{
	size_t at = strlen(buf);

	for (; *text; text++) {
		if (text[0] == '&' && text[1] == '1') {
			at = append(buf, size, at, word->text, MIN(word->len, WORD_SHOWN));
			text++;
		} else if (text[0] == '&' && text[1] == '2') {
			at = append(buf, size, at, extra, strlen(extra));
			text++;
		} else {
			at = append(buf, size, at, text, 1);
		}
	}
}

static void show(struct dirc *c, enum dirc_msg id, const struct word *word, const char *extra)
{
	char text[256];
	struct dir_message message = {.number = messages[id].number,
		.severity = messages[id].severity,
		.line = word->line,
		.column = word->column,
		.text = text};

	str_format(text, sizeof(text), "HCPDIR%03u%c ", message.number, message.severity);
	fill(text, sizeof(text), messages[id].text, word, extra);
	c->job->message(c->job->context, &message);
}

void dirc_report(struct dirc *c, enum dirc_msg id, const struct word *word, const char *extra)
{
	uint32_t most = c->job->messages_max ? c->job->messages_max : DIR_MESSAGES_MAX;
	struct word behind = {.text = "", .line = c->line, .column = 1};

	if (messages[id].severity == 'E') {
		if (c->is_muted)
			return;
		c->is_bad = true;
		c->job->errors++;
	} else {
		c->job->warnings++;
	}
	if (!word && c->nr_words) {
		behind = c->words[c->nr_words - 1];
		behind.column += behind.len;
	}
	if (c->shown < most)
		show(c, id, word ? word : &behind, extra ? extra : "");
	c->shown++;
}

void dirc_report_end(struct dirc *c)
{
	uint32_t most = c->job->messages_max ? c->job->messages_max : DIR_MESSAGES_MAX;
	struct word nowhere = {.text = ""};
	char count[12];

	if (c->shown <= most)
		return;
	str_format(count, sizeof(count), "%u", c->shown - most);
	show(c, DIRM_NOT_SHOWN, &nowhere, count);
}
