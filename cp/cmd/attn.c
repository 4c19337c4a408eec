// SPDX-License-Identifier: Apache-2.0
/* ATTN, REQUEST, READY, NOTREADY, RESET: what a person at a device would do with its keys. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/vdev.h"
#include "virt/dev_ur.h"

/* ATTN, REQUEST: an attention interruption from the virtual console. */
int cmd_attn(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	struct vdev *vdev;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&vm->lock);
	vdev = vm->console->vdev;
	if (vdev && vdev->dev) {
		subch_unsolicited(&vdev->sch, DSTAT_ATTENTION);
		vdev_run(vdev);
	}
	lock_drop(&vm->lock);
	return vdev ? 0 : cmd_msg(cmd, MSG_NO_DEVICE, "CONSOLE");
}

static enum msg_id make_ready(struct vdev *vdev)
{
	struct ur_dev *ur = ur_dev_of(vdev);

	if (ur)
		ur_set_ready(ur, true);
	subch_unsolicited(&vdev->sch, DSTAT_DEVICE_END);
	vdev_run(vdev);
	return MSG_NONE;
}

static enum msg_id make_not_ready(struct vdev *vdev)
{
	struct ur_dev *ur = ur_dev_of(vdev);

	if (!ur)
		return MSG_INVALID_DEVICE_TYPE;
	ur_set_ready(ur, false);
	return MSG_NONE;
}

/* The guest will not see what was pending. A channel program that runs goes on. */
static enum msg_id clear_pending(struct vdev *vdev)
{
	struct irb irb;

	vdev->sch.held = 0;
	if (subch_test(&vdev->sch, &irb) == 0)
		vdev_run(vdev);
	return MSG_NONE;
}

/* what returns MSG_NONE, or the message that refuses the device. */
static int on_device(struct cmd *cmd, enum msg_id (*what)(struct vdev *vdev))
{
	struct vmdbk *vm = cmd->vm;
	enum msg_id msg = MSG_NO_DEVICE;
	struct vdev *vdev;
	uint16_t devno;
	char text[8];

	if (cmd_vdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev && vdev->dev)
		msg = what(vdev);
	lock_drop(&vm->lock);
	str_format(text, sizeof(text), "%04X", devno);
	return msg ? cmd_msg(cmd, msg, text) : 0;
}

/* READY vdev: a device-end interruption. */
int cmd_ready(struct cmd *cmd)
{
	return on_device(cmd, make_ready);
}

/* NOTREADY vdev: a unit record device wants its operator, until READY. */
int cmd_notready(struct cmd *cmd)
{
	return on_device(cmd, make_not_ready);
}

/* RESET vdev: takes its pending interruptions away. */
int cmd_reset(struct cmd *cmd)
{
	return on_device(cmd, clear_pending);
}
