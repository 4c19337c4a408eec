// SPDX-License-Identifier: Apache-2.0
/*
 * The dispatch lists of the real CPUs, and who is made to look at them.
 *
 * Time slices are short when anybody waits, and long when nobody does: then a guest is left alone. Whoever
 * puts somebody into a list makes sure that it is seen: it wakes an idle CPU, ends the turn of a guest that
 * is far ahead, or shortens the long slices. The order of stores and loads does it without a common lock:
 *
 *	puts in:	count up	then look for idle CPUs and long slices
 *	goes idle:	say so		then look for work
 *	long slice:	say so		then look at the count
 *
 * At least one of the two sees the other.
 */
#include "nucleus/displist.h"
#include "mach/clock.h"
#include "nucleus/task.h"
#include "nucleus/vmdbk.h"

#define SLICE (10 * TOD_MS)
/*
 * Differs: the emulator check-stops a CPU that stays in SIE for 20 s without an interruption, and a guest can
 * drive its clock ahead of time: clockguard_look wants to see that soon.
 */
#define SLICE_ALONE TOD_S

struct sched sched;
static struct sched_list lists[CPU_MAX]; /* by CPU address; each: its lock */
static struct lock locks[CPU_MAX];
static unsigned nr_lists;
static uint32_t idle_cpus;   /* atomic: bit of each CPU address */
static uint32_t long_slices; /* atomic: bit of each CPU whose slice should end early if somebody waits */

void displist_init(void)
{
	uint32_t nr = 0;

	for (unsigned i = 0; i < CPU_MAX; i++) {
		sched_list_init(&lists[i]);
		lock_init(&locks[i], LOCK_DISPLIST);
		if (!cpus[i].pfx)
			continue;
		nr++;
		nr_lists = i + 1;
	}
	sched_init(&sched, nr);
}

static uint32_t bit_of(const struct cpu *cpu)
{
	return 1u << cpu->addr;
}

static bool take_bit(uint32_t *word, uint32_t bit)
{
	return __atomic_fetch_and(word, ~bit, __ATOMIC_SEQ_CST) & bit;
}

static struct sched_list *home_of(const struct vcpu *vcpu)
{
	return &lists[vcpu->unit.home];
}

struct lock *displist_lock(struct vcpu *vcpu)
{
	for (;;) {
		uint8_t home = __atomic_load_n(&vcpu->unit.home, __ATOMIC_ACQUIRE);

		lock_take(&locks[home]);
		if (__atomic_load_n(&vcpu->unit.home, __ATOMIC_ACQUIRE) == home)
			return &locks[home];
		lock_drop(&locks[home]); /* taken by another CPU meanwhile */
	}
}

/* ---- Who looks ------------------------------------------------------------------------------------------- */

bool displist_wake_idle(unsigned prefer)
{
	for (;;) {
		uint32_t idle = __atomic_load_n(&idle_cpus, __ATOMIC_SEQ_CST) & ~bit_of(this_cpu());
		uint32_t bit = idle & 1u << prefer ? 1u << prefer : idle & -idle;

		if (!idle)
			return false;
		if (!take_bit(&idle_cpus, bit))
			continue; /* woken by somebody else */
		cpu_wake(&cpus[__builtin_ctz(bit)]);
		return true;
	}
}

/* Those that run with a long slice get the ordinary one. */
static void shorten_slices(void)
{
	uint32_t mask = __atomic_load_n(&long_slices, __ATOMIC_SEQ_CST);
	tod_t end;

	if (!mask)
		return;
	end = clock_now() + SLICE;
	for (unsigned i = 0; i < nr_lists; i++) {
		if (!(mask & 1u << i) || !take_bit(&long_slices, 1u << i))
			continue;
		cpus[i].slice_end = end;
		if (&cpus[i] != this_cpu())
			cpu_wake(&cpus[i]);
		else
			clock_advance(end);
	}
}

/* The guest that runs there leaves soon. It may be another one by now: then that one's slice is short. */
static void preempt(struct cpu *cpu)
{
	cpu_prefix(cpu)->leave = true;
	if (cpu != this_cpu())
		cpu_wake(cpu);
}

/* Somebody runs this one, which was put into its list, soon. */
static void find_cpu(const struct vcpu *vcpu, bool may_preempt)
{
	const struct cpu *self = this_cpu();
	unsigned victim;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (displist_wake_idle(vcpu->unit.home))
		return;
	if (!self->running || prefix()->leave)
		return; /* this CPU looks at the lists soon */
	victim = may_preempt ? sched_victim(lists, nr_lists, vcpu->unit.home, &vcpu->unit) : nr_lists;
	if (victim < nr_lists)
		preempt(&cpus[victim]);
	else
		shorten_slices();
}

/* ---- In and out ------------------------------------------------------------------------------------------- */

/*
 * Puts it into its home's list. One whose machine is beyond its maximum has its timer set for the end of
 * that: it has no other use for it, for it does not wait.
 */
static bool put_in(struct vcpu *vcpu, bool waited)
{
	struct sched_machine *machine = &vcpu->vm->sched;
	tod_t until = 0;

	if (machine->limit != SCHED_NOLIMIT)
		until = sched_over_until(machine, clock_now());
	if (until)
		timer_set(&vcpu->wakeup, until);
	if (until && machine->limit == SCHED_LIMITHARD) {
		vcpu->blocked |= VB_LIMIT;
		sched_leave(&sched, home_of(vcpu), &vcpu->unit, machine);
		return false;
	}
	sched_insert(&sched, home_of(vcpu), &vcpu->unit, machine, waited, until);
	return true;
}

/* It may run, and nobody knows yet. */
static bool is_in_no_list(const struct vcpu *vcpu)
{
	return !vcpu->blocked && !vcpu->running && !sched_is_queued(&vcpu->unit);
}

void displist_insert(struct vcpu *vcpu, bool waited)
{
	if (is_in_no_list(vcpu) && put_in(vcpu, waited))
		find_cpu(vcpu, true);
}

void displist_remove(struct vcpu *vcpu)
{
	if (!vcpu->running)
		sched_leave(&sched, home_of(vcpu), &vcpu->unit, &vcpu->vm->sched);
}

void displist_promote(struct vcpu *vcpu)
{
	if (vcpu->unit.where != SCHED_OVER)
		return;
	sched_promote(&sched, home_of(vcpu), &vcpu->unit);
	find_cpu(vcpu, true);
}

/* It runs on this CPU from now on, for all who ask. It was taken out of its home's list, whose lock is held. */
static void move_here(struct vcpu *vcpu)
{
	struct cpu *cpu = this_cpu();

	vcpu->running = cpu;
	__atomic_store_n(&vcpu->unit.home, (uint8_t)cpu->addr, __ATOMIC_RELEASE);
}

void displist_overtake(struct vcpu *vcpu)
{
	struct cpu *cpu = this_cpu();

	if (cpu->next || !sched_may_overtake(lists, nr_lists, &vcpu->unit))
		return;
	sched_take_this(&sched, home_of(vcpu), &vcpu->unit);
	move_here(vcpu);
	cpu->next = vcpu;
}

void displist_go_on(struct vcpu *vcpu)
{
	if (is_in_no_list(vcpu) && put_in(vcpu, false)) {
		displist_overtake(vcpu);
		if (sched_is_queued(&vcpu->unit))
			find_cpu(vcpu, true);
	}
}

static struct vcpu *take_from(unsigned list)
{
	struct sched_unit *unit;
	struct vcpu *vcpu = NULL;

	lock_take(&locks[list]);
	unit = sched_take(&sched, &lists[list]);
	if (unit) {
		vcpu = CONTAINER_OF(unit, struct vcpu, unit);
		move_here(vcpu);
	}
	lock_drop(&locks[list]);
	return vcpu;
}

struct vcpu *displist_next(struct cpu *cpu)
{
	struct vcpu *vcpu = cpu->next;

	cpu->next = NULL;
	while (!vcpu) {
		unsigned from = sched_choose(lists, nr_lists, cpu->addr);

		if (from >= nr_lists)
			return NULL;
		vcpu = take_from(from); /* another CPU may have been faster: then look again */
	}
	return vcpu;
}

/* ---- Turns ----------------------------------------------------------------------------------------------- */

static bool somebody_waits(void)
{
	return __atomic_load_n(&sched.nr_ready, __ATOMIC_SEQ_CST);
}

/* How much its machine has used wants to be looked at often. */
static bool is_limited(const struct vcpu *vcpu)
{
	return vcpu->vm->sched.limit != SCHED_NOLIMIT && vcpu->unit.where != SCHED_SURPLUS;
}

/* Sets the end of the slice that begins now. Returns false if it is a short one because somebody waits. */
static bool set_slice(struct cpu *cpu, const struct vcpu *vcpu, tod_t now)
{
	if (!is_limited(vcpu) && !somebody_waits()) {
		cpu->slice_end = now + SLICE_ALONE;
		__atomic_or_fetch(&long_slices, bit_of(cpu), __ATOMIC_SEQ_CST);
		if (!somebody_waits())
			return true;
		take_bit(&long_slices, bit_of(cpu));
	}
	cpu->slice_end = now + SLICE;
	return !somebody_waits();
}

void displist_begin_turn(struct cpu *cpu, struct vcpu *vcpu, tod_t now)
{
	sched_begin(&sched, &lists[cpu->addr], &vcpu->unit);
	if (!set_slice(cpu, vcpu, now))
		shorten_slices(); /* the others', for those that wait behind this one */
}

bool displist_slice_over(struct cpu *cpu, const struct vcpu *vcpu, tod_t now)
{
	return is_limited(vcpu) || !set_slice(cpu, vcpu, now);
}

void displist_end_turn(struct vcpu *vcpu, tod_t used, tod_t now, bool yields)
{
	struct cpu *cpu = this_cpu();
	struct vmdbk *vm = vcpu->vm;

	if (__atomic_load_n(&long_slices, __ATOMIC_RELAXED) & bit_of(cpu))
		take_bit(&long_slices, bit_of(cpu));
	sched_charge(&sched, &lists[cpu->addr], &vcpu->unit, &vm->sched, used, now);
	if (yields)
		sched_give_way(lists, nr_lists, &vcpu->unit);
	vcpu->running = NULL;
	cpu->running = NULL;
	if (vcpu->blocked)
		displist_remove(vcpu);
	else if (put_in(vcpu, false) && (cpu->next || !list_is_empty(&tasks_ready)))
		find_cpu(vcpu, false); /* this CPU has something else to do before it looks */
}

/* ---- Idle CPUs ------------------------------------------------------------------------------------------- */

bool displist_is_work(void)
{
	return sched_choose(lists, nr_lists, this_cpu()->addr) < nr_lists;
}

void displist_idle_begins(void)
{
	__atomic_or_fetch(&idle_cpus, bit_of(this_cpu()), __ATOMIC_SEQ_CST);
}

void displist_idle_ends(void)
{
	take_bit(&idle_cpus, bit_of(this_cpu()));
}
