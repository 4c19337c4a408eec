// SPDX-License-Identifier: Apache-2.0
/* QUERY LINKS and QUERY MDISK: who has links to a minidisk, and where it is. */
#include "cmd/cmd.h"
#include "cmd/disks.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/minidisk.h"
#include "nucleus/rdev.h"
#include "virt/dev_dasd.h"

#define LINKS_PART 32 /* links that are looked at while others wait */
#define LINKS_LINE 4  /* shown in a line */

/* A minidisk that somebody has as a virtual device. */
struct place {
	char owner[USERID_LEN + 1];
	uint16_t owner_devno;
	struct disk_place at;
};

static bool find_device(struct vmdbk *vm, uint16_t devno, struct place *place)
{
	const struct md_link *link = NULL;
	struct vdev *vdev;

	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev)
		link = dasd_link_of(vdev);
	if (link) {
		str_copy(place->owner, link->owner, sizeof(place->owner));
		place->owner_devno = link->owner_devno;
		str_copy(
			place->at.volid, volume_volid(link->disk->volume), sizeof(place->at.volid));
		place->at.cyl = link->disk->cyl;
		place->at.nr_cyls = link->disk->nr_cyls;
	}
	lock_drop(&vm->lock);
	return link;
}

static int refuse_device(struct cmd *cmd, struct vmdbk *vm, uint16_t devno)
{
	char number[8];
	bool is_there;

	str_format(number, sizeof(number), "%04X", devno);
	lock_take(&vm->lock);
	is_there = vdev_find(vm, devno);
	lock_drop(&vm->lock);
	return cmd_msg(cmd, is_there ? MSG_NO_LINKS : MSG_NO_DEVICE, number);
}

/* ---- QUERY LINKS ----------------------------------------------------------------------------- */

struct shown_link {
	char userid[USERID_LEN + 1];
	uint16_t devno;
	bool is_writing;
};

/* Up to LINKS_PART links to any of the disk's cylinders, after the first `skip`. Returns how many.
 */
static unsigned collect(const struct minidisk *disk, unsigned skip, struct shown_link *links)
{
	const struct minidisk *other = NULL;
	struct list *link;
	unsigned nr = 0;

	lock_take(&minidisks_lock);
	while ((other = minidisk_next(other)) != NULL) {
		if (!minidisk_overlaps(disk, other))
			continue;
		list_for_each (link, &other->links) {
			const struct md_link *one = LIST_ENTRY(link, struct md_link, link);

			if (skip) {
				skip--;
				continue;
			}
			if (nr == LINKS_PART)
				break;
			str_copy(links[nr].userid, one->vm->userid, sizeof(links[nr].userid));
			links[nr].devno = one->devno;
			links[nr++].is_writing = one->is_writing;
		}
	}
	lock_drop(&minidisks_lock);
	return nr;
}

static void say_links(struct cmd *cmd, const struct shown_link *links, unsigned nr)
{
	char line[100];
	size_t len = 0;

	for (unsigned i = 0; i < nr; i++) {
		bool ends = i + 1 == nr || i % LINKS_LINE == LINKS_LINE - 1;

		len += (size_t)str_format(line + len, sizeof(line) - len, "%-8s %04X %s%s",
			links[i].userid, links[i].devno, links[i].is_writing ? "R/W" : "R/O",
			ends ? "" : ", ");
		if (!ends)
			continue;
		cmd_say(cmd, "%s", line);
		len = 0;
	}
}

/* QUERY LINKS vdev */
int query_links(struct cmd *cmd)
{
	struct shown_link links[LINKS_PART];
	struct minidisk *disk;
	struct place place;
	uint16_t devno;
	unsigned nr;

	if (cmd_vdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!find_device(cmd->vm, devno, &place))
		return refuse_device(cmd, cmd->vm, devno);
	/* A reference keeps it while it is looked at; it was there a moment ago. */
	if (minidisk_get(place.at.volid, place.at.cyl, place.at.nr_cyls, &disk))
		return refuse_device(cmd, cmd->vm, devno);
	for (unsigned skip = 0; (nr = collect(disk, skip, links)) != 0; skip += nr)
		say_links(cmd, links, nr);
	minidisk_put(disk);
	return 0;
}

/* ---- QUERY MDISK ----------------------------------------------------------------------------- */

static void say_place(
	struct cmd *cmd, const char *userid, uint16_t devno, const struct place *place)
{
	struct rdev *rdev = volume_rdev(place->at.volid);
	char real[8] = "----";

	if (rdev)
		str_format(real, sizeof(real), "%04X", rdev->devno);
	cmd_say(cmd, "TargetID Tdev  OwnerID  Odev  Dtype  Vol-ID  Rdev   StartLoc       Size");
	cmd_say(cmd, "%-8s %04X  %-8s %04X  3390   %-6s  %s %10u %10u", userid, devno, place->owner,
		place->owner_devno, place->at.volid, real, place->at.cyl, place->at.nr_cyls);
}

/* As the user's directory entry has it. */
static int say_directory(struct cmd *cmd, const char *userid, uint16_t devno)
{
	struct place place = {.owner_devno = devno};
	struct dir_item item;
	enum msg_id id;
	char number[8];

	str_format(number, sizeof(number), "%04X", devno);
	str_copy(place.owner, userid, sizeof(place.owner));
	if (disk_find(userid, devno, &item))
		return cmd_msg(cmd, MSG_NOT_LINKED_DIRECTORY, userid, number);
	id = disk_place(&item, &place.at);
	if (id != MSG_NONE)
		return cmd_msg(cmd, id, userid, number, place.at.volid);
	say_place(cmd, userid, devno, &place);
	return 0;
}

static int say_mdisk(struct cmd *cmd, const char *userid, uint16_t devno, bool is_directory)
{
	struct place place;
	struct vmdbk *vm;
	int rc = 0;

	vm = is_directory ? NULL : vm_find(userid);
	if (!vm)
		return is_directory ? say_directory(cmd, userid, devno)
				    : cmd_msg(cmd, MSG_NOT_LOGGED_ON, userid);
	if (find_device(vm, devno, &place))
		say_place(cmd, userid, devno, &place);
	else
		rc = refuse_device(cmd, vm, devno);
	vm_put(vm);
	return rc;
}

/* [[USERID] userid] vdev [LOCATION] [DIRECT] */
static int query_any(struct cmd *cmd, bool of_others)
{
	bool has_keyword = cmd_accept(cmd->line, "USERID", 4), is_directory = false;
	char userid[NAME_SIZE];
	struct cmd_word word;
	struct cmdline ahead = *cmd->line;
	uint16_t devno;

	str_copy(userid, cmd->vm->userid, sizeof(userid));
	/* A userid is there when a device number follows it. */
	if (has_keyword || (cmd_next(&ahead, &word) && cmd_next(&ahead, &word) &&
				   word_to_devno(&word, &devno) == 0))
		if (cmd_userid(cmd->line, cmd->vm->userid, userid))
			return cmd_refused(cmd);
	if (cmd_vdev(cmd->line, &devno))
		return cmd_refused(cmd);
	while (cmd_peek(cmd->line, &word)) {
		if (cmd_accept(cmd->line, "DIRECTORY", 3))
			is_directory = true;
		else if (!cmd_accept(cmd->line, "LOCATION", 3))
			return refuse_next(cmd);
	}
	if (!of_others && strcmp(userid, cmd->vm->userid) != 0)
		return cmd_msg(cmd, MSG_INVALID_OPERAND, userid);
	return say_mdisk(cmd, userid, devno, is_directory);
}

int query_mdisk_any(struct cmd *cmd)
{
	return query_any(cmd, true);
}

int query_mdisk(struct cmd *cmd)
{
	return query_any(cmd, false);
}
