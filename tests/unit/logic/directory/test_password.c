// SPDX-License-Identifier: Apache-2.0
#include "harness.h"
#include "logic/directory/password.h"

#define LONG_32 "abcdefghijklmnopqrstuvwxyz012345"

static bool opens(const char *text, const char *typed)
{
	struct dir_user user;

	find(text, "A", &user);
	return dir_password_ok(&user.password, typed, strlen(typed));
}

START_TEST(the_password_opens_in_any_case_and_nothing_else_does)
{
	ck_assert(opens("USER A Secret9\n", "SECRET9"));
	ck_assert(opens("USER A Secret9\n", "secret9"));
	ck_assert(!opens("USER A Secret9\n", "secret"));
	ck_assert(!opens("USER A Secret9\n", "secret99"));
	ck_assert(!opens("USER A Secret9\n", ""));
	ck_assert(!opens("USER A Secret9\n", "secret9 "));
	ck_assert(!opens("USER A Secret9\n", "\xff"));
	ck_assert(opens("USER A x\n", "X"));
	ck_assert(opens("USER A " LONG_32 "\n", LONG_32));
	ck_assert(!opens("USER A " LONG_32 "\n", LONG_32 "6"));
}
END_TEST

START_TEST(words_for_no_password_are_not_passwords)
{
	static const struct {
		const char *text;
		enum dir_password_kind kind;
		bool opens;
	} cases[] = {
		{"USER A NOLOG\n", DIR_PW_NOLOG, false},
		{"USER A NoPass\n", DIR_PW_NOPASS, true},
		{"USER A AUTOONLY\n", DIR_PW_AUTOONLY, false},
		{"USER A LBYONLY\n", DIR_PW_LBYONLY, false},
		{"USER A NOLOGS\n", DIR_PW_HASHED, false},
	};
	struct dir_user user;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		find(cases[i].text, "A", &user);
		ck_assert_int_eq(user.password.kind, cases[i].kind);
		ck_assert_int_eq(dir_password_ok(&user.password, "", 0), cases[i].opens);
		ck_assert_int_eq(dir_password_ok(&user.password, "NOLOG", 5), cases[i].opens);
	}
}
END_TEST

START_TEST(wrong_passwords_are_refused_and_never_shown)
{
	expect("USER A " LONG_32 "6\n", "1:8 9014E");
	ck_assert(strstr(text_seen, "abcdef") == NULL);
	expect("USER A NOLOG\nMDISK 191 3390 0 1 VOL001 MR " LONG_32 "6\n", "2:30 9015E");
	ck_assert(strstr(text_seen, "abcdef") == NULL);
	expect("USER A\n", "1:7 753E");
}
END_TEST

START_TEST(the_same_password_is_stored_differently_for_each_user)
{
	struct dir_user a, b;

	find("USER A SAME\nUSER B SAME\n", "A", &a);
	ck_assert_int_eq(dir_find(out, "B", &b), 0);
	ck_assert_mem_ne(a.password.hashed->hash, b.password.hashed->hash, DIR_HASH_LEN);
	for (size_t i = 0; i + 4 <= job.length; i++)
		ck_assert_mem_ne(out + i, "SAME", 4);
}
END_TEST

START_TEST(without_salt_nothing_is_made)
{
	harness_init("USER A X\nUSER B NOLOG\n", 22);
	job.is_check_only = true; /* asks for no salt */
	job.salt = NULL;
	ck_assert_int_eq(dir_compile(&job), 0);
}
END_TEST

static bool no_salt(void *context, uint8_t salt[DIR_SALT_LEN])
{
	(void)context;
	(void)salt;
	return false;
}

START_TEST(a_failing_source_of_salt_is_an_error)
{
	harness_init("USER A X\nUSER B Y\n", 18);
	job.salt = no_salt;
	ck_assert_int_eq(dir_compile(&job), -E_IO);
	ck_assert_uint_eq(job.length, 0);
}
END_TEST

START_TEST(minidisk_passwords_are_hashed_too)
{
	struct dir_user user;
	struct dir_item item;

	find("USER A NOLOG\nMDISK 191 3390 0 1 VOL001 MR ALL wr1te\n", "A", &user);
	ck_assert(dir_first(&user, DIR_ITEM_MDISK, &item));
	ck_assert(dir_password_ok(&item.mdisk.read, "", 0));
	ck_assert(dir_password_ok(&item.mdisk.write, "WR1TE", 5));
	ck_assert(!dir_password_ok(&item.mdisk.write, "WRITE", 5));
	ck_assert(!dir_password_ok(&item.mdisk.multi, "", 0));
	ck_assert_int_eq(item.mdisk.multi.kind, DIR_PW_ABSENT);
}
END_TEST

UNIT_MAIN("logic/directory/password", the_password_opens_in_any_case_and_nothing_else_does,
	words_for_no_password_are_not_passwords, wrong_passwords_are_refused_and_never_shown,
	the_same_password_is_stored_differently_for_each_user, without_salt_nothing_is_made,
	a_failing_source_of_salt_is_an_error, minidisk_passwords_are_hashed_too)
