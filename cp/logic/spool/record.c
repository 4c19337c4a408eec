// SPDX-License-Identifier: Apache-2.0
/* Records of a spool file: written at its end, read in order or page by page. */
#include "logic/spool/record.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

/* Maps the page that has room for len more bytes of records: the last one, or a new one. */
static int page_with_room(struct spfile *file, const struct spool_store *store,
	struct spcharge *charge, size_t len, spblk_t *block, struct splink **page)
{
	int rc;

	if (!file->nr_blocks || file->used + len > SPLINK_DATA_BYTES) {
		rc = spfile_add_block(file, store, charge, block);
		if (!rc)
			file->used = 0;
	} else {
		rc = spfile_block(file, store, file->nr_blocks - 1, block);
	}
	if (rc)
		return rc;
	*page = spool_map(store, *block);
	return *page ? 0 : spool_why(store);
}

static int record_write(struct spfile *file, const struct spool_store *store,
	struct spcharge *charge, const struct splink_record *head, size_t head_len,
	const uint8_t *data, size_t len)
{
	struct splink *page = NULL;
	spblk_t block = 0;
	int rc;

	if (file->nr_records == UINT32_MAX)
		return -E_RANGE;
	rc = page_with_room(file, store, charge, head_len + len, &block, &page);
	if (rc)
		return rc;
	memcpy(page->data + file->used, head, head_len);
	if (len)
		memcpy(page->data + file->used + head_len, data, len);
	page->nr_records = be32(be32_get(page->nr_records) + 1);
	spool_unmap(store, block, true);
	file->used += head_len + len;
	file->nr_records++;
	file->record_len = MAX(file->record_len, (uint16_t)len);
	return 0;
}

int sprec_write(struct spfile *file, const struct spool_store *store, struct spcharge *charge,
	uint8_t command, const uint8_t *data, size_t len)
{
	static const uint8_t blank = EBC_BLANK;
	struct splink_record head = {
		.command = command,
		.flags = SPREC_CHAIN | SPREC_SLI,
	};

	if (len > SPREC_DATA_MAX)
		return -E_RANGE;
	while (len && data[len - 1] == EBC_BLANK)
		len--;
	if (!len) { /* readers of the format know an empty line as one blank */
		data = &blank;
		len = 1;
	}
	head.data_len = be16((uint16_t)len);
	head.record_len = be16((uint16_t)(sizeof(head) + len));
	return record_write(file, store, charge, &head, sizeof(head), data, len);
}

int sprec_write_immediate(struct spfile *file, const struct spool_store *store,
	struct spcharge *charge, uint8_t command)
{
	struct splink_record head = {
		.command = command,
		.flags = SPREC_CHAIN | SPREC_SLI | SPREC_IMMEDIATE,
	};

	return record_write(file, store, charge, &head, SPREC_IMMEDIATE_LEN, NULL, 0);
}

/* Copies the record at offset out of a page, believing nothing in it. Sets how long it is there. */
static int record_parse(const struct splink *page, size_t offset, struct sprec *record,
	uint8_t *buf, size_t size, size_t *record_len)
{
	size_t room = SPLINK_DATA_BYTES - offset;
	struct splink_record head;
	uint16_t data_len;

	if (room < SPREC_IMMEDIATE_LEN)
		return -E_FORMAT;
	memset(&head, 0, sizeof(head));
	memcpy(&head, page->data + offset, MIN(room, sizeof(head)));
	*record = (struct sprec){.command = head.command};
	if (head.flags & SPREC_IMMEDIATE) {
		record->immediate = true;
		*record_len = SPREC_IMMEDIATE_LEN;
		return 0;
	}
	data_len = be16_get(head.data_len);
	*record_len = be16_get(head.record_len);
	if (*record_len > room || *record_len < sizeof(head) + data_len)
		return -E_FORMAT;
	record->len = data_len;
	if (size)
		memcpy(buf, page->data + offset + sizeof(head), MIN(data_len, size));
	return 0;
}

/* Is it this page of this file? Blocks come from disk, and the map that led to it did. */
static bool is_page_of(const struct splink *page, const struct spfile *file, uint32_t nr)
{
	return be64_get(page->file) == file->id && be32_get(page->page) == nr;
}

/* Reads the record at pos if its page has one: 0, -E_NOENT when the page has no more. */
static int page_record(const struct spfile *file, const struct spool_store *store,
	struct sprec_pos *pos, struct sprec *record, uint8_t *buf, size_t size)
{
	const struct splink *page = spool_map(store, pos->block);
	size_t record_len = 0;
	int rc;

	if (!page)
		return spool_why(store);
	if (!is_page_of(page, file, pos->page))
		rc = -E_FORMAT;
	else if (pos->record >= be32_get(page->nr_records))
		rc = -E_NOENT;
	else
		rc = record_parse(page, pos->offset, record, buf, size, &record_len);
	spool_unmap(store, pos->block, false);
	if (rc)
		return rc;
	pos->record++;
	pos->offset += record_len;
	return 0;
}

int sprec_read(const struct spfile *file, const struct spool_store *store, struct sprec_pos *pos,
	struct sprec *record, uint8_t *buf, size_t size)
{
	struct sprec_pos at = *pos;
	int rc;

	for (;;) { /* a page without records is passed over: at most nr_blocks times */
		if (!at.block) {
			rc = spfile_block(file, store, at.page, &at.block);
			if (rc)
				return rc;
		}
		rc = page_record(file, store, &at, record, buf, size);
		if (rc != -E_NOENT)
			break;
		at = (struct sprec_pos){.page = at.page + 1};
	}
	if (!rc)
		*pos = at;
	return rc;
}

int sppage_read(const struct spfile *file, const struct spool_store *store, uint32_t nr, void *buf)
{
	const void *from;
	struct splink *page = buf;
	spblk_t block = 0;
	int rc;

	rc = spfile_block(file, store, nr, &block);
	if (rc)
		return rc;
	from = spool_map(store, block);
	if (!from)
		return spool_why(store);
	memcpy(page, from, sizeof(*page));
	spool_unmap(store, block, false);
	if (!is_page_of(page, file, nr))
		return -E_FORMAT;
	page->page = be32(0); /* of no interest to a guest */
	page->file = page->checksum = be64(0);
	page->record_len = be16(file->record_len);
	page->spid = be16(file->spid);
	return 0;
}
