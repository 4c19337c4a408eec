// SPDX-License-Identifier: Apache-2.0
/* Tracks of a Hercules CKD image: built, checked, searched. */
#include "ckdtrack.h"

#include "lib/string.h"

#define R0_AT     sizeof(struct ckd_home)
#define R0_LEN    8 /* of its data */
#define END_LEN   8
#define DATA_FROM (R0_AT + sizeof(struct ckd_count) + R0_LEN)

static bool is_end(const uint8_t *at)
{
	static const uint8_t mark[END_LEN] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

	return memcmp(at, mark, END_LEN) == 0;
}

/*
 * Reads the record at *at and moves *at behind it. Returns false at the end mark and, with *at
 * beyond the track, when the record doesn't end within the track.
 */
static bool record_next(const uint8_t *track, size_t *at, struct track_record *out)
{
	size_t room = TRACK_SIZE - END_LEN;

	if (*at > room || is_end(track + *at))
		return false;
	memcpy(&out->count, track + *at, sizeof(out->count));
	out->key = track + *at + sizeof(out->count);
	out->data = out->key + out->count.key_len;
	*at += sizeof(out->count) + out->count.key_len + be16_get(out->count.data_len);
	return *at <= room;
}

void track_init(uint8_t *track, uint32_t cyl, uint32_t head)
{
	track_init_minidisk(track, cyl, head, 0);
}

void track_init_minidisk(uint8_t *track, uint32_t cyl, uint32_t head, uint32_t first_cyl)
{
	struct ckd_home home = {.cyl = be16(cyl), .head = be16(head)};
	struct ckd_count r0 = {
		.cyl = be16(cyl - first_cyl), .head = be16(head), .data_len = be16(R0_LEN)};

	memset(track, 0, TRACK_SIZE);
	memcpy(track, &home, sizeof(home));
	memcpy(track + R0_AT, &r0, sizeof(r0));
	memset(track + DATA_FROM, 0xff, END_LEN);
}

void track_end_minidisk(uint8_t *track)
{
	struct ckd_home home;
	struct ckd_count r0;

	memcpy(&home, track, sizeof(home));
	memcpy(&r0, track + R0_AT, sizeof(r0));
	r0.cyl = home.cyl;
	memcpy(track + R0_AT, &r0, sizeof(r0));
}

size_t track_used(const uint8_t *track)
{
	struct track_record record;
	size_t at = DATA_FROM;

	while (record_next(track, &at, &record))
		;
	return at + END_LEN;
}

void track_add(
	uint8_t *track, const void *key, uint8_t key_len, const void *data, uint16_t data_len)
{
	struct ckd_count count;
	struct track_record record;
	size_t at = DATA_FROM;
	unsigned int last = 0;

	while (record_next(track, &at, &record))
		last = record.count.rec;
	memcpy(&count, track + R0_AT, sizeof(count));
	count.rec = last + 1;
	count.key_len = key_len;
	count.data_len = be16(data_len);
	memcpy(track + at, &count, sizeof(count));
	at += sizeof(count);
	if (key_len)
		memcpy(track + at, key, key_len);
	at += key_len;
	if (data)
		memcpy(track + at, data, data_len);
	else
		memset(track + at, 0, data_len);
	memset(track + at + data_len, 0xff, END_LEN);
}

void track_add_blocks(uint8_t *track, const uint8_t *blocks, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++)
		track_add(track, NULL, 0, blocks ? blocks + i * 4096 : NULL, 4096);
}

const char *track_check(
	const uint8_t *track, uint32_t cyl, uint32_t head, bool strict, unsigned int *rec)
{
	struct ckd_home home;
	struct track_record record;
	unsigned int last = 0;
	size_t at = R0_AT;
	bool is_r0 = true;

	*rec = 0;
	memcpy(&home, track, sizeof(home));
	if (home.flag || be16_get(home.cyl) != cyl || be16_get(home.head) != head)
		return "the home address is not this track's";
	while (record_next(track, &at, &record)) {
		*rec = record.count.rec;
		if (strict &&
			(be16_get(record.count.cyl) != cyl || be16_get(record.count.head) != head))
			return "the count field names another track";
		if (is_r0 && record.count.rec != 0)
			return "the first record is not record 0";
		if (strict && !is_r0 && record.count.rec <= last)
			return "record numbers do not ascend";
		last = record.count.rec;
		is_r0 = false;
	}
	if (is_r0)
		return "there is no record 0";
	return at > TRACK_SIZE - END_LEN ? "the record does not end on the track" : NULL;
}

bool track_find(const uint8_t *track, unsigned int rec, struct track_record *out)
{
	size_t at = R0_AT;

	while (record_next(track, &at, out)) {
		if (out->count.rec == rec)
			return true;
	}
	return false;
}
