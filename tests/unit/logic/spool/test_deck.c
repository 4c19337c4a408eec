// SPDX-License-Identifier: Apache-2.0
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "logic/spool/deck.h"
#include "unit.h"

#include <string.h>

static int read_id(const char *text, struct deck_id *id, struct deck_error *error)
{
	ebc8_t card[CARD_BYTES];

	ebc_from_str(card, text, sizeof(card));
	return deck_read_id(card, id, error);
}

START_TEST(good_cards_are_understood)
{
	static const struct {
		const char *card, *userid;
		char class;
		const char *name, *type;
	} rows[] = {
		{"USERID LINUX1", "LINUX1", 'A', "", ""},
		{"ID LINUX1", "LINUX1", 'A', "", ""},
		{"  userid   linux1  class b name kernel image", "LINUX1", 'B', "KERNEL", "IMAGE"},
		{"USERID A@#$-_9Z NAME K CLASS 9", "A@#$-_9Z", '9', "K", ""},
		{"ID X NAME CLASS", "X", 'A', "CLASS", ""},
		{"ID X NAME INITRD.A CLASS C", "X", 'C', "INITRD.A", ""},
		{"ID CLASS CLASS C", "CLASS", 'C', "", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct deck_error error;
		struct deck_id id;

		ck_assert_int_eq(read_id(rows[i].card, &id, &error), 0);
		ck_assert_int_eq(error.fault, DECK_GOOD);
		ck_assert_str_eq(id.userid, rows[i].userid);
		ck_assert_int_eq(id.class, rows[i].class);
		ck_assert_str_eq(id.name, rows[i].name);
		ck_assert_str_eq(id.type, rows[i].type);
	}
}
END_TEST

START_TEST(bad_cards_are_refused_with_reason_word_and_column)
{
	static const struct {
		const char *card;
		enum deck_fault fault;
		unsigned column;
		const char *word;
	} rows[] = {
		{"", DECK_NO_ID, 1, ""},
		{"// JOB", DECK_NO_ID, 1, "//"},
		{"USERIDX LINUX1", DECK_NO_ID, 1, "USERIDX"},
		{"USERID", DECK_NO_USERID, 8, ""},
		{"USERID LINUX123", DECK_GOOD, 0, ""}, /* the longest */
		{"USERID LINUX1234", DECK_BAD_USERID, 8, "LINUX1234"},
		{"USERID LIN.X", DECK_BAD_USERID, 8, "LIN.X"},
		{"USERID *", DECK_BAD_USERID, 8, "*"},
		{"USERID U CLASS", DECK_NO_CLASS, 16, ""},
		{"USERID U CLASS AB", DECK_BAD_CLASS, 16, "AB"},
		{"USERID U CLASS *", DECK_BAD_CLASS, 16, "*"},
		{"USERID U NAME", DECK_NO_NAME, 15, ""},
		{"USERID U NAME A/B", DECK_BAD_NAME, 15, "A/B"},
		{"USERID U NAME FN TYPETYPET", DECK_BAD_NAME, 18, "TYPETYPET"},
		{"USERID U NAME FN FT MORE", DECK_UNKNOWN_WORD, 21, "MORE"},
		{"USERID U FORM X", DECK_UNKNOWN_WORD, 10, "FORM"},
		{"USERID U CLASS A CLASS B", DECK_REPEATED_WORD, 18, "CLASS"},
		{"USERID U NAME A B NAME C", DECK_REPEATED_WORD, 19, "NAME"},
		{"USERID A2345678901234567890", DECK_BAD_USERID, 8, "A234567890123456"},
		{"USERID U\x01\x02", DECK_BAD_USERID, 8, "U.."},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct deck_error error;
		struct deck_id id;
		int rc = read_id(rows[i].card, &id, &error);

		ck_assert_int_eq(rc, rows[i].fault == DECK_GOOD ? 0 : -E_FORMAT);
		ck_assert_int_eq(error.fault, rows[i].fault);
		ck_assert_uint_eq(error.column, rows[i].column);
		ck_assert_str_eq(error.word, rows[i].word);
	}
}
END_TEST

START_TEST(word_that_fills_the_card_ends_with_it)
{
	ebc8_t card[CARD_BYTES];
	struct deck_error error;
	struct deck_id id;

	memset(card, 0xC1, sizeof(card));
	ck_assert_int_eq(deck_read_id(card, &id, &error), -E_FORMAT);
	ck_assert_str_eq(error.word, "AAAAAAAAAAAAAAAA");
	memset(card, 0, sizeof(card));
	ebc_from_ascii(card, "ID U", 4);
	ck_assert_int_eq(deck_read_id(card, &id, &error), 0); /* padded with zeros */
	ck_assert_str_eq(id.userid, "U");
}
END_TEST

UNIT_MAIN("logic/spool/deck", good_cards_are_understood,
	bad_cards_are_refused_with_reason_word_and_column, word_that_fills_the_card_ends_with_it)
