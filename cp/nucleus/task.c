// SPDX-License-Identifier: Apache-2.0
/*
 * CP tasks. The stacks are 12 KiB each, behind CP in the low area of its address space, with an unmapped page
 * below each, so that an overflow is a program check (which takes only that task down).
 */
#include "nucleus/task.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/hostdat.h"
#include "mach/trace.h"
#include "nucleus/dispatch.h"
#include "nucleus/storage.h"
#include "nucleus/timer.h"

#define STACK_SIZE (TASK_STACK_BYTES - PAGE_SIZE)
#define MIN_STACKS 128
#define MAX_STACKS 4096
#define SHARE	   128 /* of storage, one part is for stacks */

struct list tasks_ready = LIST_INIT(tasks_ready);
uint32_t nr_tasks;			 /* dispatch lock */
static struct list all_tasks = LIST_INIT(all_tasks); /* dispatch lock */

/* dispatch lock: stacks that were used, linked at their start, and the area of those that never were */
static struct list free_stacks = LIST_INIT(free_stacks);
static habs_t unused_stacks, end_of_stacks;

uint32_t task_nr_stacks(uint64_t storage)
{
	return (uint32_t)MIN(MAX(storage / SHARE / TASK_STACK_BYTES, (uint64_t)MIN_STACKS),
		(uint64_t)MAX_STACKS);
}

void task_init(habs_t area, uint32_t nr)
{
	unused_stacks = area;
	end_of_stacks = area + (habs_t)nr * TASK_STACK_BYTES;
	for (habs_t guard = area; guard < end_of_stacks; guard += TASK_STACK_BYTES)
		hostdat_unmap(guard);
}

/* One that was used before, if there is one: fewer of the host's pages. NULL: all are in use. Dispatch lock held. */
static void *stack_take(void)
{
	struct list *stack = list_pop(&free_stacks);

	if (stack || unused_stacks == end_of_stacks)
		return stack;
	unused_stacks += TASK_STACK_BYTES;
	return (void *)(unused_stacks - STACK_SIZE);
}

struct task *task_current(void)
{
	return this_cpu()->task;
}

int task_start(const char *name, void (*fn)(void *), void *arg, struct vmdbk *vm,
	void (*abended)(void *))
{
	struct task *task = stor_alloc(sizeof(*task));

	if (!task)
		return -E_NOMEM;
	task->name = name;
	task->fn = fn;
	task->arg = arg;
	task->vm = vm;
	task->abended = abended;
	lock_take(&dispatch_lock);
	nr_tasks++;
	list_add_tail(&all_tasks, &task->all_link);
	list_add_tail(&tasks_ready, &task->link);
	dispatch_wake();
	lock_drop(&dispatch_lock);
	return 0;
}

/* Back to the dispatcher, which drops the dispatch lock that is held here. */
static void leave(struct task *task)
{
	struct cpu *cpu = this_cpu();

	cp_assert(cpu->lock_ranks == 1u << LOCK_DISPATCH, TSK001);
	stack_switch(&task->sp, (uint64_t)cpu->stack);
}

static void task_begin(void *arg)
{
	struct task *task = arg;

	task->fn(task->arg);
	lock_take(&dispatch_lock);
	task->fn = NULL; /* over */
	leave(task);
}

static void task_end(struct task *task)
{
	list_add_head(&free_stacks, task->stack);
	nr_tasks--;
	list_del(&task->all_link);
	lock_drop(&dispatch_lock);
	stor_free(task, sizeof(*task));
}

void task_dispatch(struct task *task)
{
	struct cpu *cpu = this_cpu();

	if (!task->stack) {
		task->stack = stack_take();
		if (!task->stack) { /* all in use: its turn comes when one is free */
			list_add_tail(&tasks_ready, &task->link);
			lock_drop(&dispatch_lock);
			return;
		}
		task->sp = stack_prepare((char *)task->stack + STACK_SIZE, task_begin, task);
	}
	lock_drop(&dispatch_lock);
	trace(TRACE_TASK, 0, task, (uint64_t)task->fn, 0);
	cpu->task = task;
	cpu->nr_dispatch++;
	stack_switch((uint64_t *)&cpu->stack, task->sp);
	cpu = this_cpu();
	cpu->task = NULL;
	if (!task->fn)
		task_end(task);
	else
		lock_drop(&dispatch_lock);
}

/* After a soft abend: this stack is given up where it is. */
void task_abended(void)
{
	struct cpu *cpu = this_cpu();
	struct task *task = cpu->task;

	if (task->abended)
		task->abended(task->arg);
	lock_take(&dispatch_lock);
	task->fn = NULL;
	leave(task);
	__builtin_unreachable();
}

uint64_t stack_prepare(void *end, void (*fn)(void *), void *arg)
{
	void stack_begin(void);
	/* What stack_switch loads: GR6 to GR14 from offset 48, below an empty frame. */
	uint64_t *frame = (uint64_t *)((uint64_t)end - 320);

	memset(frame, 0, 320);
	frame[6 + 12 - 6] = (uint64_t)fn;
	frame[6 + 13 - 6] = (uint64_t)arg;
	frame[6 + 14 - 6] = (uint64_t)stack_begin;
	return (uint64_t)frame;
}

/* ---- Events ----------------------------------------------------------------------------------------- */

void event_init(struct event *event)
{
	event->posted = false;
	list_init(&event->waiters);
}

void event_wait(struct event *event)
{
	struct task *task = task_current();

	cp_assert(task, TSK002);
	lock_take(&dispatch_lock);
	while (!event->posted) {
		list_add_tail(&event->waiters, &task->link);
		leave(task);
		lock_take(&dispatch_lock);
	}
	lock_drop(&dispatch_lock);
}

void event_post(struct event *event)
{
	struct list *waiter;

	lock_take(&dispatch_lock);
	event->posted = true;
	while ((waiter = list_pop(&event->waiters)) != NULL) {
		list_add_tail(&tasks_ready, waiter);
		dispatch_wake();
	}
	lock_drop(&dispatch_lock);
}

void event_clear(struct event *event)
{
	lock_take(&dispatch_lock);
	event->posted = false;
	lock_drop(&dispatch_lock);
}

struct sleep {
	struct timer timer;
	struct event event;
};

static void sleep_over(struct timer *timer)
{
	event_post(&CONTAINER_OF(timer, struct sleep, timer)->event);
}

void task_sleep_until(tod_t due)
{
	struct sleep sleep;

	event_init(&sleep.event);
	timer_init(&sleep.timer, sleep_over);
	timer_set(&sleep.timer, due);
	event_wait(&sleep.event);
}
