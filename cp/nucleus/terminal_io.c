// SPDX-License-Identifier: Apache-2.0
/* Channel programs of a terminal: all is written by its own task, which sees here that a client is gone. */
#include "arch/ds3270.h"
#include "lib/err.h"
#include "nucleus/console.h"
#include "nucleus/terminal_int.h"
#include "nucleus/vmdbk.h"

#define WRITE_MAX 2000 /* bytes of one channel program */

int terminal_transfer(struct terminal *t, uint8_t command, uint16_t len)
{
	t->ccw = (struct ccw1){.cmd = command,
		.flags = CCW_SLI,
		.count = be16(len),
		.addr = be32((uint32_t)(habs_t)t->buf)};
	return rdev_run(t->rdev, &t->ccw);
}

/* The client is gone: its user is disconnected, never logged off. */
void terminal_client_lost(struct terminal *t)
{
	struct vmdbk *vm;

	lock_take(&t->lock);
	t->connected = false;
	vm = t->vm;
	if (vm)
		vm_get(vm);
	lock_drop(&t->lock);
	if (vm)
		terminal_above->vanished(vm);
	vm_put(vm);
	terminal_add_work(t, WORK_LOST);
}

/* A 3270 doesn't tell when its client vanishes: the next channel program sees it. */
void terminal_look_for_client(struct terminal *t)
{
	if (t->connected && terminal_transfer(t, CCW_CMD_NOP, 1) == -E_NODEV)
		terminal_client_lost(t);
	__atomic_add_fetch(&t->nr_probes, 1, __ATOMIC_RELEASE);
}

/* The guest's screen, instead of all that the terminal itself would show. */
bool terminal_write_guest(struct terminal *t)
{
	uint8_t command;
	int len;

	while ((len = console_screen_render(t->shown, t->buf, WRITE_MAX, &t->screen, &command)) >
		0) {
		int rc = terminal_transfer(t, command, (uint16_t)len);

		if (rc == -E_NODEV) {
			terminal_client_lost(t);
			return false;
		}
		if (rc) {
			console_screen_repaint(t->shown);
			if (!(t->rdev->status.dstat & DSTAT_ATTENTION))
				return false;
			terminal_add_work(t, WORK_ATTENTION);
			return true;
		}
	}
	return true;
}

bool terminal_write_all(struct terminal *t)
{
	uint8_t command;
	int len;

	while ((len = term_render(&t->term, t->buf, WRITE_MAX, &command)) > 0) {
		int rc = terminal_transfer(t, command, (uint16_t)len);

		if (rc == -E_NODEV) {
			terminal_client_lost(t);
			return false;
		}
		if (rc == -E_IO && (t->rdev->status.dstat & DSTAT_ATTENTION)) {
			terminal_add_work(t, WORK_ATTENTION); /* typed while we wrote */
			term_repaint(&t->term);
		} else if (rc && command == CCW_3270_WRITE_STRUCTURED) {
			term_repaint(&t->term); /* a client that can't be asked */
		} else if (rc) {
			return false;
		}
	}
	return true;
}
