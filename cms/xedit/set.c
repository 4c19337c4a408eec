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
	if (xe_key_of(word) >= 0)
		return xe_set_key(x, xe_key_of(word), words.at);
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

/* ---- What the values are ------------------------------------------------- */

/*
 * Reads an option's name and gets its values; NULL: there is none of that name. Its name as it is
 * shown, in capitals, is in `name`.
 */
static bool get(struct xedit *x, const char *text, char name[12], struct values *values)
{
	struct words words = {text};
	const struct option *option;

	xe_word(&words, name, 12);
	values->nr = 0;
	values->used = 0;
	values->args = xe_skip(words.at);
	if (xe_key_of(name) >= 0) {
		xe_get_key(x, xe_key_of(name), values);
		return true;
	}
	option = find(name);
	if (!option)
		return false;
	option->get(x, values);
	str_copy(name, option->name, 12);
	return true;
}

static void join(char *line, size_t size, const char *name, const struct values *values)
{
	size_t at;

	str_copy(line, name, size);
	at = strlen(line);
	for (unsigned i = 0; i < values->nr && at + 2 < size; i++) {
		size_t len = MIN(values->len[i], size - at - 2);

		line[at++] = ' ';
		memcpy(line + at, values->text[i], len);
		at += len;
		line[at] = 0;
	}
}

bool xe_set_text(struct xedit *x, const char *option, char *text, size_t size)
{
	struct values values = {.is_extract = false};
	char name[12];

	if (!get(x, option, name, &values) || (xe_key_of(name) < 0 && !find(name)->set))
		return false;
	str_copy(text, "SET ", size);
	join(text + 4, size - 4, name, &values);
	return true;
}

/* ---- QUERY, STATUS ------------------------------------------------------- */

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
	struct values values = {.is_extract = false};
	char line[MESSAGE_LEN + 1], name[12];

	if (!get(x, args, name, &values))
		return query_others(x, args);
	join(line, sizeof(line), name, &values);
	xe_message(x, line);
	return 0;
}

/* All that can be set, several to a line. */
int xcmd_status(struct xedit *x, const char *args)
{
	struct values values = {.is_extract = false};
	char line[MESSAGE_LEN + 1] = "", one[MESSAGE_LEN + 1];

	if (*args)
		return xe_say(x, XMSG_INVALID_OPERAND, args, NULL);
	for (unsigned i = 0; i < ARRAY_LEN(options); i++) {
		if (!options[i].set)
			continue;
		values.nr = 0;
		values.used = 0;
		values.args = "";
		options[i].get(x, &values);
		join(one, sizeof(one), options[i].name, &values);
		if (line[0] && strlen(line) + strlen(one) + 3 > MIN(x->all_cols, sizeof(line))) {
			xe_message(x, line);
			line[0] = 0;
		}
		str_format(line + strlen(line), sizeof(line) - strlen(line), "%s%s",
			line[0] ? "; " : "", one);
	}
	xe_message(x, line);
	return 0;
}

/* ---- EXTRACT, TRANSFER --------------------------------------------------- */

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
	struct values values = {.is_extract = true};
	char delimiter = *args;
	const char *at = args;
	int rc = 0;

	if (!xe_is_delimiter(delimiter))
		return set_bad(x, args);
	while (!rc && *at == delimiter && *xe_skip(at + 1)) {
		char text[XEDIT_LINE + 1], name[12];

		xe_delimited(&at, text, sizeof(text));
		if (!get(x, text, name, &values))
			return set_bad(x, text);
		rc = give(x, name, &values);
	}
	return rc;
}

/* The values of options, each a line of the program stack. */
int xcmd_transfer(struct xedit *x, const char *args)
{
	struct values values = {.is_extract = true};
	struct words words = {args};
	char word[12], name[12];
	int rc = 0;

	if (xe_is_end(&words))
		return set_bad(x, "");
	while (!rc && xe_word(&words, word, sizeof(word))) {
		if (!get(x, word, name, &values))
			return set_bad(x, word);
		for (unsigned i = 0; !rc && i < values.nr; i++)
			rc = x->ops->stack(x->ctx, values.text[i], values.len[i], false);
	}
	return rc;
}
