// SPDX-License-Identifier: Apache-2.0
/* SET SYNONYM: other names for subcommands, with operands if need be. */
#include "xedit/set.h"

/* The word that a line begins with: letters, or all up to a blank. */
static size_t word_len(const char *text, bool letters)
{
	size_t len = 0;

	while (text[len] && text[len] != ' ' && (!letters || chr_is_alpha(text[len])))
		len++;
	return len;
}

static bool is_form_of(const struct synonym *synonym, const char *text, size_t len)
{
	char word[NAME_MAX_ + 1];

	if (!len || len > NAME_MAX_)
		return false;
	memcpy(word, text, len);
	word[len] = 0;
	str_upper(word);
	return xe_is_form(word, synonym->name, synonym->min);
}

const struct synonym *xe_synonym(const struct xedit *x, const char *text, const char **behind)
{
	const size_t lens[] = {word_len(text, false), word_len(text, true)};

	for (unsigned how = 0; how < ARRAY_LEN(lens); how++)
		for (unsigned i = 0; i < SYNONYMS_MAX; i++) {
			if (!x->synonym[i].name[0] || !is_form_of(&x->synonym[i], text, lens[how]))
				continue;
			*behind = text + lens[how];
			return &x->synonym[i];
		}
	return NULL;
}

/* What it means, its subcommands one after the other; the operands go to the last. */
int xe_run_synonym(struct xedit *x, const struct synonym *synonym, const char *behind)
{
	const struct synonym copy = *synonym; /* it may give itself another meaning */
	const char *at = copy.text;
	int rc = 0;

	x->in_synonym = true;
	while (rc >= 0 && x->file && *at) {
		const char *end = copy.linend ? strchr(at, copy.linend) : NULL;
		char line[XEDIT_LINE + 1];

		if (end)
			str_format(line, sizeof(line), "%.*s", (int)(end - at), at);
		else
			str_format(line, sizeof(line), "%s%s", at, behind);
		rc = xe_subcommand(x, line);
		at = end ? end + 1 : "";
	}
	x->in_synonym = false;
	return rc;
}

/* ---- SET, QUERY ---------------------------------------------------------- */

static struct synonym *find(struct xedit *x, const char *name)
{
	for (unsigned i = 0; i < SYNONYMS_MAX; i++)
		if (strcmp(x->synonym[i].name, name) == 0)
			return &x->synonym[i];
	return NULL;
}

/* A new name: [LINEND c] name [n] text. Without text, or with itself, it means what it did. */
static int define(struct xedit *x, char linend, const char *name, struct words *words)
{
	struct synonym *synonym = find(x, name), new = {.linend = linend};
	uint32_t min = (uint32_t)strlen(name);

	if (strlen(name) > NAME_MAX_)
		return set_bad(x, name);
	if (chr_is_digit(*xe_skip(words->at)) && (xe_number(words, min, &min) || !min))
		return xe_say(x, XMSG_INVALID_NUMBER, xe_skip(words->at), NULL);
	words->at = xe_skip(words->at);
	if (strlen(words->at) >= sizeof(new.text))
		return set_bad(x, words->at);
	str_copy(new.text, words->at, sizeof(new.text));
	str_copy(new.name, name, sizeof(new.name));
	words->at += strlen(words->at);
	new.min = (uint8_t)min;
	if (!new.text[0]) {
		if (synonym)
			synonym->name[0] = 0;
		return 0;
	}
	synonym = synonym ? synonym : find(x, "");
	if (!synonym)
		return xe_say(x, XMSG_SYNONYMS_FULL, NULL, NULL);
	*synonym = new;
	return 0;
}

int set_synonym(struct xedit *x, struct words *words)
{
	char word[NAME_MAX_ + 3], linend[4];
	struct words next;

	if (!xe_word(words, word, sizeof(word)))
		return set_bad(x, "");
	next = *words;
	if ((strcmp(word, "ON") == 0 || strcmp(word, "OFF") == 0) && xe_is_end(words)) {
		x->file->set.synonym = word[1] == 'N';
		return 0;
	}
	if (strcmp(word, "LINEND") == 0 && xe_word(&next, linend, sizeof(linend)) && !linend[1] &&
		xe_word(&next, word, sizeof(word))) {
		*words = next;
		return define(x, linend[0], word, words);
	}
	return define(x, 0, word, words);
}

/* ON or OFF; of one name: itself, its shortest form, what it means, and its LINEND. */
void get_synonym(struct xedit *x, struct values *values)
{
	const struct synonym *synonym;
	const char *behind;

	if (!*values->args) {
		value_on(values, x->file->set.synonym);
		return;
	}
	synonym = xe_synonym(x, values->args, &behind);
	if (!synonym || *xe_skip(behind)) {
		value_copy(values, values->args);
		return;
	}
	value_word(values, synonym->name);
	value_number(values, synonym->min);
	value_word(values, synonym->text);
	if (synonym->linend)
		value_text(values, &synonym->linend, 1);
}
