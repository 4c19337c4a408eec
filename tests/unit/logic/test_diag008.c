/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/diag008.h"

/* '|' stands for X'15'. */
static void give(struct diag008_commands *commands, const char *text)
{
	memset(commands, 0, sizeof(*commands));
	commands->len = (uint16_t)strlen(text);
	ebc_from_ascii(commands->text, text, commands->len);
	for (unsigned i = 0; i < commands->len; i++)
		if (text[i] == '|')
			commands->text[i] = EBC_NL;
}

START_TEST(commands_are_parted_at_line_ends)
{
	static const struct {
		const char *text, *lines[4];
	} cases[] = {
		{"QUERY TIME", {"QUERY TIME"}},
		{"a|b|c", {"a", "b", "c"}},
		{"Msg op Hello|", {"Msg op Hello"}},
		{"||x||y||", {"x", "y"}},
		{" |", {" "}},
		{"", {NULL}},
		{"|||", {NULL}},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct diag008_commands commands;
		unsigned nr = 0;

		give(&commands, cases[i].text);
		for (; diag008_next(&commands); nr++) {
			ck_assert_ptr_nonnull(cases[i].lines[nr]);
			ck_assert_uint_eq(commands.line_len, strlen(cases[i].lines[nr]));
			ck_assert(!memcmp(commands.line, cases[i].lines[nr], commands.line_len));
		}
		ck_assert_ptr_null(cases[i].lines[nr]);
		ck_assert(!diag008_next(&commands));
	}
}
END_TEST

START_TEST(longest_text_is_one_command)
{
	struct diag008_commands commands;

	memset(&commands, 0xC1, sizeof(commands));
	commands.len = DIAG008_TEXT_MAX;
	commands.pos = 0;
	ck_assert(diag008_next(&commands));
	ck_assert_uint_eq(commands.line_len, DIAG008_TEXT_MAX);
	ck_assert_int_eq(commands.line[DIAG008_TEXT_MAX - 1], 'A');
	ck_assert(!diag008_next(&commands));
}
END_TEST

/* A guest's buffer that knows its size. */
struct buffer {
	ebc8_t text[400];
	uint64_t size, used;
};

static void store(void *ctx, uint64_t offset, const void *buf, size_t len)
{
	struct buffer *to = ctx;

	ck_assert_uint_gt(len, 0);
	ck_assert_uint_eq(offset, to->used);
	ck_assert_uint_le(offset + len, to->size);
	memcpy(to->text + offset, buf, len);
	to->used += len;
}

START_TEST(response_ends_each_line)
{
	struct buffer to = {.size = sizeof(to.text)};
	struct diag008_reply reply = {store, &to, to.size, 0};
	uint32_t value;

	diag008_line(&reply, "AB");
	diag008_line(&reply, "");
	diag008_line(&reply, "C");
	ck_assert_uint_eq(diag008_end(&reply, &value), 0);
	ck_assert_uint_eq(value, 6);
	ck_assert(!memcmp(to.text, "\xC1\xC2\x15\x15\xC3\x15", 6));
}
END_TEST

START_TEST(response_is_cut_at_the_buffers_end)
{
	char line[150];

	memset(line, 'X', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	/* Two lines of 149 characters and an end each: 300 bytes. */
	for (uint64_t size = 0; size <= 310; size++) {
		struct buffer to = {.size = size};
		struct diag008_reply reply = {store, &to, size, 0};
		uint32_t value;
		unsigned cc;

		diag008_line(&reply, line);
		diag008_line(&reply, line);
		cc = diag008_end(&reply, &value);
		ck_assert_uint_eq(cc, size < 300 ? 1 : 0);
		ck_assert_uint_eq(value, size < 300 ? 300 - size : 300);
		ck_assert_uint_eq(to.used, MIN(size, 300u));
		if (size > 149)
			ck_assert_uint_eq(to.text[149], EBC_NL);
	}
}
END_TEST

START_TEST(no_response_has_length_zero)
{
	struct diag008_reply reply = {store, NULL, 0, 0};
	uint32_t value = 7;

	ck_assert_uint_eq(diag008_end(&reply, &value), 0);
	ck_assert_uint_eq(value, 0);
}
END_TEST

UNIT_MAIN("logic/diag008", commands_are_parted_at_line_ends, longest_text_is_one_command,
	response_ends_each_line, response_is_cut_at_the_buffers_end, no_response_has_length_zero)
