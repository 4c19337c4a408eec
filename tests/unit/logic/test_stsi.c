/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/stsi.h"

static const struct stsi_facts facts = {
	.manufacturer = "HRC",
	.type = "2817",
	.model = "EMULATOR",
	.sequence = "0000000000012345",
	.plant = "ZZ",
	.capability = 100,
	.machine_cpus = {2, 1, 5},
	.partition_number = 3,
	.partition_name = "LPAR0003",
	.partition_cpus = {2, 0, 0},
	.userid = "LINUX01",
	.cpi = "z/VM    1.0.0",
	.vm_cpus = {4, 0, 12},
	.caf = 250,
	.cpu_addr = 0x0203,
};

static uint8_t page[4096];

static int build(uint8_t fc, uint8_t sel1, uint16_t sel2)
{
	memset(page, 0xEE, sizeof(page));
	return stsi_build(&facts, &(struct stsi_request){fc, sel1, sel2}, page);
}

/* The text at an offset of the page is as wanted, which fills its field. */
static void check_text(size_t offset, const char *want)
{
	ebc8_t ebc[64];

	ebc_from_str(ebc, want, strlen(want));
	ck_assert_msg(
		memcmp(page + offset, ebc, strlen(want)) == 0, "at X'%zX' not '%s'", offset, want);
}

static unsigned int half(size_t offset)
{
	return page[offset] << 8 | page[offset + 1];
}

START_TEST(request_bits_between_must_be_zero)
{
	static const struct {
		uint32_t gr0, gr1;
		int rc;
	} cases[] = {
		{0x30000002, 2, 0}, {0x30000102, 2, PGM_SPECIFICATION},
		{0x38000002, 2, PGM_SPECIFICATION}, {0x30000002, 0x00010002, PGM_SPECIFICATION},
		{0x30000002, 0x80000002, PGM_SPECIFICATION},
		{0x0FFFFFFF, 0xFFFFFFFF, 0}, /* function code 0 ignores the rest */
	};
	struct stsi_request request;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_int_eq(
			insn_stsi_decode(cases[i].gr0, cases[i].gr1, &request), cases[i].rc);
	ck_assert_int_eq(insn_stsi_decode(0x300000FE, 0xABCD, &request), 0);
	ck_assert_uint_eq(request.fc, 3);
	ck_assert_uint_eq(request.sel1, 0xFE);
	ck_assert_uint_eq(request.sel2, 0xABCD);
}
END_TEST

START_TEST(level_goes_into_four_bits)
{
	ck_assert_uint_eq(stsi_set_level(0x123456780ABCDEF1ull), 0x123456783ABCDEF1ull);
	ck_assert_uint_eq(stsi_set_level(0xF0000000ull), 0x30000000ull);
}
END_TEST

START_TEST(machine_block_has_its_names_in_place)
{
	ck_assert_int_eq(build(1, 1, 1), 0);
	ck_assert_uint_eq(page[0], 0);
	check_text(0x20, "HRC             2817");
	check_text(0x40, "EMULATOR        0000000000012345ZZ  EMULATOR        ");
	ck_assert_uint_eq(page[0x74], 0);
	ck_assert_uint_eq(page[4095], 0);
}
END_TEST

START_TEST(cpu_blocks_name_the_asking_cpu)
{
	ck_assert_int_eq(build(1, 2, 1), 0);
	check_text(0x50, "0000000000012345ZZ  ");
	ck_assert_uint_eq(half(0x64), 0);
	ck_assert_uint_eq(half(0x66), 0x0203);
	ck_assert_int_eq(build(2, 2, 1), 0);
	ck_assert_uint_eq(half(0x64), 0x0203);
	ck_assert_uint_eq(half(0x66), 0x0203);
}
END_TEST

START_TEST(cpus_of_the_machine_have_factors)
{
	ck_assert_int_eq(build(1, 2, 2), 0);
	ck_assert_uint_eq(half(0x02), 0);
	ck_assert_uint_eq(half(0x22), 100);
	ck_assert_uint_eq(half(0x24), 8);
	ck_assert_uint_eq(half(0x26), 2);
	ck_assert_uint_eq(half(0x28), 1);
	ck_assert_uint_eq(half(0x2A), 5);
	ck_assert_uint_eq(half(0x2C), 100);
	ck_assert_uint_eq(half(0x2C + 2 * 6), 100); /* eight CPUs: seven factors */
	ck_assert_uint_eq(half(0x2C + 2 * 7), 0);
}
END_TEST

START_TEST(absurd_counts_stay_in_the_block)
{
	struct stsi_facts many = facts;

	many.machine_cpus = (struct stsi_cpus){0xFFFF, 0xFFFF, 0xFFFF};
	ck_assert_int_eq(stsi_build(&many, &(struct stsi_request){1, 2, 2}, page), 0);
	ck_assert_uint_eq(half(0x2C + 2 * 63), 100);
	ck_assert_uint_eq(half(0x2C + 2 * 64), 0);
	many.machine_cpus = (struct stsi_cpus){0, 0, 0};
	ck_assert_int_eq(stsi_build(&many, &(struct stsi_request){1, 2, 2}, page), 0);
	ck_assert_uint_eq(half(0x2C), 0);
}
END_TEST

START_TEST(partition_block)
{
	ck_assert_int_eq(build(2, 2, 2), 0);
	ck_assert_uint_eq(half(0x20), 3);
	ck_assert_uint_eq(page[0x23], 0x40);
	ck_assert_uint_eq(half(0x24), 2);
	check_text(0x2C, "LPAR0003");
	ck_assert_uint_eq(half(0x36), 1000);
	ck_assert_uint_eq(half(0x48), 0);
	ck_assert_uint_eq(half(0x4A), 2);
}
END_TEST

/* What Linux decides by: one entry, its identifier beginning with A961E5D4. */
START_TEST(virtual_machine_block_says_zvm)
{
	static const uint8_t zvm[] = {0xA9, 0x61, 0xE5, 0xD4};

	ck_assert_int_eq(build(3, 2, 2), 0);
	ck_assert_uint_eq(page[31], 1);
	ck_assert_uint_eq(half(0x24), 16);
	ck_assert_uint_eq(half(0x26), 4);
	ck_assert_uint_eq(half(0x28), 0);
	ck_assert_uint_eq(half(0x2A), 12);
	check_text(0x2C, "LINUX01 ");
	ck_assert_uint_eq(half(0x36), 250);
	ck_assert_mem_eq(page + 56, zvm, sizeof(zvm));
	check_text(56, "z/VM    1.0.0   ");
	for (size_t i = 72; i < sizeof(page); i++)
		ck_assert_uint_eq(page[i], 0);
}
END_TEST

START_TEST(other_blocks_are_not_provided)
{
	static const struct stsi_request cases[] = {{1, 1, 2}, {1, 1, 0}, {1, 2, 3}, {2, 1, 1},
		{2, 2, 3}, {3, 2, 1}, {3, 1, 1}, {3, 2, 0x12}, {3, 0x12, 2}, {2, 0x20, 2},
		{1, 0, 0x11}, {4, 2, 2}, {15, 1, 2}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		ck_assert_msg(stsi_build(&facts, &cases[i], page) == 3, "case %zu", i);
}
END_TEST

UNIT_MAIN("logic/stsi", request_bits_between_must_be_zero, level_goes_into_four_bits,
	machine_block_has_its_names_in_place, cpu_blocks_name_the_asking_cpu,
	cpus_of_the_machine_have_factors, absurd_counts_stay_in_the_block, partition_block,
	virtual_machine_block_says_zvm, other_blocks_are_not_provided)
