// SPDX-License-Identifier: Apache-2.0
/* Channel programs that take long. */
#include "nucleus/longio.h"
#include "mach/clock.h"
#include "nucleus/task.h"
#include "nucleus/timer.h"

#define PAUSE TOD_MS

static void pause_over(struct timer *timer);

static struct lock longio_lock = LOCK_INIT(LONGIO);
static struct list waiting = LIST_INIT(waiting); /* longio lock: struct vdev.long_link */
static bool is_set;                              /* longio lock: the timer is, or a piece runs */
static struct timer pause = {.expired = pause_over};

void longio_queue(struct vdev *vdev)
{
	if (vdev->long_queued)
		return;
	vdev->long_queued = true;
	vm_get(vdev->vm);
	lock_take(&longio_lock);
	list_add_tail(&waiting, &vdev->long_link);
	if (!is_set)
		timer_set(&pause, clock_now() + PAUSE);
	is_set = true;
	lock_drop(&longio_lock);
}

/* A piece is over. */
static void set_pause(void *unused)
{
	(void)unused;
	lock_take(&longio_lock);
	is_set = !list_is_empty(&waiting);
	if (is_set)
		timer_set(&pause, clock_now() + PAUSE);
	lock_drop(&longio_lock);
}

static void run_piece(void *unused)
{
	struct list *link;

	lock_take(&longio_lock);
	link = list_pop(&waiting);
	lock_drop(&longio_lock);
	if (link) {
		struct vdev *vdev = LIST_ENTRY(link, struct vdev, long_link);
		struct vmdbk *vm = vdev->vm;

		lock_take(&vm->lock);
		vdev->long_queued = false;
		vdev_run_piece(vdev);
		lock_drop(&vm->lock);
		vm_put(vm);
	}
	set_pause(unused);
}

static void pause_over(struct timer *timer)
{
	(void)timer;
	if (task_start("channel program", run_piece, NULL, NULL, set_pause))
		set_pause(NULL); /* no storage now */
}
