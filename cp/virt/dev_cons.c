// SPDX-License-Identifier: Apache-2.0
/*
 * The virtual console as a device of a machine: logic/dev_con3215.h or dev_con3270.h before,
 * nucleus/console.h behind.
 */
#include "virt/dev_cons.h"
#include "lib/err.h"
#include "logic/dev_con3270.h"
#include "logic/diagdev.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"

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
	console_screen_drop(vdev->vm);
	vdev->vm->console->vdev = NULL;
}

/* The guest that drew a screen is gone. */
static void console_reset(struct vdev *vdev)
{
	console_screen_drop(vdev->vm);
}

/* At rest it is as init makes it: what waits to be read stays with the person who typed it. */
static int console_save(struct vdev *vdev, void *own)
{
	(void)own;
	return vdev->vm->console->screen ? -E_BUSY : 0;
}

const struct vdev_type vdev_console = {.name = "CONS",
	.type_code = 0x3215,
	.size = sizeof(struct con3215),
	.init = console_init,
	.reset = console_reset,
	.done = console_done,
	.save = console_save,
	.diag210 = {0x80, 0x00, 0x00, 0x00}};

static void screen_changed(void *ctx)
{
	console_screen_changed(ctx);
}

/* The screen is as large as that of the terminal from which it comes. vm lock held. */
static int console_3270_init(struct vdev *vdev)
{
	struct vconsole *console = vdev->vm->console;
	unsigned rows, cols;
	struct vscreen *screen;

	if (console->vdev)
		return -E_EXIST;
	screen = stor_alloc(sizeof(*screen));
	if (!screen)
		return -E_NOMEM;
	console_screen_size(vdev->vm, &rows, &cols);
	vscreen_init(screen, rows, cols);
	con3270_init((struct con3270 *)vdev->dev, screen, screen_changed, vdev->vm);
	console->screen = screen;
	console->vdev = vdev;
	return 0;
}

static void console_3270_done(struct vdev *vdev)
{
	console_screen_drop(vdev->vm);
	vdev->vm->console->vdev = NULL;
}

static uint8_t model(const struct vdev *vdev)
{
	const struct vscreen *screen = vdev->vm->console->screen;

	return screen->alt_cols == 132 ? 5 : screen->alt_rows == 43 ? 4 : screen->alt_rows == 32 ? 3 : 2;
}

const struct vdev_type vdev_console_3270 = {.name = "CONS",
	.type_code = 0x3278,
	.size = sizeof(struct con3270),
	.init = console_3270_init,
	.done = console_3270_done,
	.diag210 = {DEVCLASS_GRAPHIC, 0x01, DEVCLASS_GRAPHIC, 0x01},
	.model = model};

const struct vdev_type *console_type(struct vmdbk *vm)
{
	return vm->console->set.conmode_3270 ? &vdev_console_3270 : &vdev_console;
}

int console_set_conmode(struct vmdbk *vm, bool is_3270)
{
	struct vconsole *console = vm->console;
	bool was = console->set.conmode_3270;
	int rc = 0;

	if (was == is_3270)
		return 0;
	lock_take(&vm->lock);
	console->set.conmode_3270 = is_3270;
	if (console->vdev)
		rc = vdev_replace(console->vdev, console_type(vm));
	if (rc)
		console->set.conmode_3270 = was;
	lock_drop(&vm->lock);
	return rc;
}
