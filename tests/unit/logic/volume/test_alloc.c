// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/alloc.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"
#include "unit.h"

#define CYLS 1113

static struct vol_alloc map; /* of each test: as new */

struct row {
	uint32_t cyl, nr_cyls;
	enum vol_space space;
};

static void map_make(const struct row *rows, size_t nr)
{
	memset(&map, 0, sizeof(map));
	map.nr_cyls = be32(CYLS);
	map.nr_extents = be32(nr);
	for (size_t i = 0; i < nr && i < VOL_EXTENTS_MAX; i++) {
		map.extent[i].cyl = be32(rows[i].cyl);
		map.extent[i].nr_cyls = be32(rows[i].nr_cyls);
		map.extent[i].space = rows[i].space;
	}
	vol_record_seal(&map, VOL_MAGIC_ALLOC);
}

static void map_is(const struct row *rows, size_t nr)
{
	struct alloc_extent extent;
	uint32_t bad;

	ck_assert_int_eq(alloc_check(&map, CYLS, &bad), 0);
	for (size_t i = 0; i < nr; i++) {
		ck_assert(alloc_extent(&map, i, &extent));
		ck_assert_uint_eq(extent.cyl, rows[i].cyl);
		ck_assert_uint_eq(extent.nr_cyls, rows[i].nr_cyls);
		ck_assert_int_eq(extent.space, rows[i].space);
	}
	ck_assert(!alloc_extent(&map, nr, &extent));
}

static const struct row usual[] = {
	{0, 13, VOL_PERM},
	{13, 10, VOL_DRCT},
	{23, 5, VOL_PARM},
	{28, 85, VOL_PERM},
	{113, 500, VOL_PAGE},
	{613, 500, VOL_SPOL},
};

START_TEST(new_map_is_all_perm)
{
	alloc_init(&map, CYLS);
	map_is((struct row[]){{0, CYLS, VOL_PERM}}, 1);
}
END_TEST

START_TEST(set_cuts_and_joins_extents)
{
	alloc_init(&map, CYLS);
	ck_assert_int_eq(alloc_set(&map, 13, 10, VOL_DRCT), 0);
	ck_assert_int_eq(alloc_set(&map, 613, 500, VOL_SPOL), 0);
	ck_assert_int_eq(alloc_set(&map, 113, 500, VOL_PAGE), 0);
	ck_assert_int_eq(alloc_set(&map, 23, 5, VOL_PARM), 0);
	map_is(usual, ARRAY_LEN(usual));
	ck_assert_int_eq(alloc_set(&map, 20, 100, VOL_PAGE), 0);
	map_is((struct row[]){{0, 13, VOL_PERM}, {13, 7, VOL_DRCT}, {20, 593, VOL_PAGE},
		       {613, 500, VOL_SPOL}},
		4);
	ck_assert_int_eq(alloc_set(&map, 0, CYLS, VOL_PERM), 0);
	map_is((struct row[]){{0, CYLS, VOL_PERM}}, 1);
}
END_TEST

START_TEST(set_refuses_what_is_not_on_the_volume)
{
	static const struct {
		uint32_t cyl, nr_cyls;
		unsigned int space;
		int rc;
	} rows[] = {
		{1, 0, VOL_PAGE, -E_RANGE},
		{CYLS, 1, VOL_PAGE, -E_RANGE},
		{CYLS - 1, 2, VOL_PAGE, -E_RANGE},
		{1, UINT32_MAX, VOL_PAGE, -E_RANGE},
		{UINT32_MAX, 2, VOL_PAGE, -E_RANGE},
		{0, 1, VOL_PAGE, -E_INVAL},
		{1, 1, 0, -E_INVAL},
		{1, 1, VOL_SPACE_LAST + 1, -E_INVAL},
		{1, 1, 0x80000001, -E_INVAL},
		{CYLS - 1, 1, VOL_PAGE, 0},
		{1, CYLS - 1, VOL_SPACE_LAST, 0},
		{0, 1, VOL_PERM, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct vol_alloc before;

		map_make(usual, ARRAY_LEN(usual));
		before = map;
		ck_assert_int_eq(
			alloc_set(&map, rows[i].cyl, rows[i].nr_cyls, rows[i].space), rows[i].rc);
		if (rows[i].rc)
			ck_assert_mem_eq(&map, &before, sizeof(map));
	}
}
END_TEST

START_TEST(set_fills_the_last_extent_and_refuses_then)
{
	struct alloc_extent extent;
	uint32_t cyl = 2, bad;

	alloc_init(&map, CYLS);
	while (alloc_set(&map, cyl, 1, VOL_PAGE) == 0)
		cyl += 2;
	ck_assert_uint_ge(be32_get(map.nr_extents), VOL_EXTENTS_MAX - 1);
	ck_assert_int_eq(alloc_set(&map, cyl, 1, VOL_PAGE), -E_FULL);
	ck_assert_int_eq(alloc_check(&map, CYLS, &bad), 0);
	ck_assert_uint_eq(alloc_total(&map, VOL_PAGE), cyl / 2 - 1);
	ck_assert(alloc_find(&map, VOL_PAGE, cyl / 2 - 2, &extent));
	ck_assert_uint_eq(extent.cyl, cyl - 2);
	ck_assert(!alloc_find(&map, VOL_PAGE, cyl / 2 - 1, &extent));
}
END_TEST

START_TEST(check_names_the_wrong_extent)
{
	static const struct {
		struct row rows[4];
		uint32_t nr;
		int rc;
		uint32_t bad;
	} rows[] = {
		{{{0, 10, VOL_PERM}, {10, 1103, VOL_PAGE}}, 2, 0, 2},
		{{{0, 10, VOL_PERM}, {10, 1102, VOL_PAGE}}, 2, -E_RANGE, 2}, /* ends too early */
		{{{0, 10, VOL_PERM}, {10, 1104, VOL_PAGE}}, 2, -E_RANGE, 1}, /* goes outside */
		{{{0, 10, VOL_PERM}, {11, 1102, VOL_PAGE}}, 2, -E_RANGE, 1}, /* gap */
		{{{0, 10, VOL_PERM}, {9, 1104, VOL_PAGE}}, 2, -E_RANGE, 1},  /* overlap */
		{{{0, 10, VOL_PERM}, {10, UINT32_MAX, VOL_PAGE}}, 2, -E_RANGE, 1},
		{{{0, 0, VOL_PERM}, {0, 1113, VOL_PERM}}, 2, -E_RANGE, 0}, /* empty */
		{{{0, 10, VOL_PERM}, {10, 0, VOL_PERM}, {10, 1103, VOL_PERM}}, 3, -E_RANGE, 1},
		{{{1, 1112, VOL_PERM}}, 1, -E_RANGE, 0}, /* gap at the front */
		{{{0, 1113, VOL_PAGE}}, 1, -E_INVAL, 0}, /* cylinder 0 */
		{{{0, 10, VOL_PERM}, {10, 1103, 0}}, 2, -E_INVAL, 1},
		{{{0, 10, VOL_PERM}, {10, 1103, VOL_SPACE_LAST + 1}}, 2, -E_INVAL, 1},
		{{{0, 1113, VOL_PERM}, {1113, 1, VOL_PERM}}, 2, -E_RANGE, 1},
		{{{0, 0, 0}}, 0, -E_RANGE, 0}, /* no extent */
		{{{0, 1113, VOL_PERM}}, VOL_EXTENTS_MAX + 1, -E_RANGE, 0},
		{{{0, 1113, VOL_PERM}}, UINT32_MAX, -E_RANGE, 0},
	};
	uint32_t bad;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		map_make(rows[i].rows, MIN(rows[i].nr, 4));
		map.nr_extents = be32(rows[i].nr);
		vol_record_seal(&map, VOL_MAGIC_ALLOC);
		ck_assert_msg(alloc_check(&map, CYLS, &bad) == rows[i].rc, "row %zu", i);
		ck_assert_msg(bad == rows[i].bad, "row %zu: extent %u", i, bad);
	}
}
END_TEST

START_TEST(check_refuses_damage_and_another_size)
{
	uint32_t bad;

	map_make(usual, ARRAY_LEN(usual));
	ck_assert_int_eq(alloc_check(&map, CYLS, &bad), 0);
	ck_assert_int_eq(alloc_check(&map, CYLS + 1, &bad), -E_RANGE);
	map.extent[1].space = VOL_PAGE;
	ck_assert_int_eq(alloc_check(&map, CYLS, &bad), -E_FORMAT);
	memset(&map, 0, sizeof(map));
	ck_assert_int_eq(alloc_check(&map, CYLS, &bad), -E_NOENT);
}
END_TEST

START_TEST(finds_extents_and_totals_by_kind)
{
	struct alloc_extent extent;

	map_make(usual, ARRAY_LEN(usual));
	ck_assert(alloc_find(&map, VOL_PERM, 1, &extent));
	ck_assert_uint_eq(extent.cyl, 28);
	ck_assert_uint_eq(extent.nr_cyls, 85);
	ck_assert(!alloc_find(&map, VOL_PERM, 2, &extent));
	ck_assert(!alloc_find(&map, VOL_TDSK, 0, &extent));
	ck_assert_uint_eq(alloc_total(&map, VOL_PERM), 98);
	ck_assert_uint_eq(alloc_total(&map, VOL_SPOL), 500);
	ck_assert_uint_eq(alloc_total(&map, VOL_TDSK), 0);
}
END_TEST

START_TEST(tells_whether_cylinders_are_all_of_one_kind)
{
	static const struct {
		uint32_t cyl, nr_cyls;
		enum vol_space space;
		bool is;
	} rows[] = {
		{113, 500, VOL_PAGE, true},
		{112, 1, VOL_PAGE, false},
		{113, 501, VOL_PAGE, false},
		{112, 500, VOL_PAGE, false},
		{612, 1, VOL_PAGE, true},
		{613, 1, VOL_PAGE, false},
		{0, 13, VOL_PERM, true},
		{0, 1113, VOL_PERM, false},
		{1112, 1, VOL_SPOL, true},
		{1112, 2, VOL_SPOL, false},
		{1113, 1, VOL_SPOL, false},
		{200, 0, VOL_PAGE, false},
		{2, UINT32_MAX, VOL_PERM, false},
	};

	map_make(usual, ARRAY_LEN(usual));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_msg(alloc_is_all(&map, rows[i].cyl, rows[i].nr_cyls, rows[i].space) ==
				      rows[i].is,
			"row %zu", i);
}
END_TEST

START_TEST(names_of_kinds_go_both_ways)
{
	enum vol_space space;

	for (unsigned int i = VOL_PERM; i <= VOL_SPACE_LAST; i++) {
		ck_assert(alloc_space_from_name(alloc_space_name(i), 4, &space));
		ck_assert_uint_eq(space, i);
	}
	ck_assert(alloc_space_from_name("page=", 4, &space));
	ck_assert_int_eq(space, VOL_PAGE);
	ck_assert(!alloc_space_from_name("PAG", 3, &space));
	ck_assert(!alloc_space_from_name("PAGES", 5, &space));
	ck_assert(!alloc_space_from_name("", 0, &space));
	ck_assert_ptr_null(alloc_space_name(0));
	ck_assert_ptr_null(alloc_space_name(VOL_SPACE_LAST + 1));
}
END_TEST

UNIT_MAIN("logic/volume/alloc", new_map_is_all_perm, set_cuts_and_joins_extents,
	set_refuses_what_is_not_on_the_volume, set_fills_the_last_extent_and_refuses_then,
	check_names_the_wrong_extent, check_refuses_damage_and_another_size,
	finds_extents_and_totals_by_kind, tells_whether_cylinders_are_all_of_one_kind,
	names_of_kinds_go_both_ways)
