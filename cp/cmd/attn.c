// SPDX-License-Identifier: Apache-2.0
/* ATTN, REQUEST, READY, RESET: what a person at a device would do with its keys. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/vdev.h"

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

static void make_ready(struct vdev *vdev)
{
	subch_unsolicited(&vdev->sch, DSTAT_DEVICE_END);
	vdev_run(vdev);
}

/* The guest will not see what was pending. A channel program that runs goes on. */
static void clear_pending(struct vdev *vdev)
{
	struct irb irb;

	vdev->sch.held = 0;
	if (subch_test(&vdev->sch, &irb) == 0)
		vdev_run(vdev);
}

static int on_device(struct cmd *cmd, void (*what)(struct vdev *vdev))
{
	struct vmdbk *vm = cmd->vm;
	struct vdev *vdev;
	uint16_t devno;
	char text[8];

	if (cmd_vdev(cmd->line, &devno) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev)
		what(vdev);
	lock_drop(&vm->lock);
	str_format(text, sizeof(text), "%04X", devno);
	return vdev ? 0 : cmd_msg(cmd, MSG_NO_DEVICE, text);
}

/* READY vdev: a device-end interruption. */
int cmd_ready(struct cmd *cmd)
{
	return on_device(cmd, make_ready);
}

/* RESET vdev: takes its pending interruptions away. */
int cmd_reset(struct cmd *cmd)
{
	return on_device(cmd, clear_pending);
}
