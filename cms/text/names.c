// SPDX-License-Identifier: Apache-2.0
/* NAMES files. */
#include "text/names.h"

#include "lib/string.h"

static bool is_gap(char c)
{
	return chr_is_space(c) || c == '\n';
}

/* Is there a tag? A word that begins with a colon and has a period. Its length with both, or 0. */
static size_t tag_len(const char *at, const char *end)
{
	size_t len = 1;

	if (at == end || *at != ':')
		return 0;
	while (at + len < end && !is_gap(at[len]) && at[len] != '.' && at[len] != ':')
		len++;
	return at + len < end && at[len] == '.' && len > 1 ? len + 1 : 0;
}

/* The next tag from at on; end: there is none. */
static const char *find_tag(const char *at, const char *end, const char *begin)
{
	for (; at < end; at++)
		if ((at == begin || is_gap(at[-1])) && tag_len(at, end))
			return at;
	return end;
}

static bool is_nick(const char *at, const char *end)
{
	return tag_len(at, end) == 6 && mem_casecmp(at + 1, "NICK", 4) == 0;
}

bool names_next(const char **at, struct names_entry *entry)
{
	const char *begin = *at, *end = begin + strlen(begin), *next;

	while (begin < end && !is_nick(begin, end))
		begin = find_tag(begin + 1, end, *at);
	if (begin == end)
		return false;
	next = find_tag(begin + 1, end, begin);
	while (next < end && !is_nick(next, end))
		next = find_tag(next + 1, end, begin);
	*entry = (struct names_entry){begin, (size_t)(next - begin)};
	*at = next;
	return true;
}

static void take_value(const char *at, const char *end, char *value, size_t size)
{
	size_t len = 0;

	while (at < end && is_gap(*at))
		at++;
	while (end > at && is_gap(end[-1]))
		end--;
	for (; at < end && len + 1 < size; at++)
		value[len++] = *at == '\n' ? ' ' : *at;
	value[len] = 0;
}

bool names_tag(const struct names_entry *entry, unsigned nr, char *tag, size_t tag_size,
	char *value, size_t value_size)
{
	const char *at = entry->at, *end = at + entry->len;
	size_t len;

	for (at = find_tag(at, end, entry->at); at < end && nr; nr--)
		at = find_tag(at + 1, end, entry->at);
	if (at == end)
		return false;
	len = tag_len(at, end);
	take_value(at + 1, at + MIN(len - 1, tag_size), tag, tag_size);
	str_upper(tag);
	take_value(at + len, find_tag(at + 1, end, entry->at), value, value_size);
	return true;
}

bool names_value(const struct names_entry *entry, const char *tag, char *value, size_t size)
{
	char name[16];

	for (unsigned nr = 0; names_tag(entry, nr, name, sizeof(name), value, size); nr++)
		if (strlen(name) == strlen(tag) && mem_casecmp(name, tag, strlen(tag)) == 0)
			return true;
	value[0] = 0;
	return false;
}
