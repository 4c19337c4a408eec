// SPDX-License-Identifier: Apache-2.0
/* LOADMOD, START, GENMOD: a program is read, called, and written as a file. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/module.h"
#include "nuc/storage.h"
#include "text/module.h"

/* "fn [MODULE [fm]]" */
static int take_name(const struct call *call, char default_mode, struct fileid *id)
{
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	const char *bad;

	if (nr == 0)
		return msg(MSG_INCOMPLETE);
	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, plist->token[4]);
	if (nr >= 2 && strcmp(plist->token[2], "MODULE") != 0)
		return msg(MSG_INVALID_PARAMETER, plist->token[2]);
	switch (fileid_make(id, plist->token[1], "MODULE", nr >= 3 ? plist->token[3] : "",
		default_mode, false, &bad)) {
	case FILEID_GOOD: return 0;
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
}

/* The program that LOADMOD read. */
static uint8_t *loaded;
static uint64_t loaded_len;

int cmd_loadmod(const struct call *call)
{
	struct fileid id;
	uint8_t *content;
	uint64_t len;
	int rc = take_name(call, '*', &id);

	if (!rc)
		rc = module_read(&id, &content, &len);
	if (rc)
		return rc;
	stor_put(loaded, loaded_len);
	loaded = content;
	loaded_len = len;
	return 0;
}

/* The program's own name in its parameter lists is START, as it was entered. */
int cmd_start(const struct call *call)
{
	if (!loaded)
		return msg(MSG_NOTHING_LOADED);
	return module_start(loaded, loaded_len, call->line, call->plist);
}

static int write_records(struct edf_file *file, const uint8_t *content, uint64_t len)
{
	int rc = 0;

	for (uint64_t at = 0; rc >= 0 && at < len; at += MODULE_RECORD)
		rc = edf_write(file, 0, content + at, MODULE_RECORD);
	rc = rc < 0 ? rc : edf_close(file, NULL);
	if (rc)
		edf_abandon(file);
	return rc;
}

int cmd_genmod(const struct call *call)
{
	struct edf_file file;
	struct edf_name name;
	struct disk *disk;
	struct fileid id;
	ebc8_t fm[2];
	int rc = take_name(call, 'A', &id);

	if (rc)
		return rc;
	if (!loaded)
		return msg(MSG_NOTHING_LOADED);
	disk = args_disk_write(id.mode, &rc);
	if (!disk)
		return rc;
	fm[0] = ebc_from_chr(disk->mode);
	fm[1] = ebc_from_chr(id.number == '*' ? '1' : id.number);
	disk_name(&name, id.fn, id.ft);
	rc = edf_find(&disk->fs, &name) ? edf_erase(&disk->fs, &name) : 0;
	if (!rc)
		rc = edf_create(&disk->fs, &file, &name, fm, EDF_FIXED, MODULE_RECORD);
	if (!rc)
		rc = write_records(&file, loaded, loaded_len);
	return disk_commit(disk, rc ? say_file_failed(rc, disk, id.fn, id.ft, true) : 0);
}
