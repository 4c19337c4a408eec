// SPDX-License-Identifier: Apache-2.0
/* DEFINE CONSOLE, READER, PUNCH, PRINTER; DETACH: virtual devices come and go. */
#include "cmd/cmd.h"
#include "cmd/vcpus.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/vdev.h"
#include "virt/crw.h"
#include "virt/dev_cons.h"
#include "virt/dev_ur.h"

/* ---- DEFINE ---------------------------------------------------------------------------------- */

/* The guest learns of the new device by a channel report. */
static int say_defined(struct cmd *cmd, uint16_t devno, int rc)
{
	const char *name = "";
	struct vdev *vdev;
	char number[8];

	str_format(number, sizeof(number), "%04X", devno);
	switch (rc) {
	case 0: break;
	case -E_EXIST: return cmd_msg(cmd, MSG_DEVICE_DEFINED, number, number);
	default: return cmd_msg(cmd, MSG_NO_STORAGE, "a virtual device");
	}
	lock_take(&cmd->vm->lock);
	vdev = vdev_find(cmd->vm, devno);
	if (vdev) {
		name = vdev->type->name;
		crw_subchannel(cmd->vm, vdev->sch.nr);
	}
	lock_drop(&cmd->vm->lock);
	return cmd_msg(cmd, MSG_DEVICE_ATTACHED, name, number);
}

/* [AS] vdev, and no more. */
static int take_devno(struct cmdline *line, uint16_t *devno)
{
	cmd_accept(line, "AS", 0);
	return cmd_vdev(line, devno) ? -E_INVAL : cmd_end(line);
}

static int define_unit_record(struct cmd *cmd, enum dir_spool_kind kind, char class)
{
	uint16_t devno;

	if (take_devno(cmd->line, &devno))
		return cmd_refused(cmd);
	return say_defined(cmd, devno, ur_create(cmd->vm, devno, kind, class));
}

int define_reader(struct cmd *cmd)
{
	return define_unit_record(cmd, DIR_SPOOL_READER, '*');
}

int define_punch(struct cmd *cmd)
{
	return define_unit_record(cmd, DIR_SPOOL_PUNCH, 'A');
}

int define_printer(struct cmd *cmd)
{
	return define_unit_record(cmd, DIR_SPOOL_PRINTER, 'A');
}

int define_console(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	char number[8], old[8];
	struct vdev *console;
	uint16_t devno;
	int rc;

	if (take_devno(cmd->line, &devno))
		return cmd_refused(cmd);
	str_format(number, sizeof(number), "%04X", devno);
	lock_take(&vm->lock);
	console = vm->console->vdev;
	if (console)
		str_format(old, sizeof(old), "%04X", console->devno);
	rc = console ? 0 : vdev_create(vm, devno, console_type(vm), NULL);
	lock_drop(&vm->lock);
	if (console) /* a user has one */
		return cmd_msg(cmd, MSG_DEVICE_DEFINED, number, old);
	return say_defined(cmd, devno, rc);
}

/* ---- DETACH ---------------------------------------------------------------------------------- */

/* Returns 0, or the number of the refusal. */
static int detach_one(struct cmd *cmd, uint16_t devno)
{
	struct vmdbk *vm = cmd->vm;
	const char *name = NULL;
	struct vdev *vdev;
	char number[8];

	str_hex(number, devno, 4);
	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev) {
		name = vdev->type->name;
		vdev_delete(vdev);
		crw_subchannel(vm, vdev->sch.nr);
	}
	lock_drop(&vm->lock);
	return name ? cmd_msg(cmd, MSG_DEVICE_DETACHED, name, number)
		    : cmd_msg(cmd, MSG_NO_DEVICE, number);
}

/* The lowest device of the range; false when there is none. */
static bool find_in_range(struct vmdbk *vm, uint32_t first, uint32_t last, uint16_t *devno)
{
	bool found = false;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		const struct vdev *vdev = vm->vdevs[i];

		if (!vdev->dev || vdev->devno < first || vdev->devno > last)
			continue;
		if (!found || vdev->devno < *devno)
			*devno = vdev->devno;
		found = true;
	}
	lock_drop(&vm->lock);
	return found;
}

/* Of a range those that there are. Returns 0 or the return code. */
static int detach_range(struct cmd *cmd, uint16_t first, uint16_t last)
{
	uint16_t devno;
	unsigned nr = 0;
	char number[8];

	for (uint32_t from = first; from <= last && find_in_range(cmd->vm, from, last, &devno); nr++) {
		detach_one(cmd, devno);
		from = devno + 1u;
	}
	if (nr)
		return 0;
	str_format(number, sizeof(number), "%04X", first);
	return cmd_msg(cmd, MSG_NO_DEVICE, number);
}

/* DETACH vdev[-vdev] ... | CPU address[-address]: nothing happens unless all words are right. */
int cmd_detach(struct cmd *cmd)
{
	struct cmdline check;
	uint16_t first, last;
	struct cmd_word word;
	unsigned nr = 0;
	int rc = 0, one;

	if (cmd_accept(cmd->line, "CPU", 3))
		return detach_cpu(cmd);
	check = *cmd->line;
	do {
		if (cmd_vdev_range(&check, &first, &last)) {
			*cmd->line = check;
			return cmd_refused(cmd);
		}
		nr++;
	} while (cmd_peek(&check, &word));
	if (nr == 1) /* as nearly always */
		return detach_range(cmd, first, last);
	while (!rc && cmd_peek(cmd->line, &word)) {
		one = cmd_vdev_range(cmd->line, &first, &last) ? cmd_refused(cmd)
							       : detach_range(cmd, first, last);
		rc = one ? one : rc;
	}
	return rc;
}
