// SPDX-License-Identifier: Apache-2.0
/* How a word finds its row in a table of commands. */
#include "logic/cmdtab.h"
#include "lib/err.h"
#include "lib/string.h"

bool cmd_allowed(const struct cmd_entry *entry, const struct cmd_issuer *issuer)
{
	if (!issuer->logged_on)
		return entry->flags & CMD_BEFORE_LOGON;
	return (entry->flags & CMD_ANY) || (entry->classes & issuer->classes);
}

/* The first row at or behind from that begins as the word does; nr_rows when there is none. */
static unsigned next_like(
	const struct cmd_table *table, const struct cmd_word *word, unsigned from)
{
	const char *end = table->initials + table->nr_rows, *found = table->initials + from;
	const char first = word->len > 0 ? chr_upper(word->text[0]) : 0;
	const char second = word->len > 1 ? chr_upper(word->text[1]) : 0;

	for (; found < end; found++) {
		if (*found != first && !(found = memchr(found, first, (size_t)(end - found))))
			break;
		from = (unsigned)(found - table->initials);
		if (!second || table->rows[from].name[1] == second)
			return from;
	}
	return table->nr_rows;
}

unsigned cmd_find(const struct cmd_table *table, const struct cmd_word *word, unsigned from)
{
	while ((from = next_like(table, word, from)) < table->nr_rows &&
		!word_is(word, table->rows[from].name, table->rows[from].min))
		from++;
	return from;
}

#define PERFECT 4u /* no row fits better */

/* How well a row fits; 0 not at all. A full name counts more than being allowed. */
static unsigned fitness(
	const struct cmd_entry *row, const struct cmd_word *word, const struct cmd_issuer *issuer)
{
	if (!word_is(word, row->name, row->min))
		return 0;
	return 1 + cmd_allowed(row, issuer) + 2 * word_is(word, row->name, 0);
}

static const struct cmd_entry *best_row(
	const struct cmd_table *table, const struct cmd_word *word, const struct cmd_issuer *issuer)
{
	const struct cmd_entry *best = NULL;
	unsigned most = 0, i = 0;

	for (; most < PERFECT && (i = next_like(table, word, i)) < table->nr_rows; i++) {
		unsigned fits = fitness(&table->rows[i], word, issuer);

		if (fits > most) {
			most = fits;
			best = &table->rows[i];
		}
	}
	return best;
}

int cmd_select(struct cmdline *line, const struct cmd_table *table, const struct cmd_issuer *issuer,
	const struct cmd_entry **entry)
{
	const struct cmd_entry *best;
	struct cmd_word word;

	*entry = NULL;
	if (!cmd_peek(line, &word))
		return table->missing ? cmd_refuse(line, table->missing, NULL) : 0;
	best = best_row(table, &word, issuer);
	if (!best)
		return cmd_refuse(line, table->unknown, &word);
	if (!cmd_allowed(best, issuer))
		return cmd_refuse(
			line, issuer->logged_on ? table->unknown : MSG_NOT_BEFORE_LOGON, &word);
	*entry = best;
	cmd_next(line, &word);
	return 0;
}
