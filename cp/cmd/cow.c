// SPDX-License-Identifier: Apache-2.0
/* QUERY COW and REVERT: copy-on-write minidisks, how full they are, and back to their bases; disks of clones. */
#include "cmd/cmd.h"
#include "cmd/disks.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/minidisk.h"
#include "nucleus/vdev.h"
#include "virt/dev_dasd.h"

#define SHOWN_PART 16 /* that are looked at while others wait */

/* ---- QUERY COW ------------------------------------------------------------------------------- */

/* One link to such a minidisk. */
struct shown {
	char userid[USERID_LEN + 1];
	uint16_t devno;
	struct cow_info info;
};

static void take_link(struct shown *shown, const struct md_link *link)
{
	str_copy(shown->userid, link->vm->userid, sizeof(shown->userid));
	shown->devno = link->devno;
	if (link->disk->view)
		diskview_info(link->disk->view, &shown->info);
	else
		cow_info(link->disk->cow, &shown->info);
}

/*
 * Up to SHOWN_PART links, after the first `skip`, of a user (NULL: of all), to all minidisks with a
 * base. Returns how many.
 */
static unsigned collect(const struct vmdbk *vm, unsigned skip, struct shown *shown)
{
	const struct minidisk *disk = NULL;
	struct list *node;
	unsigned nr = 0;

	lock_take(&minidisks_lock);
	while ((disk = minidisk_next(disk)) != NULL) {
		if (!disk->cow && !disk->view)
			continue;
		list_for_each (node, &disk->links) {
			const struct md_link *link = LIST_ENTRY(node, struct md_link, link);

			if (nr == SHOWN_PART || (vm && link->vm != vm))
				continue;
			if (skip)
				skip--;
			else
				take_link(&shown[nr++], link);
		}
	}
	lock_drop(&minidisks_lock);
	return nr;
}

static void say(struct cmd *cmd, const struct shown *shown, bool with_user)
{
	const struct cow_info *info = &shown->info;
	char user[USERID_LEN + 2] = "";

	if (with_user)
		str_format(user, sizeof(user), "%-8s ", shown->userid);
	cmd_say(cmd, "%sDASD %04X COW OF %-8s %04X %6u CYL %6u OF %6u TRACKS", user, shown->devno,
		info->names.base_owner, info->names.base_vdev, info->nr_cyls, info->used,
		info->nr_slots);
}

static int query_all(struct cmd *cmd, const struct vmdbk *vm)
{
	struct shown shown[SHOWN_PART];
	unsigned skip = 0, nr;

	while ((nr = collect(vm, skip, shown)) != 0) {
		for (unsigned i = 0; i < nr; i++)
			say(cmd, &shown[i], !vm);
		skip += nr;
	}
	return skip ? 0 : cmd_msg(cmd, MSG_NO_COW);
}

static int query_one(struct cmd *cmd, uint16_t devno)
{
	const struct md_link *link = NULL;
	struct shown shown;
	struct vdev *vdev;
	char number[8];

	lock_take(&cmd->vm->lock);
	vdev = vdev_find(cmd->vm, devno);
	if (vdev)
		link = dasd_link_of(vdev);
	if (link && (link->disk->cow || link->disk->view))
		take_link(&shown, link);
	else
		link = NULL;
	lock_drop(&cmd->vm->lock);
	str_format(number, sizeof(number), "%04X", devno);
	if (!vdev)
		return cmd_msg(cmd, MSG_NO_DEVICE, number);
	if (!link)
		return cmd_msg(cmd, MSG_REVERT_NONE, number);
	say(cmd, &shown, false);
	return 0;
}

static int query(struct cmd *cmd, bool may_all)
{
	struct cmd_word word;
	uint16_t devno;

	if (!cmd_peek(cmd->line, &word))
		return query_all(cmd, cmd->vm);
	if (may_all && cmd_accept(cmd->line, "ALL", 3))
		return cmd_end(cmd->line) ? cmd_refused(cmd) : query_all(cmd, NULL);
	if (cmd_vdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	return query_one(cmd, devno);
}

int query_cow_any(struct cmd *cmd)
{
	return query(cmd, true);
}

int query_cow(struct cmd *cmd)
{
	return query(cmd, false);
}

/* ---- REVERT ---------------------------------------------------------------------------------- */

static int revert(struct cmd *cmd, const struct dir_item *mdisk, const char *number)
{
	bool is_own = strcmp(mdisk->mdisk.base, "*") == 0;
	const char *base_owner = is_own ? cmd->vm->userid : mdisk->mdisk.base;
	struct disk_place place;
	struct minidisk *disk;
	char base[8];
	enum msg_id id = disk_get_copy(cmd->vm->userid, mdisk, &place, &disk);
	int rc;

	if (id == MSG_NO_STORAGE)
		return cmd_msg(cmd, id, "a minidisk");
	if (id != MSG_NONE)
		return cmd_msg(cmd, id, cmd->vm->userid, number, place.volid);
	rc = minidisk_revert(disk);
	minidisk_put(disk);
	if (rc)
		return cmd_msg(cmd, rc == -E_BUSY ? MSG_REVERT_IN_USE : MSG_REVERT_ERROR, number);
	str_format(base, sizeof(base), "%04X", mdisk->mdisk.base_vdev);
	return cmd_msg(cmd, MSG_REVERTED, number, base_owner, base);
}

/* REVERT vdev: as the MDISK statement has it; nobody is linked. */
int cmd_revert(struct cmd *cmd)
{
	struct dir_item mdisk;
	char number[8];
	uint16_t devno;

	if (cmd_vdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	str_format(number, sizeof(number), "%04X", devno);
	if (disk_find(cmd->vm->userid, devno, &mdisk))
		return cmd_msg(cmd, MSG_NOT_LINKED_DIRECTORY, cmd->vm->userid, number);
	if (!mdisk.mdisk.base[0])
		return cmd_msg(cmd, MSG_REVERT_NONE, number);
	return revert(cmd, &mdisk, number);
}
