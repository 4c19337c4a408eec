// SPDX-License-Identifier: Apache-2.0
/* RESERVE: a minidisk becomes one file in one piece. */
#include "cmd/args.h"
#include "lib/err.h"

static int reserve(struct disk *disk, const struct fileid *id)
{
	const char mode[2] = {disk->mode};
	struct edf_name name;
	int rc;

	msg(MSG_RESERVING, mode);
	disk_name(&name, id->fn, id->ft);
	rc = edf_reserve(&disk->fs, &name);
	if (rc == -E_FULL)
		rc = msg(MSG_NOT_RESERVABLE);
	else if (rc)
		rc = say_file_failed(rc, disk, id->fn, id->ft, true);
	return disk_commit(disk, rc);
}

int cmd_reserve(const struct call *call)
{
	const unsigned nr = args_nr(call);
	struct disk *disk;
	struct fileid id;
	uint32_t bits;
	char mode[2] = {}, vdev[6];
	int rc = nr < 3 ? msg(MSG_INCOMPLETE) : args_fileid(call, 1, nr, 0, false, &id);

	if (!rc && nr > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	if (!rc && (id.mode == '*' || (id.number != '*' && id.number != '6')))
		rc = msg(MSG_INVALID_MODE, call->plist->token[3]);
	if (!rc)
		rc = args_options(call, NULL, 0, &bits);
	if (rc)
		return rc;
	disk = args_disk_write(id.mode, &rc);
	if (!disk)
		return rc;
	mode[0] = id.mode;
	rc = args_will_erase("RESERVE", mode, vdev_text(disk->dev.devno, vdev));
	return rc ? rc : reserve(disk, &id);
}
