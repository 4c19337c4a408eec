// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/label.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/trackimage.h"
#include "unit.h"

static uint8_t image[16384];
static uint32_t len;

static uint8_t *put(uint8_t rec, const char *key, uint16_t data_len)
{
	struct ckd_count count = {
		.rec = rec, .key_len = (uint8_t)strlen(key), .data_len = be16(data_len)};
	uint8_t *data = image + len + sizeof(count) + strlen(key);

	memcpy(image + len, &count, sizeof(count));
	ebc_from_ascii(image + len + sizeof(count), key, strlen(key));
	memset(data, 0, data_len);
	len += (uint32_t)(sizeof(count) + strlen(key) + data_len);
	return data;
}

static int label_of(
	const char *key, const char *text, uint16_t data_len, bool with_map, struct label *label)
{
	ebc8_t *data;

	len = 0;
	put(0, "", 8);
	put(1, "IPL1", 24);
	put(2, "IPL2", 144);
	data = put(3, key, data_len);
	memset(data, EBC_BLANK, data_len);
	ebc_from_ascii(data, text, MIN(strlen(text), data_len));
	if (with_map)
		put(4, "", VOL_BLOCK_SIZE);
	memset(image + len, 0xff, TRACKIMAGE_END_LEN);
	len += TRACKIMAGE_END_LEN;
	return label_read(image, len, label);
}

START_TEST(all_kinds_of_label_are_read)
{
	static const char owned[] = "VOL1SWSRES                           STILLWATER CP  ";
	static const struct {
		const char *key, *text;
		uint16_t data_len;
		int rc;
		const char *volid;
	} rows[] = {
		{"VOL1", "VOL1USR001", 80, 0, "USR001"},
		{"VOL1", "VOL1A", 80, 0, "A"},
		{"VOL1", "VOL1abc", 80, 0, "ABC"},
		{"", "VOL1USR001", 80, 0, "USR001"},
		{"", "LNX1L-0001", 4096, 0, "L-0001"},
		{"", "CMS1CMS191", 4096, 0, "CMS191"},
		{"VOL1", "LNX1L-0001", 80, -E_NOENT, ""},
		{"VOL1", "VOL1", 80, -E_NOENT, ""},
		{"VOL1", "VOL1A B", 80, -E_NOENT, ""},
		{"VOL1", "VOL1USR001", 9, -E_NOENT, ""},
		{"VOL", "VOL1USR001", 80, -E_NOENT, ""},
		{"", "IPLXUSR001", 80, -E_NOENT, ""},
		{"VOL1", owned, 80, 0, "SWSRES"},
	};
	struct label label;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_int_eq(
			label_of(rows[i].key, rows[i].text, rows[i].data_len, true, &label),
			rows[i].rc);
		if (rows[i].rc == 0)
			ck_assert_str_eq(label.volid, rows[i].volid);
		ck_assert_int_eq(label.is_cp, rows[i].text == owned);
	}
	ck_assert_uint_eq(label.map_at[0], len - TRACKIMAGE_END_LEN - VOL_BLOCK_SIZE);
	ck_assert_int_eq(label_of("VOL1", owned, 80, false, &label), 0);
	ck_assert(!label.is_cp);
	ck_assert_int_eq(label_read(image, len - 1, &label), -E_FORMAT);
}
END_TEST

START_TEST(patterns_fit)
{
	static const struct {
		const char *volid, *pattern;
		bool fits;
	} rows[] = {
		{"USR001", "USR001", true},
		{"USR001", "USR00", false},
		{"USR001", "USR0011", false},
		{"USR001", "*", true},
		{"USR001", "USR*", true},
		{"USR001", "*001", true},
		{"USR001", "U*0*1", true},
		{"USR001", "U*2*1", false},
		{"USR001", "%%%%%%", true},
		{"USR001", "%%%%%", false},
		{"USR001", "*%", true},
		{"AAB", "*AB", true},
		{"A", "A**", true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_int_eq(volid_matches(rows[i].volid, rows[i].pattern), rows[i].fits);
}
END_TEST

UNIT_MAIN("logic/volume/label", all_kinds_of_label_are_read, patterns_fit)
