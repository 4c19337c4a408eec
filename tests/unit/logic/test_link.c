// SPDX-License-Identifier: Apache-2.0
#include "logic/link.h"
#include "lib/err.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const char *const names[LINK_KINDS] = {
	"R", "RR", "W", "WR", "M", "MR", "MW", "SR", "SW", "SM", "ER", "EW"};

/*
 * Each mode beside each kind of link that there may be: - refused, r read, f forced to read, w
 * write. Links without S and E may be of any other mode: only what they were granted counts.
 */
static const struct {
	const char
		*others; /* reads in lower case, writes in upper case; s/S stable, e/E exclusive */
	const char *granted; /* R RR W WR M MR MW SR SW SM ER EW */
	int forced, refused; /* the messages */
} table[] = {
	{"", /*  */ "rrwwwwwrwwrw", 0, 0},
	{"r", /* */ "rr-fwwwr-w--", 102, 105},
	{"rr", /**/ "rr-fwwwr-w--", 102, 105},
	{"W", /* */ "-r-f-fw-----", 101, 104},
	{"WW", /**/ "-r-f-fw-----", 101, 104},
	{"rW", /**/ "-r-f-fw-----", 103, 106},
	{"s", /* */ "rr-f-f-r----", 102, 105},
	{"ss", /**/ "rr-f-f-r----", 102, 105},
	{"rs", /**/ "rr-f-f-r----", 102, 105},
	{"S", /* */ "-r-f-f------", 101, 104},
	{"rS", /**/ "-r-f-f------", 103, 106},
	{"e", /* */ "------------", 0, 105},
	{"E", /* */ "------------", 0, 104},
};

static struct link_others others_of(const char *text)
{
	struct link_others others = {0};

	for (; *text; text++) {
		bool writes = *text >= 'A' && *text <= 'Z';
		enum link_kind kind;

		switch (*text) {
		case 's': kind = LINK_SR; break;
		case 'S': kind = LINK_SM; break;
		case 'e': kind = LINK_ER; break;
		case 'E': kind = LINK_EW; break;
		default: kind = LINK_MR; break; /* granted or forced to read */
		}
		link_others_add(&others, writes ? "WRITER" : "READER", writes, kind);
	}
	return others;
}

START_TEST(each_mode_is_granted_or_refused_beside_each_kind_of_link)
{
	for (unsigned i = 0; i < ARRAY_LEN(table); i++) {
		struct link_others others = others_of(table[i].others);
		char got[LINK_KINDS + 1] = "";

		for (unsigned kind = 0; kind < LINK_KINDS; kind++) {
			enum link_grant grant = link_decide((enum link_kind)kind, &others);

			got[kind] = "-frw"[grant];
			if (grant == LINK_REFUSED)
				ck_assert_int_eq(
					msg_number(link_message(grant, &others)), table[i].refused);
			if (grant == LINK_FORCED_READ)
				ck_assert_int_eq(
					msg_number(link_message(grant, &others)), table[i].forced);
		}
		ck_assert_str_eq(got, table[i].granted);
	}
}
END_TEST

START_TEST(each_mode_is_recognised_in_any_case_with_and_without_v)
{
	for (unsigned i = 0; i < LINK_KINDS; i++) {
		char text[8], back[LINK_MODE_SIZE];
		struct link_mode mode;

		for (unsigned v = 0; v < 2; v++) {
			snprintf(text, sizeof(text), "%s%s", names[i], v ? "V" : "");
			ck_assert_int_eq(link_mode_parse(text, strlen(text), &mode), 0);
			ck_assert_uint_eq(mode.kind, i);
			ck_assert_uint_eq(mode.is_reserving, v);
			link_mode_text(&mode, back);
			ck_assert_str_eq(back, text);
			for (char *c = text; *c; c++)
				*c |= 0x20;
			ck_assert_int_eq(link_mode_parse(text, strlen(text), &mode), 0);
			ck_assert_uint_eq(mode.kind, i);
		}
	}
}
END_TEST

START_TEST(what_is_no_mode_is_refused)
{
	static const char *const bad[] = {
		"", "V", "RRR", "RW", "MVV", "S", "E", "VR", "MW1", "R ", "*"};
	struct link_mode mode;

	for (unsigned i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_int_eq(link_mode_parse(bad[i], strlen(bad[i]), &mode), -E_INVAL);
	ck_assert_int_eq(link_mode_parse("MWV", 2, &mode), 0);
	ck_assert(!mode.is_reserving);
}
END_TEST

START_TEST(each_mode_is_opened_by_one_of_the_passwords)
{
	static const char passwords[] = "rrwwmmmrwmrw";

	for (unsigned i = 0; i < LINK_KINDS; i++)
		ck_assert_int_eq("rwm"[link_password_of((enum link_kind)i)], passwords[i]);
}
END_TEST

START_TEST(who_has_the_links_is_named_or_counted)
{
	char text[LINK_BY_SIZE];

	link_by(text, 1, "LINUX1");
	ck_assert_str_eq(text, "LINUX1");
	link_by(text, 2, "LINUX1");
	ck_assert_str_eq(text, "002 users");
	link_by(text, UINT32_MAX, "LINUX1");
	ck_assert_str_eq(text, "4294967295 users");
}
END_TEST

UNIT_MAIN("logic/link", each_mode_is_granted_or_refused_beside_each_kind_of_link,
	each_mode_is_recognised_in_any_case_with_and_without_v, what_is_no_mode_is_refused,
	each_mode_is_opened_by_one_of_the_passwords, who_has_the_links_is_named_or_counted)
