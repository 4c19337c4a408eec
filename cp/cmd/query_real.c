// SPDX-License-Identifier: Apache-2.0
/* QUERY DASD, GRAF, UR: real devices by class. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/rdev.h"
#include "nucleus/terminal.h"

static const char *const names[] = {
	[RDEV_UNKNOWN] = "DEV",
	[RDEV_GRAPHIC] = "GRAF",
	[RDEV_TYPEWRITER] = "CONS",
	[RDEV_READER] = "RDR",
	[RDEV_PUNCH] = "PUN",
	[RDEV_PRINTER] = "PRT",
	[RDEV_DASD] = "DASD",
};

static bool sits_at(struct vmdbk *vm, const struct rdev *rdev)
{
	bool yes;

	lock_take(&vm->console->lock);
	yes = vm->console->terminal && terminal_rdev(vm->console->terminal) == rdev;
	lock_drop(&vm->console->lock);
	return yes;
}

/* "LOGON AS LINUX1": who sits at it. */
static void terminal_state(const struct rdev *rdev, char *buf, size_t size)
{
	struct vmdbk *vm = NULL;

	str_copy(buf, "FREE", size);
	while ((vm = vm_next(vm)) != NULL)
		if (vm->console && sits_at(vm, rdev)) {
			str_format(buf, size, "LOGON AS %s", vm->userid);
			vm_put(vm);
			return;
		}
}

static void say_device(struct cmd *cmd, const struct rdev *rdev)
{
	char state[32] = "SYSTEM";

	if (rdev->class == RDEV_GRAPHIC || rdev->class == RDEV_TYPEWRITER)
		terminal_state(rdev, state, sizeof(state));
	cmd_say(cmd, "%-4s %04X %04X-%02X %s SUBCHANNEL = %04X", names[rdev->class], rdev->devno,
		rdev->dev_type, rdev->dev_model, state, rdev->schid & 0xFFFF);
}

/* classes: bit of each enum rdev_class. */
static int say_classes(struct cmd *cmd, unsigned classes, const char *what)
{
	struct rdev *rdev = NULL;
	unsigned nr = 0;

	cmd_accept(cmd->line, "ALL", 0);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	while ((rdev = rdev_next(rdev)) != NULL)
		if (classes & 1u << rdev->class) {
			say_device(cmd, rdev);
			nr++;
		}
	return nr ? 0 : cmd_msg(cmd, MSG_NO_DEVICE, what);
}

int query_dasd(struct cmd *cmd)
{
	return say_classes(cmd, 1u << RDEV_DASD, "DASD");
}

int query_graf(struct cmd *cmd)
{
	return say_classes(cmd, 1u << RDEV_GRAPHIC | 1u << RDEV_TYPEWRITER, "GRAF");
}

int query_ur(struct cmd *cmd)
{
	return say_classes(cmd, 1u << RDEV_READER | 1u << RDEV_PUNCH | 1u << RDEV_PRINTER, "UR");
}
