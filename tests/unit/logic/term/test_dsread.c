// SPDX-License-Identifier: Apache-2.0
#include "logic/term/dsread.h"
#include "arch/ds3270.h"
#include "lib/err.h"
#include "unit.h"

START_TEST(reads_an_enter_with_two_fields)
{
	/* Cursor 12-bit 81, a field at 81 (12-bit) with "AB", one at 1761 (14-bit) that is empty.
	 */
	static const uint8_t in[] = {
		AID_ENTER, 0xC1, 0xD1, DS_SBA, 0xC1, 0xD1, 0xC1, 0x00, 0xC2, DS_SBA, 0x06, 0xE1};
	struct ds_reader r;
	const uint8_t *text;
	unsigned addr;
	size_t len;
	char s[8];

	ck_assert_int_eq(dsr_begin(&r, in, sizeof(in)), 0);
	ck_assert_uint_eq(r.aid, AID_ENTER);
	ck_assert_uint_eq(r.cursor, 81);
	ck_assert_int_eq(dsr_field(&r, &addr, &text, &len), 1);
	ck_assert_uint_eq(addr, 81);
	ck_assert_uint_eq(len, 3);
	ck_assert_int_eq(dsr_text(s, sizeof(s), text, len), 0);
	ck_assert_str_eq(s, "AB");
	ck_assert_int_eq(dsr_field(&r, &addr, &text, &len), 1);
	ck_assert_uint_eq(addr, 1761);
	ck_assert_uint_eq(len, 0);
	ck_assert_int_eq(dsr_field(&r, &addr, &text, &len), 0);
	ck_assert_int_eq(dsr_field(&r, &addr, &text, &len), 0);
}
END_TEST

START_TEST(refuses_what_no_device_sends)
{
	static const struct {
		size_t len;
		uint8_t in[8];
		int begin, field;
	} rows[] = {
		{0, {0}, -E_FORMAT, 0},
		{1, {AID_CLEAR}, 0, 0},
		{2, {AID_ENTER, 0x40}, -E_FORMAT, 0},
		{3, {AID_ENTER, 0x40, 0x40}, 0, 0},
		{3, {AID_ENTER, 0x80, 0x40}, -E_FORMAT, 0},
		{4, {AID_ENTER, 0x40, 0x40, 0xC1}, 0, -E_FORMAT},
		{4, {AID_ENTER, 0x40, 0x40, DS_SBA}, 0, -E_FORMAT},
		{5, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x40}, 0, -E_FORMAT},
		{6, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x80, 0x40}, 0, -E_FORMAT},
		{6, {AID_ENTER, 0x40, 0x40, DS_SBA, 0x40, 0x40}, 0, 1},
	};
	struct ds_reader r;
	const uint8_t *text;
	unsigned addr;
	size_t len;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_msg(
			dsr_begin(&r, rows[i].in, rows[i].len) == rows[i].begin, "row %zu", i);
		ck_assert_msg(
			rows[i].begin < 0 || dsr_field(&r, &addr, &text, &len) == rows[i].field,
			"row %zu", i);
	}
}
END_TEST

START_TEST(makes_text_of_anything_that_fits)
{
	static const uint8_t in[] = {0xC1, 0x1D, 0xFF, 0x00, 0x5A};
	char s[5] = "....";

	ck_assert_int_eq(dsr_text(s, 5, in, sizeof(in)), 0);
	ck_assert_str_eq(s, "A  !");
	ck_assert_int_eq(dsr_text(s, 4, in, sizeof(in)), -E_RANGE);
	ck_assert_str_eq(s, "");
}
END_TEST

START_TEST(knows_all_pf_keys)
{
	static const uint8_t aids[24] = {0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0x7A,
		0x7B, 0x7C, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0x4A, 0x4B, 0x4C};
	unsigned known = 0;

	for (unsigned i = 0; i < 24; i++)
		ck_assert_uint_eq(dsr_pf_key(aids[i]), i + 1);
	for (unsigned aid = 0; aid < 256; aid++)
		known += dsr_pf_key((uint8_t)aid) > 0;
	ck_assert_uint_eq(known, 24);
}
END_TEST

UNIT_MAIN("logic/term/dsread", reads_an_enter_with_two_fields, refuses_what_no_device_sends,
	makes_text_of_anything_that_fits, knows_all_pf_keys)
