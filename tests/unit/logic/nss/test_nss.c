// SPDX-License-Identifier: Apache-2.0
#include "logic/nss/nss.h"
#include "lib/err.h"
#include "lib/string.h"
#include "unit.h"

static struct nss_def def;

static void begin(void)
{
	def = (struct nss_def){.name = "CMS", .parm_last = 15, .minsize_kb = 17408};
}

static const struct {
	uint32_t first, last;
	unsigned type;
	int rc;
} added[] = {
	{0x10, 0x1f, NSS_EW, 0},
	{0x20, 0x1f, NSS_EW, -E_RANGE},
	{0x1f, 0x1f, NSS_EW, -E_EXIST},
	{0, 0x10, NSS_EW, -E_EXIST},
	{0, 0x200, NSS_EW, -E_EXIST},
	{0, 0x0f, NSS_EW, 0},
	{0x20, 0x20, NSS_EN, 0},
	{0x21, 0x21, NSS_SR, -E_INVAL}, /* shared in a megabyte with exclusive ones */
	{0xff, 0x100, NSS_SN, -E_INVAL},
	{0x100, 0x1ff, NSS_SR, 0},
	{0x200, 0x200, NSS_ER, 0},
	{NSS_PAGE_MAX, NSS_PAGE_MAX, NSS_SW, 0},
	{NSS_PAGE_MAX, NSS_PAGE_MAX + 1, NSS_SW, -E_RANGE},
};

START_TEST(ranges_do_not_overlap_and_megabytes_are_shared_or_exclusive)
{
	begin();
	for (unsigned i = 0; i < sizeof(added) / sizeof(added[0]); i++)
		ck_assert_int_eq(nss_add_range(&def, added[i].first, added[i].last, added[i].type),
			added[i].rc);
	ck_assert_uint_eq(def.nr_ranges, 6);
	for (unsigned i = 1; i < def.nr_ranges; i++)
		ck_assert_uint_gt(def.range[i].first, def.range[i - 1].last);
	ck_assert_uint_eq(nss_first_page(&def), 0);
	ck_assert_uint_eq(nss_last_page(&def), NSS_PAGE_MAX);
	ck_assert_ptr_null(nss_range_of(&def, 0x21));
	ck_assert_uint_eq(nss_range_of(&def, 0x1ff)->type, NSS_SR);
}
END_TEST

START_TEST(the_last_range_is_accepted_and_one_more_refused)
{
	begin();
	for (uint32_t i = 0; i < NSS_RANGES_MAX; i++)
		ck_assert_int_eq(nss_add_range(&def, 2 * i, 2 * i, NSS_EW), 0);
	ck_assert_int_eq(nss_add_range(&def, 0xf0, 0xf0, NSS_EW), -E_FULL);
}
END_TEST

START_TEST(two_overlap_if_they_have_a_megabyte_in_common)
{
	struct nss_def other;

	begin();
	other = def;
	ck_assert_int_eq(nss_add_range(&def, 0x100, 0x1ff, NSS_SR), 0);
	ck_assert_int_eq(nss_add_range(&other, 0, 0xff, NSS_SR), 0);
	ck_assert(!nss_overlap(&def, &other));
	ck_assert_int_eq(nss_add_range(&other, 0x1ff, 0x2ff, NSS_SR), 0);
	ck_assert(nss_overlap(&def, &other));
	ck_assert(nss_overlap(&other, &def));
}
END_TEST

static void fill(void)
{
	ck_assert_int_eq(nss_add_range(&def, 0, 0x1f, NSS_EW), 0);
	ck_assert_int_eq(nss_add_range(&def, 0xf00, 0xfff, NSS_SR), 0);
}

START_TEST(a_header_is_read_as_it_was_made)
{
	struct nss_header header;
	struct nss_def read;

	begin();
	fill();
	def.is_restricted = def.is_saved = true;
	nss_header_make(&header, &def, NULL);
	ck_assert_int_eq(nss_header_read(&header, &read), 0);
	ck_assert_str_eq(read.name, "CMS");
	ck_assert(read.is_restricted && read.is_saved && !read.is_segment && !read.is_vmgroup);
	ck_assert_uint_eq(read.minsize_kb, 17408);
	ck_assert_uint_eq(read.nr_ranges, 2);
	ck_assert_uint_eq(read.range[1].last, 0xfff);
	ck_assert_uint_eq(read.parm_last, 15);
	ck_assert(nss_cpu_is_sound(&header.cpu));
}
END_TEST

static const struct {
	size_t at;
	uint8_t value;
} damages[] = {
	{0, 0},                                        /* magic */
	{8, 0x40},                                     /* a blank name, */
	{9, 0x15},                                     /* one with a control character */
	{offsetof(struct nss_header, parm_first), 17}, /* no such register */
	{offsetof(struct nss_header, parm_last), 16},
	{offsetof(struct nss_header, nr_ranges) + 3, 0},
	{offsetof(struct nss_header, nr_ranges) + 3, NSS_RANGES_MAX + 1},
	{offsetof(struct nss_header, range) + 8, NR_NSS_TYPES}, /* no such kind */
	{offsetof(struct nss_header, range) + 6, 0x10},         /* overlaps with the second */
	{offsetof(struct nss_header, range), 0x80},             /* the first after the last */
};

START_TEST(a_damaged_header_is_refused)
{
	struct nss_header header;
	struct nss_def read;

	begin();
	fill();
	memset(def.name, 0, sizeof(def.name));
	memcpy(def.name, "C", 1);
	for (unsigned i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		nss_header_make(&header, &def, NULL);
		ck_assert_int_eq(nss_header_read(&header, &read), 0);
		((uint8_t *)&header)[damages[i].at] = damages[i].value;
		ck_assert_int_eq(nss_header_read(&header, &read), -E_FORMAT);
	}
}
END_TEST

START_TEST(a_cpu_must_have_a_prefix_of_its_architecture)
{
	struct nss_cpu cpu = {.prefix = be32(0x1000)};

	begin();
	ck_assert(nss_cpu_is_sound(&cpu));
	cpu.esame = 1;
	ck_assert(!nss_cpu_is_sound(&cpu));
	cpu.prefix = be32(0x2000);
	ck_assert(nss_cpu_is_sound(&cpu));
	cpu.esame = 2;
	ck_assert(!nss_cpu_is_sound(&cpu));
}
END_TEST

START_TEST(segext_tells_of_six_ranges_and_counts_all)
{
	struct diag064_out out;
	struct diag064_out31 out31;

	begin();
	for (uint32_t i = 0; i < 7; i++)
		ck_assert_int_eq(
			nss_add_range(&def, 0x20000 + i * 0x100, 0x200ff + i * 0x100, NSS_SR), 0);
	nss_segext(&def, &out);
	ck_assert_uint_eq(be64_get(out.first), 0x20000000);
	ck_assert_uint_eq(be64_get(out.last), 0x206fffff);
	ck_assert_uint_eq(be32_get(out.nr_ranges), 7);
	ck_assert_uint_eq(be32_get(out.nr_stored), 6);
	ck_assert_uint_eq(be64_get(out.range[5].first), 0x20500000 | NSS_SR);
	ck_assert_uint_eq(be64_get(out.range[5].last), 0x205fffff);
	ck_assert_int_eq(nss_segext31(&def, &out31), 0);
	ck_assert_uint_eq(be32_get(out31.range[5].first), 0x20500000 | NSS_SR);
	ck_assert_int_eq(nss_add_range(&def, 0x7ffff, 0x7ffff, NSS_SR), 0);
	ck_assert_int_eq(nss_segext31(&def, &out31), 0);
	ck_assert_int_eq(nss_add_range(&def, 0x80000, 0x80000, NSS_SR), 0);
	ck_assert_int_eq(nss_segext31(&def, &out31), -E_RANGE);
}
END_TEST

START_TEST(kinds_have_two_letters_in_either_case)
{
	begin();
	for (unsigned type = 0; type < NR_NSS_TYPES; type++)
		ck_assert_int_eq(nss_type_of(nss_type_name(type), 2), (int)type);
	ck_assert_int_eq(nss_type_of("sr", 2), NSS_SR);
	ck_assert_int_eq(nss_type_of("S", 1), -1);
	ck_assert_int_eq(nss_type_of("SRX", 3), -1);
	ck_assert_int_eq(nss_type_of("XX", 2), -1);
}
END_TEST

UNIT_MAIN("logic/nss/nss", ranges_do_not_overlap_and_megabytes_are_shared_or_exclusive,
	the_last_range_is_accepted_and_one_more_refused,
	two_overlap_if_they_have_a_megabyte_in_common, a_header_is_read_as_it_was_made,
	a_damaged_header_is_refused, a_cpu_must_have_a_prefix_of_its_architecture,
	segext_tells_of_six_ranges_and_counts_all, kinds_have_two_letters_in_either_case)
