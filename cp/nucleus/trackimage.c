// SPDX-License-Identifier: Apache-2.0
/*
 * Track images. A block of 4096 bytes is a frame, which guests may have, too (frame_get); others are
 * control storage with a count of their users in front.
 */
#include "nucleus/trackimage.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "mach/frame.h"
#include "nucleus/storage.h"

struct block_head {
	uint32_t refs;
	uint32_t reserved;
};

static struct block_head *head_of(uint8_t *data)
{
	return (struct block_head *)data - 1;
}

static uint8_t *small_block_alloc(uint32_t len)
{
	struct block_head *head = stor_alloc(sizeof(*head) + len);

	if (!head)
		return NULL;
	head->refs = 1;
	return (uint8_t *)(head + 1);
}

uint8_t *block_alloc(uint32_t len, enum frame_use use)
{
	return len == PAGE_SIZE ? (uint8_t *)frame_alloc(use) : small_block_alloc(len);
}

/* The same with these contents. */
static uint8_t *block_copy(const uint8_t *from, uint32_t len)
{
	uint8_t *block = len == PAGE_SIZE ? (uint8_t *)frame_alloc_run_dirty(FRAME_CACHE, 0)
					  : small_block_alloc(len);

	if (block)
		mvcle_copy(block, from, len);
	return block;
}

void block_get(uint8_t *data, uint32_t len)
{
	if (data && len == PAGE_SIZE)
		frame_get((habs_t)data);
	else if (data)
		head_of(data)->refs++;
}

void block_put(uint8_t *data, uint32_t len)
{
	if (!data)
		return;
	if (len == PAGE_SIZE) {
		if (frame_drop((habs_t)data))
			frame_free((habs_t)data);
	} else if (!--head_of(data)->refs) {
		stor_free(head_of(data), sizeof(struct block_head) + len);
	}
}

static size_t image_size(unsigned nr_records)
{
	return sizeof(struct tc_image) + nr_records * sizeof(struct ckd_record);
}

static void put_record(struct tc_image *image, unsigned index, const struct ckd_record *record)
{
	uint32_t len = ckd_record_len(&record->count);

	image->track.record[index] = *record;
	image->bytes += len == PAGE_SIZE ? len : (uint32_t)stor_block_size(len);
}

void image_set(struct tc_image *image, unsigned index, const struct ckd_record *record)
{
	put_record(image, index, record);
	image->track.cells += (uint16_t)ckd_record_cells(&record->count);
}

struct tc_image *image_make(const struct tc_image *from, unsigned keep, unsigned nr_add)
{
	struct tc_image *image = stor_alloc(image_size(keep + nr_add));

	if (!image)
		return NULL;
	image->refs = 1;
	image->bytes = (uint32_t)stor_block_size(image_size(keep + nr_add));
	image->track.nr_records = (uint16_t)(keep + nr_add);
	if (from)
		memcpy(image->track.r0, from->track.r0, sizeof(image->track.r0));
	for (unsigned i = 0; i < keep; i++) {
		const struct ckd_record *record = &from->track.record[i];

		block_get(record->data, ckd_record_len(&record->count));
		image_set(image, i, record);
	}
	return image;
}

struct tc_image *image_copy(const struct tc_image *image)
{
	return image_make(image, image->track.nr_records, 0);
}

void image_replace(struct tc_image *image, unsigned index, uint8_t *data)
{
	struct ckd_record *record = &image->track.record[index];

	block_put(record->data, ckd_record_len(&record->count));
	record->data = data;
}

bool image_has(const struct tc_image *image, unsigned nr, const struct ckd_count *count)
{
	return nr >= 1 && nr <= image->track.nr_records &&
	       memcmp(&image->track.record[nr - 1].count, count, sizeof(*count)) == 0;
}

int image_format(const struct tc_image *from, unsigned keep, const struct ckd_record *add, unsigned nr_add,
	const uint8_t *r0, struct tc_image **out)
{
	uint32_t cells = 0;

	if (keep > (from ? from->track.nr_records : 0))
		return -E_NOENT;
	for (unsigned i = 0; i < keep; i++)
		cells += ckd_record_cells(&from->track.record[i].count);
	for (unsigned i = 0; i < nr_add; i++)
		cells += ckd_record_cells(&add[i].count);
	if (cells > CKD_3390_CELLS)
		return -E_FULL;
	*out = image_make(from, keep, nr_add);
	if (!*out)
		return -E_NOMEM;
	for (unsigned i = 0; i < nr_add; i++)
		image_set(*out, keep + i, &add[i]);
	if (r0)
		memcpy((*out)->track.r0, r0, sizeof((*out)->track.r0));
	return 0;
}

void image_put(struct tc_image *image)
{
	if (!image || --image->refs)
		return;
	for (unsigned i = 0; i < image->track.nr_records; i++) {
		struct ckd_record *record = &image->track.record[i];

		block_put(record->data, ckd_record_len(&record->count));
	}
	stor_free(image, image_size(image->track.nr_records));
}

int image_parse(const uint8_t *buf, uint32_t len, struct tc_image **out)
{
	struct tc_image *image;
	struct ckd_record record;
	uint32_t cells, pos = CKD_IMAGE_R0_LEN;
	unsigned nr;

	if (ckd_image_check(buf, len, &nr, &cells))
		return -E_FORMAT;
	image = image_make(NULL, 0, nr);
	if (!image)
		return -E_NOMEM;
	image->track.cells = (uint16_t)cells;
	memcpy(image->track.r0, buf + sizeof(record.count), sizeof(image->track.r0));
	for (unsigned i = 0; i < nr; i++) {
		int size = ckd_image_next(buf, len, pos, &record.count);
		uint32_t data_len = ckd_record_len(&record.count);

		record.data = data_len ? block_copy(buf + pos + sizeof(record.count), data_len) : NULL;
		if (data_len && !record.data) {
			image_put(image);
			return -E_NOMEM;
		}
		put_record(image, i, &record);
		pos += (uint32_t)size;
	}
	*out = image;
	return 0;
}

uint32_t image_write(const struct tc_image *image, uint32_t nr, uint8_t *buf)
{
	struct ckd_count r0 = {.cyl = be16((uint16_t)(nr / CKD_3390_HEADS)),
		.head = be16(nr % CKD_3390_HEADS),
		.data_len = be16(sizeof(image->track.r0))};
	uint8_t *next = buf;

	memcpy(next, &r0, sizeof(r0));
	memcpy(next + sizeof(r0), image->track.r0, sizeof(image->track.r0));
	next += CKD_IMAGE_R0_LEN;
	for (unsigned i = 0; i < image->track.nr_records; i++) {
		const struct ckd_record *record = &image->track.record[i];
		uint32_t len = ckd_record_len(&record->count);

		memcpy(next, &record->count, sizeof(record->count));
		next += sizeof(record->count);
		if (len)
			memcpy(next, record->data, len);
		next += len;
	}
	memset(next, 0xff, CKD_IMAGE_END_LEN);
	return (uint32_t)(next + CKD_IMAGE_END_LEN - buf);
}
