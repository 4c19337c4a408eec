// SPDX-License-Identifier: Apache-2.0
/*
 * The wait state of guests. A virtual CPU in an enabled wait is in no list: it is a timer until its
 * clock comparator or CPU timer, or nothing at all.
 *
 * Timer slack. A guest that has done nothing but take clock interruptions for some turns gets them late,
 * up to its slack, rounded so that all guests with the same slack wake together: a kernel that insists
 * on a tick is then silent between. Never early, never lost; any other interruption ends the wait at
 * once, and work ends the slack.
 */
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "nucleus/settle.h"
#include "virt/icpt.h"
#include "virt/intr.h"
#include "virt/stop.h"

#define IDLE_TURNS 8		/* clock interruptions without work before slack applies */
#define IDLE_WORK  (3 * TOD_MS) /* a turn that took longer was work, or the emulator was held up */

/* So long after now; CLOCK_NEVER: the host's clock does not go so far. */
static tod_t in_time(tod_t now, uint64_t time)
{
	return time < CLOCK_NEVER - now ? now + time : CLOCK_NEVER;
}

/* When the clock comparator or the CPU timer will interrupt this wait; CLOCK_NEVER: neither. */
static tod_t due_time(const struct vcpu *vcpu, tod_t now)
{
	const struct sie_block *sd = &vcpu->sd;
	tod_t due = CLOCK_NEVER;

	if (!(sd->psw.mask & PSW_EXT))
		return due;
	if ((sd->cr[0] & CR0_CKC) && sd->ckc < ~0xFFul) {
		tod_t clock = now + sd->epoch; /* the guest's may have passed zero */

		due = sd->ckc <= clock ? now : in_time(now, sd->ckc - clock);
	}
	if ((sd->cr[0] & CR0_CPUTIMER)) {
		tod_t timer = (int64_t)sd->cpu_timer < 0 ? now : in_time(now, sd->cpu_timer);

		due = MIN(due, timer);
	}
	return due;
}

static tod_t add_slack(struct vcpu *vcpu, tod_t due, tod_t now)
{
	tod_t slack = vcpu->vm->timer_slack_ms * TOD_MS;
	bool worked = vcpu->other_work || now - this_cpu()->turn_began > IDLE_WORK;

	vcpu->nr_idle_turns = worked ? vcpu->nr_idle_turns / 2 : MIN(vcpu->nr_idle_turns + 1, IDLE_TURNS);
	vcpu->other_work = false;
	if (!slack || vcpu->nr_idle_turns < IDLE_TURNS || due > CLOCK_NEVER - slack)
		return due;
	return ROUND_UP(due, slack);
}

/* The end of a wait; or the machine had used its maximum share up, and has it again. */
void vcpu_wakeup(struct timer *timer)
{
	vcpu_release(CONTAINER_OF(timer, struct vcpu, wakeup), VB_WAIT | VB_LIMIT);
}

void icpt_wait(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	tod_t now, due;

	if (!(vcpu->sd.psw.mask & (PSW_EXT | PSW_IO | PSW_MCCK)))
		return guest_stop_disabled_wait(vcpu);
	lock_take(&vm->lock);
	if (intr_is_deliverable(vcpu)) {
		vcpu->look = true;
		lock_drop(&vm->lock);
		return;
	}
	now = clock_now();
	due = due_time(vcpu, now);
	if (due > now) {
		vcpu->wait_began = now;
		vcpu_block(vcpu, VB_WAIT);
		settle_note(vm);
		if (due != CLOCK_NEVER)
			timer_set(&vcpu->wakeup, add_slack(vcpu, due, now));
	}
	lock_drop(&vm->lock);
}

void vcpu_wait_on(struct vcpu *vcpu)
{
	tod_t due = due_time(vcpu, vcpu->wait_began);

	if (!vcpu->wait_began || intr_is_deliverable(vcpu) || due <= clock_now())
		return vcpu_unblock(vcpu, VB_WAIT);
	settle_note(vcpu->vm);
	if (due != CLOCK_NEVER)
		timer_set(&vcpu->wakeup, due);
}
