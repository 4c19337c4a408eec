/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of Check's interface that the unit tests use, for the big-endian run under qemu-user,
 * where Debian has no Check library to link with. A failed assertion ends the program.
 */
#ifndef BIG_ENDIAN_CHECK_H
#define BIG_ENDIAN_CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	const char *name;
	void (*run)(int);
} TTest;
typedef struct {
	const TTest *tests[1024];
	int count;
	const char *title;
} TCase;
typedef TCase Suite;
typedef TCase SRunner;

enum { CK_NORMAL };

#define START_TEST(test)                                                                           \
	static void test##_run(int _i);                                                            \
	static const TTest test##_test = {#test, test##_run};                                      \
	static const TTest *const test = &test##_test;                                             \
	static void test##_run(int _i __attribute__((unused)))
#define END_TEST

#define ck_abort_msg(...)                                                                          \
	do {                                                                                       \
		printf("%s:%d: ", __FILE__, __LINE__);                                             \
		printf(__VA_ARGS__);                                                               \
		printf("\n");                                                                      \
		exit(EXIT_FAILURE);                                                                \
	} while (0)
#define ck_assert_msg(expr, ...)                                                                   \
	do {                                                                                       \
		if (!(expr))                                                                       \
			ck_abort_msg(__VA_ARGS__);                                                 \
	} while (0)
#define ck_assert(expr) ck_assert_msg(expr, "Assertion '%s' failed", #expr)
#define ck_compare_(type, format, a, op, b)                                                        \
	do {                                                                                       \
		type a_ = (a), b_ = (b);                                                           \
                                                                                                   \
		if (!(a_ op b_))                                                                   \
			ck_abort_msg("Assertion '%s' failed: %" format " and %" format,            \
				#a " " #op " " #b, a_, b_);                                        \
	} while (0)
#define ck_assert_int_eq(a, b)  ck_compare_(intmax_t, PRIdMAX, a, ==, b)
#define ck_assert_int_ne(a, b)  ck_compare_(intmax_t, PRIdMAX, a, !=, b)
#define ck_assert_int_lt(a, b)  ck_compare_(intmax_t, PRIdMAX, a, <, b)
#define ck_assert_int_le(a, b)  ck_compare_(intmax_t, PRIdMAX, a, <=, b)
#define ck_assert_int_gt(a, b)  ck_compare_(intmax_t, PRIdMAX, a, >, b)
#define ck_assert_int_ge(a, b)  ck_compare_(intmax_t, PRIdMAX, a, >=, b)
#define ck_assert_uint_eq(a, b) ck_compare_(uintmax_t, PRIuMAX, a, ==, b)
#define ck_assert_uint_ne(a, b) ck_compare_(uintmax_t, PRIuMAX, a, !=, b)
#define ck_assert_uint_lt(a, b) ck_compare_(uintmax_t, PRIuMAX, a, <, b)
#define ck_assert_uint_le(a, b) ck_compare_(uintmax_t, PRIuMAX, a, <=, b)
#define ck_assert_uint_gt(a, b) ck_compare_(uintmax_t, PRIuMAX, a, >, b)
#define ck_assert_uint_ge(a, b) ck_compare_(uintmax_t, PRIuMAX, a, >=, b)
#define ck_assert_ptr_eq(a, b)  ck_assert((const void *)(a) == (const void *)(b))
#define ck_assert_ptr_ne(a, b)  ck_assert((const void *)(a) != (const void *)(b))
#define ck_assert_ptr_null(a)     ck_assert((a) == NULL)
#define ck_assert_ptr_nonnull(a)  ck_assert((a) != NULL)
#define ck_assert_str_eq(a, b)                                                                     \
	do {                                                                                       \
		const char *a_ = (a), *b_ = (b);                                                   \
                                                                                                   \
		ck_assert_msg(strcmp(a_, b_) == 0, "'%s' is '%s', not '%s'", #a, a_, b_);          \
	} while (0)
#define ck_assert_str_ne(a, b) ck_assert(strcmp(a, b) != 0)
#define ck_assert_mem_eq(a, b, len)                                                                \
	ck_assert_msg(memcmp(a, b, len) == 0, "'%s' and '%s' differ", #a, #b)
#define ck_assert_mem_ne(a, b, len) ck_assert(memcmp(a, b, len) != 0)

static inline TCase *suite_create(const char *title)
{
	TCase *tcase = calloc(1, sizeof(*tcase));

	tcase->title = title;
	return tcase;
}

#define tcase_create(title)               suite_create(title)
#define tcase_set_timeout(tcase, seconds) ((void)0)
#define tcase_add_test(tcase, test)       ((tcase)->tests[(tcase)->count++] = (test))
#define suite_add_tcase(suite, tcase)     (*(suite) = *(tcase))
#define srunner_create(suite)             (suite)
#define srunner_ntests_failed(runner)     0
#define srunner_free(runner)              free(runner)

static inline void srunner_run_all(SRunner *runner, int mode)
{
	(void)mode;
	for (int i = 0; i < runner->count; i++)
		runner->tests[i]->run(0);
	printf("100%%: Checks: %d, Failures: 0, Errors: 0 (%s, big-endian)\n", runner->count,
		runner->title);
}

#endif
