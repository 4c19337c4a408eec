// SPDX-License-Identifier: Apache-2.0
/* SYSTEM CONFIG: characters to words, words to statements. */
#include "logic/sysconfig/internal.h"

#include "lib/err.h"
#include "lib/string.h"

/* ---- Characters ------------------------------------------------------------------------------ */

static int look(const struct cfg *c, size_t ahead)
{
	return ahead < c->len - c->pos ? (uint8_t)c->text[c->pos + ahead] : -1;
}

static void advance(struct cfg *c)
{
	if (c->text[c->pos++] == '\n') {
		c->line++;
		c->column = 1;
	} else {
		c->column++;
	}
}

static bool is_blank(int chr)
{
	return chr == ' ' || chr == '\t' || chr == '\r';
}

/* Goes behind a comment, which may be of several lines. The end of the file ends it, too. */
static void skip_comment(struct cfg *c)
{
	struct cfg_word start = {.text = "/*", .len = 2, .line = c->line, .column = c->column};

	advance(c);
	advance(c);
	while (look(c, 0) >= 0 && !(look(c, 0) == '*' && look(c, 1) == '/'))
		advance(c);
	if (look(c, 0) < 0) {
		cfg_error(c, MSG_CONFIG_COMMENT, &start, "");
		return;
	}
	advance(c);
	advance(c);
}

/* Goes to the statement's next word; at_end when there is none. */
static void skip(struct cfg *c)
{
	while (!c->at_end) {
		int chr = look(c, 0);

		if (chr == '/' && look(c, 1) == '*') {
			skip_comment(c);
		} else if (is_blank(chr)) {
			advance(c);
		} else if (chr == ',') {
			c->had_comma = true;
			advance(c);
		} else if (chr == '\n' && c->had_comma) {
			advance(c);
		} else if (chr == '\n' || chr < 0) {
			c->at_end = true;
		} else {
			return;
		}
	}
}

/* ---- Words ----------------------------------------------------------------------------------- */

bool cfg_next(struct cfg *c, struct cfg_word *word)
{
	int quote;

	skip(c);
	*word = (struct cfg_word){.text = c->text + c->pos, .line = c->line, .column = c->column};
	if (c->at_end)
		return false;
	c->had_comma = false;
	quote = look(c, 0);
	if (quote == '\'' || quote == '"') {
		/* One character between two quotes; a quote can be it. */
		if (look(c, 1) > ' ' && look(c, 2) == quote) {
			*word = (struct cfg_word){word->text + 1, 1, true, c->line, c->column};
			for (int i = 0; i < 3; i++)
				advance(c);
			return true;
		}
	}
	while (look(c, 0) > ' ' && look(c, 0) != ',' && !(look(c, 0) == '/' && look(c, 1) == '*')) {
		advance(c);
		word->len++;
	}
	if (word->len == 0) { /* a control character: a word of its own, that nothing wants */
		advance(c);
		word->len = 1;
	}
	return true;
}

bool cfg_want(struct cfg *c, struct cfg_word *word, const char *what)
{
	if (cfg_next(c, word))
		return true;
	cfg_error(c, MSG_CONFIG_MISSING, word, what);
	return false;
}

bool cfg_word_is(const struct cfg_word *word, const char *keyword, uint32_t min)
{
	size_t len = strlen(keyword);

	if (word->is_quoted || word->len > len || word->len < (min ? min : len))
		return false;
	return mem_casecmp(word->text, keyword, word->len) == 0;
}

int cfg_error(struct cfg *c, enum msg_id msg, const struct cfg_word *word, const char *what)
{
	char line[12], column[12], text[24] = "";
	const char *const args[4] = {line, column, text, what};

	c->nr_errors++;
	str_format(line, sizeof(line), "%u", word->line);
	str_format(column, sizeof(column), "%u", word->column);
	str_format(text, sizeof(text), "%.*s", (int)word->len, word->text);
	if (c->job->error)
		c->job->error(c->job->ctx, msg, args);
	return -E_INVAL;
}

int cfg_refuse(struct cfg *c, const struct cfg_word *word, const char *what)
{
	return cfg_error(c, MSG_CONFIG_OPERAND, word, what);
}

int cfg_number(struct cfg *c, const char *what, uint64_t low, uint64_t high, uint64_t *value)
{
	struct cfg_word word;

	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	if (str_to_dec(word.text, word.len, value) || *value < low || *value > high)
		return cfg_refuse(c, &word, what);
	return 0;
}

int cfg_volid(struct cfg *c, char volid[VOLID_SIZE])
{
	struct cfg_word word;

	if (!cfg_want(c, &word, "a volume's name"))
		return -E_INVAL;
	return volid_parse(word.text, word.len, volid) ? cfg_refuse(c, &word, "a volume's name")
						       : 0;
}

int cfg_end(struct cfg *c)
{
	struct cfg_word word;

	return cfg_next(c, &word) ? cfg_error(c, MSG_CONFIG_EXTRA, &word, "") : 0;
}

/* ---- Statements ------------------------------------------------------------------------------ */

static const struct statement {
	const char *name;
	uint32_t min;
	int (*handler)(struct cfg *c); /* NULL: not used here */
} statements[] = {
#define CONFIG(name, min, handler, syntax, help) {name, min, handler},
#define CONFIG_UNUSED(name, min)                 {name, min, NULL},
#include "logic/sysconfig/statement.def"
#undef CONFIG
#undef CONFIG_UNUSED
};

static int statement(struct cfg *c, const struct cfg_word *name)
{
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		const struct statement *row = &statements[i];

		if (!cfg_word_is(name, row->name, row->min))
			continue;
		if (!row->handler)
			return cfg_error(c, MSG_CONFIG_UNUSED, name, "");
		return row->handler(c);
	}
	return cfg_error(c, MSG_CONFIG_STATEMENT, name, "");
}

uint32_t sysconfig_parse(const struct sysconfig_job *job, const char *text, size_t len,
	struct sysconfig *config, struct sysconfig *scratch)
{
	struct cfg c = {
		.job = job, .config = config, .text = text, .len = len, .line = 1, .column = 1};
	struct cfg_word word;

	while (look(&c, 0) >= 0) {
		c.at_end = c.had_comma = false;
		if (cfg_next(&c, &word)) {
			memcpy(scratch, config, sizeof(*scratch));
			if (statement(&c, &word))
				memcpy(config, scratch, sizeof(*scratch));
			while (cfg_next(&c, &word)) /* what an error left */
				;
		}
		if (look(&c, 0) >= 0)
			advance(&c); /* the line's end */
	}
	return c.nr_errors;
}
