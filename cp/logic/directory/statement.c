// SPDX-License-Identifier: Apache-2.0
/* Which statement it is, and whether it may stand here. */
#include "logic/directory/dirc.h"

enum place { ENTRY, FIRST, ONCE, GENERAL, DEVICE, DEVICE_ONCE, ANYWHERE };

enum { T = DIRC_TOP, G = DIRC_GLOBAL, P = DIRC_PROFILE, U = DIRC_USER, S = DIRC_SUBCONFIG };

struct statement {
	const char *name;
	uint8_t min;
	uint8_t place;                    /* enum place */
	uint8_t entries;                  /* enum dirc_entry bits */
	void (*function)(struct dirc *c); /* NULL: not supported yet */
};

static const struct statement statements[] = {
#define STATEMENT(name, min, place, entries, function, syntax, purpose)                            \
	{#name, min, place, entries, function},
#define NOT_YET(name, min, place, entries, purpose) {#name, min, place, entries, NULL},
#include "logic/directory/statement.def"
#undef STATEMENT
#undef NOT_YET
};

static_assert(
	ARRAY_LEN(statements) <= 8 * sizeof(((struct dirc *)0)->seen), "one bit for each row");

static const struct statement *statement_find(const struct word *word)
{
	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		if (dir_word_is(word, statements[i].name, statements[i].min))
			return &statements[i];
	return NULL;
}

static const char *entry_kind(enum dirc_entry entry)
{
	switch (entry) {
	case DIRC_GLOBAL: return "GLOBALDEFS";
	case DIRC_PROFILE: return "a PROFILE entry";
	case DIRC_SUBCONFIG: return "a SUBCONFIG entry";
	case DIRC_USER: return "a USER entry";
	default: return "this place";
	}
}

/* Has the entry had this statement before? */
static bool is_second(struct dirc *c, const struct statement *statement)
{
	size_t row = (size_t)(statement - statements);
	uint64_t bit = 1ull << row % 64;
	bool was_seen = c->seen[row / 64] & bit;

	c->seen[row / 64] |= bit;
	return was_seen;
}

/* May the statement stand here? Reports why not; true if its operands should be looked at. */
static bool is_in_place(struct dirc *c, const struct statement *statement)
{
	const struct word *word = &c->words[0];
	char name[DIR_USERID_LEN + 1];

	entry_name(c, name);
	if (!(statement->entries & c->entry)) {
		if (c->entry == DIRC_TOP)
			dirc_report(c, DIRM_OUTSIDE, word, NULL);
		else
			dirc_report(c, DIRM_NOT_HERE, word, entry_kind(c->entry));
		return false;
	}
	if (statement->place == FIRST && (c->nr_statements || c->has_device)) {
		dirc_report(c, DIRM_NOT_FIRST, word, name);
		return false;
	}
	if ((statement->place == ONCE || statement->place == DEVICE_ONCE ||
		    statement->place == FIRST) &&
		is_second(c, statement)) {
		dirc_report(c, DIRM_TWICE, word, name);
		return false;
	}
	if ((statement->place == ONCE || statement->place == GENERAL) && c->has_device)
		dirc_report(c, DIRM_SEQUENCE, word, name);
	c->has_device |= statement->place == DEVICE || statement->place == DEVICE_ONCE;
	c->nr_statements += statement->place != FIRST && statement->place != ANYWHERE;
	return true;
}

void dirc_statement(struct dirc *c)
{
	const struct word *word = word_next(c);
	const struct statement *statement = statement_find(word);

	if (!statement) {
		dirc_report(c, DIRM_UNKNOWN, word, NULL);
		return;
	}
	if (statement->place == ENTRY) {
		bool is_muted = c->is_muted;

		entry_end(c);
		c->is_bad = false;
		c->is_muted = is_muted;
	} else if (!is_in_place(c, statement)) {
		return;
	}
	if (!statement->function) {
		dirc_report(c, DIRM_NOT_YET, word, NULL);
		return;
	}
	statement->function(c);
	word = word_peek(c);
	if (word && !c->is_bad)
		dirc_report(c, DIRM_EXTRA, word, NULL);
}
