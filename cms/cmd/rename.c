// SPDX-License-Identifier: Apache-2.0
/* RENAME: files get other names, all that fit or none. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

/* Function: the words of the new name. */
struct target {
	const char *fn, *ft;
	char number; /* '*': as it was */
};

static int rename_one(
	struct disk *disk, const struct edf_name *old, const struct target *target, bool is_told)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1];
	char new_fn[FILEID_PART + 1], new_ft[FILEID_PART + 1], mode[3];
	const struct edf_fst *fst = edf_find(&disk->fs, old);
	struct edf_name name;
	ebc8_t fm[2];
	int rc = 0;

	disk_name_text(fst, fn, ft);
	memcpy(fm, fst->fm, sizeof(fm));
	if (target->number != '*')
		fm[1] = ebc_from_chr(target->number);
	if (!fileid_equal(new_fn, target->fn, fn) || !fileid_equal(new_ft, target->ft, ft))
		return msg(MSG_INVALID_PARAMETER, target->fn);
	disk_name(&name, new_fn, new_ft);
	if (memcmp(&name, old, sizeof(name)) == 0 && fm[1] == fst->fm[1])
		return msg(MSG_IDENTICAL);
	if (memcmp(&name, old, sizeof(name)) != 0)
		rc = edf_rename(&disk->fs, old, &name);
	if (!rc)
		rc = edf_set_mode(&disk->fs, &name, fm, NULL);
	if (rc)
		return say_file_failed(rc, disk, new_fn, new_ft, true);
	if (is_told)
		console_format("%s %s %s", new_fn, new_ft,
			mode_text(disk, edf_find(&disk->fs, &name), mode));
	return 0;
}

static int rename_all(
	const struct fileid *id, struct disk *disk, const struct target *target, bool is_told)
{
	unsigned nr;
	int rc;
	const struct found *found = walk_all(id, disk, &nr, &rc);

	for (unsigned i = 0; !rc && i < nr; i++)
		rc = rename_one(disk, &found[i].name, target, is_told);
	return rc;
}

static bool is_target(const char *word)
{
	for (; *word; word++)
		if (*word != '=' && !fileid_is_char(*word))
			return false;
	return true;
}

/* The new name, in words 4 to 6. */
static int take_target(const struct call *call, char mode, struct target *target)
{
	const struct plist *plist = call->plist;
	char new_mode;

	*target = (struct target){plist->token[4], plist->token[5], '*'};
	if (!is_target(target->fn))
		return msg(MSG_INVALID_CHARACTER, target->fn);
	if (!is_target(target->ft))
		return msg(MSG_INVALID_CHARACTER, target->ft);
	if (plist->token[6][0] == '=' && !plist->token[6][1])
		return 0;
	if (!fileid_mode(plist->token[6], &new_mode, &target->number) || new_mode != mode)
		return msg(MSG_INVALID_MODE, plist->token[6]);
	return 0;
}

int cmd_rename(const struct call *call)
{
	static const struct option options[] = {
		{"TYPE", 2, 1, NULL, NULL}, {"NOTYPE", 3, 0, NULL, NULL}};
	const unsigned nr = args_nr(call);
	struct target target;
	struct fileid id;
	struct disk *disk;
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (!rc && nr < 6)
		rc = msg(MSG_INCOMPLETE);
	if (!rc && nr > 6)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[7]);
	if (!rc)
		rc = args_fileid(call, 1, 3, 0, true, &id);
	if (!rc)
		rc = take_target(call, id.mode, &target);
	if (rc)
		return rc;
	disk = args_disk_write(id.mode, &rc);
	return disk ? disk_commit(disk, rename_all(&id, disk, &target, bits)) : rc;
}
