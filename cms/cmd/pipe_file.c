// SPDX-License-Identifier: Apache-2.0
/*
 * Files of pipelines. No file is open, and nothing waits to be committed, between two calls. What
 * replaces a file and does not fit into one batch is gathered in a file of its own until it is
 * whole.
 */
#include "cmd/args.h"
#include "cmd/pipe.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"

/* ---- Reading ------------------------------------------------------------- */

int pipe_file_find(void *ctx, struct pipe_input *in)
{
	struct disk *disk;
	const struct edf_fst *fst = disk_find(&in->id, &disk);
	const char mode[2] = {in->id.mode};

	(void)ctx;
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, in->id.fn, in->id.ft, mode);
	in->id.mode = disk->mode;
	in->nr_records = be32_get(fst->nr_records);
	in->longest = longest_record(fst);
	return 0;
}

static int read_batch(struct edf_file *file, uint32_t longest, uint8_t *to, uint32_t size,
	uint32_t first, uint32_t *nr)
{
	uint32_t at = 0;

	while (at + longest + 2 <= size) {
		int len = edf_read(file, *nr ? 0 : first, to + at + 2, longest);

		if (len == -E_RANGE)
			return 0;
		if (len < 0)
			return len;
		to[at] = (uint8_t)(len >> 8);
		to[at + 1] = (uint8_t)len;
		at += (uint32_t)len + 2;
		++*nr;
	}
	return 0;
}

int pipe_file_read(void *ctx, const struct pipe_input *in, uint32_t first, uint8_t *to,
	uint32_t size, uint32_t *nr)
{
	struct disk *disk = disk_of(in->id.mode);
	const char mode[2] = {in->id.mode};
	struct edf_name name;
	struct edf_file file;
	int rc;

	(void)ctx;
	*nr = 0;
	if (!disk)
		return msg(MSG_NOT_ACCESSED, mode);
	disk_name(&name, in->id.fn, in->id.ft);
	rc = edf_open(&disk->fs, &file, &name);
	if (!rc) {
		/* It may be another one by now. */
		if (longest_record(&file.fst) > in->longest)
			rc = -E_NOENT;
		else
			rc = read_batch(&file, in->longest, to, size, first, nr);
		edf_abandon(&file);
	}
	return rc ? say_file_failed(rc, disk, in->id.fn, in->id.ft, false) : 0;
}

/* ---- Writing ------------------------------------------------------------- */

int pipe_file_check(void *ctx, const struct pipe_output *out)
{
	int rc;

	(void)ctx;
	args_disk_write(out->id.mode, &rc);
	return rc;
}

/* Where the records wait until there are no more. */
static void name_waiting(
	const struct pipe_world *world, const struct pipe_output *out, struct edf_name *name)
{
	char fn[FILEID_PART + 1];

	str_format(fn, sizeof(fn), "PIPE%02u%02u", world->depth % 100, out->nr % 100);
	disk_name(name, fn, "CMSUT1");
}

static int write_records(struct edf_file *file, const uint8_t *records, uint32_t len)
{
	bool is_fixed = file->fst.recfm == EDF_FIXED;
	uint32_t lrecl = be32_get(file->fst.lrecl);
	uint8_t *padded = is_fixed ? work_get(lrecl) : NULL;

	if (is_fixed && !padded)
		return -E_NOMEM;
	for (uint32_t at = 0; at < len;) {
		uint32_t record = (uint32_t)records[at] << 8 | records[at + 1];
		const uint8_t *data = records + at + 2;
		int rc;

		at += record + 2;
		if (is_fixed && record > lrecl)
			return -E_RANGE;
		if (is_fixed && record < lrecl) {
			memset(padded, EBC_BLANK, lrecl);
			memcpy(padded, data, record);
			data = padded;
		}
		rc = edf_write(file, 0, data, is_fixed ? lrecl : record);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Writes behind what the file has, which is made if it is not there. */
static int write_behind(struct disk *disk, const struct edf_name *name,
	const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	const ebc8_t fm[2] = {ebc_from_chr(disk->mode),
		ebc_from_chr(out->id.number == '*' ? '1' : out->id.number)};
	struct edf_file file;
	int rc;

	if (edf_find(&disk->fs, name))
		rc = edf_open_write(&disk->fs, &file, name);
	else
		rc = edf_create(&disk->fs, &file, name, fm,
			out->recfm == 'F' ? EDF_FIXED : EDF_VARIABLE, MAX(out->lrecl, 1u));
	if (rc)
		return rc;
	rc = write_records(&file, records, len);
	if (!rc)
		rc = edf_close(&file, NULL);
	if (rc)
		edf_abandon(&file);
	return rc;
}

static int erase(struct disk *disk, const struct edf_name *name)
{
	return edf_find(&disk->fs, name) ? edf_erase(&disk->fs, name) : 0;
}

/* A file that takes the place of the one with its name when it is whole. */
static int replace(struct pipe_world *world, struct disk *disk, const struct edf_name *name,
	const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	struct edf_name waiting;
	int rc = 0;

	name_waiting(world, out, &waiting);
	if (!out->has_records)
		rc = erase(disk, out->is_last ? name : &waiting);
	if (!rc && out->is_last && !out->has_records)
		return len ? write_behind(disk, name, out, records, len) : 0;
	if (!rc && len)
		rc = write_behind(disk, &waiting, out, records, len);
	if (!rc && out->is_last)
		rc = erase(disk, name);
	return rc || !out->is_last ? rc : edf_rename(&disk->fs, &waiting, name);
}

static int write_or_erase(struct pipe_world *world, struct disk *disk,
	const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	struct edf_name name;

	disk_name(&name, out->id.fn, out->id.ft);
	if (out->is_abandoned && out->is_append)
		return 0;
	if (out->is_abandoned) {
		name_waiting(world, out, &name);
		return erase(disk, &name);
	}
	if (out->is_append)
		return len ? write_behind(disk, &name, out, records, len) : 0;
	return replace(world, disk, &name, out, records, len);
}

static int say_too_long(struct disk *disk, const struct pipe_output *out)
{
	const struct edf_fst *fst;
	struct edf_name name;
	char number[12];

	disk_name(&name, out->id.fn, out->id.ft);
	fst = edf_find(&disk->fs, &name);
	str_format(number, sizeof(number), "%u", fst ? be32_get(fst->lrecl) : out->lrecl);
	return msg(MSG_RECORD_TOO_LONG, number);
}

int pipe_file_write(void *ctx, const struct pipe_output *out, const uint8_t *records, uint32_t len)
{
	struct disk *disk;
	void *mark = storage_mark();
	int rc, failed;

	disk = args_disk_write(out->id.mode, &rc);
	if (!disk)
		return rc;
	failed = write_or_erase(ctx, disk, out, records, len);
	storage_release(mark);
	if (failed == -E_RANGE)
		rc = say_too_long(disk, out);
	else if (failed)
		rc = say_file_failed(failed, disk, out->id.fn, out->id.ft, true);
	return disk_commit(disk, rc);
}
