// SPDX-License-Identifier: Apache-2.0
#include "lib/ebcdic.h"
#include "logic/spool/drain.h"
#include "unit.h"

#include <string.h>

static const ebc8_t data[SPDRAIN_LINE_MAX] = {0xC1, 0xC2, 0xC3};

START_TEST(records_become_what_the_device_can_do)
{
	static const struct {
		bool is_punch, immediate;
		uint8_t command;
		uint16_t len;
		bool used;
		uint8_t to, to_len;
	} rows[] = {
		{false, false, 0x09, 3, true, 0x09, 3}, /* a line as it is */
		{false, false, 0x89, 3, true, 0x89, 3},
		{false, false, 0x19, 500, true, 0x19, 132}, /* cut */
		{false, false, 0x01, 3, true, 0x09, 3},     /* cards: one a line */
		{false, false, 0xE9, 3, true, 0x09, 3},     /* channel 13 */
		{false, false, 0x81, 3, true, 0x09, 3},     /* channel 0 */
		{false, false, 0x03, 3, false, 0x03, 3},    /* a tag */
		{false, true, 0x8B, 0, true, 0x8B, 0},
		{false, true, 0x0B, 0, true, 0x0B, 0},
		{false, true, 0xEB, 0, false, 0xEB, 0},
		{false, true, 0x09, 0, false, 0x09, 0}, /* no immediate command */
		{true, false, 0x01, 3, true, 0x01, 80}, /* a card is always full */
		{true, false, 0x41, 80, true, 0x01, 80},
		{true, false, 0x09, 132, true, 0x01, 80}, /* a line, cut */
		{true, false, 0x03, 3, false, 0x01, 80},
		{true, true, 0x8B, 0, false, 0x8B, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct sprec record = {.command = rows[i].command,
			.immediate = rows[i].immediate,
			.len = rows[i].len};
		struct spdrain drain;
		bool used = spdrain_record(rows[i].is_punch, &record, data, &drain);

		ck_assert_msg(used == rows[i].used, "row %zu", i);
		if (!used)
			continue;
		ck_assert_msg(drain.command == rows[i].to && drain.len == rows[i].to_len,
			"row %zu: %02X, %u bytes", i, drain.command, drain.len);
		if (rows[i].is_punch) {
			ck_assert_mem_eq(drain.data, data, MIN(rows[i].len, 80));
			ck_assert(rows[i].len >= 80 || drain.data[79] == EBC_BLANK);
		}
	}
}
END_TEST

START_TEST(a_separator_says_whose_file_it_is)
{
	const struct spfile file = {.owner = "LINUX1",
		.origin = "OPERATOR",
		.spid = 9999,
		.name = "NAME5678",
		.type = "TYPE5678",
		.dist = "DIST5678",
		.class = 'A',
		.nr_records = UINT32_MAX,
		.created = 1000 * TOD_S};
	char all[5 * (SPDRAIN_LINE_MAX + 1)] = "";
	struct spdrain drain;
	unsigned nr;

	for (nr = 0; spdrain_separator(&file, nr, 0, &drain); nr++) {
		char line[SPDRAIN_LINE_MAX + 1] = "";

		ck_assert_uint_le(drain.len, SPDRAIN_LINE_MAX);
		ebc_to_ascii(line, drain.data, drain.len);
		strcat(all, line);
		ck_assert_uint_eq(drain.command, nr == 0 || nr == 4 ? 0x8B : 0x09);
	}
	ck_assert_uint_eq(nr, 5);
	ck_assert_ptr_nonnull(strstr(all, "LINUX1"));
	ck_assert_ptr_nonnull(strstr(all, "9999"));
	ck_assert_ptr_nonnull(strstr(all, "NAME5678 TYPE5678"));
	ck_assert_ptr_nonnull(strstr(all, "4294967295"));
}
END_TEST

UNIT_MAIN("logic/spool/drain", records_become_what_the_device_can_do,
	a_separator_says_whose_file_it_is)
