// SPDX-License-Identifier: Apache-2.0
/* LOADMOD, START, GENMOD: a program is read, called, and written as a file. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/module.h"
#include "nuc/session.h"
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

int cmd_loadmod(const struct call *call)
{
	struct fileid id;
	int rc = take_name(call, '*', &id);

	return rc ? rc : module_keep(&id);
}

/* The program's own name for its parameter lists is START, as it was entered. */
int cmd_start(const struct call *call)
{
	int rc = module_start(call->line, call->plist);

	return rc == RC_UNKNOWN ? msg(MSG_NOTHING_LOADED) : rc;
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
	uint64_t len;
	const uint8_t *content = module_kept(&len);
	struct edf_file file;
	struct edf_name name;
	struct disk *disk;
	struct fileid id;
	ebc8_t fm[2];
	int rc = take_name(call, 'A', &id);

	if (rc)
		return rc;
	if (!content)
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
		rc = write_records(&file, content, len);
	return disk_commit(disk, rc ? say_file_failed(rc, disk, id.fn, id.ft, true) : 0);
}
