// SPDX-License-Identifier: Apache-2.0
/* QUERY GRAF, UR and QUERY rdev: real devices, and who works with them. */
#include "cmd/cmd.h"
#include "cmd/realdev.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/realprinter.h"
#include "nucleus/terminal.h"
#include "nucleus/volume.h"

#define ALL_CLASSES ~0u

/* Which devices: of some classes, with some numbers, in some state. */
struct selection {
	unsigned classes; /* bit of each enum rdev_class */
	uint16_t first, last;
	enum { IN_ANY_STATE, FREE, OFFLINE } state;
};

static bool is_terminal(const struct rdev *rdev)
{
	return rdev->class == RDEV_GRAPHIC || rdev->class == RDEV_TYPEWRITER;
}

void realdev_user(const struct rdev *rdev, char user[REALDEV_USER_SIZE])
{
	struct volume_info info;
	char userid[NAME_SIZE];

	user[0] = '\0';
	if (is_terminal(rdev)) {
		if (rdev->owner && terminal_userid(rdev->owner, userid))
			str_copy(user, userid, REALDEV_USER_SIZE);
	} else if (rdev->class == RDEV_DASD) {
		volume_info(rdev, &info);
		if (info.volume)
			str_copy(user, "SYSTEM", REALDEV_USER_SIZE);
		volume_put(info.volume);
	} else if (rdev->busy) {
		str_copy(user, "SYSTEM", REALDEV_USER_SIZE);
	}
}

static bool is_selected(const struct selection *which, const struct rdev *rdev)
{
	char user[REALDEV_USER_SIZE];

	if (!(which->classes & 1u << rdev->class) || rdev->devno < which->first ||
		rdev->devno > which->last)
		return false;
	if (which->state == IN_ANY_STATE)
		return true;
	if (which->state == OFFLINE || rdev->offline)
		return which->state == OFFLINE && rdev->offline;
	realdev_user(rdev, user);
	return is_terminal(rdev) && !user[0];
}

static void say_device(struct cmd *cmd, const struct rdev *rdev)
{
	char state[40] = "SYSTEM", user[REALDEV_USER_SIZE];

	if (rdev->class == RDEV_DASD) {
		realdev_say_dasd(cmd, rdev);
		return;
	}
	realdev_user(rdev, user);
	if (rdev->offline)
		str_copy(state, "OFFLINE", sizeof(state));
	else if (realprinter_is(rdev))
		realprinter_state(rdev, state, sizeof(state));
	else if (is_terminal(rdev) && user[0])
		str_format(state, sizeof(state), "LOGON AS %s", user);
	else if (is_terminal(rdev) || rdev->class == RDEV_UNKNOWN)
		str_copy(state, "FREE", sizeof(state));
	cmd_say(cmd, "%-4s %04X %04X-%02X %s SUBCHANNEL = %04X", rdev_class_name(rdev), rdev->devno,
		rdev->dev_type, rdev->dev_model, state, rdev->schid & 0xFFFF);
}

static int say_selected(struct cmd *cmd, const struct selection *which, const char *what)
{
	struct rdev *rdev = NULL;
	unsigned nr = 0;

	while ((rdev = rdev_next(rdev)) != NULL)
		if (is_selected(which, rdev)) {
			say_device(cmd, rdev);
			nr++;
		}
	return nr ? 0 : cmd_msg(cmd, MSG_NO_REAL_DEVICE, what);
}

/* [ALL|FREE|OFFLINE|rdev[-rdev]] behind the class. */
static int say_classes(struct cmd *cmd, unsigned classes, const char *what)
{
	struct selection which = {classes, 0, 0xFFFF, IN_ANY_STATE};
	struct cmd_word word;

	if (cmd_accept(cmd->line, "FREE", 0))
		which.state = FREE;
	else if (cmd_accept(cmd->line, "OFFLINE", 3))
		which.state = OFFLINE;
	else if (!cmd_accept(cmd->line, "ALL", 0) && cmd_peek(cmd->line, &word)) {
		if (word_to_devno_range(&word, &which.first, &which.last))
			return refuse_next(cmd);
		cmd_next(cmd->line, &word);
	}
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	return say_selected(cmd, &which, what);
}

int query_graf(struct cmd *cmd)
{
	return say_classes(cmd, 1u << RDEV_GRAPHIC | 1u << RDEV_TYPEWRITER, "GRAF");
}

int query_ur(struct cmd *cmd)
{
	return say_classes(cmd, 1u << RDEV_READER | 1u << RDEV_PUNCH | 1u << RDEV_PRINTER, "UR");
}

int query_rdev(struct cmd *cmd)
{
	struct selection which = {ALL_CLASSES, 0, 0, IN_ANY_STATE};
	struct cmd_word word;
	char text[16];

	if (!cmd_next(cmd->line, &word) || word_to_devno_range(&word, &which.first, &which.last))
		return cmd_refuse(cmd->line, MSG_RDEV_MISSING, &word), cmd_refused(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (which.first == which.last)
		str_format(text, sizeof(text), "%04X", which.first);
	else
		str_format(text, sizeof(text), "%04X-%04X", which.first, which.last);
	return say_selected(cmd, &which, text);
}
