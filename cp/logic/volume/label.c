// SPDX-License-Identifier: Apache-2.0
/* The label of a disk. */
#include "logic/volume/label.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/trackimage.h"

#define LABEL_MIN 10 /* id and name */

static bool is_volid_char(char c)
{
	return chr_is_alpha(c) || chr_is_digit(c) || (c && strchr("$#@_-+:.", c));
}

int volid_parse(const char *text, size_t len, char volid[VOLID_SIZE])
{
	if (len < 1 || len >= VOLID_SIZE)
		return -E_INVAL;
	for (size_t i = 0; i < len; i++) {
		if (!is_volid_char(text[i]))
			return -E_INVAL;
	}
	memset(volid, 0, VOLID_SIZE);
	memcpy(volid, text, len);
	str_upper(volid);
	return 0;
}

bool volid_matches(const char *volid, const char *pattern)
{
	const char *star = NULL, *again = NULL;

	while (*volid) {
		if (*pattern == '*') {
			star = ++pattern;
			again = volid;
		} else if (*pattern == '%' || *pattern == *volid) {
			pattern++;
			volid++;
		} else if (star) { /* the last * takes one character more */
			pattern = star;
			volid = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* Whether the data of a record begins with these four characters. */
static bool begins(const uint8_t *data, const char *text)
{
	ebc8_t wanted[4];

	ebc_from_ascii(wanted, text, sizeof(wanted));
	return memcmp(data, wanted, sizeof(wanted)) == 0;
}

/* Reads the label in the record, if it is one. */
static int label_take(const uint8_t *record, const struct ckd_count *count, struct label *label)
{
	const uint8_t *data = record + sizeof(*count) + count->key_len;
	uint32_t len = be16_get(count->data_len);
	const struct vol_label *standard = (const void *)data;
	char name[VOLID_SIZE] = "", owner[sizeof(standard->owner)];
	size_t name_len = VOLID_SIZE - 1;

	if (len < LABEL_MIN || (count->key_len && count->key_len != VOL_KEY_LEN))
		return -E_NOENT;
	if (!begins(data, "VOL1") &&
		(count->key_len || (!begins(data, "LNX1") && !begins(data, "CMS1"))))
		return -E_NOENT;
	ebc_to_ascii(name, standard->volser, name_len);
	while (name_len && name[name_len - 1] == ' ')
		name_len--;
	if (volid_parse(name, name_len, label->volid))
		return -E_NOENT;
	if (count->key_len && len == sizeof(*standard)) {
		ebc_to_ascii(owner, standard->owner, sizeof(owner));
		label->is_cp = memcmp(owner, VOL_OWNER, strlen(VOL_OWNER)) == 0;
	}
	return 0;
}

int label_read(const void *image, uint32_t len, struct label *label)
{
	struct trackimage_record record;
	uint32_t used, at = 0;
	int rc = trackimage_check(image, len, &used);
	bool has_label = false;

	*label = (struct label){};
	if (rc < 0)
		return rc;
	while (trackimage_next(image, len, &at, &record) > 0) {
		if (record.count.rec == VOL_REC_LABEL && !has_label)
			has_label = !label_take(
				(const uint8_t *)image + record.at, &record.count, label);
		if (record.count.key_len != 0 || be16_get(record.count.data_len) != VOL_BLOCK_SIZE)
			continue;
		if (record.count.rec == VOL_REC_ALLOC)
			label->map_at[0] = record.at + sizeof(record.count);
		if (record.count.rec == VOL_REC_ALLOC_COPY)
			label->map_at[1] = record.at + sizeof(record.count);
	}
	label->is_cp = label->is_cp && (label->map_at[0] || label->map_at[1]);
	return has_label ? 0 : -E_NOENT;
}
