// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "text/names.h"
#include "unit.h"

static const char text[] = ":node.lost\n:nick.BOB  :userid.CMS2 :node.HERE\n  :name.Bob Smith\n"
			   ":nick.us :list.bob alice\n  carol\n:Nick.ALICE :userid.CMS1 :phone.12:30 :note.\n";

static struct names_entry entry_nr(unsigned nr)
{
	const char *at = text;
	struct names_entry entry;

	do
		ck_assert(names_next(&at, &entry));
	while (nr--);
	return entry;
}

START_TEST(entries_begin_with_nick)
{
	struct names_entry entry;
	const char *at = text;
	char value[40];
	static const char *const nicks[] = {"BOB", "us", "ALICE"};

	for (unsigned i = 0; i < 3; i++) {
		ck_assert(names_next(&at, &entry));
		ck_assert(names_value(&entry, "NICK", value, sizeof(value)));
		ck_assert_str_eq(value, nicks[i]);
	}
	ck_assert(!names_next(&at, &entry));
	at = "nothing :here";
	ck_assert(!names_next(&at, &entry));
	at = "";
	ck_assert(!names_next(&at, &entry));
}
END_TEST

START_TEST(values_end_before_the_next_tag)
{
	static const struct {
		unsigned entry;
		const char *tag, *value;
		bool is_there;
	} rows[] = {
		{0, "USERID", "CMS2", true},
		{0, "userid", "CMS2", true},
		{0, "NAME", "Bob Smith", true},
		{0, "LIST", "", false},
		{1, "LIST", "bob alice   carol", true},
		{2, "PHONE", "12:30", true},
		{2, "NOTE", "", true},
		{2, "NODE", "", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct names_entry entry = entry_nr(rows[i].entry);
		char value[40];

		ck_assert(names_value(&entry, rows[i].tag, value, sizeof(value)) == rows[i].is_there);
		ck_assert_str_eq(value, rows[i].value);
	}
}
END_TEST

START_TEST(tags_are_cut_to_size)
{
	struct names_entry entry = entry_nr(0);
	char tag[4], value[5];

	ck_assert(names_tag(&entry, 1, tag, sizeof(tag), value, sizeof(value)));
	ck_assert_str_eq(tag, "USE");
	ck_assert_str_eq(value, "CMS2");
	ck_assert(names_tag(&entry, 3, tag, sizeof(tag), value, sizeof(value)));
	ck_assert_str_eq(value, "Bob ");
	ck_assert(!names_tag(&entry, 4, tag, sizeof(tag), value, sizeof(value)));
}
END_TEST

UNIT_MAIN("cms/text/names", entries_begin_with_nick, values_end_before_the_next_tag, tags_are_cut_to_size)
