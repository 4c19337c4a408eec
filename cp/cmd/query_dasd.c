// SPDX-License-Identifier: Apache-2.0
/* QUERY DASD: the real disks and what is on them. */
#include "cmd/cmd.h"
#include "cmd/realdev.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/volume.h"

struct selection {
	uint16_t first, last;
	const char *volid; /* NULL: any */
	enum { IN_ANY_STATE, FREE, ATTACHED, OFFLINE } state;
};

void realdev_say_dasd(struct cmd *cmd, const struct rdev *rdev)
{
	struct volume_info info;

	volume_info(rdev, &info);
	volume_put(info.volume);
	if (rdev->offline)
		cmd_say(cmd, "DASD %04X OFFLINE", rdev->devno);
	else if (info.is_attached)
		cmd_say(cmd, "DASD %04X CP %-6s %-6s %3u", rdev->devno,
			info.slot ? "OWNED" : "SYSTEM", info.volid, info.nr_users);
	else
		cmd_say(cmd, "DASD %04X FREE      %-6s", rdev->devno, info.volid);
}

/* How many cylinders, too: QUERY DASD DETAILS. */
static void say_details(struct cmd *cmd, const struct rdev *rdev)
{
	struct volume_info info;

	volume_info(rdev, &info);
	volume_put(info.volume);
	cmd_say(cmd, "%04X  CUTYPE = %04X-%02X, DEVTYPE = %04X-%02X, VOLSER = %s, CYLS = %u",
		rdev->devno, rdev->cu_type, rdev->cu_model, rdev->dev_type, rdev->dev_model,
		info.volid[0] ? info.volid : "NONE", info.nr_cyls);
}

static bool is_selected(const struct selection *which, const struct rdev *rdev)
{
	struct volume_info info;

	if (rdev->class != RDEV_DASD || rdev->devno < which->first || rdev->devno > which->last)
		return false;
	volume_info(rdev, &info);
	volume_put(info.volume);
	if (which->volid && strcmp(which->volid, info.volid) != 0)
		return false;
	if (which->state == IN_ANY_STATE)
		return true;
	if (rdev->offline)
		return which->state == OFFLINE;
	return which->state == (info.is_attached ? ATTACHED : FREE);
}

static int say_selected(
	struct cmd *cmd, const struct selection *which, bool details, const char *what)
{
	struct rdev *rdev = NULL;
	unsigned nr = 0;

	while ((rdev = rdev_next(rdev)) != NULL) {
		if (!is_selected(which, rdev))
			continue;
		nr++;
		if (details)
			say_details(cmd, rdev);
		else
			realdev_say_dasd(cmd, rdev);
	}
	return nr ? 0 : cmd_msg(cmd, MSG_NO_REAL_DEVICE, what);
}

/* A device number, a range of them, or a volume's name: a name that is a number is the number. */
static int take_which(struct cmd *cmd, struct selection *which, char volid[VOLID_SIZE])
{
	struct cmd_word word;

	if (!cmd_peek(cmd->line, &word))
		return 0;
	if (word_to_devno_range(&word, &which->first, &which->last)) {
		which->first = 0;
		which->last = 0xFFFF;
		if (volid_parse(word.text, word.len, volid))
			return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word);
		which->volid = volid;
	}
	return cmd_next(cmd->line, &word) ? 0 : -1;
}

int query_dasd(struct cmd *cmd)
{
	struct selection which = {0, 0xFFFF, NULL, IN_ANY_STATE};
	char volid[VOLID_SIZE], what[16] = "DASD";
	bool details = cmd_accept(cmd->line, "DETAILS", 3);
	struct cmd_word word;

	if (details || !cmd_accept(cmd->line, "ALL", 0)) {
		if (!details && cmd_accept(cmd->line, "FREE", 2))
			which.state = FREE;
		else if (!details && (cmd_accept(cmd->line, "ATTACHED", 3) ||
					     cmd_accept(cmd->line, "SYSTEM", 3)))
			which.state = ATTACHED;
		else if (!details && cmd_accept(cmd->line, "OFFLINE", 3))
			which.state = OFFLINE;
		else if (cmd_peek(cmd->line, &word)) {
			word_upper(what, sizeof(what), &word);
			if (take_which(cmd, &which, volid))
				return cmd_refused(cmd);
		}
	}
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	return say_selected(cmd, &which, details, what);
}
