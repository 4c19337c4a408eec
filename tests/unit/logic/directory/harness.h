/* SPDX-License-Identifier: Apache-2.0 */
/* What the directory tests have in common: compile a text, see its messages, look up a user. */
#ifndef DIRECTORY_HARNESS_H
#define DIRECTORY_HARNESS_H

#include "logic/directory/compile.h"
#include "logic/directory/lookup.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static uint8_t out[1 << 20] __attribute__((unused)), work[1 << 17];
static char seen[8192]; /* "line:column numberS" of every message, separated by ", " */
static char text_seen[8192] __attribute__((unused)); /* the texts, each with a newline */
static struct dir_compile job;

static void harness_message(void *context, const struct dir_message *message)
{
	size_t at = strlen(seen), text_at = strlen(text_seen);

	ck_assert_ptr_eq(context, &job);
	str_format(seen + at, sizeof(seen) - at, "%s%u:%u %u%c", at ? ", " : "", message->line,
		message->column, message->number, message->severity);
	str_format(text_seen + text_at, sizeof(text_seen) - text_at, "%s\n", message->text);
}

/* Not random: a salt is told from another by its first byte. */
static bool harness_salt(void *context, uint8_t salt[DIR_SALT_LEN])
{
	static uint8_t count;

	ck_assert_ptr_eq(context, &job);
	memset(salt, 0x5a, DIR_SALT_LEN);
	salt[0] = count++;
	return true;
}

static void harness_init(const char *text, size_t len)
{
	seen[0] = text_seen[0] = '\0';
	job = (struct dir_compile){.text = text,
		.len = len,
		.out = out,
		.out_size = sizeof(out),
		.work = work + 1, /* needs no alignment */
		.work_size = sizeof(work) - 1,
		.iterations = 2,
		.context = &job,
		.message = harness_message,
		.salt = harness_salt};
}

/* Compiles and, if that succeeds, checks the object. */
static int __attribute__((unused)) compile(const char *text)
{
	int rc;

	harness_init(text, strlen(text));
	rc = dir_compile(&job);
	ck_assert_int_eq(rc == 0, job.errors == 0);
	ck_assert_int_eq(rc == 0, job.length != 0);
	if (!rc)
		ck_assert_int_eq(dir_check(out, job.length), 0);
	return rc;
}

/* The messages that text brings, nothing more and nothing less. */
#define expect(text, messages)                                                                     \
	do {                                                                                       \
		compile(text);                                                                     \
		ck_assert_msg(!strcmp(seen, messages), "'%s' gives '%s', not '%s'", text, seen,    \
			messages);                                                                 \
	} while (0)

/* The user of a source that must be good. */
static void __attribute__((unused))
find(const char *text, const char *userid, struct dir_user *user)
{
	int rc = compile(text);

	ck_assert_msg(rc == 0, "'%s' gives '%s'", text, text_seen);
	ck_assert_int_eq(dir_find(out, userid, user), 0);
}

/* The nth item of a type, from 0. */
static bool __attribute__((unused))
item_at(const struct dir_user *user, enum dir_item_type type, int n, struct dir_item *item)
{
	for (uint32_t pos = 0; dir_next(user, &pos, item);)
		if (item->type == type && n-- == 0)
			return true;
	return false;
}

#endif
