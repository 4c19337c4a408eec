// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#define PAIR(first, second)                                                                        \
	"USER A NOLOG\nMDISK 191 " first "\nUSER B NOLOG\nMDISK 291 " second "\n"

START_TEST(minidisks_that_overlap_are_told_and_others_are_not)
{
	static const struct {
		const char *text, *messages;
	} cases[] = {
		{PAIR("3390 10 5 V", "3390 15 5 V"), ""},
		{PAIR("3390 10 5 V", "3390 14 5 V"), "4:1 9042W"},
		{PAIR("3390 10 5 V", "3390 14 5 W"), ""},
		{PAIR("3390 14 5 V", "3390 10 5 V"), "2:1 9042W"},
		{PAIR("3390 10 5 V", "3390 5 5 V"), ""},
		{PAIR("3390 10 5 V", "3390 10 5 V"), "4:1 9042W"},
		{PAIR("3390 10 END V", "3390 4000000000 1 V"), "4:1 9042W"},
		{PAIR("3390 10 END V", "3390 1 9 V"), ""},
		/* Whole volumes, and what is on none, overlap nothing. */
		{PAIR("3390 0 END V", "3390 10 5 V"), ""},
		{PAIR("3390 DEVNO 0", "3390 DEVNO 0"), ""},
		{PAIR("FB-512 V-DISK 100", "FB-512 V-DISK 100"), ""},
		{PAIR("3390 T-DISK 100", "3390 T-DISK 100"), ""},
		/* One user's own. */
		{"USER A NOLOG\nMDISK 191 3390 1 9 V\nMDISK 192 3390 2 1 V\n", "3:1 9042W"},
		/* A large one before small ones; the last is behind it. */
		{"USER A NOLOG\nMDISK 1 3390 1 90 V\nMDISK 2 3390 2 1 V\nMDISK 3 3390 4 1 V\n"
		 "MDISK 4 3390 91 1 V\n",
			"3:1 9042W, 4:1 9042W"},
		/* One statement of a profile is one minidisk, whoever includes it. */
		{"PROFILE P\nMDISK 191 3390 1 5 V RR\nUSER A NOLOG\nINCLUDE P\nUSER B NOLOG\n"
		 "INCLUDE P\nUSER C NOLOG\nMDISK 191 3390 5 1 V\n",
			"8:1 9042W"},
		{"PROFILE P\nMDISK 191 3390 1 5 V RR\nUSER L NOLOG\nPOOL LOW 0 HIGH 999999 PROFILE "
		 "P\n",
			""},
	};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
		expect(cases[i].text, cases[i].messages);
}
END_TEST

START_TEST(both_statements_are_named)
{
	compile(PAIR("3390 10 5 V", "3390 14 5 V"));
	ck_assert_str_eq(text_seen,
		"HCPDIR9042W Minidisk B 0291 overlaps A 0191 of line 2; move one, "
		"or make them the same by LINK\n");
}
END_TEST

START_TEST(copies_must_have_a_base)
{
	static const struct {
		const char *text, *messages;
	} cases[] = {
		{PAIR("3390 10 5 V", "3390 20 5 V\nMINIOPT COWOF A 191"), ""},
		{PAIR("3390 10 5 V", "3390 20 5 V\nMINIOPT COWOF A 192"), "4:1 9048W"},
		{PAIR("3390 10 5 V", "3390 20 5 V\nMINIOPT COWOF C 191"), "4:1 9048W"},
		{PAIR("3390 10 5 V", "3390 20 5 V\nMINIOPT COWOF * 291"), "4:1 9048W"},
		{PAIR("3390 T-DISK 5", "3390 20 5 V\nMINIOPT COWOF A 191"), "4:1 9048W"},
		/* It takes the place of one that came with a profile. */
		{"PROFILE P\nMDISK 191 3390 1 5 V\nMINIOPT COWOF NONE 1\nUSER A NOLOG\nINCLUDE P\n"
		 "MDISK 191 3390 6 5 V\n",
			""},
	};

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
		expect(cases[i].text, cases[i].messages);
}
END_TEST

START_TEST(links_must_lead_to_minidisks)
{
	static const char pool[] = "USER L NOLOG\nPOOL LOW 0 HIGH 99\nMDISK 191 3390 1 5 V\n"
				   "LINK * 191 291\nLINK * 777 292\n"
				   "USER A NOLOG\n";
	char text[300];

	expect("USER A NOLOG\nLINK B 191\nUSER B NOLOG\nMDISK 191 3390 1 5 V\n", "");
	expect("USER A NOLOG\nLINK B 192\nUSER B NOLOG\nMDISK 191 3390 1 5 V\n", "2:1 9044W");
	ck_assert_str_eq(text_seen, "HCPDIR9044W Link A 0192 leads to no minidisk; B 0192 has no "
				    "MDISK statement\n");
	expect("USER A NOLOG\nLINK C 191\nUSER B NOLOG\nMDISK 191 3390 1 5 V\n", "2:1 9044W");
	str_format(text, sizeof(text), "%sLINK L00007 191\nLINK L07 191 192\n", pool);
	expect(text, "8:1 9044W");
	str_format(text, sizeof(text), "%sLINK L 191\n", pool);
	expect(text, "7:1 9044W");
}
END_TEST

START_TEST(without_room_to_look_it_says_so)
{
	static const char text[] = PAIR("3390 10 5 V", "3390 14 5 V");

	for (size_t size = 0;; size++) {
		size_t length;

		harness_init(text, strlen(text));
		job.out_size = size;
		if (dir_compile(&job))
			continue;
		length = job.length;
		ck_assert_int_eq(dir_check(out, length), 0);
		ck_assert_msg(!strcmp(seen, "0:0 9045W") || !strcmp(seen, "4:1 9042W"), "%s", seen);
		if (strcmp(seen, "0:0 9045W"))
			break;
	}
}
END_TEST

UNIT_MAIN("logic/directory/disks", minidisks_that_overlap_are_told_and_others_are_not,
	both_statements_are_named, links_must_lead_to_minidisks, copies_must_have_a_base,
	without_room_to_look_it_says_so)
