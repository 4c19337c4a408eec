// SPDX-License-Identifier: Apache-2.0
/* For prefix macros: SET PENDING, and other names for what is typed into the prefix area. */
#include "xedit/set.h"

/* ON|BLOCK|ERROR text, OFF: beside the current line. */
int set_pending(struct xedit *x, struct words *words)
{
	struct file *f = x->file;
	struct line *line = xe_line(f, f->line);
	struct pending pending = {.line = line, .n = f->line, .is_held = true};
	char word[8], text[PREFIX_NAME + 2];

	xe_word(words, word, sizeof(word));
	pending.is_block = strcmp(word, "BLOCK") == 0;
	pending.is_error = strcmp(word, "ERROR") == 0;
	if (strcmp(word, "OFF") == 0) {
		xe_pending_forget(f, line, f->line);
		return 0;
	}
	if (!pending.is_block && !pending.is_error && strcmp(word, "ON") != 0)
		return set_bad(x, word);
	if (!xe_word(words, text, sizeof(text)) || strlen(text) > PREFIX_NAME)
		return set_bad(x, text);
	xe_pending_forget(f, line, f->line);
	if (!xe_pending_take(text, &pending) && !pending.is_error)
		return set_bad(x, text);
	if (pending.is_error)
		str_format(pending.name, sizeof(pending.name), "?%s", text);
	return xe_pending_add(x, &pending);
}

/* Which pending one is asked for: [BLOCK] [OLDNAME] name|* [target1 [target2]]. NULL: there is
 * none, or a target is wrong. */
static const struct pending *ask(struct xedit *x, const char *args)
{
	struct file *f = x->file;
	uint32_t first = 0, last = f->text.nr;
	bool is_block = false, is_old = false, wrapped;
	struct words words = {args};
	char word[10];

	while (xe_word(&words, word, sizeof(word))) {
		if (strcmp(word, "BLOCK") == 0)
			is_block = true;
		else if (strcmp(word, "OLDNAME") == 0)
			is_old = true;
		else
			break;
	}
	for (uint32_t *at = &first; at; at = at == &first ? &last : NULL) {
		struct target target;
		int rc = target_parse(x, &words.at, &target);

		if (rc == -E_NOENT)
			break;
		if (rc || target_find(x, &target, at, &wrapped))
			return NULL;
	}
	for (unsigned i = 0; i < f->nr_pending; i++) {
		const struct pending *p = &f->pending[i];
		const char *name = is_old ? xe_prefix_meaning(x, p->name) : p->name;
		uint32_t n = xe_pending_number(f, p);

		if (n >= first && n <= last && (!is_block || p->is_block) && !p->is_error &&
			(!word[0] || strcmp(word, "*") == 0 || strcmp(word, name) == 0))
			return p;
	}
	return NULL;
}

/* Of the first that is asked for: line, name, its old name, what was typed with it, BLOCK. */
void get_pending(struct xedit *x, struct values *values)
{
	const struct pending *p = ask(x, values->args);

	if (!values->is_extract) {
		value_on(values, p);
		if (p)
			value_word(values, p->name);
		return;
	}
	if (!p)
		return;
	value_number(values, xe_pending_number(x->file, p));
	value_word(values, p->name);
	value_word(values, xe_prefix_meaning(x, p->name));
	value_word(values, p->operand);
	value_word(values, "");
	value_word(values, "");
	value_word(values, p->is_block ? "BLOCK" : "");
}

const char *xe_prefix_meaning(const struct xedit *x, const char *name)
{
	for (unsigned i = 0; i < PREFIX_SYNONYMS_MAX; i++)
		if (name[0] && strcmp(x->prefix_synonym[i].name, name) == 0)
			return x->prefix_synonym[i].old;
	return name;
}

int set_prefix_synonym(struct xedit *x, struct words *words)
{
	struct prefix_synonym new = {"", ""}, *place = NULL;
	char name[PREFIX_NAME + 2], old[NAME_MAX_ + 2];

	if (!xe_word(words, name, sizeof(name)) || !xe_word(words, old, sizeof(old)))
		return set_bad(x, "");
	if (strlen(name) > PREFIX_NAME || strlen(old) > NAME_MAX_)
		return set_bad(x, strlen(name) > PREFIX_NAME ? name : old);
	str_copy(new.name, name, sizeof(new.name));
	str_copy(new.old, old, sizeof(new.old));
	for (unsigned i = 0; i < PREFIX_SYNONYMS_MAX; i++) {
		struct prefix_synonym *synonym = &x->prefix_synonym[i];

		if (strcmp(synonym->name, name) == 0 || (!place && !synonym->name[0]))
			place = synonym;
	}
	if (!place)
		return xe_say(x, XMSG_SYNONYMS_FULL, NULL, NULL);
	if (strcmp(name, old) == 0)
		place->name[0] = 0;
	else
		*place = new;
	return 0;
}
