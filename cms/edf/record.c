// SPDX-License-Identifier: Apache-2.0
/*
 * Records. Fixed: one after the other. Variable: each behind a length of two bytes, which may lie
 * in two blocks; for each block is known which is the first record that begins in it, where, and
 * which the last. Behind the last record of a block that is not full stand zeros.
 */
#include "edf/private.h"

#define HEADER 2

static bool is_fixed(const struct edf_file *file)
{
	return file->fst.recfm == EDF_FIXED;
}

static uint32_t nr_records(const struct edf_file *file)
{
	return be32_get(file->fst.nr_records);
}

static uint32_t lrecl(const struct edf_file *file)
{
	return be32_get(file->fst.lrecl);
}

/* ---- Where records are ----------------------------------------------------------------------- */

/* The length of the variable record whose header is there; none is longer than the entry says. */
static int header_read(struct edf_file *file, uint64_t at, uint32_t *len)
{
	be16_t header;
	int rc = stream_read(file, at, &header, sizeof(header));

	if (rc)
		return rc;
	*len = be16_get(header);
	return *len && *len <= lrecl(file) ? 0 : -E_FORMAT;
}

/* The first block in which, or in front of which, record nr begins; it is in one of them. */
static uint32_t block_of_record(const struct edf_file *file, uint32_t nr)
{
	uint32_t low = 0, high = file->tree.nr - 1;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (file->tree.ref[middle].record >= nr)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Finds the header of variable record nr, 1 to nr_records, and makes it the known place. */
static int record_find(struct edf_file *file, uint32_t nr)
{
	uint32_t size = file->fs->block_size, block = block_of_record(file, nr), len;
	uint32_t record = block ? file->tree.ref[block - 1].record + 1 : 1;
	uint64_t at = (uint64_t)block * size + file->tree.ref[block].first;
	uint64_t end = (uint64_t)(block + 1) * size;
	int rc;

	if (file->at_record && file->at_record <= nr && file->at_record >= record) {
		record = file->at_record;
		at = file->at;
	}
	if (file->tree.ref[block].first == EDF_SPANNED || record > nr)
		return -E_FORMAT;
	for (; record < nr && at < end; record++) {
		rc = header_read(file, at, &len);
		if (rc)
			return rc;
		at += HEADER + len;
	}
	if (at >= end)
		return -E_FORMAT;
	file->at_record = nr;
	file->at = at;
	return 0;
}

int record_find_end(struct edf_file *file)
{
	uint32_t nr = nr_records(file), len;
	int rc;

	file->end = is_fixed(file) ? (uint64_t)nr * lrecl(file) : 0;
	if (is_fixed(file) || nr == 0)
		return 0;
	rc = record_find(file, nr);
	if (!rc)
		rc = header_read(file, file->at, &len);
	if (rc)
		return rc;
	file->end = file->at + HEADER + len;
	return (file->end - 1) / file->fs->block_size != file->tree.nr - 1 ? -E_FORMAT : 0;
}

/* ---- Reading --------------------------------------------------------------------------------- */

int edf_read(struct edf_file *file, uint32_t nr, void *buf, uint32_t size)
{
	uint32_t len = lrecl(file);
	uint64_t at;
	int rc;

	if (nr == 0)
		nr = file->next_read;
	if (nr == 0 || nr > nr_records(file))
		return -E_RANGE;
	at = (uint64_t)(nr - 1) * len;
	if (!is_fixed(file)) {
		rc = record_find(file, nr);
		if (!rc)
			rc = header_read(file, file->at, &len);
		if (rc)
			return rc;
		at = file->at + HEADER;
	}
	rc = stream_read(file, at, buf, MIN(len, size));
	if (rc)
		return rc;
	if (!is_fixed(file)) {
		file->at_record = nr + 1;
		file->at = at + len;
	}
	file->next_read = nr + 1;
	return (int)len;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static int fixed_write(struct edf_file *file, uint32_t nr, const void *buf, uint32_t len)
{
	uint64_t at = (uint64_t)(nr - 1) * len;
	int rc;

	if (len != lrecl(file))
		return -E_INVAL;
	rc = stream_write(file, at, buf, len);
	if (rc && nr > nr_records(file)) { /* a part of it must not stay */
		int undone = stream_truncate(file, file->end);

		return undone ? undone : rc;
	}
	if (rc)
		return rc;
	if (nr > nr_records(file)) {
		file->fst.nr_records = be32(nr);
		file->end = at + len;
	}
	return 0;
}

/* Enters the record nr from `at` to `end` in what is known of the blocks, of which `before` are
 * old. */
static void blocks_describe(
	struct edf_file *file, uint32_t nr, uint64_t at, uint64_t end, uint32_t before)
{
	uint32_t size = file->fs->block_size, last = (uint32_t)((end - 1) / size);
	struct edf_ref *ref = file->tree.ref;

	for (uint32_t i = (uint32_t)(at / size); i <= last; i++) {
		ref[i].record = nr;
		if (i < before)
			continue;
		ref[i].first = EDF_SPANNED;
		if (i == at / size)
			ref[i].first = (uint32_t)(at % size);
		else if (i == last && end % size)
			ref[i].first = (uint32_t)(end % size);
	}
}

static int variable_append(struct edf_file *file, const void *buf, uint32_t len)
{
	uint32_t nr = nr_records(file) + 1, before = file->tree.nr;
	uint64_t at = file->end, end = at + HEADER + len;
	be16_t header = be16((uint16_t)len);
	int rc;

	rc = stream_write(file, at, &header, sizeof(header));
	if (!rc)
		rc = stream_write(file, at + HEADER, buf, len);
	if (rc) { /* a part of it must not stay */
		int undone = stream_truncate(file, at);

		return undone ? undone : rc;
	}
	blocks_describe(file, nr, at, end, before);
	file->end = end;
	file->fst.nr_records = be32(nr);
	if (len > lrecl(file))
		file->fst.lrecl = be32(len);
	return 0;
}

static int variable_write(struct edf_file *file, uint32_t nr, const void *buf, uint32_t len)
{
	uint32_t old_len;
	int rc;

	if (nr > nr_records(file) + 1)
		return -E_RANGE;
	if (nr == nr_records(file) + 1)
		return variable_append(file, buf, len);
	rc = record_find(file, nr);
	if (!rc)
		rc = header_read(file, file->at, &old_len);
	if (rc)
		return rc;
	if (old_len == len)
		return stream_write(file, file->at + HEADER, buf, len);
	rc = edf_truncate(file, nr - 1);
	return rc ? rc : variable_append(file, buf, len);
}

int edf_write(struct edf_file *file, uint32_t nr, const void *buf, uint32_t len)
{
	int rc;

	if (!file->is_writing)
		return -E_PERM;
	if (nr == 0)
		nr = file->next_write;
	if (nr == 0 || nr > INT32_MAX)
		return -E_RANGE;
	if (len < 1 || len > EDF_LRECL_MAX)
		return -E_INVAL;
	file->is_changed = true;
	rc = is_fixed(file) ? fixed_write(file, nr, buf, len) : variable_write(file, nr, buf, len);
	if (!rc)
		file->next_write = nr + 1;
	return rc;
}

int edf_truncate(struct edf_file *file, uint32_t nr)
{
	uint64_t len = (uint64_t)nr * lrecl(file);
	int rc;

	if (!file->is_writing)
		return -E_PERM;
	if (nr > nr_records(file))
		return -E_RANGE;
	if (nr == nr_records(file))
		return 0;
	if (!is_fixed(file)) {
		rc = record_find(file, nr + 1);
		if (rc)
			return rc;
		len = file->at;
	}
	file->is_changed = true;
	rc = stream_truncate(file, len);
	if (rc)
		return rc;
	if (!is_fixed(file) && file->tree.nr)
		file->tree.ref[file->tree.nr - 1].record = nr;
	file->fst.nr_records = be32(nr);
	file->end = len;
	file->at_record = 0;
	file->next_read = MIN(file->next_read, nr + 1);
	file->next_write = nr + 1;
	return 0;
}
