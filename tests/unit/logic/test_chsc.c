/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/string.h"
#include "logic/chsc.h"

static uint8_t page[4096];

/* Subchannels 0 to 2, the last without a device; paths X'10' and X'FF'. */
static bool subch(void *ctx, uint16_t nr, struct chsc_subch *to)
{
	ck_assert_ptr_eq(ctx, page);
	if (nr > 2)
		return false;
	*to = (struct chsc_subch){nr < 2, 0x0009 + nr * 0x1100, 0x80, {0x10}};
	return true;
}

static bool has_path(void *ctx, uint8_t chpid)
{
	ck_assert_ptr_eq(ctx, page);
	return chpid == 0x10 || chpid == 0xFF;
}

static const struct chsc_ops ops = {subch, has_path, page};

static unsigned int half(size_t at)
{
	return page[at] << 8 | page[at + 1];
}

static void request(uint16_t len, uint16_t code)
{
	memset(page, 0xAA, sizeof(page));
	memset(page, 0, len < sizeof(page) ? len : sizeof(page));
	page[0] = len >> 8;
	page[1] = (uint8_t)len;
	page[2] = code >> 8;
	page[3] = (uint8_t)code;
}

/* Returns the response code of a request whose length is good. */
static unsigned int call(void)
{
	size_t len = half(0);

	ck_assert_int_eq(insn_chsc_page(&ops, page), 0);
	ck_assert_uint_eq(half(0), len);
	return half(len + 2);
}

START_TEST(request_length_is_checked)
{
	static const struct {
		uint16_t len;
		int rc;
	} cases[] = {{0, PGM_OPERAND}, {8, PGM_OPERAND}, {15, PGM_OPERAND}, {16, 0},
		{17, PGM_OPERAND}, {24, 0}, {4088, 0}, {4096, PGM_OPERAND}, {0xFFF8, PGM_OPERAND}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		request(cases[i].len, 0x0099);
		ck_assert_int_eq(insn_chsc_page(&ops, page), cases[i].rc);
		if (cases[i].rc == 0) {
			ck_assert_uint_eq(half(cases[i].len), 8);
			ck_assert_uint_eq(half(cases[i].len + 2), 0x0004);
		}
	}
}
END_TEST

START_TEST(unknown_commands_are_not_provided)
{
	static const uint16_t codes[] = {
		0, 0x000E, 0x0016, 0x0021, 0x0022, 0x0024, 0x0033, 0x0034, 0x003D, 0x004B, 0xFFFF};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		request(16, codes[i]);
		ck_assert_uint_eq(call(), 0x0004);
		ck_assert_uint_eq(half(16), 8);
		for (size_t at = 20; at < sizeof(page); at++)
			ck_assert_uint_eq(page[at], 0);
	}
	request(0x400, 0x0031);
	ck_assert_uint_eq(call(), 0x0101);
}
END_TEST

START_TEST(characteristics_are_none)
{
	request(16, 0x0010);
	ck_assert_uint_eq(call(), 0x0001);
	ck_assert_uint_eq(half(16), 4080);
	for (size_t at = 20; at < sizeof(page); at++)
		ck_assert_uint_eq(page[at], 0);
	request(24, 0x0010);
	ck_assert_uint_eq(call(), 0x0003);
	request(16, 0x0010);
	page[15] = 1;
	ck_assert_uint_eq(call(), 0x0003);
}
END_TEST

static void request_subchannels(uint16_t first, uint16_t last)
{
	request(16, 0x0004);
	page[6] = first >> 8;
	page[7] = (uint8_t)first;
	page[10] = last >> 8;
	page[11] = (uint8_t)last;
}

START_TEST(subchannels_are_described)
{
	request_subchannels(1, 3);
	ck_assert_uint_eq(call(), 0x0001);
	ck_assert_uint_eq(half(16), 8 + 3 * 32);
	ck_assert_uint_eq(page[24], 0xC0);
	ck_assert_uint_eq(page[25], 0x09);
	ck_assert_uint_eq(half(26), 0x1109);
	ck_assert_uint_eq(page[28], 0x80);
	ck_assert_uint_eq(page[29], 0);
	ck_assert_uint_eq(half(30), 1);
	ck_assert_uint_eq(page[32], 0x10);
	ck_assert_uint_eq(page[24 + 32], 0x80); /* no device */
	ck_assert_uint_eq(page[24 + 64], 0);    /* no subchannel */
	ck_assert_uint_eq(half(24 + 64 + 6), 3);
}
END_TEST

START_TEST(subchannel_ranges_end_with_the_page)
{
	request_subchannels(0, 0xFFFF);
	ck_assert_uint_eq(call(), 0x0001);
	ck_assert_uint_eq(half(16), 8 + 127 * 32);
	ck_assert_uint_eq(half(24 + 126 * 32 + 6), 126);
	request_subchannels(0xFFFF, 0xFFFF);
	ck_assert_uint_eq(call(), 0x0001);
	ck_assert_uint_eq(half(16), 8 + 32);
	request_subchannels(2, 1);
	ck_assert_uint_eq(call(), 0x0003);
	request_subchannels(0, 0);
	page[5] = 0x10; /* set 1 */
	ck_assert_uint_eq(call(), 0x0003);
	request_subchannels(0, 0);
	page[12] = 1;
	ck_assert_uint_eq(call(), 0x0003);
}
END_TEST

START_TEST(paths_are_described)
{
	request(16, 0x0002);
	page[11] = 0xFF;
	ck_assert_uint_eq(call(), 0x0001);
	ck_assert_uint_eq(half(16), 8 + 2 * 8);
	ck_assert_uint_eq(page[24], 0x80);
	ck_assert_uint_eq(page[27], 0x10);
	ck_assert_uint_eq(page[32], 0x80);
	ck_assert_uint_eq(page[35], 0xFF);
	ck_assert_uint_eq(page[40], 0);
}
END_TEST

START_TEST(path_requests_are_checked)
{
	static const struct {
		size_t at;
		uint8_t value;
		unsigned int rc;
	} cases[] = {
		{4, 0x80, 3},
		{4, 0x20, 3},
		{4, 0x10, 1},
		{5, 1, 3},
		{6, 0x10, 3},
		{6, 0x01, 7},
		{6, 0x03, 7},
		{7, 1, 3},
		{8, 1, 3},
		{12, 1, 3},
		{11, 0, 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		request(16, 0x0002);
		page[cases[i].at] = cases[i].value;
		ck_assert_msg(call() == cases[i].rc, "case %zu", i);
	}
	request(24, 0x0002);
	ck_assert_uint_eq(call(), 3);
}
END_TEST

UNIT_MAIN("logic/chsc", request_length_is_checked, unknown_commands_are_not_provided,
	characteristics_are_none, subchannels_are_described, subchannel_ranges_end_with_the_page,
	paths_are_described, path_requests_are_checked)
