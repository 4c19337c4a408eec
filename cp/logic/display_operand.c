// SPDX-License-Identifier: Apache-2.0
/* The pieces of one operand of DISPLAY or STORE. */
#include "logic/display_operand.h"
#include "lib/err.h"
#include "lib/string.h"

bool take_prefix(struct cursor *at, const char *prefix)
{
	size_t len = strlen(prefix);

	if (at->len < len || mem_casecmp(at->text, prefix, len) != 0)
		return false;
	at->text += len;
	at->len -= len;
	return true;
}

struct cursor take_term(struct cursor *at)
{
	struct cursor term = {at->text, 0};

	while (term.len < at->len && !strchr("-:.", at->text[term.len]))
		term.len++;
	at->text += term.len;
	at->len -= term.len;
	return term;
}

bool parse_location(const struct cursor *term, uint64_t *loc)
{
	return term->len <= 16 && str_to_hex(term->text, term->len, loc) == 0;
}

bool parse_register(const struct cursor *term, uint64_t *reg)
{
	int rc = term->len == 1   ? str_to_hex(term->text, 1, reg)
		 : term->len == 2 ? str_to_dec(term->text, 2, reg)
				  : -E_INVAL;

	return rc == 0 && *reg <= LAST_REGISTER;
}

/* Letters that may stand before a number, and what they mean. */
struct prefix {
	const char *text;
	uint8_t value;
};

static const struct prefix spaces[] = {
	{"ABS", SPACE_ABSOLUTE},
	{"L", SPACE_LOGICAL},
	{"R", SPACE_REAL},
	{"V", SPACE_VIRTUAL},
};
static const struct prefix forms[] = {
	{"TX", FORM_ASCII},
	{"T", FORM_TEXT},
	{"I", FORM_INSN},
	{"N", FORM_WORDS},
	{"S", FORM_BYTES},
};
static const struct prefix sets[] = {
	{"GG", REG_GENERAL},
	{"G", REG_GENERAL},
	{"XG", REG_CONTROL},
	{"X", REG_CONTROL},
	{"CG", REG_CONTROL},
	{"C", REG_CONTROL},
	{"AR", REG_ACCESS},
	{"A", REG_ACCESS},
	{"Y", REG_FLOAT},
	{"F", REG_FLOAT},
};

/* Takes the first of the table's prefixes that is there. Returns its row or NULL. */
static const struct prefix *take_one_of(struct cursor *at, const struct prefix *table, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		if (take_prefix(at, table[i].text))
			return &table[i];
	return NULL;
}

void take_storage_prefix(struct cursor *at, enum display_kind *kind, enum display_space *space,
	enum display_form *form)
{
	const struct prefix *found = take_one_of(at, spaces, ARRAY_LEN(spaces));

	*space = found ? found->value : SPACE_LOGICAL;
	*kind = take_prefix(at, "K") ? DISPLAY_KEYS : DISPLAY_STORAGE;
	found = *kind == DISPLAY_KEYS ? NULL : take_one_of(at, forms, ARRAY_LEN(forms));
	*form = found ? found->value : FORM_WORDS;
}

bool take_register(struct cursor *at, enum register_set *set, uint64_t *reg, bool *has_number)
{
	struct cursor try = *at, term;
	const struct prefix *found = take_one_of(&try, sets, ARRAY_LEN(sets));

	/* ABS1000 is storage. */
	if (!found || take_prefix(&(struct cursor){at->text, at->len}, "ABS"))
		return false;
	*set = found->value;
	term = take_term(&try);
	*has_number = term.len != 0;
	*reg = 0;
	if (term.len && !parse_register(&term, reg))
		return false;
	*at = try;
	return true;
}

bool is_register_letter(const struct cmd_word *word)
{
	char c = chr_upper(*word->text);

	return c == 'G' || c == 'X' || c == 'Y';
}
