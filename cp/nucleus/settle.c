// SPDX-License-Identifier: Apache-2.0
/*
 * Who is put away, and when.
 *
 *	a wait begins, or somebody looked at a guest that was put away --> queue, once
 *	a timer, for the first of the queue --> a task looks at all who are due: they are put away,
 * or were busy meanwhile and are queued again, or are left alone until their next wait begins
 *
 * So a guest costs one look in so many seconds while it works, and none while it does nothing. Whoever is quiet then but
 * can't be put away, for its clock ticks or it has too many pages, is compared with the others: nucleus/merge.h.
 */
#include "nucleus/settle.h"
#include "lib/err.h"
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "nucleus/merge.h"

#define TOGETHER (250 * TOD_MS) /* those due within so much are done at once */
#define CROWD    256u           /* with so many in the queue, much of storage may be theirs: */
#define IN_CROWD TOD_S          /* so long is enough then */
#define HURRY    (100 * TOD_MS) /* and so long, when storage is short */
#define FEW      1024u          /* for guests with up to so many pages of their own: to put away more takes a second */
#define LITTLE   10u            /* that part of a real CPU's time is next to nothing */

static struct lock settle_lock = LOCK_INIT(SETTLE);
static struct list queue =
	LIST_INIT(queue);  /* settle lock: by vmdbk.settle_link, each with a reference */
static uint32_t nr_queued; /* settle lock; read without */
static bool at_work;       /* settle lock: the task is there */
static struct timer timer;
static uint32_t after_s = SETTLE_AFTER_S; /* atomic */
static bool in_hurry;       /* atomic */
static uint64_t nr_hurried; /* the task's */

/* How long a guest must have done nothing; 0: nobody is put away. */
static tod_t after_set(void)
{
	return __atomic_load_n(&after_s, __ATOMIC_RELAXED) * TOD_S;
}

static bool is_hurried(void)
{
	return __atomic_load_n(&in_hurry, __ATOMIC_RELAXED);
}

static bool is_crowd(void)
{
	return __atomic_load_n(&nr_queued, __ATOMIC_RELAXED) > CROWD;
}

/* The same for those with few pages: the queue's time. */
static tod_t after(void)
{
	tod_t set = after_set();

	if (!is_crowd())
		return set;
	return MIN(set, is_hurried() ? HURRY : IN_CROWD);
}

static tod_t after_of(const struct gspace *space)
{
	return space->nr_pages > space->nr_shared + FEW ? after_set() : after();
}

/* ---- The queue ------------------------------------------------------------------------------- */

/* When the first one is looked at. Settle lock held. */
static tod_t first_due(void)
{
	return LIST_ENTRY(queue.next, struct vmdbk, settle_link)->settle_since + after();
}

/* Settle lock held. */
static void set_timer(void)
{
	if (!at_work && !list_is_empty(&queue))
		timer_set(&timer, is_hurried() ? first_due() : ROUND_UP(first_due(), TOGETHER));
}

/* It has done nothing since then, as far as is known. */
static void put_in(struct vmdbk *vm, tod_t since)
{
	lock_take(&settle_lock);
	if (!vm->settle_queued && vm->state == VM_ACTIVE) {
		vm_get(vm);
		vm->settle_queued = true;
		vm->settle_since = since;
		list_add_tail(&queue, &vm->settle_link);
		nr_queued++;
		if (!timer.queued || nr_queued == CROWD + 1)
			set_timer();
	}
	lock_drop(&settle_lock);
}

void settle_queue(struct vmdbk *vm)
{
	if (after())
		put_in(vm, clock_now());
}

static void take_out(struct vmdbk *vm)
{
	list_del(&vm->settle_link);
	vm->settle_queued = false;
	nr_queued--;
}

void settle_forget(struct vmdbk *vm)
{
	bool was_queued;

	lock_take(&settle_lock);
	was_queued = vm->settle_queued;
	if (was_queued)
		take_out(vm);
	lock_drop(&settle_lock);
	if (was_queued)
		vm_put(vm);
}

/* The first one if it is due, with the reference; NULL: the task ends. */
static struct vmdbk *next_due(void)
{
	struct vmdbk *vm = NULL;

	lock_take(&settle_lock);
	if (!list_is_empty(&queue) && first_due() <= clock_now()) {
		vm = LIST_ENTRY(queue.next, struct vmdbk, settle_link);
		take_out(vm);
	}
	if (!vm) {
		at_work = false;
		set_timer();
	}
	lock_drop(&settle_lock);
	return vm;
}

/* ---- One guest ------------------------------------------------------------------------------- */

#define DUE   0ul         /* it has done nothing for long enough, nor will soon */
#define LATER CLOCK_NEVER /* not before its next wait begins */

/* DUE, LATER, or since when it does nothing; not to come, for nobody behind it in the queue is
 * looked at before; and no more than after() ago, or it would be looked at again and again. vm lock held. */
static tod_t idle_since(const struct vcpu *vcpu, tod_t now)
{
	uint32_t blocked = vcpu->blocked & ~(uint32_t)VB_SETTLE;
	tod_t enough = after_of(&vcpu->vm->space);

	if (vcpu->running || blocked & ~(uint32_t)(VB_WAIT | VB_STOPPED | VB_CP))
		return now;
	if (blocked & (VB_STOPPED | VB_CP))
		return DUE;
	if (!(blocked & VB_WAIT) || !vcpu->wait_began)
		return LATER;
	if (vcpu->wait_began + enough > now)
		return vcpu->wait_began + after() > now ? vcpu->wait_began : now;
	if (vcpu->wakeup.queued && vcpu->wakeup.node.key < now + enough)
		return now;
	return DUE;
}

static tod_t look_at(const struct vmdbk *vm, tod_t now)
{
	tod_t since = DUE;

	if (!vm->nr_vcpus)
		return LATER;
	if (vm->machine_busy)
		return now;
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			since = MAX(since, idle_since(vm->vcpu[i], now));
	return since;
}

static void block_all(struct vmdbk *vm, bool block)
{
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		if (vm->vcpu[i] && block)
			vcpu_block(vm->vcpu[i], VB_SETTLE);
		else if (vm->vcpu[i])
			vcpu_unblock(vm->vcpu[i], VB_SETTLE);
	}
}

/* One with a clock that ticks has done next to nothing since the last look. vm lock held. */
static bool did_little(struct vmdbk *vm)
{
	uint64_t used = 0, before = vm->settle_used;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			used += vm->vcpu[i]->time_used;
	vm->settle_used = used;
	return before && used - before < after() / LITTLE && !vm->machine_busy;
}

/*
 * Whoever wakes it meanwhile wakes it when that is done. vm lock held. Returns as idle_since; and whether it is quiet,
 * if not put away.
 */
static tod_t settle_one(struct vmdbk *vm, bool *is_quiet)
{
	tod_t now = clock_now(), since = look_at(vm, now);
	int rc;

	*is_quiet = did_little(vm) || since == DUE;
	if (since != DUE)
		return since;
	block_all(vm, true);
	since = look_at(vm, now);
	if (since == DUE) {
		rc = gspace_settle(&vm->space);
		nr_hurried += !rc && is_hurried();
		since = rc == -E_FULL ? now : LATER;
	}
	block_all(vm, false);
	return since;
}

static void settle_task(void *arg)
{
	struct vmdbk *vm;

	(void)arg;
	while ((vm = next_due()) != NULL) {
		tod_t since = LATER;
		bool is_quiet = false;

		if (after()) {
			lock_take(&vm->lock);
			since = settle_one(vm, &is_quiet);
			lock_drop(&vm->lock);
		}
		if (is_quiet && !is_hurried() && merge_is_due(vm))
			merge_guest(vm);
		if (since != LATER)
			put_in(vm, since);
		vm_put(vm);
		task_sleep_until(0); /* others run: tasks are not interrupted */
	}
}

static void settle_abended(void *arg)
{
	(void)arg;
	lock_take(&settle_lock);
	at_work = false;
	lock_drop(&settle_lock);
}

static void due(struct timer *expired)
{
	bool begin;

	(void)expired;
	lock_take(&settle_lock);
	begin = !at_work;
	at_work = true;
	lock_drop(&settle_lock);
	if (begin && task_start("settle", settle_task, NULL, NULL, settle_abended))
		settle_abended(NULL);
}

/* ---- What others call ------------------------------------------------------------------------ */

/* Under the space's lock. Spaces that are put away are those of machines. */
static void fetched(struct gspace *space)
{
	settle_note(CONTAINER_OF(space, struct vmdbk, space));
}

void settle_init(void)
{
	gspace_settle_init();
	gspace_fetched = fetched;
	timer_init(&timer, due);
}

void settle_hurry(bool hurry)
{
	__atomic_store_n(&in_hurry, hurry, __ATOMIC_RELAXED);
	lock_take(&settle_lock);
	set_timer();
	lock_drop(&settle_lock);
}

uint64_t settle_nr_hurried(void)
{
	return nr_hurried;
}

bool settle_crowd_is_due(void)
{
	bool is_due;

	lock_take(&settle_lock);
	is_due = after() && is_crowd() && first_due() <= clock_now();
	lock_drop(&settle_lock);
	return is_due;
}

void settle_set_after(uint32_t seconds)
{
	__atomic_store_n(&after_s, seconds, __ATOMIC_RELAXED);
}

uint32_t settle_after(void)
{
	return __atomic_load_n(&after_s, __ATOMIC_RELAXED);
}
