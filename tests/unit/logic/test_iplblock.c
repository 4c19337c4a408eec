/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/iplblock.h"

static uint8_t page[4096];
static struct ipl_source out;

static const struct ipl_source reader = {.devno = 0x000C};
static const struct ipl_source disk = {
	.devno = 0x0150, .has_loadparm = true, .loadparm = "2", .parm = "ro single"};

START_TEST(block_has_its_fields_in_place)
{
	ebc8_t text[9];

	memset(page, 0xEE, sizeof(page));
	iplblock_build(&disk, page);
	ck_assert_uint_eq(page[3], 0xC8);
	ck_assert_uint_eq(page[7], 0);
	ck_assert_uint_eq(page[11], 0xC0);
	ck_assert_uint_eq(page[12], 2);
	ck_assert_uint_eq(page[13], 0x80);
	ck_assert_uint_eq(page[0x10], 0xF2);
	ck_assert_uint_eq(page[0x17], 0x40);
	ck_assert_uint_eq(page[0x6E], 0x01);
	ck_assert_uint_eq(page[0x6F], 0x50);
	ck_assert_uint_eq(page[0x70], 0x40);
	ck_assert_uint_eq(page[0x77], 9);
	ebc_from_ascii(text, "ro single", 9);
	ck_assert_mem_eq(page + 0x80, text, 9);
	ck_assert_uint_eq(page[0xC8], 0);
	ck_assert_uint_eq(page[4095], 0);
	iplblock_build(&reader, page);
	ck_assert_uint_eq(page[13], 0);
	ck_assert_uint_eq(page[0x70], 0);
	ck_assert_uint_eq(page[0x6F], 0x0C);
}
END_TEST

START_TEST(what_was_built_reads_back)
{
	struct ipl_source nss = {.is_nss = true, .nss_name = "CMS"};

	iplblock_build(&disk, page);
	ck_assert_int_eq(iplblock_parse(page, sizeof(page), &out), 0);
	ck_assert(!out.is_nss && out.has_loadparm);
	ck_assert_uint_eq(out.devno, 0x0150);
	ck_assert_str_eq(out.loadparm, "2");
	ck_assert_str_eq(out.parm, "ro single");

	memset(nss.parm, 'p', IPLBLOCK_PARM_MAX);
	iplblock_build(&nss, page);
	ck_assert_int_eq(iplblock_parse(page, 0xC8, &out), 0);
	ck_assert(out.is_nss && !out.has_loadparm);
	ck_assert_str_eq(out.nss_name, "CMS");
	ck_assert_uint_eq(strlen(out.parm), 64);
}
END_TEST

START_TEST(bad_blocks_are_refused_and_change_nothing)
{
	static const struct {
		size_t len, at;
		uint8_t value;
		int rc;
	} cases[] = {
		{0, 0x18, 0, -E_FORMAT}, {7, 0x18, 0, -E_FORMAT}, {0xC7, 0x18, 0, -E_FORMAT},
		{0xC8, 0x18, 0xFF, 0}, {4096, 3, 0xC7, -E_FORMAT}, {4096, 3, 0xC9, 0},
		{0xC8, 3, 0xC9, -E_FORMAT}, {4096, 2, 0x10, -E_FORMAT}, /* 4296 bytes */
		{4096, 0, 0xFF, -E_FORMAT}, {4096, 7, 1, -E_FORMAT}, {4096, 11, 0xBF, -E_FORMAT},
		{4096, 11, 0xC1, -E_FORMAT}, {4096, 8, 0xFF, -E_FORMAT},
		{4096, 12, 0, -E_NODEV}, /* SCSI */
		{4096, 12, 4, -E_NODEV}, {4096, 0x6D, 1, -E_NODEV}, {4096, 0x6D, 0xF8, 0},
		{4096, 0x77, 64, 0}, {4096, 0x77, 65, -E_FORMAT}, {4096, 0x74, 0x80, -E_FORMAT},
		{4096, 0x70, 0x80, -E_FORMAT}, /* a saved system without a name */
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc;

		iplblock_build(&disk, page);
		page[cases[i].at] = cases[i].value;
		memset(&out, 0x77, sizeof(out));
		rc = iplblock_parse(page, cases[i].len, &out);
		ck_assert_msg(rc == cases[i].rc, "case %zu: %d", i, rc);
		if (rc)
			ck_assert_uint_eq(out.devno, 0x7777);
	}
}
END_TEST

START_TEST(text_of_a_guest_is_made_printable)
{
	iplblock_build(&disk, page);
	memset(page + 0x10, 0x00, 8);
	page[0x80] = 0x15; /* new line */
	ck_assert_int_eq(iplblock_parse(page, sizeof(page), &out), 0);
	ck_assert_str_eq(out.loadparm, "");
	ck_assert_str_eq(out.parm, " o single");
	page[0x70] = 0x80;
	memset(page + 0x78, 0x40, 8);
	page[0x79] = 0xC1; /* " A": a name has no blanks before it */
	ck_assert_int_eq(iplblock_parse(page, sizeof(page), &out), -E_FORMAT);
}
END_TEST

UNIT_MAIN("logic/iplblock", block_has_its_fields_in_place, what_was_built_reads_back,
	bad_blocks_are_refused_and_change_nothing, text_of_a_guest_is_made_printable)
