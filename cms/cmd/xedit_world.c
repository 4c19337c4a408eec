// SPDX-License-Identifier: Apache-2.0
/* What XEDIT reads, writes and calls. */
#include "cmd/args.h"
#include "cmd/xedit.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "rexx/rexx.h"

static void *get(void *ctx, size_t size)
{
	(void)ctx;
	return stor_get(size);
}

static void put(void *ctx, void *at, size_t size)
{
	(void)ctx;
	stor_put(at, size);
}

/* ---- Files --------------------------------------------------------------- */

static int take_id(const struct xedit_id *id, struct fileid *out)
{
	const char *bad = id->fn;

	switch (fileid_make(out, id->fn, id->ft, id->fm, 'A', false, &bad)) {
	case FILEID_GOOD: return 0;
	case FILEID_INCOMPLETE: return msg(MSG_INCOMPLETE);
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
}

/* Wherever its mode number is. */
static const struct edf_fst *find(const struct xedit_id *id, struct disk **disk)
{
	struct fileid fileid;

	if (take_id(id, &fileid))
		return NULL;
	fileid.number = '*';
	return disk_find(&fileid, disk);
}

static bool exists(void *ctx, const struct xedit_id *id)
{
	struct disk *disk;

	(void)ctx;
	return find(id, &disk) != NULL;
}

static int read_records(struct edf_file *file, const struct xedit_reader *reader)
{
	const uint32_t size = longest_record(&file->fst);
	char *record = work_get(size);
	int rc = 0;

	if (!record)
		return msg(MSG_NO_STORAGE);
	for (uint32_t nr = 1; !rc && nr <= be32_get(file->fst.nr_records); nr++) {
		int len = edf_read(file, nr, record, size);

		immediate_obey();
		if (len < 0)
			return len;
		ebc_to_ascii(record, (const ebc8_t *)record, (size_t)len);
		rc = reader->record(reader->ctx, record, (size_t)len);
	}
	return rc;
}

static int read_file(void *ctx, struct xedit_id *id, const struct xedit_reader *reader)
{
	struct edf_file file;
	const struct edf_fst *fst;
	struct fileid fileid;
	struct disk *disk;
	void *mark = storage_mark();
	int rc = take_id(id, &fileid);

	(void)ctx;
	if (rc)
		return rc;
	disk_refresh();
	fst = find(id, &disk);
	if (!fst)
		return 28;
	mode_text(disk, fst, id->fm);
	id->recfm = fst->recfm == EDF_FIXED ? 'F' : 'V';
	id->lrecl = be32_get(fst->lrecl);
	rc = edf_open(&disk->fs, &file, &fst->name);
	if (!rc) {
		rc = read_records(&file, reader);
		edf_abandon(&file);
	}
	storage_release(mark);
	return rc < 0 ? say_file_failed(rc, disk, id->fn, id->ft, false) : rc;
}

/* All records, in the form that the file has. */
static int write_records(
	struct edf_file *file, const struct xedit_id *id, const struct xedit_writer *writer)
{
	ebc8_t *record = work_get(EDF_LRECL_MAX);
	const char *text;
	size_t len;
	int rc = record ? 0 : -E_NOMEM;

	for (uint32_t n = 1; !rc && (text = writer->record(writer->ctx, n, &len)) != NULL; n++) {
		uint32_t room = id->recfm == 'F' ? id->lrecl : EDF_LRECL_MAX;

		len = MIN(len, (size_t)room);
		ebc_from_ascii(record, text, len);
		if (id->recfm == 'F' || !len)
			memset(record + len, EBC_BLANK, id->recfm == 'F' ? room - len : 1);
		rc = edf_write(file, 0, record, id->recfm == 'F' ? room : MAX((uint32_t)len, 1u));
	}
	return rc;
}

static int replace(struct disk *disk, const struct xedit_id *id, const struct xedit_writer *writer)
{
	const ebc8_t fm[2] = {ebc_from_chr(id->fm[0]), ebc_from_chr(id->fm[1] ? id->fm[1] : '1')};
	struct edf_file file;
	struct edf_name name;
	int rc = 0;

	disk_name(&name, id->fn, id->ft);
	if (edf_find(&disk->fs, &name))
		rc = edf_erase(&disk->fs, &name);
	if (!rc)
		rc = edf_create(&disk->fs, &file, &name, fm,
			id->recfm == 'F' ? EDF_FIXED : EDF_VARIABLE, id->lrecl);
	if (rc)
		return rc;
	rc = write_records(&file, id, writer);
	if (!rc)
		rc = edf_close(&file, NULL);
	if (rc)
		edf_abandon(&file);
	return rc;
}

static int write_file(void *ctx, const struct xedit_id *id, const struct xedit_writer *writer)
{
	void *mark = storage_mark();
	struct fileid fileid;
	struct disk *disk;
	int rc = take_id(id, &fileid);

	(void)ctx;
	if (rc)
		return rc;
	disk = args_disk_write(fileid.mode, &rc);
	if (!disk)
		return rc;
	rc = replace(disk, id, writer);
	if (rc)
		rc = say_file_failed(rc, disk, id->fn, id->ft, true);
	rc = disk_commit(disk, rc);
	storage_release(mark);
	return rc;
}

/* ---- The rest ------------------------------------------------------------ */

static void type(void *ctx, const char *text)
{
	(void)ctx;
	console_write(text);
}

static int command(void *ctx, const char *text, bool is_cp)
{
	int rc;

	(void)ctx;
	if (is_cp)
		return command_cp(text);
	rc = command_line(text);
	session.module = "XED";
	return rc;
}

static int macro(void *ctx, const char *name, const char *args)
{
	int rc = strcmp(name, "SEND") == 0 ? xedit_send() : RC_UNKNOWN;

	(void)ctx;
	if (rc != RC_UNKNOWN)
		return rc;
	return rexx_run(&(const struct rexx_call){name, "XEDIT", args, strlen(args), "XEDIT"});
}

static int set_variable(void *ctx, const char *name, const char *value, size_t len)
{
	(void)ctx;
	return rexx_variable_set(name, value, len);
}

static int stack(void *ctx, const char *text, size_t len, bool is_lifo)
{
	char line[STACK_LINE + 1];

	(void)ctx;
	len = MIN(len, (size_t)STACK_LINE);
	memcpy(line, text, len);
	line[len] = 0;
	return stack_put(line, is_lifo) ? 0 : 104;
}

const struct xedit_ops xedit_world = {.mem = {get, put, NULL},
	.read = read_file,
	.write = write_file,
	.exists = exists,
	.type = type,
	.command = command,
	.macro = macro,
	.set_variable = set_variable,
	.stack = stack,
	.show = xedit_show};
