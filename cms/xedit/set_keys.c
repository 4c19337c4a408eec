// SPDX-License-Identifier: Apache-2.0
/* SET PFn, PAn and ENTER: what keys do, before, after or in place of what is in the command line. */
#include "xedit/set.h"

static const char *const whens[] = {"ONLY", "BEFORE", "AFTER", "IGNORE"};

int xe_key_of(const char *word)
{
	const bool is_pa = word[0] == 'P' && word[1] == 'A';
	uint64_t number;

	if (strcmp(word, "ENTER") == 0)
		return AT_ENTER;
	if (word[0] != 'P' || (word[1] != 'F' && !is_pa) ||
		str_to_dec(word + 2, strlen(word + 2), &number) || number < 1 ||
		number > (is_pa ? 3 : 24))
		return -1;
	return (int)number - 1 + (is_pa ? AT_PA1 : AT_PF1);
}

int xe_set_key(struct xedit *x, int at, const char *text)
{
	struct words words = {text};
	char when = 'O';
	char word[8];

	if (xe_word(&words, word, sizeof(word)))
		for (unsigned i = 0; i < ARRAY_LEN(whens); i++)
			if (strcmp(word, whens[i]) == 0) {
				when = whens[i][0];
				text = words.at;
			}
	x->key[at].when = when;
	str_copy(x->key[at].text, xe_skip(text), sizeof(x->key[0].text));
	return 0;
}

void xe_get_key(struct xedit *x, int at, struct values *values)
{
	const struct key *key = &x->key[at];

	for (unsigned i = 0; i < ARRAY_LEN(whens); i++)
		if (whens[i][0] == key->when)
			value_word(values, whens[i]);
	value_word(values, key->text);
}
