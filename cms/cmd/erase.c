// SPDX-License-Identifier: Apache-2.0
/* ERASE: files go, all that fit or none. */
#include "cmd/args.h"

static int erase_all(const struct fileid *id, struct disk *disk, bool is_told)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], mode[3];
	unsigned nr;
	int rc;
	const struct found *found = walk_all(id, disk, &nr, &rc);

	for (unsigned i = 0; !rc && i < nr; i++) {
		const struct edf_fst *fst = edf_find(&disk->fs, &found[i].name);

		disk_name_text(fst, fn, ft);
		mode_text(disk, fst, mode);
		rc = edf_erase(&disk->fs, &found[i].name);
		if (rc)
			return say_file_failed(rc, disk, fn, ft, true);
		if (is_told)
			console_format("%s %s %s", fn, ft, mode);
	}
	return rc;
}

int cmd_erase(const struct call *call)
{
	static const struct option options[] = {
		{"TYPE", 2, 1, NULL, NULL}, {"NOTYPE", 3, 0, NULL, NULL}};
	const unsigned nr = args_nr(call);
	struct fileid id;
	struct disk *disk;
	uint32_t bits;
	int rc = args_fileid(call, 1, nr, 'A', true, &id);

	if (!rc && nr > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	if (!rc)
		rc = args_options(call, options, ARRAY_LEN(options), &bits);
	if (rc)
		return rc;
	disk = args_disk_write(id.mode, &rc);
	if (!disk)
		return rc;
	return disk_commit(disk, erase_all(&id, disk, bits));
}
