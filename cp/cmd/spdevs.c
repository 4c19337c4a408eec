// SPDX-License-Identifier: Apache-2.0
/* Spool devices as an operand: a device number, or all of one kind. */
#include "cmd/spdevs.h"
#include "cmd/spfiles.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"

int spool_devs_parse(struct cmd *cmd, struct spool_devs *devs)
{
	static const struct spool_devs kinds[] = {
		[SPQ_READER] = {SPDEVS_READER, 0, "READER"},
		[SPQ_PUNCH] = {SPDEVS_PUNCH, 0, "PUNCH"},
		[SPQ_PRINTER] = {SPDEVS_PRINTER, 0, "PRINTER"},
	};
	enum spqueue queue;

	*devs = (struct spool_devs){.kind = SPDEVS_NUMBER};
	if (spool_queue_accept(cmd->line, &queue))
		*devs = kinds[queue];
	else if (cmd_accept(cmd->line, "CONSOLE", 3))
		*devs = (struct spool_devs){.kind = SPDEVS_CONSOLE, .name = "CONSOLE"};
	else
		return cmd_vdev(cmd->line, &devs->devno);
	return 0;
}

static bool is_console(const struct vmdbk *vm, const struct vdev *vdev)
{
	return vm->console && vm->console->vdev && vdev == vm->console->vdev;
}

static bool is_meant(const struct spool_devs *devs, const struct vdev *vdev)
{
	if (!vdev->dev)
		return false;
	switch (devs->kind) {
	case SPDEVS_NUMBER: return vdev->devno == devs->devno;
	case SPDEVS_READER: return vdev->type == &ur_reader_type;
	case SPDEVS_PUNCH: return vdev->type == &ur_punch_type;
	case SPDEVS_PRINTER: return vdev->type == &ur_printer_type;
	default: return is_console(vdev->vm, vdev);
	}
}

typedef void dev_fn(const struct spool_dev *dev, void *ctx, struct spool_answer *answer);

static void do_ur(struct ur_dev *ur, dev_fn *fn, void *ctx, struct spool_answer *answer)
{
	struct spool_dev dev = {.user = ur->user, .opts = ur_options(ur), .out = ur_output(ur)};

	if (dev.out)
		dev.source = &ur->source;
	else
		dev.in = &ur->reader.in;
	fn(&dev, ctx, answer);
}

static void do_console(struct vmdbk *vm, dev_fn *fn, void *ctx, struct spool_answer *answer)
{
	struct spool_user *user = spool_user_open(vm->userid);
	struct spool_dev dev = {.user = user, .out = user ? spool_console(user) : NULL};

	if (dev.out) {
		dev.opts = &dev.out->opts;
		fn(&dev, ctx, answer);
	} else {
		answer->msg = MSG_NO_STORAGE;
		str_copy(answer->args[0], "a file", sizeof(answer->args[0]));
	}
	if (user)
		spool_user_close(user);
}

/* The device of subchannel nr, if it is meant. Returns whether it was. */
static bool do_one(struct cmd *cmd, const struct spool_devs *devs, unsigned nr, dev_fn *fn,
	void *ctx, struct spool_answer *answer)
{
	struct vmdbk *vm = cmd->vm;
	struct vdev *vdev;
	bool meant;

	lock_take(&vm->lock);
	vdev = vdev_by_subchannel(vm, (uint16_t)nr);
	meant = vdev && is_meant(devs, vdev);
	lock_take(&spool_lock);
	if (meant && ur_dev_of(vdev)) {
		do_ur(ur_dev_of(vdev), fn, ctx, answer);
	} else if (meant && is_console(vm, vdev)) {
		do_console(vm, fn, ctx, answer);
	} else if (meant) {
		answer->msg = MSG_NOT_A_SPOOL_DEVICE;
		str_format(answer->args[0], sizeof(answer->args[0]), "%04X", devs->devno);
	}
	lock_drop(&spool_lock);
	lock_drop(&vm->lock);
	return meant;
}

int spool_devs_each(struct cmd *cmd, const struct spool_devs *devs, dev_fn *fn, void *ctx)
{
	bool found = false;
	char name[NAME_SIZE];
	int rc = 0;

	for (unsigned nr = 0; nr < cmd->vm->nr_vdevs; nr++) {
		struct spool_answer answer = {.msg = MSG_NONE};

		if (!do_one(cmd, devs, nr, fn, ctx, &answer))
			continue;
		found = true;
		rc = spool_saved(cmd);
		if (answer.line[0])
			cmd_say(cmd, "%s", answer.line);
		if (answer.msg)
			rc = cmd_msg(cmd, answer.msg, answer.args[0], answer.args[1]);
	}
	if (found)
		return rc;
	if (devs->kind == SPDEVS_NUMBER)
		str_format(name, sizeof(name), "%04X", devs->devno);
	else
		str_copy(name, devs->name, sizeof(name));
	return cmd_msg(cmd, MSG_NO_DEVICE, name);
}
