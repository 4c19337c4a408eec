// SPDX-License-Identifier: Apache-2.0
/* REDEFINE: another number for a virtual device. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nucleus/vdev.h"
#include "virt/crw.h"

/* vm lock held. Returns the refusal or MSG_NONE. */
static enum msg_id renumber(struct vmdbk *vm, uint16_t from, uint16_t to, const char **name)
{
	struct vdev *vdev = vdev_find(vm, from);

	if (!vdev)
		return MSG_NO_DEVICE;
	if (vdev_find(vm, to))
		return MSG_DEVICE_DEFINED;
	*name = vdev->type->name;
	vdev->devno = to;
	vdev->sch.pmcw.devno = be16(to);
	crw_subchannel(vm, vdev->sch.nr);
	return MSG_NONE;
}

/* REDEFINE [DEVICE] vdev [AS] vdev: the guest learns of it by a channel report. */
int cmd_redefine(struct cmd *cmd)
{
	char old[8], new[8];
	const char *name = "";
	uint16_t from, to;
	enum msg_id refusal;

	cmd_accept(cmd->line, "DEVICE", 3);
	if (cmd_vdev(cmd->line, &from))
		return cmd_refused(cmd);
	cmd_accept(cmd->line, "AS", 0);
	if (cmd_vdev(cmd->line, &to) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&cmd->vm->lock);
	refusal = renumber(cmd->vm, from, to, &name);
	lock_drop(&cmd->vm->lock);
	str_format(old, sizeof(old), "%04X", from);
	str_format(new, sizeof(new), "%04X", to);
	if (refusal == MSG_NO_DEVICE)
		return cmd_msg(cmd, refusal, old);
	if (refusal)
		return cmd_msg(cmd, refusal, new, new);
	return cmd_msg(cmd, MSG_DEVICE_ATTACHED, name, new);
}
