// SPDX-License-Identifier: Apache-2.0
/* The blocks of spool space. */
#include "logic/spool/block.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/spool/queue.h"
#include "logic/volume/record.h"

#define WORDS      (SPOOL_BLOCK_BYTES / sizeof(be64_t))
#define SUM_FACTOR 0x9e3779b97f4a7c15ull /* odd */

/* ---- Pages and tables ------------------------------------------------------------------------ */

/* NULL: no page and no table. */
static be64_t *checksum_of(void *block)
{
	struct spv_table *table = block;
	struct splink *page = block;

	if (be64_get(table->magic) == SPV_MAGIC_TABLE)
		return &table->checksum;
	return be32_get(page->magic) == 0 ? &page->checksum : NULL;
}

/*
 * The checksum itself, the word number skip, counts as zero. Each step is one to one, so a change
 * of one word always shows.
 */
static uint64_t sum(const void *block, size_t skip)
{
	const be64_t *word = block;
	uint64_t hash = 0;

	for (size_t i = 0; i < WORDS; i++) {
		hash = (hash ^ (i == skip ? 0 : be64_get(word[i]))) * SUM_FACTOR;
		hash ^= hash >> 32;
	}
	return hash;
}

static size_t word_of(const void *block, const be64_t *checksum)
{
	return (size_t)((const char *)checksum - (const char *)block) / sizeof(be64_t);
}

void spblock_seal(void *block)
{
	be64_t *checksum = checksum_of(block);

	if (checksum)
		*checksum = be64(sum(block, word_of(block, checksum)));
}

int spblock_check(const void *block)
{
	const be64_t *checksum = checksum_of((void *)block);

	if (!checksum || be64_get(*checksum) != sum(block, word_of(block, checksum)))
		return -E_FORMAT;
	return 0;
}

bool spblock_is_table(const void *block, uint64_t file, uint32_t nr)
{
	const struct spv_table *table = block;

	return be64_get(table->magic) == SPV_MAGIC_TABLE && be64_get(table->file) == file &&
	       be32_get(table->nr) == nr;
}

/* ---- Descriptors ----------------------------------------------------------------------------- */

void spv_file_make(struct spv_file *descriptor, const struct spfile *file,
	const struct spv_place *place, const char *tag)
{
	size_t tag_len = tag ? MIN(strlen(tag), (size_t)SPV_TAG_MAX) : 0;

	*descriptor = (struct spv_file){
		.pool = be64(place->pool),
		.file = be64(file->id),
		.sequence = be64(place->sequence),
		.block = be32(place->block),
		.nr_records = be32(file->nr_records),
		.created = be64(file->created),
		.order = be64(file->order),
		.spid = be16(file->spid),
		.queue = file->queue,
		.dev = file->dev,
		.class = ebc_from_chr(file->class),
		.copies = file->copies,
		.hold = file->hold,
		.keep = file->keep,
		.record_len = be16(file->record_len),
		.used = be16(file->used),
		.nr_blocks = be32(file->nr_blocks),
		.table = be32(file->table),
		.tables = be32(file->tables),
		.tag_len = (uint8_t)tag_len,
	};
	ebc_from_str(descriptor->owner, file->owner, sizeof(descriptor->owner));
	ebc_from_str(descriptor->origin, file->origin, sizeof(descriptor->origin));
	ebc_from_str(descriptor->form, file->form, sizeof(descriptor->form));
	ebc_from_str(descriptor->dist, file->dist, sizeof(descriptor->dist));
	ebc_from_str(descriptor->dest, file->dest, sizeof(descriptor->dest));
	ebc_from_str(descriptor->name, file->name, sizeof(descriptor->name));
	ebc_from_str(descriptor->type, file->type, sizeof(descriptor->type));
	for (unsigned i = 0; i < SPFILE_DIRECT; i++)
		descriptor->direct[i] = be32(file->direct[i]);
	if (tag_len)
		ebc_from_ascii(descriptor->tag, tag, tag_len);
	vol_record_seal(descriptor, SPV_MAGIC_FILE);
}

/* A word of up to 8 characters, without its trailing blanks. */
static void word_read(char word[9], const ebc8_t field[8])
{
	size_t len = 8;

	ebc_to_ascii(word, field, 8);
	while (len && (word[len - 1] == ' ' || word[len - 1] == '\0'))
		len--;
	word[len] = '\0';
}

static void words_read(struct spfile *file, const struct spv_file *descriptor)
{
	word_read(file->owner, descriptor->owner);
	word_read(file->origin, descriptor->origin);
	word_read(file->form, descriptor->form);
	word_read(file->dist, descriptor->dist);
	word_read(file->dest, descriptor->dest);
	word_read(file->name, descriptor->name);
	word_read(file->type, descriptor->type);
}

static bool is_sound(const struct spv_file *descriptor, const struct spfile *file)
{
	return file->id && file->owner[0] && file->spid && file->spid <= SPID_MAX &&
	       file->queue < SPQ_COUNT && file->dev <= SPDEV_SYSTEM &&
	       spclass_is_valid(file->class) && file->copies &&
	       file->hold <= (SPHOLD_USER | SPHOLD_SYSTEM) && descriptor->keep <= 1 &&
	       file->used <= SPLINK_DATA_BYTES && file->nr_blocks <= SPFILE_BLOCKS_MAX &&
	       descriptor->tag_len <= SPV_TAG_MAX;
}

int spv_file_read(
	const struct spv_file *descriptor, struct spv_place *place, struct spfile *file, char *tag)
{
	int rc = vol_record_check(descriptor, SPV_MAGIC_FILE);

	if (rc == -E_NOENT || (!rc && be64_get(descriptor->pool) != place->pool))
		return -E_NOENT;
	if (rc || be32_get(descriptor->block) != place->block)
		return -E_FORMAT;
	place->sequence = be64_get(descriptor->sequence);
	*file = (struct spfile){
		.id = be64_get(descriptor->file),
		.order = be64_get(descriptor->order),
		.spid = be16_get(descriptor->spid),
		.queue = descriptor->queue,
		.dev = descriptor->dev,
		.class = ebc_to_chr(descriptor->class),
		.copies = descriptor->copies,
		.hold = descriptor->hold,
		.keep = descriptor->keep,
		.created = be64_get(descriptor->created),
		.nr_records = be32_get(descriptor->nr_records),
		.record_len = be16_get(descriptor->record_len),
		.used = be16_get(descriptor->used),
		.nr_blocks = be32_get(descriptor->nr_blocks),
		.table = be32_get(descriptor->table),
		.tables = be32_get(descriptor->tables),
	};
	for (unsigned i = 0; i < SPFILE_DIRECT; i++)
		file->direct[i] = be32_get(descriptor->direct[i]);
	words_read(file, descriptor);
	if (!is_sound(descriptor, file))
		return -E_FORMAT;
	ebc_to_ascii(tag, descriptor->tag, descriptor->tag_len);
	tag[descriptor->tag_len] = '\0';
	return 0;
}

/* ---- Headers --------------------------------------------------------------------------------- */

int spv_header_check(const struct spv_header *header)
{
	uint32_t state = be32_get(header->state);
	int rc = vol_record_check(header, SPV_MAGIC_HEADER);

	if (rc)
		return rc;
	if (state < SPV_RUNNING || state > SPV_REIPL || !be64_get(header->pool) ||
		be64_get(header->generation) > VOL_GENERATION_MAX)
		return -E_RANGE;
	return 0;
}

int spv_header_newest(const struct spv_header *header0, const struct spv_header *header1)
{
	if (header0 && header1)
		return be64_get(header1->generation) > be64_get(header0->generation);
	if (header0)
		return 0;
	return header1 ? 1 : -E_NOENT;
}
