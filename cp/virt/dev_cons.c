// SPDX-License-Identifier: Apache-2.0
/* The virtual 3215 as a device of a machine: logic/dev_con3215.h before, nucleus/console.h behind. */
#include "virt/dev_cons.h"
#include "lib/err.h"
#include "nucleus/console.h"

/* A user has one console. vm lock held. */
static int console_init(struct vdev *vdev)
{
	struct con3215 *con = (struct con3215 *)vdev->dev;

	if (vdev->vm->console->vdev)
		return -E_EXIST;
	con3215_init(con, &console_con3215_ops, vdev->vm);
	con->is_autocr = vdev->vm->console->set.autocr;
	vdev->vm->console->vdev = vdev;
	return 0;
}

static void console_done(struct vdev *vdev)
{
	vdev->vm->console->vdev = NULL;
}

const struct vdev_type vdev_console = {.name = "CONS",
	.type_code = 0x3215,
	.size = sizeof(struct con3215),
	.init = console_init,
	.done = console_done,
	.diag210 = {0x80, 0x00, 0x00, 0x00}};
