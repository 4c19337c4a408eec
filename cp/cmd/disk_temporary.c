// SPDX-License-Identifier: Apache-2.0
/* T-disks, and V-disks that DEFINE makes: disks of one user that are gone when they are detached.
 */
#include "cmd/cmd.h"
#include "cmd/disks.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/terminal.h"
#include "nucleus/tdisk.h"
#include "nucleus/vdev.h"
#include "virt/crw.h"
#include "virt/dev_dasd.h"

/* dasd_request.decide: nobody else has links to it. */
static int decide(void *ctx, const struct minidisk *disk, struct md_link *link)
{
	const struct vmdbk *vm = ctx;

	(void)disk;
	if (vm->state != VM_ACTIVE)
		return -E_NODEV; /* its devices go, or are gone */
	link->is_writing = true;
	str_copy(link->mode, "MR", sizeof(link->mode));
	return 0;
}

/* The message of what went wrong. */
static enum msg_id say(int rc, const struct vmdbk *vm, uint16_t devno, bool is_blocks,
	enum emsg emsg, char text[MSG_LINE_SIZE])
{
	char number[8], limit[24] = "";
	struct vdisk_limits limits;
	uint64_t nr;
	enum msg_id id;

	str_format(number, sizeof(number), "%04X", devno);
	switch (rc) {
	case 0: return MSG_NONE;
	case -E_FULL: id = is_blocks ? MSG_VDISK_LIMIT : MSG_TDISK_NO_SPACE; break;
	case -E_BUSY: id = MSG_VDISK_SYSTEM_LIMIT; break;
	case -E_RANGE: id = MSG_VDISK_SIZE; break;
	case -E_IO: id = MSG_TDISK_NOT_ERASED; break;
	case -E_EXIST:
		msg_say(text, MSG_LINE_SIZE, MSG_DEVICE_DEFINED, emsg, number, number);
		return MSG_DEVICE_DEFINED;
	case -E_NODEV:
		msg_say(text, MSG_LINE_SIZE, MSG_LOGOFF_PENDING, emsg, vm->userid);
		return MSG_LOGOFF_PENDING;
	default:
		msg_say(text, MSG_LINE_SIZE, MSG_NO_STORAGE, emsg, "a virtual device");
		return MSG_NO_STORAGE;
	}
	limits = minidisk_vdisk_limits(&nr);
	str_format(limit, sizeof(limit), "%llu",
		(unsigned long long)(rc == -E_RANGE        ? VDISK_MAX_BLOCKS
					: rc == -E_BUSY ? limits.all
							: limits.user));
	msg_say(text, MSG_LINE_SIZE, id, emsg, number, limit);
	return id;
}

static bool is_taken(struct vmdbk *vm, uint16_t devno)
{
	bool taken;

	lock_take(&vm->lock);
	taken = vdev_find(vm, devno);
	lock_drop(&vm->lock);
	return taken;
}

enum msg_id disk_temporary(struct vmdbk *vm, uint16_t devno, uint32_t nr, bool is_blocks,
	enum emsg emsg, char text[MSG_LINE_SIZE])
{
	struct dasd_request request = {.devno = devno,
		.owner = vm->userid,
		.owner_devno = devno,
		.decide = decide,
		.ctx = vm};
	int rc;

	text[0] = '\0';
	if (is_taken(vm, devno)) /* to erase a disk in vain would take long */
		rc = -E_EXIST;
	else if (is_blocks)
		rc = minidisk_make_vdisk(vm->userid, devno, nr, &request.disk);
	else
		rc = tdisk_create(nr, &request.disk);
	if (!rc) {
		rc = dasd_create(vm, &request);
		if (rc)
			minidisk_put(request.disk);
		if (rc == -E_FULL) /* of devices */
			rc = -E_NOMEM;
	}
	return say(rc, vm, devno, is_blocks, emsg, text);
}

void disk_report(struct vmdbk *vm, uint16_t devno)
{
	struct vdev *vdev;

	lock_take(&vm->lock);
	vdev = vdev_find(vm, devno);
	if (vdev)
		crw_subchannel(vm, vdev->sch.nr);
	lock_drop(&vm->lock);
}

/* ---- DEFINE ---------------------------------------------------------------------------------- */

/* [AS] vdev [unit] number, and no more. */
static int take_operands(struct cmdline *line, const char *unit, uint16_t *devno, uint32_t *nr)
{
	struct cmd_word word;
	uint64_t value;

	cmd_accept(line, "AS", 0);
	if (cmd_vdev(line, devno))
		return -E_INVAL;
	cmd_accept(line, unit, 3);
	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (str_to_dec(word.text, word.len, &value) || !value || value > UINT32_MAX)
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	*nr = (uint32_t)value;
	return cmd_end(line);
}

static int define(struct cmd *cmd, bool is_blocks)
{
	char text[MSG_LINE_SIZE], number[8];
	enum msg_id id;
	uint16_t devno;
	uint32_t nr = 0;

	if (take_operands(cmd->line, is_blocks ? "BLK" : "CYLINDERS", &devno, &nr))
		return cmd_refused(cmd);
	id = disk_temporary(cmd->vm, devno, nr, is_blocks, cmd->emsg, text);
	if (id != MSG_NONE) {
		if (text[0])
			cmd->out(cmd->ctx, text, TERM_HIGH);
		return msg_number(id);
	}
	disk_report(cmd->vm, devno);
	str_format(number, sizeof(number), "%04X", devno);
	return cmd_msg(cmd, MSG_DEVICE_ATTACHED, "DASD", number);
}

int define_t3390(struct cmd *cmd)
{
	return define(cmd, false);
}

int define_vfb512(struct cmd *cmd)
{
	return define(cmd, true);
}
