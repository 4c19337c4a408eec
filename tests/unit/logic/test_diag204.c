/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/diag204.h"

static const struct diag204_cpu_facts cpus[] = {{0, 10, 5000, 4000}, {1, 20, 7000, 6000}};
static const struct diag204_facts facts = {
	.partition_number = 7, .partition_name = "HERC", .tod = 0x1122334455667788ull, cpus, 2};

static uint8_t page[4096];

START_TEST(only_the_simple_subcode_is_provided)
{
	static const uint64_t others[] = {
		0, 5, 6, 7, 0x10004, 0x10005, 0x10006, 0x10007, 0x100000004ull, ~0ull};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		uint64_t subcode = others[i], pages = 1;

		memset(page, 0xEE, sizeof(page));
		ck_assert(!diag204_build(&facts, &subcode, &pages, page));
		ck_assert_uint_eq(subcode, 4);
		ck_assert_uint_eq(page[0], 0xEE);
	}
}
END_TEST

START_TEST(data_are_in_place)
{
	uint64_t subcode = 4, pages = 0;

	ck_assert(!diag204_build(&facts, &subcode, &pages, page));
	ck_assert_uint_eq(subcode, 8);
	subcode = 4;
	pages = 9;
	memset(page, 0xEE, sizeof(page));
	ck_assert(diag204_build(&facts, &subcode, &pages, page));
	ck_assert_uint_eq(subcode, 0);
	ck_assert_uint_eq(pages, 1);
	ck_assert_uint_eq(page[0], 1);
	ck_assert_uint_eq(page[5], 2);
	ck_assert_uint_eq(page[7], 16);
	ck_assert_uint_eq(page[8], 0x11);
	ck_assert_uint_eq(page[16], 7);
	ck_assert_uint_eq(page[17], 2);
	ck_assert_uint_eq(page[24], 0xC8); /* H */
	ck_assert_uint_eq(page[31], 0x40);
	ck_assert_uint_eq(page[32 + 5], 0x20);
	ck_assert_uint_eq(page[32 + 7], 10);
	ck_assert_uint_eq(page[32 + 14] << 8 | page[32 + 15], 5000);
	ck_assert_uint_eq(page[56 + 1], 1);
	ck_assert_uint_eq(page[56 + 22] << 8 | page[56 + 23], 6000);
	ck_assert_uint_eq(page[80], 0);
}
END_TEST

START_TEST(many_cpus_are_cut)
{
	static struct diag204_cpu_facts lot[255];
	struct diag204_facts many = facts;
	uint64_t subcode = 4, pages = 1;

	many.cpus = lot;
	many.nr_cpus = 255;
	ck_assert(diag204_build(&many, &subcode, &pages, page));
	ck_assert_uint_eq(page[17], 64);
}
END_TEST

static grc_t parse(const char *userid, uint32_t format, uint32_t size, struct diag2fc_query *query)
{
	struct diag_2fc_parm parm = {0};

	ebc_from_str(parm.userid, userid, sizeof(parm.userid));
	parm.addr = be64(0x123456789000ull);
	parm.size = be32(size);
	parm.format = be32(format);
	return diag_2fc_parse(&parm, query);
}

START_TEST(query_names_its_guests)
{
	struct diag2fc_query query;

	ck_assert_int_eq(parse("*", 1, 0, &query), PGM_SPECIFICATION);
	ck_assert_int_eq(parse("*", 3, 0, &query), PGM_SPECIFICATION);
	ck_assert_int_eq(parse("*", 2, 77, &query), 0);
	ck_assert_int_eq(query.scope, DIAG2FC_ALL);
	ck_assert_uint_eq(query.addr, 0x123456789000ull);
	ck_assert_uint_eq(query.size, 77);
	ck_assert_int_eq(parse("", 2, 0, &query), 0);
	ck_assert_int_eq(query.scope, DIAG2FC_OWN);
	ck_assert_int_eq(parse("linux123", 2, 0, &query), 0);
	ck_assert_int_eq(query.scope, DIAG2FC_NAMED);
	ck_assert_str_eq(query.userid, "LINUX123");
}
END_TEST

/* Linux asks with size 0, takes minus the residual for the size, and wants 0 back with that. */
START_TEST(residual_is_what_linux_counts_with)
{
	static const struct {
		uint32_t size, nr;
		int64_t rc, residual;
	} cases[] = {
		{0, 1, DIAG2FC_RC_SHORT, -112},
		{0, 3, DIAG2FC_RC_SHORT, -336},
		{336, 3, DIAG2FC_RC_DONE, 0},
		{335, 3, DIAG2FC_RC_SHORT, -1},
		{400, 3, DIAG2FC_RC_DONE, 64},
		{0, 0, DIAG2FC_RC_DONE, 0},
		{0xFFFFFFFF, 1, DIAG2FC_RC_DONE, 0xFFFFFFFFll - 112},
		{0, 0xFFFFFFFF, DIAG2FC_RC_SHORT, -0xFFFFFFFFll * 112},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct diag2fc_query query = {.size = cases[i].size};
		int64_t residual;

		ck_assert_int_eq(diag2fc_finish(&query, cases[i].nr, &residual), cases[i].rc);
		ck_assert_int_eq(residual, cases[i].residual);
	}
}
END_TEST

START_TEST(record_is_in_place)
{
	const struct diag2fc_facts guest = {
		"LINUX01", 0x1111, 0x2222, 0x40000, 0x3333, 2, 4, 3, 100};
	struct diag_2fc record;
	const uint8_t *bytes = (const uint8_t *)&record;

	memset(&record, 0xEE, sizeof(record));
	diag2fc_record(&guest, &record);
	ck_assert_uint_eq(bytes[0x0F], 0x11);
	ck_assert_uint_eq(bytes[0x17], 0x22);
	ck_assert_uint_eq(bytes[0x25], 0x04);
	ck_assert_uint_eq(bytes[0x37], 0x33);
	ck_assert_uint_eq(bytes[0x3F], 2);
	ck_assert_uint_eq(bytes[0x43], 4);
	ck_assert_uint_eq(bytes[0x47], 3);
	ck_assert_uint_eq(bytes[0x4F], 100);
	ck_assert_uint_eq(bytes[0x50], 0);
	ck_assert_uint_eq(bytes[0x68], 0xD3);
	ck_assert_uint_eq(bytes[0x6F], 0x40);
}
END_TEST

UNIT_MAIN("logic/diag204", only_the_simple_subcode_is_provided, data_are_in_place,
	many_cpus_are_cut, query_names_its_guests, residual_is_what_linux_counts_with,
	record_is_in_place)
