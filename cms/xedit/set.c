// SPDX-License-Identifier: Apache-2.0
/* SET, QUERY, EXTRACT: finding the option, and what is done with its values. */
#include "xedit/set.h"

static const struct option options[] = {
#define XSET(name, min, handler, syntax, purpose)                                                  \
	{name, min, set_##handler, get_##handler, syntax, purpose},
#define XGET(name, min, handler, purpose) {name, min, NULL, get_##handler, "", purpose},
#include "xedit/set.def"
#undef XSET
#undef XGET
};

/* ---- Values -------------------------------------------------------------- */

void value_text(struct values *values, const char *text, size_t len)
{
	if (values->nr == VALUES_MAX)
		return;
	values->text[values->nr] = text;
	values->len[values->nr++] = len;
}

void value_word(struct values *values, const char *text)
{
	value_text(values, text, strlen(text));
}

void value_copy(struct values *values, const char *text)
{
	char *at = values->room + values->used;
	size_t len = strlen(text);

	if (values->used + len >= sizeof(values->room))
		return;
	memcpy(at, text, len + 1);
	values->used += len + 1;
	value_word(values, at);
}

void value_number(struct values *values, uint32_t number)
{
	char text[12];

	str_format(text, sizeof(text), "%u", number);
	value_copy(values, text);
}

void value_on(struct values *values, bool is_on)
{
	value_word(values, is_on ? "ON" : "OFF");
}

bool xedit_option_about(unsigned nr, const char **name, const char **syntax, const char **purpose)
{
	if (nr >= ARRAY_LEN(options))
		return false;
	*name = options[nr].name;
	*syntax = options[nr].set ? options[nr].syntax : "QUERY and EXTRACT only";
	*purpose = options[nr].purpose;
	return true;
}

int set_bad(struct xedit *x, const char *operand)
{
	return *operand ? xe_say(x, XMSG_INVALID_OPERAND, operand, NULL)
			: xe_say(x, XMSG_MISSING_OPERAND, NULL, NULL);
}

/* ---- PF keys ------------------------------------------------------------- */

/* "PF3": 3; 0: none. */
static unsigned pf_number(const char *word)
{
	uint64_t number;

	if (word[0] != 'P' || word[1] != 'F' || str_to_dec(word + 2, strlen(word + 2), &number))
		return 0;
	return number >= 1 && number <= 24 ? (unsigned)number : 0;
}

static int set_pf(struct xedit *x, unsigned n, const char *text)
{
	str_copy(x->pf[n - 1], xe_skip(text), sizeof(x->pf[0]));
	return 0;
}

/* ---- The subcommands ----------------------------------------------------- */

static const struct option *find(const char *word)
{
	for (unsigned i = 0; i < ARRAY_LEN(options); i++)
		if (xe_is_form(word, options[i].name, options[i].min))
			return &options[i];
	return NULL;
}

int xe_set_option(struct xedit *x, const char *text)
{
	struct words words = {text};
	const struct option *option;
	char word[12];
	int rc;

	xe_word(&words, word, sizeof(word));
	if (pf_number(word))
		return set_pf(x, pf_number(word), words.at);
	option = find(word);
	if (!option || !option->set || !x->file)
		return RC_UNKNOWN_COMMAND;
	rc = option->set(x, &words);
	return rc || xe_is_end(&words) ? rc : set_bad(x, xe_skip(words.at));
}

int xcmd_set(struct xedit *x, const char *args)
{
	int rc = *args ? xe_set_option(x, args) : RC_UNKNOWN_COMMAND;

	return rc == RC_UNKNOWN_COMMAND ? set_bad(x, args) : rc;
}

int xcmd_preserve(struct xedit *x, const char *args)
{
	(void)args;
	x->file->preserved = x->file->set;
	return 0;
}

/* TRUNC and ZONE may have got narrower with LRECL since. */
int xcmd_restore(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	struct settings *set = &f->set;

	(void)args;
	if (!f->preserved.trunc)
		return xe_say(x, XMSG_NO_PREVIOUS, NULL, NULL);
	*set = f->preserved;
	set->trunc = MIN(set->trunc, f->id.lrecl);
	set->zone2 = MIN(set->zone2, set->trunc);
	set->zone1 = MIN(set->zone1, set->zone2);
	f->col = MIN(f->col, set->trunc);
	return 0;
}

/* The line of QUERY. */
static void show(struct xedit *x, const char *name, const struct values *values)
{
	char line[MESSAGE_LEN + 1];
	size_t at;

	str_copy(line, name, sizeof(line));
	at = strlen(line);
	for (unsigned i = 0; i < values->nr && at + 2 < sizeof(line); i++) {
		size_t len = MIN(values->len[i], sizeof(line) - at - 2);

		line[at++] = ' ';
		memcpy(line + at, values->text[i], len);
		at += len;
		line[at] = 0;
	}
	xe_message(x, line);
}

/* What XEDIT does not know is asked of CMS and CP. */
static int query_others(struct xedit *x, const char *args)
{
	char line[XEDIT_LINE + 1];
	int rc = RC_UNKNOWN_COMMAND;

	str_format(line, sizeof(line), "QUERY %s", args);
	if (*args && x->file->set.impcmscp)
		rc = x->ops->command(x->ctx, line, false);
	return rc == RC_UNKNOWN_COMMAND ? set_bad(x, args) : rc;
}

int xcmd_query(struct xedit *x, const char *args)
{
	struct words words = {args};
	const struct option *option;
	struct values values;
	char word[12];

	values.nr = 0;
	values.used = 0;
	xe_word(&words, word, sizeof(word));
	if (pf_number(word)) {
		value_word(&values, x->pf[pf_number(word) - 1]);
		show(x, word, &values);
		return 0;
	}
	option = find(word);
	if (!option)
		return query_others(x, args);
	option->get(x, &values);
	show(x, option->name, &values);
	return 0;
}

static int give(struct xedit *x, const char *name, const struct values *values)
{
	char variable[24], number[12];
	int rc;

	str_format(number, sizeof(number), "%u", values->nr);
	str_format(variable, sizeof(variable), "%s.0", name);
	rc = x->ops->set_variable(x->ctx, variable, number, strlen(number));
	for (unsigned i = 0; !rc && i < values->nr; i++) {
		str_format(variable, sizeof(variable), "%s.%u", name, i + 1);
		rc = x->ops->set_variable(x->ctx, variable, values->text[i], values->len[i]);
	}
	return rc ? xe_say(x, XMSG_NO_MACRO_VARIABLES, NULL, NULL) : 0;
}

int xcmd_extract(struct xedit *x, const char *args)
{
	char delimiter = *args;
	const char *at = args;
	int rc = 0;

	if (!xe_is_delimiter(delimiter))
		return set_bad(x, args);
	while (!rc && *at == delimiter && *xe_skip(at + 1)) {
		const struct option *option;
		struct values values;
		char text[20];
		struct words words;
		char word[12];

		xe_delimited(&at, text, sizeof(text));
		words.at = text;
		xe_word(&words, word, sizeof(word));
		values.nr = 0;
		values.used = 0;
		option = find(word);
		if (pf_number(word))
			value_word(&values, x->pf[pf_number(word) - 1]);
		else if (option)
			option->get(x, &values);
		else
			return set_bad(x, word);
		rc = give(x, option ? option->name : word, &values);
	}
	return rc;
}
