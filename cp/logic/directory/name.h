/* SPDX-License-Identifier: Apache-2.0 */
/* Userids and other names as the directory stores them: upper case, padded with blanks. */
#ifndef LOGIC_DIRECTORY_NAME_H
#define LOGIC_DIRECTORY_NAME_H

#include "lib/string.h"

/* May c be in a userid? Lower case is not meant to be here any more. */
static inline bool dir_name_has(char c)
{
	return (c >= 'A' && c <= 'Z') || chr_is_digit(c) || (c && strchr("$#@_-+", c));
}

/* Characters of a field of size characters before its padding. */
static inline size_t dir_name_len(const char *field, size_t size)
{
	while (size && field[size - 1] == ' ')
		size--;
	return size;
}

/* Is the field of size characters a name: at least one good character, blanks only behind it? */
static inline bool dir_name_is_good(const char *field, size_t size)
{
	size_t len = dir_name_len(field, size);

	for (size_t i = 0; i < len; i++)
		if (!dir_name_has(field[i]))
			return false;
	return len > 0;
}

#endif
