// SPDX-License-Identifier: Apache-2.0
/* QUERY TDISK: who has temporary disks, and where. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/minidisk.h"

#define PART 8

struct shown {
	char userid[USERID_LEN + 1], volid[VOLID_SIZE];
	uint16_t devno, rdev;
	uint32_t cyl, nr_cyls;
};

/* Those of the user (NULL: of all) behind the first `skip`; how many. */
static unsigned collect(const char *userid, unsigned skip, struct shown shown[PART])
{
	struct minidisk *disk = NULL;
	unsigned nr = 0;

	lock_take(&minidisks_lock);
	while (nr < PART && (disk = minidisk_next(disk)) != NULL) {
		const struct md_link *link;

		if (!disk->is_temporary || !disk->volume || list_is_empty(&disk->links))
			continue;
		link = LIST_ENTRY(disk->links.next, struct md_link, link);
		if ((userid && strcmp(link->vm->userid, userid) != 0) || (skip && skip--))
			continue;
		shown[nr] = (struct shown){.devno = link->devno,
			.rdev = dasd_rdev(volume_dasd(disk->volume))->devno,
			.cyl = disk->cyl,
			.nr_cyls = disk->nr_cyls};
		str_copy(shown[nr].userid, link->vm->userid, sizeof(shown[nr].userid));
		str_copy(shown[nr].volid, volume_volid(disk->volume), sizeof(shown[nr].volid));
		nr++;
	}
	lock_drop(&minidisks_lock);
	return nr;
}

/* [userid|*] */
int query_tdisk(struct cmd *cmd)
{
	char userid[NAME_SIZE] = "";
	struct shown shown[PART];
	struct cmd_word word;
	unsigned skip = 0, nr;

	if ((cmd_peek(cmd->line, &word) && cmd_userid(cmd->line, cmd->vm->userid, userid)) ||
		cmd_end(cmd->line))
		return cmd_refused(cmd);
	for (; (nr = collect(userid[0] ? userid : NULL, skip, shown)) != 0; skip += nr) {
		if (!skip)
			cmd_say(cmd, "USERID   VDEV VOLID  RDEV      START       SIZE");
		for (unsigned i = 0; i < nr; i++)
			cmd_say(cmd, "%-8s %04X %-6s %04X %10u %10u", shown[i].userid,
				shown[i].devno, shown[i].volid, shown[i].rdev, shown[i].cyl,
				shown[i].nr_cyls);
	}
	return skip ? 0 : cmd_msg(cmd, MSG_NO_TDISKS);
}
