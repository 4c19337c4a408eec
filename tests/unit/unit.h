/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every unit test file is one program: tests written with Check's START_TEST ... END_TEST, then
 *
 *	UNIT_MAIN("lib/list", pops_in_order, empties)
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stdlib.h>

#define UNIT_MAIN(title, ...)                                                                      \
	int main(void)                                                                             \
	{                                                                                          \
		const TTest *const tests[] = {__VA_ARGS__};                                        \
		Suite *suite = suite_create(title);                                                \
		TCase *tcase = tcase_create(title);                                                \
		SRunner *runner;                                                                   \
		int failed;                                                                        \
                                                                                                   \
		tcase_set_timeout(tcase, 120);                                                     \
		for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)                      \
			tcase_add_test(tcase, tests[i]);                                           \
		suite_add_tcase(suite, tcase);                                                     \
		runner = srunner_create(suite);                                                    \
		srunner_run_all(runner, CK_NORMAL);                                                \
		failed = srunner_ntests_failed(runner);                                            \
		srunner_free(runner);                                                              \
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                       \
	}

#endif
