// SPDX-License-Identifier: Apache-2.0
#include "logic/term/retrieve.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct retrieve r;

START_TEST(goes_back_through_the_lines_and_around)
{
	retrieve_clear(&r);
	ck_assert_ptr_null(retrieve_older(&r));
	retrieve_add(&r, "one");
	retrieve_add(&r, "two");
	retrieve_add(&r, "");
	retrieve_add(&r, "two");
	ck_assert_str_eq(retrieve_older(&r), "two");
	ck_assert_str_eq(retrieve_older(&r), "one");
	ck_assert_str_eq(retrieve_older(&r), "two");
	retrieve_add(&r, "three");
	ck_assert_str_eq(retrieve_older(&r), "three");
}
END_TEST

START_TEST(keeps_the_last_eight)
{
	char line[24];

	retrieve_clear(&r);
	for (int i = 1; i <= 20; i++) {
		sprintf(line, "line %d", i);
		retrieve_add(&r, line);
	}
	for (int i = 20; i > 20 - RETRIEVE_LINES; i--) {
		sprintf(line, "line %d", i);
		ck_assert_str_eq(retrieve_older(&r), line);
	}
	ck_assert_str_eq(retrieve_older(&r), "line 20");
}
END_TEST

START_TEST(cuts_a_line_that_is_too_long)
{
	char line[TERM_INPUT_MAX + 10];

	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	retrieve_clear(&r);
	retrieve_add(&r, line);
	ck_assert_uint_eq(strlen(retrieve_older(&r)), TERM_INPUT_MAX);
}
END_TEST

UNIT_MAIN("logic/term/retrieve", goes_back_through_the_lines_and_around, keeps_the_last_eight,
	cuts_a_line_that_is_too_long)
