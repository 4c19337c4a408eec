// SPDX-License-Identifier: Apache-2.0
/* The task of a terminal: it runs while there is something to do, which others note in terminal.work. */
#include "arch/ds3270.h"
#include "lib/err.h"
#include "mach/clock.h"
#include "nucleus/terminal_int.h"
#include "nucleus/vmdbk.h"

#define PROBE_STEP  (10 * TOD_MS) /* how long terminal_probe waits, and how often */
#define PROBE_STEPS 20

void terminal_timer_due(struct timer *timer)
{
	terminal_kick(CONTAINER_OF(timer, struct terminal, timer));
}

static void arm_timer(struct terminal *t)
{
	tod_t due = term_deadline(&t->term);

	if (t->over_guest)
		due = MIN(due, t->over_till);
	if (due != TERM_NO_DEADLINE)
		timer_set(&t->timer, due);
	else if (t->timer.queued)
		timer_cancel(&t->timer);
}

static void terminal_task(void *arg)
{
	struct terminal *t = arg;

	for (;;) {
		uint32_t work;

		lock_take(&t->lock);
		work = t->work;
		t->work = 0;
		if (!work)
			t->running = false;
		lock_drop(&t->lock);
		if (!work)
			return;
		/*
		 * Differs: the emulator doesn't tell of a client that comes while status of the one
		 * before is pending.
		 */
		if (work & WORK_LOST && !t->connected && !terminal_transfer(t, CCW_CMD_NOP, 1))
			work |= WORK_CONNECT;
		/* A line of the client before is gone: to read it would wait for one of the new client's. */
		if (work & WORK_CONNECT && !terminal_is_display(t))
			work &= ~(WORK_ATTENTION | WORK_BREAK);
		if (work & WORK_CONNECT) {
			/* Who sat here before went unseen: nobody inherits the session. */
			if (t->connected)
				terminal_client_lost(t);
			t->connected = true;
			terminal_follow_user(t, NULL);
			terminal_above->came(t);
			term_reset(&t->term);
			term_ask(&t->term);
		}
		if (work & WORK_PROBE)
			terminal_look_for_client(t);
		terminal_follow_user(t, t->vm);
		if (work & (WORK_ATTENTION | WORK_BREAK))
			terminal_attention(t, work & WORK_BREAK);
		term_timer(&t->term, clock_now());
		terminal_follow_user(t, t->vm);
		terminal_output(t);
		if (t->guest_view) {
			if (t->connected)
				terminal_write_guest(t);
		} else if (t->connected && terminal_write_all(t) && term_take_room(&t->term))
			terminal_add_work(t, WORK_KICK);
		arm_timer(t);
	}
}

static void terminal_abended(void *arg)
{
	struct terminal *t = arg;

	t->running = false;
}

void terminal_add_work(struct terminal *t, uint32_t work)
{
	bool start;

	lock_take(&t->lock);
	t->work |= work;
	start = !t->running;
	t->running = true;
	lock_drop(&t->lock);
	if (start && task_start("terminal", terminal_task, t, NULL, terminal_abended))
		t->running = false; /* no storage for a task: the next event tries again */
}

void terminal_kick(struct terminal *terminal)
{
	terminal_add_work(terminal, WORK_KICK);
}

void terminal_probe(struct terminal *terminal)
{
	uint32_t before = __atomic_load_n(&terminal->nr_probes, __ATOMIC_ACQUIRE);

	terminal_add_work(terminal, WORK_PROBE);
	/* Its task may be busy with a device that doesn't answer: not for ever. */
	for (unsigned i = 0; i < PROBE_STEPS; i++) {
		if (__atomic_load_n(&terminal->nr_probes, __ATOMIC_ACQUIRE) != before)
			return;
		task_sleep_until(clock_now() + PROBE_STEP);
	}
}

void terminal_unsolicited(struct rdev *rdev, uint8_t dstat)
{
	uint32_t work = 0;

	if (dstat & DSTAT_ATTENTION)
		work |= dstat & DSTAT_UNIT_EXCEPTION ? WORK_BREAK : WORK_ATTENTION;
	if (dstat & DSTAT_DEVICE_END)
		work |= WORK_CONNECT;
	if (work)
		terminal_add_work(rdev->owner, work);
}
