// SPDX-License-Identifier: Apache-2.0
/* Tokenising command lines. */
#include "text/plist.h"

#include "lib/err.h"
#include "lib/string.h"

static bool is_parenthesis(char c)
{
	return c == '(' || c == ')';
}

static size_t word_len(const char *word)
{
	size_t len = 0;

	if (is_parenthesis(*word))
		return 1;
	while (word[len] && !chr_is_space(word[len]) && !is_parenthesis(word[len]))
		len++;
	return len;
}

int plist_parse(struct plist *plist, const char *line)
{
	size_t pos = 0;

	memset(plist, 0, sizeof(*plist));
	for (;;) {
		size_t len;

		while (chr_is_space(line[pos]))
			pos++;
		plist->at[plist->nr] = (uint16_t)pos;
		if (!line[pos])
			return 0;
		if (plist->nr == PLIST_MAX)
			return -E_FULL;
		len = word_len(line + pos);
		memcpy(plist->token[plist->nr], line + pos, MIN(len, PLIST_TOKEN));
		str_upper(plist->token[plist->nr]);
		plist->nr++;
		pos += len;
	}
}

bool is_abbreviation(const char *word, const char *name, unsigned min)
{
	size_t len = strlen(word);

	return len >= min && len <= strlen(name) && memcmp(word, name, len) == 0;
}
