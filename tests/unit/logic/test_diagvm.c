/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/datetime.h"
#include "logic/diagvm.h"

static void check_text(const void *field, const char *want)
{
	ebc8_t ebc[64];

	ebc_from_ascii(ebc, want, strlen(want));
	ck_assert_msg(memcmp(field, ebc, strlen(want)) == 0, "not '%s'", want);
}

START_TEST(identification_is_in_place)
{
	const struct diag000_facts facts = {"VM/ESA", "LINUX01", 1, 0xFF, 2, 7, 3, 0x0102, -3600};
	struct diag_000 block;
	const uint8_t *bytes = (const uint8_t *)&block;

	memset(&block, 0xEE, sizeof(block));
	diag000_build(&facts, &block);
	check_text(bytes, "VM/ESA  ");
	ck_assert_uint_eq(bytes[0x0A], 2);
	ck_assert_uint_eq(bytes[0x0B], 0xFF);
	ck_assert_uint_eq(bytes[0x0D], 0);
	ck_assert_uint_eq(bytes[0x0F], 1);
	check_text(bytes + 0x10, "LINUX01 ");
	ck_assert_uint_eq(bytes[0x19], 4);
	ck_assert_uint_eq(bytes[0x20], 0xFF);
	ck_assert_uint_eq(bytes[0x22], 0xF1);
	ck_assert_uint_eq(bytes[0x23], 0xF0);
	ck_assert_uint_eq(bytes[0x24], 7);
	ck_assert_uint_eq(bytes[0x25], 3);
	ck_assert_uint_eq(bytes[0x26], 1);
	ck_assert_uint_eq(bytes[0x27], 2);
}
END_TEST

START_TEST(pseudo_timer_is_in_place)
{
	const struct datetime when = {
		.year = 2026, .month = 3, .day = 9, .hour = 23, .minute = 59, .second = 58};
	struct diag_270 block;
	const uint8_t *bytes = (const uint8_t *)&block;
	tod_t tod;

	ck_assert_int_eq(datetime_to_tod(&when, 0, &tod), 0);
	memset(&block, 0xEE, sizeof(block));
	diag270_build(tod, 0, 0x1234, 0x5678, &block);
	check_text(bytes, "03/09/2623:59:58");
	ck_assert_uint_eq(bytes[0x17], 0x34);
	ck_assert_uint_eq(bytes[0x1E], 0x56);
	check_text(bytes + 0x20, "03/09/20262026-03-09");
	ck_assert_uint_eq(bytes[0x3F], 0);
	diag270_build(tod, 7200, 0, 0, &block);
	check_text(bytes, "03/10/2601:59:58");
}
END_TEST

START_TEST(storage_size_has_31_bits)
{
	ck_assert_uint_eq(diag060_size(256 * MiB), 256 * MiB);
	ck_assert_uint_eq(diag060_size(2 * GiB - 4096), 2 * GiB - 4096);
	ck_assert_uint_eq(diag060_size(2 * GiB), 2 * GiB - 4096);
	ck_assert_uint_eq(diag060_size(2048 * GiB), 2 * GiB - 4096);
}
END_TEST

START_TEST(extents_want_an_aligned_buffer)
{
	static const struct {
		uint64_t addr, len;
		int rc;
	} cases[] = {
		{0x1000, 128, 0},
		{0x1000, 16, 0},
		{0x1000, 0, PGM_SPECIFICATION},
		{0x1000, 15, PGM_SPECIFICATION},
		{0x1000, 24, PGM_SPECIFICATION},
		{0x1008, 16, PGM_SPECIFICATION},
	};
	struct diag_260_extent extent;
	uint64_t nr = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_int_eq(
			diag_260_extents(256 * MiB, cases[i].addr, cases[i].len, &extent, &nr),
			cases[i].rc);
	ck_assert_uint_eq(nr, 1);
	ck_assert_uint_eq(be64_get(extent.first), 0);
	ck_assert_uint_eq(be64_get(extent.last), 256 * MiB - 1);
}
END_TEST

UNIT_MAIN("logic/diagvm", identification_is_in_place, pseudo_timer_is_in_place,
	storage_size_has_31_bits, extents_want_an_aligned_buffer)
