// SPDX-License-Identifier: Apache-2.0
/*
 * The dispatcher: the loop of each real CPU, and what blocks virtual CPUs. Ready tasks are in one list
 * for all CPUs, first come first served.
 *
 * Who sets a clock: a CPU that runs a guest always has the first timer in its comparator. Of the idle
 * ones only one needs it: clock_keeper.
 */
#include "nucleus/dispatch.h"
#include "mach/abend.h"
#include "mach/clock.h"
#include "mach/sclp.h"
#include "mach/trace.h"
#include "nucleus/clockguard.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"
#include "nucleus/timer.h"
#include "nucleus/vcpu.h"

struct lock dispatch_lock = LOCK_INIT(DISPATCH);
static struct cpu *clock_keeper; /* dispatch lock */
static const struct dispatch_ops *ops;

void dispatch_set_ops(const struct dispatch_ops *dispatch_ops)
{
	ops = dispatch_ops;
}

void dispatch_wake(void)
{
	if (displist_wake_idle(this_cpu()->addr))
		return;
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online)
			cpu_prefix(&cpus[i])->leave = true;
}

/* ---- Virtual CPUs ------------------------------------------------------------------------------------ */

void vcpu_block(struct vcpu *vcpu, uint32_t why)
{
	struct lock *lock = displist_lock(vcpu);

	vcpu->blocked |= why;
	displist_remove(vcpu);
	if (vcpu->running && vcpu->running != this_cpu())
		vcpu_intervene(vcpu, SIE_V_STOP);
	lock_drop(lock);
}

void vcpu_unblock(struct vcpu *vcpu, uint32_t why)
{
	struct lock *lock;
	bool post;

	if (!(vcpu->blocked & why))
		return;
	lock = displist_lock(vcpu);
	vcpu->blocked &= ~why;
	post = vcpu->has_out_waiter && (why & VB_TASK);
	if (post)
		vcpu->has_out_waiter = false;
	if (why & VB_TASK)
		displist_go_on(vcpu); /* last: its home may be another one then */
	else
		displist_insert(vcpu, why & VB_WAIT);
	lock_drop(lock);
	if (post)
		event_post(&vcpu->out);
}

void vcpu_release(struct vcpu *vcpu, uint32_t why)
{
	struct lock *lock = displist_lock(vcpu);
	bool waited = vcpu->blocked & why & VB_WAIT;

	vcpu->blocked &= ~why;
	displist_insert(vcpu, waited);
	displist_promote(vcpu);
	lock_drop(lock);
}

void dispatch_yield_to(struct vcpu *target)
{
	struct lock *lock;

	if (!sched_is_queued(&target->unit))
		return;
	lock = displist_lock(target);
	displist_overtake(target);
	lock_drop(lock);
	prefix()->leave = this_cpu()->yields = true;
}

/* Waits until it has no real CPU, or no task: what run_vcpu and vcpu_unblock post `out` for. */
static void wait_out(struct vcpu *vcpu, bool for_task)
{
	struct lock *lock = displist_lock(vcpu);

	while (vcpu->running || (for_task && (vcpu->blocked & VB_TASK))) {
		event_clear(&vcpu->out);
		vcpu->has_out_waiter = true;
		lock_drop(lock);
		event_wait(&vcpu->out);
		lock = displist_lock(vcpu);
	}
	lock_drop(lock);
}

void vcpu_block_wait(struct vcpu *vcpu, uint32_t why)
{
	vcpu_block(vcpu, why);
	wait_out(vcpu, false);
}

void vcpu_wait_task(struct vcpu *vcpu)
{
	wait_out(vcpu, true);
}

static void run_vcpu(struct cpu *cpu, struct vcpu *vcpu)
{
	struct lock *lock;
	tod_t began, now;
	bool post;

	cpu->nr_dispatch++;
	trace(TRACE_VCPU, vcpu->addr, vcpu, vcpu->sd.psw.mask, vcpu->sd.psw.addr);
	began = clock_now();
	cpu->turn_began = began;
	cpu->running = vcpu;
	if (vcpu->wakeup.queued)
		timer_cancel(&vcpu->wakeup);
	cpu->yields = false;
	displist_begin_turn(cpu, vcpu, began);
	vcpu_load(vcpu);
	dispatch_set_clock();
	ops->run_vcpu(vcpu);
	vcpu_save(vcpu);
	now = clock_now();
	cpu->turn_began = now; /* first: who adds the two up counts nothing twice */
	vcpu->time_used += now - began;
	clockguard_look(vcpu, now);
	lock = displist_lock(vcpu);
	displist_end_turn(vcpu, now - began, now, cpu->yields);
	vcpu_intervene_no_more(vcpu, SIE_V_STOP);
	post = vcpu->has_out_waiter;
	vcpu->has_out_waiter = false;
	lock_drop(lock);
	if (post)
		event_post(&vcpu->out);
}

/* ---- Interruptions ------------------------------------------------------------------------------------ */

/* A clock interruption while a virtual CPU runs: was it the end of its slice? */
static void check_slice(struct cpu *cpu)
{
	struct vcpu *vcpu = cpu->running;
	tod_t now;

	if (!vcpu)
		return;
	now = clock_now();
	if (now < cpu->slice_end)
		return;
	clockguard_look(vcpu, now);
	if (displist_slice_over(cpu, vcpu, now))
		prefix()->leave = true;
}

static void external(void)
{
	struct prefix_area *pfx = prefix();
	uint16_t code = pfx->arch.ext_code;

	trace(TRACE_EXT, code, NULL, pfx->arch.ext_parm, 0);
	switch (code) {
	case EXT_CKC:
		/* Set anew before the next wait or SIE: till then it must not interrupt again. */
		clock_set(CLOCK_NEVER);
		timer_run();
		check_slice(this_cpu());
		break;
	case EXT_SERVSIG: sclp_signal(pfx->arch.ext_parm); break;
	case EXT_INTKEY: sclp_event_pending = true; break;
	default: break; /* an emergency signal has done its work by being here */
	}
	if (sclp_event_pending && ops->operator_request)
		ops->operator_request();
}

void dispatch_interruption(enum entry_reason reason)
{
	switch (reason) {
	case ENTRY_EXT: external(); break;
	case ENTRY_IO:
		trace(TRACE_IO, 0, NULL, prefix()->arch.io_schid, prefix()->arch.io_intparm);
		ops->io_interruption();
		break;
	case ENTRY_MCCK:
		trace(TRACE_MCCK, 0, NULL, prefix()->arch.mcck_code, 0);
		ops->machine_check();
		break;
	default: break;
	}
}

/* ---- The loop -------------------------------------------------------------------------------------------- */

/* There was nothing to do. */
static void idle(struct cpu *cpu)
{
	enum entry_reason reason;
	tod_t due;

	displist_idle_begins();
	lock_take(&dispatch_lock);
	if (!list_is_empty(&tasks_ready) || displist_is_work()) {
		lock_drop(&dispatch_lock);
		displist_idle_ends();
		return;
	}
	due = timer_first_due;
	if (!clock_keeper || cpu_prefix(clock_keeper)->ckc > due)
		clock_keeper = cpu;
	lock_drop(&dispatch_lock);
	clock_set(clock_keeper == cpu ? due : CLOCK_NEVER);
	cpu->nr_idle++;
	cpu->idle_since = clock_now();
	reason = cpu_wait();
	cpu->idle_time += clock_now() - cpu->idle_since;
	cpu->idle_since = 0;
	dispatch_interruption(reason);
	displist_idle_ends();
	lock_take(&dispatch_lock);
	if (clock_keeper == cpu)
		clock_keeper = NULL;
	lock_drop(&dispatch_lock);
}

/*
 * Differs: until a guest has executed an instruction on a real CPU, the emulator believes that the guest's
 * last one had no length, and moves the PSW too far when the next exit is a program event or a page fault.
 * So the first is one of ours: a single instruction of CP's own storage.
 */
static void run_first_guest(void)
{
	struct sie_block *sd = stor_alloc(sizeof(*sd));

	cp_assert(sd, FRM002);
	sd->mx = SIE_MX_ESAME;
	sd->m = SIE_M_VR;
	sd->mse = UINT64_MAX;
	sd->psw = (struct psw){PSW_AMODE64, (uint64_t)first_guest_insn};
	first_guest(sd);
	stor_free(sd, sizeof(*sd));
}

/* Runs one ready task for a while. False: there was none. */
static bool run_task(void)
{
	struct list *link;

	if (list_is_empty(&tasks_ready))
		return false;
	lock_take(&dispatch_lock);
	link = list_pop(&tasks_ready);
	if (!link) {
		lock_drop(&dispatch_lock);
		return false;
	}
	task_dispatch(LIST_ENTRY(link, struct task, link));
	return true;
}

void dispatch(void)
{
	struct cpu *cpu = this_cpu();

	run_first_guest();
	for (;;) {
		struct vcpu *vcpu;

		/* Who wants to end a turn here from now on has put in before what is looked at below. */
		prefix()->leave = false;
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		if (run_task())
			continue;
		vcpu = displist_next(cpu);
		if (vcpu)
			run_vcpu(cpu, vcpu);
		else
			idle(cpu);
	}
}
