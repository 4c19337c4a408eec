// SPDX-License-Identifier: Apache-2.0
/* The guest's full screen on the virtual console: of a 3270, and of a 3215 by DIAGNOSE X'58'. */
#include "lib/string.h"
#include "logic/term/vscreen.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "nucleus/terminal.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

void console_screen_size(struct vmdbk *vm, unsigned *rows, unsigned *cols)
{
	struct vconsole *c = vm->console;

	*rows = 24;
	*cols = 80;
	lock_take(&c->lock);
	if (c->terminal)
		terminal_size(c->terminal, rows, cols);
	lock_drop(&c->lock);
}

/* Is there somebody who can see it? A disconnected user may come back to a display. */
static bool may_be_seen(struct vconsole *c)
{
	bool may;

	lock_take(&c->lock);
	may = !c->terminal || terminal_is_display(c->terminal);
	lock_drop(&c->lock);
	return may;
}

/* Is there a terminal that shows another number of rows or columns? */
static bool is_other_size(const struct vconsole *c, unsigned rows, unsigned cols)
{
	return c->terminal && (c->screen->alt_rows != rows || c->screen->alt_cols != cols);
}

struct vscreen *console_screen(void *ctx, bool may_make)
{
	struct vmdbk *vm = ctx;
	struct vconsole *c = vm->console;
	unsigned rows, cols;

	if (!may_make || !may_be_seen(c))
		return may_make ? NULL : c->screen;
	console_screen_size(vm, &rows, &cols);
	if (c->screen && !is_other_size(c, rows, cols))
		return c->screen;
	if (!c->screen)
		c->screen = stor_alloc(sizeof(*c->screen));
	if (c->screen)
		vscreen_init(c->screen, rows, cols);
	return c->screen;
}

void console_screen_drop(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	if (!c->screen)
		return;
	stor_free(c->screen, sizeof(*c->screen));
	c->screen = NULL;
	console_screen_changed(vm);
}

void console_screen_changed(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	lock_take(&c->lock);
	if (c->terminal)
		terminal_kick(c->terminal);
	lock_drop(&c->lock);
}

bool console_has_screen(struct vmdbk *vm)
{
	bool has;

	lock_take(&vm->lock);
	has = vm->console->screen && vm->console->screen->is_active;
	lock_drop(&vm->lock);
	return has;
}

int console_screen_render(
	struct vmdbk *vm, uint8_t *buf, size_t size, const struct screen *display, uint8_t *command)
{
	int len = 0;

	lock_take(&vm->lock);
	if (vm->console->screen)
		len = vscreen_render(vm->console->screen, buf, size, display->rows, display->cols,
			display->colours, command);
	lock_drop(&vm->lock);
	return len;
}

void console_screen_repaint(struct vmdbk *vm)
{
	lock_take(&vm->lock);
	if (vm->console->screen)
		vscreen_repaint(vm->console->screen);
	lock_drop(&vm->lock);
}

uint8_t console_screen_input(
	struct vmdbk *vm, const uint8_t *data, size_t len, const struct screen *display)
{
	struct vconsole *c = vm->console;
	uint8_t aid = 0;

	lock_take(&vm->lock);
	if (c->screen)
		aid = vscreen_input(c->screen, data, len, c->screen->is_alt ? display->cols : 80);
	if (aid) {
		subch_unsolicited(&c->vdev->sch, DSTAT_ATTENTION);
		vdev_run(c->vdev);
	}
	lock_drop(&vm->lock);
	return aid;
}
