// SPDX-License-Identifier: Apache-2.0
/*
 * The dispatcher. One run queue and one list of ready tasks for all CPUs, first come first served; a
 * virtual CPU that used its slice up goes to the end.
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

#define SLICE (10 * TOD_MS)
/*
 * Differs: the emulator check-stops a CPU that stays in SIE for 20 s without an interruption, and a guest can
 * drive its clock ahead of time: clockguard_look wants to see that soon.
 */
#define SLICE_ALONE TOD_S

struct lock dispatch_lock = LOCK_INIT(DISPATCH);
struct list dispatch_queue = LIST_INIT(dispatch_queue);
static uint32_t idle_cpus;			     /* dispatch lock: bit of each CPU address */
static struct cpu *clock_keeper;		     /* dispatch lock */
static const struct dispatch_ops *ops;

void dispatch_set_ops(const struct dispatch_ops *dispatch_ops)
{
	ops = dispatch_ops;
}

void dispatch_wake_locked(void)
{
	uint32_t idle = idle_cpus & ~(1u << this_cpu()->addr);

	if (!idle)
		return;
	idle &= -idle;
	idle_cpus &= ~idle;
	cpu_wake(&cpus[__builtin_ctz(idle)]);
}

/* ---- Virtual CPUs ------------------------------------------------------------------------------------ */

/* Somebody waits for a CPU and none is idle: those that run with a long slice get the ordinary one. */
static void shorten_slices(void)
{
	tod_t end = 0;

	for (unsigned i = 0; i < CPU_MAX; i++) {
		struct vcpu *vcpu = cpus[i].running;

		if (!vcpu)
			continue;
		if (!end)
			end = clock_now() + SLICE;
		if (vcpu->slice_end <= end)
			continue;
		vcpu->slice_end = end;
		if (&cpus[i] != this_cpu())
			cpu_wake(&cpus[i]);
	}
}

static void enqueue(struct vcpu *vcpu, bool first)
{
	if (vcpu->blocked || vcpu->queued || vcpu->running)
		return;
	vcpu->queued = true;
	if (list_is_empty(&dispatch_queue) && !idle_cpus)
		shorten_slices();
	if (first)
		list_add_head(&dispatch_queue, &vcpu->link);
	else
		list_add_tail(&dispatch_queue, &vcpu->link);
	dispatch_wake_locked();
}

void vcpu_block(struct vcpu *vcpu, uint32_t why)
{
	lock_take(&dispatch_lock);
	vcpu->blocked |= why;
	if (vcpu->queued) {
		list_del(&vcpu->link);
		vcpu->queued = false;
	}
	if (vcpu->running && vcpu->running != this_cpu())
		vcpu_intervene(vcpu, SIE_V_STOP);
	lock_drop(&dispatch_lock);
}

void vcpu_unblock(struct vcpu *vcpu, uint32_t why)
{
	bool post;

	if (!(vcpu->blocked & why))
		return;
	lock_take(&dispatch_lock);
	vcpu->blocked &= ~why;
	enqueue(vcpu, false);
	post = vcpu->has_out_waiter && (why & VB_TASK);
	if (post)
		vcpu->has_out_waiter = false;
	lock_drop(&dispatch_lock);
	if (post)
		event_post(&vcpu->out);
}

/* Waits until it has no real CPU, or no task: what run_vcpu and vcpu_unblock post `out` for. */
static void wait_out(struct vcpu *vcpu, bool for_task)
{
	lock_take(&dispatch_lock);
	while (vcpu->running || (for_task && (vcpu->blocked & VB_TASK))) {
		vcpu->out.posted = false;
		vcpu->has_out_waiter = true;
		lock_drop(&dispatch_lock);
		event_wait(&vcpu->out);
		lock_take(&dispatch_lock);
	}
	lock_drop(&dispatch_lock);
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

static void run_vcpu(struct vcpu *vcpu)
{
	struct cpu *cpu = this_cpu();
	bool post;
	tod_t began, now;

	cpu->nr_dispatch++;
	trace(TRACE_VCPU, vcpu->addr, vcpu, vcpu->sd.psw.mask, vcpu->sd.psw.addr);
	began = clock_now();
	vcpu->turn_began = began;
	if (vcpu->wakeup.queued)
		timer_cancel(&vcpu->wakeup);
	cpu->slice_over = false;
	vcpu_load(vcpu);
	ops->run_vcpu(vcpu);
	vcpu_save(vcpu);
	now = clock_now();
	vcpu->time_used += now - began;
	clockguard_look(vcpu, now);
	lock_take(&dispatch_lock);
	vcpu->running = NULL;
	cpu->running = NULL;
	vcpu_intervene_no_more(vcpu, SIE_V_STOP);
	enqueue(vcpu, !cpu->slice_over);
	post = vcpu->has_out_waiter;
	vcpu->has_out_waiter = false;
	lock_drop(&dispatch_lock);
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
	if (now < vcpu->slice_end)
		return;
	clockguard_look(vcpu, now);
	if (list_is_empty(&dispatch_queue))
		vcpu->slice_end = now + SLICE_ALONE;
	else
		cpu->slice_over = true;
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

/* Called with the dispatch lock and nothing to do. */
static void idle(struct cpu *cpu)
{
	tod_t due = timer_first_due;
	enum entry_reason reason;

	idle_cpus |= 1u << cpu->addr;
	if (!clock_keeper || clock_keeper->ckc > due)
		clock_keeper = cpu;
	lock_drop(&dispatch_lock);
	clock_set(clock_keeper == cpu ? due : CLOCK_NEVER);
	cpu->nr_idle++;
	cpu->idle_since = clock_now();
	reason = cpu_wait();
	cpu->idle_time += clock_now() - cpu->idle_since;
	cpu->idle_since = 0;
	dispatch_interruption(reason);
	lock_take(&dispatch_lock);
	idle_cpus &= ~(1u << cpu->addr);
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

void dispatch(void)
{
	struct cpu *cpu = this_cpu();

	run_first_guest();
	for (;;) {
		struct list *link;

		lock_take(&dispatch_lock);
		if ((link = list_pop(&tasks_ready)) != NULL) {
			task_dispatch(LIST_ENTRY(link, struct task, link));
		} else if ((link = list_pop(&dispatch_queue)) != NULL) {
			struct vcpu *vcpu = LIST_ENTRY(link, struct vcpu, link);

			vcpu->queued = false;
			vcpu->running = cpu;
			cpu->running = vcpu;
			vcpu->slice_end = clock_now() +
				(list_is_empty(&dispatch_queue) ? SLICE_ALONE : SLICE);
			lock_drop(&dispatch_lock);
			run_vcpu(vcpu);
		} else {
			idle(cpu);
		}
	}
}
