// SPDX-License-Identifier: Apache-2.0
/* The source text: lines to statements, statements to words. */
#include "logic/directory/dirc.h"

#define TEXT_COLUMNS 72 /* columns of a line that are read */

struct line {
	const char *text;
	size_t len;
};

/* Takes the next line without its end. Returns false at the end of the source. */
static bool line_next(struct dirc *c, struct line *line)
{
	const char *text = c->job->text + c->pos;
	size_t left = c->job->len - c->pos;
	const char *end;

	if (!left)
		return false;
	end = memchr(text, '\n', left);
	line->text = text;
	line->len = end ? (size_t)(end - text) : left;
	c->pos += line->len + (end ? 1 : 0);
	c->line++;
	if (line->len && text[line->len - 1] == '\r')
		line->len--;
	while (line->len && chr_is_space(text[line->len - 1]))
		line->len--;
	return true;
}

/* Eight columns from 73, up to three letters and then digits, as editors and card punches make
 * them. */
static bool is_sequence_number(const struct line *line)
{
	const char *field = line->text + TEXT_COLUMNS;
	size_t letters = 0;

	if (line->len != TEXT_COLUMNS + 8 || !chr_is_space(field[-1]))
		return false;
	while (letters < 3 && chr_is_alpha(field[letters]))
		letters++;
	for (size_t i = letters; i < 8; i++)
		if (!chr_is_digit(field[i]))
			return false;
	return true;
}

/* Cuts off what stands behind column 72. */
static void line_cut(struct dirc *c, struct line *line)
{
	struct word rest = {.line = c->line, .column = TEXT_COLUMNS + 1};

	if (line->len <= TEXT_COLUMNS)
		return;
	rest.text = line->text + TEXT_COLUMNS;
	rest.len = (uint16_t)MIN(line->len - TEXT_COLUMNS, 100);
	if (!is_sequence_number(line))
		dirc_report(c, DIRM_COLUMN_73, &rest, NULL);
	line->len = TEXT_COLUMNS;
}

/* A statement with a wrong character is still looked at, since it may begin an entry, but silently.
 */
static void line_check(struct dirc *c, const struct line *line)
{
	for (size_t i = 0; i < line->len; i++) {
		uint8_t byte = (uint8_t)line->text[i];
		struct word word = {line->text + i, 1, (uint16_t)(i + 1), c->line};
		char hex[4];

		if ((byte >= ' ' && byte <= '~') || byte == '\t')
			continue;
		str_format(hex, sizeof(hex), "%02X", byte);
		dirc_report(c, DIRM_CHARACTER, &word, hex);
		c->is_muted = true;
		return;
	}
}

static void word_add(struct dirc *c, const struct word *word)
{
	char most[12];

	if (c->nr_words < DIRC_WORDS) {
		c->words[c->nr_words++] = *word;
		return;
	}
	str_format(most, sizeof(most), "%d", DIRC_WORDS);
	dirc_report(c, DIRM_LONG_STATEMENT, word, most);
	c->is_muted = true;
}

/* Adds the line's words. Returns true if it ends with a comma, which is taken away. */
static bool line_split(struct dirc *c, const struct line *line)
{
	size_t len = line->len, at = 0;
	bool is_continued;

	while (len && chr_is_space(line->text[len - 1]))
		len--;
	is_continued = len && line->text[len - 1] == ',';
	if (is_continued)
		len--;
	while (at < len) {
		struct word word = {line->text + at, 0, (uint16_t)(at + 1), c->line};

		while (at + word.len < len && !chr_is_space(word.text[word.len]))
			word.len++;
		if (word.len)
			word_add(c, &word);
		at += word.len + 1u;
	}
	return is_continued;
}

static bool is_comment(const struct line *line)
{
	size_t at = 0;

	while (at < line->len && chr_is_space(line->text[at]))
		at++;
	return at < line->len && line->text[at] == '*';
}

bool dirc_read(struct dirc *c)
{
	struct line line;
	bool is_continued = false;

	c->nr_words = c->cursor = 0;
	c->is_bad = c->is_muted = false;
	while (line_next(c, &line)) {
		if (is_comment(&line))
			continue;
		line_cut(c, &line);
		if (!line.len) {
			if (is_continued)
				dirc_report(c, DIRM_BLANK_LINE, NULL, NULL);
			if (c->nr_words)
				return true;
			is_continued = false;
			continue;
		}
		line_check(c, &line);
		is_continued = line_split(c, &line);
		if (c->nr_words && !is_continued)
			return true;
	}
	if (is_continued)
		dirc_report(c, DIRM_END_OF_FILE, NULL, NULL);
	return c->nr_words;
}
