/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NAMES files: entries of tags and values, ":nick.BOB :userid.CMS2 :name.Bob Smith". An entry
 * begins with :nick. and ends at the next one.
 */
#ifndef TEXT_NAMES_H
#define TEXT_NAMES_H

#include "arch/types.h"

struct names_entry {
	const char *at;
	size_t len;
};

/* The next entry of a text in which lines are parted by blanks or \n; *at is where it goes on. */
bool names_next(const char **at, struct names_entry *entry);

/*
 * The nth tag of an entry from 0: its name in upper case, cut to size, and its value without blanks
 * at its ends. False: it has not got so many.
 */
bool names_tag(const struct names_entry *entry, unsigned nr, char *tag, size_t tag_size,
	char *value, size_t value_size);

/* The value of a tag, "" when it has none. False: the entry has no such tag. */
bool names_value(const struct names_entry *entry, const char *tag, char *value, size_t size);

#endif
