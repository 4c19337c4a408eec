/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "logic/facility.h"

/* What the emulator's STFLE gives, facts measured on it. */
static const uint64_t hercules[2] = {0xF1F0FFFBFCFC8000ull, 0x201C000000000000ull};

START_TEST(shows_all_that_linux_demands)
{
	static const uint8_t demanded[] = {0, 1, 18, 21, 25, 27, 32, 33, 34, 35};
	uint64_t guest[FACILITY_DWORDS];

	facility_guest_list(guest, hercules, 2, true);
	for (size_t i = 0; i < ARRAY_LEN(demanded); i++)
		ck_assert_msg(facility_has(guest, 2, demanded[i]), "bit %u", demanded[i]);
}
END_TEST

START_TEST(hides_what_the_emulator_cannot_do_well)
{
	static const uint8_t hidden[] = {4, 5, 6, 11, 12, 14, 28, 29, 38, 39, 40, 46, 47, 49, 50,
		51, 63, 64, 65, 66, 67, 68, 69, 73, 74, 78, 127};
	static const uint64_t all[4] = {~0ull, ~0ull, ~0ull, ~0ull};
	uint64_t guest[FACILITY_DWORDS];

	facility_guest_list(guest, all, 4, true);
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		ck_assert_msg(!facility_has(guest, 2, hidden[i]), "bit %u", hidden[i]);
	ck_assert(facility_has(guest, 2, 8));
	ck_assert(facility_has(guest, 2, 48));
	ck_assert(facility_has(guest, 2, 77));
}
END_TEST

START_TEST(never_shows_what_the_host_lacks)
{
	static const uint64_t one[1] = {BIT64(0) | BIT64(2)};
	uint64_t guest[FACILITY_DWORDS] = {~0ull, ~0ull};

	facility_guest_list(guest, one, 1, true);
	ck_assert_uint_eq(guest[0], BIT64(0) | BIT64(2));
	ck_assert_uint_eq(guest[1], 0);
}
END_TEST

START_TEST(esa390_guest_does_not_see_zarch_active)
{
	uint64_t guest[FACILITY_DWORDS];

	facility_guest_list(guest, hercules, 2, false);
	ck_assert(facility_has(guest, 2, FACILITY_ZARCH_INSTALLED));
	ck_assert(!facility_has(guest, 2, FACILITY_ZARCH_ACTIVE));
}
END_TEST

START_TEST(stfl_is_the_first_word)
{
	static const uint64_t list[2] = {0x123456789ABCDEF0ull, 0};

	ck_assert_uint_eq(facility_stfl(list), 0x12345678);
}
END_TEST

START_TEST(stfle_says_how_much_it_needs)
{
	static const struct {
		uint64_t list[2], gr0_in, gr0_out;
		size_t stored;
		int cc;
	} cases[] = {
		{{1, 1}, 0, 1, 1, 3},
		{{1, 1}, 1, 1, 2, 0},
		{{1, 1}, 0xABCD0000000000FFull, 0xABCD000000000001ull, 2, 0},
		{{1, 0}, 0, 0, 1, 0},
		{{1, 0}, 7, 0, 1, 0},
		{{0, 0}, 0, 0, 1, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint64_t gr0 = cases[i].gr0_in;
		size_t stored = 99;

		ck_assert_int_eq(facility_stfle(cases[i].list, &gr0, &stored), cases[i].cc);
		ck_assert_uint_eq(gr0, cases[i].gr0_out);
		ck_assert_uint_eq(stored, cases[i].stored);
	}
}
END_TEST

UNIT_MAIN("logic/facility", shows_all_that_linux_demands, hides_what_the_emulator_cannot_do_well,
	never_shows_what_the_host_lacks, esa390_guest_does_not_see_zarch_active,
	stfl_is_the_first_word, stfle_says_how_much_it_needs)
