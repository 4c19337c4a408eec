/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/dat.h"
#include "arch/psw.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/gdat.h"

/* A guest's storage of 256 KB, and where the tests put tables in it. */
#define STORAGE    0x40000
#define R1_TABLE   0x04000
#define R2_TABLE   0x08000
#define R3_TABLE   0x0C000
#define SEG_TABLE  0x10000
#define PAGE_TABLE 0x14000
#define SEG390     0x16000
#define PAGE390    0x17000

static uint8_t storage[STORAGE];
static uint64_t cr[16];
static struct gdat_cpu cpu;
static int fetches, fail_after;

static grc_t fetch(void *ctx, gabs_t addr, void *buf, size_t len)
{
	ck_assert_ptr_eq(ctx, storage);
	if (fail_after >= 0 && fetches++ == fail_after)
		return -E_AGAIN;
	if (addr > STORAGE - len)
		return PGM_ADDRESSING;
	memcpy(buf, storage + addr, len);
	return 0;
}

static const struct gdat_ops ops = {fetch, storage};

static void put(gabs_t addr, uint64_t value)
{
	be64_t entry = be64(value);

	memcpy(storage + addr, &entry, sizeof(entry));
}

static void put390(gabs_t addr, uint32_t value)
{
	be32_t entry = be32(value);

	memcpy(storage + addr, &entry, sizeof(entry));
}

/* Every level maps index 1 to the next; page 5 of segment 1 is frame X'30000'. */
static void set_up(void)
{
	memset(storage, 0, sizeof(storage));
	memset(cr, 0, sizeof(cr));
	for (size_t i = 0; i < STORAGE; i += 8)
		put(i, 0x420); /* invalid as an entry of any table */
	put(R1_TABLE + 8, R2_TABLE | RTE_TL | 0x0C);
	put(R2_TABLE + 8, R3_TABLE | RTE_TL | 0x08);
	put(R3_TABLE + 8, SEG_TABLE | RTE_TL | 0x04);
	put(SEG_TABLE + 8, PAGE_TABLE);
	put(PAGE_TABLE + 5 * 8, 0x30000);
	cr[1] = SEG_TABLE | ASCE_TL;
	cpu = (struct gdat_cpu){PSW_DAT, cr, 0, true};
	fetches = 0;
	fail_after = -1;
}

#define V_SEG (0x100000ull + 0x5123)
#define V_R3  (0x80000000ull + V_SEG)
#define V_R2  ((1ull << 42) + V_R3)
#define V_R1  ((1ull << 53) + V_R2)

START_TEST(walks_from_every_table_type)
{
	static const struct {
		uint64_t asce;
		gvirt_t addr;
	} cases[] = {
		{SEG_TABLE | ASCE_TL | ASCE_DT_SEG, V_SEG},
		{R3_TABLE | ASCE_TL | ASCE_DT_R3, V_R3},
		{R2_TABLE | ASCE_TL | ASCE_DT_R2, V_R2},
		{R1_TABLE | ASCE_TL | ASCE_DT_R1, V_R1},
	};
	struct gdat_result result;

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ck_assert_int_eq(
			xlate_virtual(&cpu, &ops, cases[i].asce, cases[i].addr, &result), 0);
		ck_assert_uint_eq(result.abs, 0x30123);
		ck_assert_uint_eq(result.real, 0x30123);
		ck_assert(!result.dat_protected && !result.large && !result.private_space);
	}
}
END_TEST

/* One entry is spoilt, then the walk must end with the code. */
START_TEST(each_fault_has_its_code)
{
	static const struct {
		uint64_t asce, entry_addr, entry;
		gvirt_t addr;
		int rc;
	} cases[] = {
		/* invalid bit at each level */
		{R1_TABLE | 3 | ASCE_DT_R1, R1_TABLE + 8, R2_TABLE | 0x2F, V_R1, PGM_REGION1_TRANS},
		{R1_TABLE | 3 | ASCE_DT_R1, R2_TABLE + 8, R3_TABLE | 0x2B, V_R1, PGM_REGION2_TRANS},
		{R1_TABLE | 3 | ASCE_DT_R1, R3_TABLE + 8, SEG_TABLE | 0x27, V_R1,
			PGM_REGION3_TRANS},
		{R1_TABLE | 3 | ASCE_DT_R1, SEG_TABLE + 8, PAGE_TABLE | 0x20, V_R1,
			PGM_SEGMENT_TRANS},
		{SEG_TABLE | 3, PAGE_TABLE + 40, 0x30400, V_SEG, PGM_PAGE_TRANS},
		/* an invalid entry is never looked at further */
		{SEG_TABLE | 3, SEG_TABLE + 8, PAGE_TABLE | 0x2C, V_SEG, PGM_SEGMENT_TRANS},
		{SEG_TABLE | 3, PAGE_TABLE + 40, 0x30D00, V_SEG, PGM_PAGE_TRANS},
		/* wrong table type */
		{R1_TABLE | 3 | ASCE_DT_R1, R1_TABLE + 8, R2_TABLE | 0x0B, V_R1, PGM_TRANS_SPEC},
		{R1_TABLE | 3 | ASCE_DT_R1, R2_TABLE + 8, R3_TABLE | 0x07, V_R1, PGM_TRANS_SPEC},
		{R1_TABLE | 3 | ASCE_DT_R1, R3_TABLE + 8, SEG_TABLE | 0x03, V_R1, PGM_TRANS_SPEC},
		{SEG_TABLE | 3, SEG_TABLE + 8, PAGE_TABLE | 0x04, V_SEG, PGM_TRANS_SPEC},
		/* bits that must be zero in a page-table entry */
		{SEG_TABLE | 3, PAGE_TABLE + 40, 0x30800, V_SEG, PGM_TRANS_SPEC},
		{SEG_TABLE | 3, PAGE_TABLE + 40, 0x30100, V_SEG, PGM_TRANS_SPEC},
		/* a common segment in a private space */
		{SEG_TABLE | 3 | 0x100, SEG_TABLE + 8, PAGE_TABLE | 0x10, V_SEG, PGM_TRANS_SPEC},
		/* tables outside storage */
		{SEG_TABLE | 3, SEG_TABLE + 8, 0x40000, V_SEG, PGM_ADDRESSING},
		{0xFFFFFFFFFFFFF000ull | 3, PAGE_TABLE, 0, V_SEG, PGM_ADDRESSING},
		/* addresses that the top table can't reach, and the last that it can */
		{SEG_TABLE | 3, PAGE_TABLE, 0, 0x80000000ull, PGM_ASCE_TYPE},
		{SEG_TABLE | 3, PAGE_TABLE, 0, 0x7FFFFFFFull, PGM_SEGMENT_TRANS},
		{R3_TABLE | 3 | ASCE_DT_R3, PAGE_TABLE, 0, 1ull << 42, PGM_ASCE_TYPE},
		{R3_TABLE | 3 | ASCE_DT_R3, PAGE_TABLE, 0, (1ull << 42) - 1, PGM_REGION3_TRANS},
		{R2_TABLE | 3 | ASCE_DT_R2, PAGE_TABLE, 0, 1ull << 53, PGM_ASCE_TYPE},
		{R2_TABLE | 3 | ASCE_DT_R2, PAGE_TABLE, 0, (1ull << 53) - 1, PGM_REGION2_TRANS},
		{R1_TABLE | 3 | ASCE_DT_R1, PAGE_TABLE, 0, ~0ull, PGM_REGION1_TRANS},
	};
	struct gdat_result result;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc;

		set_up();
		put(cases[i].entry_addr, cases[i].entry);
		rc = xlate_virtual(&cpu, &ops, cases[i].asce, cases[i].addr, &result);
		ck_assert_msg(rc == cases[i].rc, "case %zu gave X'%X'", i, (unsigned int)rc);
	}
}
END_TEST

START_TEST(table_length_and_offset_count_in_quarters)
{
	static const struct {
		unsigned int tf, tl, index;
		bool reached;
	} cases[] = {
		{0, 0, 511, true},
		{0, 0, 512, false},
		{1, 3, 511, false},
		{1, 3, 512, true},
		{0, 2, 1535, true},
		{0, 2, 1536, false},
		{3, 3, 1536, true},
		{2, 1, 1024, false}, /* an offset behind the end: nothing is there */
		{2, 1, 512, false},
	};
	struct gdat_result result;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		gvirt_t addr = 0x80005000ull + ((uint64_t)cases[i].index << 20);
		int rc;

		set_up();
		put(R3_TABLE + 8, SEG_TABLE | cases[i].tf << 6 | cases[i].tl | 0x04);
		put(SEG_TABLE + cases[i].index * 8, PAGE_TABLE);
		rc = xlate_virtual(&cpu, &ops, R3_TABLE | ASCE_TL | ASCE_DT_R3, addr, &result);
		ck_assert_msg(rc == (cases[i].reached ? 0 : PGM_SEGMENT_TRANS), "case %zu", i);

		/* The designation's own length, where there is no offset. */
		rc = xlate_virtual(
			&cpu, &ops, SEG_TABLE | cases[i].tl, addr - 0x80000000ull, &result);
		ck_assert_int_eq(rc, cases[i].index / 512 <= cases[i].tl ? 0 : PGM_SEGMENT_TRANS);
	}
}
END_TEST

START_TEST(protection_is_collected_from_all_levels)
{
	static const struct {
		uint64_t entry_addr, entry, cr0;
		bool protected;
	} cases[] = {
		{PAGE_TABLE + 40, 0x30200, 0, true},
		{SEG_TABLE + 8, PAGE_TABLE | 0x200, 0, true},
		{R3_TABLE + 8, SEG_TABLE | 0x207, CR0_EDAT, true},
		{R2_TABLE + 8, R3_TABLE | 0x20B, CR0_EDAT, true},
		{R1_TABLE + 8, R2_TABLE | 0x20F, CR0_EDAT, true},
		{R1_TABLE + 8, R2_TABLE | 0x20F, 0, false}, /* without EDAT regions have none */
		{PAGE_TABLE + 40, 0x300FF, 0, false},
	};
	struct gdat_result result;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		set_up();
		cr[0] = cases[i].cr0;
		put(cases[i].entry_addr, cases[i].entry);
		ck_assert_int_eq(
			xlate_virtual(&cpu, &ops, R1_TABLE | ASCE_TL | ASCE_DT_R1, V_R1, &result),
			0);
		ck_assert_msg(result.dat_protected == cases[i].protected, "case %zu", i);
	}
}
END_TEST

START_TEST(large_segments_need_edat)
{
	struct gdat_result result;

	set_up();
	cpu.prefix = 0x700000;
	put(SEG_TABLE + 8, 0x700000 | STE_FC | STE_PROTECT);
	cr[0] = CR0_EDAT;
	ck_assert_int_eq(xlate_virtual(&cpu, &ops, cr[1], 0x100123, &result), 0);
	ck_assert_uint_eq(result.abs, 0x700123); /* absolute: not prefixed */
	ck_assert(result.large && result.dat_protected);

	cr[0] = 0; /* now X'700400' is where a page table is said to be */
	ck_assert_int_eq(xlate_virtual(&cpu, &ops, cr[1], 0x100123, &result), PGM_ADDRESSING);
}
END_TEST

START_TEST(real_space_takes_addresses_as_they_are)
{
	struct gdat_result result;

	set_up();
	cpu.prefix = 0x8000;
	ck_assert_int_eq(xlate_virtual(&cpu, &ops, ASCE_REAL, ~0ull, &result), 0);
	ck_assert_uint_eq(result.abs, ~0ull);
	ck_assert_int_eq(xlate_virtual(&cpu, &ops, ASCE_REAL | 0x100, 0x1FFF, &result), 0);
	ck_assert_uint_eq(result.abs, 0x9FFF);
	ck_assert(result.private_space);
	ck_assert_int_eq(fetches, 0);
}
END_TEST

START_TEST(prefixing_exchanges_two_blocks)
{
	static const struct {
		bool esame;
		uint32_t prefix;
		uint64_t real, abs;
	} cases[] = {
		{true, 0, 0x1FFF, 0x1FFF},
		{true, 0x8000, 0, 0x8000},
		{true, 0x8000, 0x1FFF, 0x9FFF},
		{true, 0x8000, 0x2000, 0x2000},
		{true, 0x8000, 0x7FFF, 0x7FFF},
		{true, 0x8000, 0x8000, 0},
		{true, 0x8000, 0x9FFF, 0x1FFF},
		{true, 0x8000, 0xA000, 0xA000},
		{true, 0xFFFFFFFF, 0, 0x7FFFE000}, /* stray bits count for nothing */
		{false, 0x8000, 0x0FFF, 0x8FFF},
		{false, 0x8000, 0x1000, 0x1000},
		{false, 0x8000, 0x8FFF, 0x0FFF},
		{false, 0x8000, 0x9000, 0x9000},
	};

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cpu.esame = cases[i].esame;
		cpu.prefix = cases[i].prefix;
		ck_assert_uint_eq(gdat_real_to_abs(&cpu, cases[i].real), cases[i].abs);
	}
}
END_TEST

START_TEST(psw_chooses_the_space)
{
	static const struct {
		uint64_t space;
		enum gdat_access access;
		uint32_t alet;
		int rc;
		uint64_t asce;
	} cases[] = {
		{PSW_AS_PRIM, GDAT_FETCH, 9, 0, 100},
		{PSW_AS_PRIM, GDAT_INSN, 0, 0, 100},
		{PSW_AS_SEC, GDAT_STORE, 9, 0, 700},
		{PSW_AS_SEC, GDAT_INSN, 0, 0, 100},
		{PSW_AS_HOME, GDAT_FETCH, 0, 0, 1300},
		{PSW_AS_HOME, GDAT_INSN, 0, 0, 1300},
		{PSW_AS_AR, GDAT_FETCH, 0, 0, 100},
		{PSW_AS_AR, GDAT_FETCH, 1, 0, 700},
		{PSW_AS_AR, GDAT_FETCH, 2, -E_NOENT, 0},
		{PSW_AS_AR, GDAT_INSN, 2, 0, 100},
	};

	set_up();
	cr[1] = 100;
	cr[7] = 700;
	cr[13] = 1300;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint64_t asce = 0;

		cpu.psw_mask = PSW_DAT | cases[i].space;
		ck_assert_int_eq(
			xlate_asce(&cpu, cases[i].access, cases[i].alet, &asce), cases[i].rc);
		ck_assert_uint_eq(asce, cases[i].asce);
	}
}
END_TEST

START_TEST(logical_addresses_obey_the_dat_bit)
{
	struct gdat_result result;

	set_up();
	ck_assert_int_eq(xlate_logical(&cpu, &ops, GDAT_FETCH, 0, V_SEG, &result), 0);
	ck_assert_uint_eq(result.abs, 0x30123);
	cpu.psw_mask = 0;
	cpu.prefix = 0x6000;
	ck_assert_int_eq(xlate_logical(&cpu, &ops, GDAT_FETCH, 0, V_SEG, &result), 0);
	ck_assert_uint_eq(result.abs, V_SEG);
	ck_assert_int_eq(xlate_logical(&cpu, &ops, GDAT_FETCH, 0, 0x10, &result), 0);
	ck_assert_uint_eq(result.abs, 0x6010);
	ck_assert_uint_eq(result.real, 0x10);
	cpu.psw_mask = PSW_DAT | PSW_AS_AR;
	ck_assert_int_eq(xlate_logical(&cpu, &ops, GDAT_FETCH, 7, 0x10, &result), -E_NOENT);
}
END_TEST

START_TEST(error_of_a_fetch_ends_the_walk)
{
	struct gdat_result result = {.abs = 42};

	for (int n = 0; n < 5; n++) {
		set_up();
		fail_after = n;
		ck_assert_int_eq(
			xlate_virtual(&cpu, &ops, R1_TABLE | ASCE_TL | ASCE_DT_R1, V_R1, &result),
			-E_AGAIN);
		ck_assert_int_eq(fetches, n + 1);
	}
	ck_assert_uint_eq(result.abs, 42);
}
END_TEST

/* ESA/390: segment 1 at SEG390 + 4, its page 5 is frame X'30000'. */
static void set_up_390(void)
{
	set_up();
	memset(storage, 0xFF, sizeof(storage));
	put390(SEG390 + 4, PAGE390 | 0x0F);
	put390(PAGE390 + 5 * 4, 0x30000);
	cpu.esame = false;
	cr[0] = 0x00B00000;
}

START_TEST(esa390_faults_have_their_codes)
{
	static const struct {
		uint32_t std, entry_addr, entry, cr0;
		uint64_t addr;
		int rc;
	} cases[] = {
		{SEG390, 0, 0, 0x00B00000, 0x105123, 0},
		{SEG390, 0, 0, 0x00B00000, 0xFFFFFFFF80105123ull, 0}, /* 31 bits count */
		{SEG390, 0, 0, 0x00A00000, 0x105123, PGM_TRANS_SPEC},
		{SEG390, SEG390 + 4, PAGE390 | 0x2F, 0x00B00000, 0x105123, PGM_SEGMENT_TRANS},
		{SEG390, SEG390 + 4, PAGE390 | 0x8000000F, 0x00B00000, 0x105123, PGM_TRANS_SPEC},
		{SEG390 | 0x100, SEG390 + 4, PAGE390 | 0x1F, 0x00B00000, 0x105123, PGM_TRANS_SPEC},
		{SEG390, SEG390 + 4, PAGE390 | 0x1F, 0x00B00000, 0x105123, 0},
		{SEG390, SEG390 + 64, PAGE390, 0x00B00000, 0x1005123, PGM_SEGMENT_TRANS},
		{SEG390 | 1, SEG390 + 64, PAGE390, 0x00B00000, 0x1005123, 0},
		{SEG390, SEG390 + 4, PAGE390, 0x00B00000, 0x110000, PGM_PAGE_TRANS},
		{SEG390, PAGE390 + 20, 0x30400, 0x00B00000, 0x105123, PGM_PAGE_TRANS},
		{SEG390, PAGE390 + 20, 0x30800, 0x00B00000, 0x105123, PGM_TRANS_SPEC},
		{SEG390, PAGE390 + 20, 0x30100, 0x00B00000, 0x105123, PGM_TRANS_SPEC},
		{SEG390, PAGE390 + 20, 0x80030000, 0x00B00000, 0x105123, PGM_TRANS_SPEC},
		{0x7FFFF000, 0, 0, 0x00B00000, 0x105123, PGM_ADDRESSING},
	};
	struct gdat_result result;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc;

		set_up_390();
		cr[0] = cases[i].cr0;
		if (cases[i].entry_addr)
			put390(cases[i].entry_addr, cases[i].entry);
		rc = xlate_virtual(&cpu, &ops, cases[i].std, cases[i].addr, &result);
		ck_assert_msg(rc == cases[i].rc, "case %zu gave X'%X'", i, (unsigned int)rc);
		if (rc == 0) {
			ck_assert_uint_eq(result.abs, 0x30123);
			ck_assert(!result.dat_protected);
		}
	}
	set_up_390();
	put390(PAGE390 + 20, 0x30200);
	ck_assert_int_eq(xlate_virtual(&cpu, &ops, SEG390, 0x105123, &result), 0);
	ck_assert(result.dat_protected);
}
END_TEST

START_TEST(low_address_protection_covers_two_blocks)
{
	static const struct {
		gvirt_t addr;
		bool esame, esa390;
	} cases[] = {
		{0, true, true},
		{511, true, true},
		{512, false, false},
		{4095, false, false},
		{4096, true, false},
		{4607, true, false},
		{4608, false, false},
	};

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr[0] = CR0_LAP;
		cpu.esame = true;
		ck_assert(gdat_lap_forbids(&cpu, cases[i].addr, false) == cases[i].esame);
		ck_assert(!gdat_lap_forbids(&cpu, cases[i].addr, true));
		cpu.esame = false;
		ck_assert(gdat_lap_forbids(&cpu, cases[i].addr, false) == cases[i].esa390);
		cr[0] = ~CR0_LAP;
		ck_assert(!gdat_lap_forbids(&cpu, cases[i].addr, false));
	}
}
END_TEST

START_TEST(keys_protect_as_the_manual_says)
{
	const uint64_t fetch_override = BIT64(38), store_override = BIT64(39);
	const struct {
		uint64_t cr0;
		uint8_t access_key, storage_key;
		gvirt_t addr;
		bool private_space, store, fetch;
	} cases[] = {
		{0, 0, 0xF8, 0, false, false, false},
		{0, 5, 0x58, 0, false, false, false},
		{0, 5, 0x60, 0, false, true, false},
		{0, 5, 0x66, 0, false, true, false}, /* reference and change bits */
		{0, 5, 0x68, 0, false, true, true},
		{fetch_override, 5, 0x68, 2047, false, true, false},
		{fetch_override, 5, 0x68, 2048, false, true, true},
		{fetch_override, 5, 0x68, 2047, true, true, true},
		{store_override, 5, 0x98, 0, false, false, false},
		{store_override, 5, 0x88, 0, false, true, true},
		{0, 5, 0x98, 0, false, true, true},
	};

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr[0] = cases[i].cr0;
		ck_assert_msg(gdat_key_forbids(&cpu, cases[i].access_key, cases[i].storage_key,
				      GDAT_STORE, cases[i].addr,
				      cases[i].private_space) == cases[i].store,
			"store %zu", i);
		ck_assert_msg(gdat_key_forbids(&cpu, cases[i].access_key, cases[i].storage_key,
				      GDAT_FETCH, cases[i].addr,
				      cases[i].private_space) == cases[i].fetch,
			"fetch %zu", i);
	}
}
END_TEST

START_TEST(tells_whose_protection_it_was)
{
	struct gdat_result result = {0};

	set_up();
	cr[0] = CR0_LAP;
	ck_assert(!gdat_guest_forbids(&cpu, &result, 0, 0xF8, GDAT_STORE, 0x5000));
	ck_assert(gdat_guest_forbids(&cpu, &result, 0, 0xF8, GDAT_STORE, 0x100));
	ck_assert(!gdat_guest_forbids(&cpu, &result, 0, 0xF8, GDAT_FETCH, 0x100));
	ck_assert(gdat_guest_forbids(&cpu, &result, 1, 0xF8, GDAT_FETCH, 0x5000));
	result.dat_protected = true;
	ck_assert(gdat_guest_forbids(&cpu, &result, 0, 0, GDAT_STORE, 0x5000));
	ck_assert(!gdat_guest_forbids(&cpu, &result, 0, 0, GDAT_FETCH, 0x5000));
}
END_TEST

UNIT_MAIN("logic/gdat", walks_from_every_table_type, each_fault_has_its_code,
	table_length_and_offset_count_in_quarters, protection_is_collected_from_all_levels,
	large_segments_need_edat, real_space_takes_addresses_as_they_are,
	prefixing_exchanges_two_blocks, psw_chooses_the_space, logical_addresses_obey_the_dat_bit,
	error_of_a_fetch_ends_the_walk, esa390_faults_have_their_codes,
	low_address_protection_covers_two_blocks, keys_protect_as_the_manual_says,
	tells_whose_protection_it_was)
