// SPDX-License-Identifier: Apache-2.0
/* File identifiers and patterns. */
#include "text/fileid.h"

#include "lib/string.h"

bool fileid_is_char(char c)
{
	return chr_is_alpha(c) || chr_is_digit(c) || (c && strchr("$#@+-:_", c));
}

bool fileid_mode(const char *text, char *mode, char *number)
{
	if (!chr_is_alpha(text[0]) && text[0] != '*')
		return false;
	*mode = chr_upper(text[0]);
	*number = '*';
	if (!text[1])
		return true;
	*number = text[1];
	return text[1] >= '0' && text[1] <= '6' && !text[2] && text[0] != '*';
}

bool fileid_is_pattern(const char *name)
{
	return strchr(name, '*') || strchr(name, '%');
}

static bool is_name(const char *name, bool is_pattern)
{
	for (const char *c = name; *c; c++)
		if (!fileid_is_char(*c) && !(is_pattern && (*c == '*' || *c == '%')))
			return false;
	return true;
}

enum fileid_fault fileid_make(struct fileid *id, const char *fn, const char *ft, const char *fm,
	char default_mode, bool is_pattern, const char **bad)
{
	*bad = fn;
	if (!fn[0] || !ft[0])
		return FILEID_INCOMPLETE;
	if (!is_name(fn, is_pattern))
		return FILEID_CHARACTER;
	*bad = ft;
	if (!is_name(ft, is_pattern))
		return FILEID_CHARACTER;
	*bad = fm;
	id->mode = default_mode;
	id->number = '*';
	if (fm[0] && !fileid_mode(fm, &id->mode, &id->number))
		return FILEID_MODE;
	str_copy(id->fn, fn, sizeof(id->fn));
	str_copy(id->ft, ft, sizeof(id->ft));
	return FILEID_GOOD;
}

bool fileid_fits(const char *name, const char *pattern)
{
	const char *star = NULL, *again = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = pattern++;
			again = name;
		} else if (*pattern && (*pattern == '%' || *pattern == *name)) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star + 1;
			name = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool fileid_equal(char out[FILEID_PART + 1], const char *word, const char *old)
{
	size_t at = 0;

	for (; *word; word++) {
		const char *part = *word == '=' ? old : word;
		size_t len = *word == '=' ? strlen(old) : 1;

		if (at + len > FILEID_PART)
			return false;
		memcpy(out + at, part, len);
		at += len;
	}
	out[at] = 0;
	return true;
}
