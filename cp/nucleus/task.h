/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CP tasks: work that may wait. A task runs on a stack from a pool for as long as it lasts, straight
 * down, until it ends or waits for an event; nothing takes the CPU from it. There are thousands of stacks, so
 * that many may wait at once (a command for its user to turn the page) and CP still has one for everybody. Terminals, commands and
 * whatever a guest's request must wait for are tasks. An idle guest owns none.
 */
#ifndef NUCLEUS_TASK_H
#define NUCLEUS_TASK_H

#include "lib/list.h"

struct vmdbk;

/*
 * Function:      a piece of CP work
 * Located by:    the ready list, the waiters of an event, or the CPU that runs it
 * Created by:    task_start
 * Deleted by:    its end, or a soft abend in it
 * Serialized by: the dispatch lock
 */
struct task {
	struct list link;   /* ready list or an event's waiters */
	struct list all_link; /* all tasks, for dumps */
	uint64_t sp;	    /* where to go on; 0: not begun */
	void *stack;	    /* NULL until begun */
	void (*fn)(void *arg);
	void *arg;
	const char *name;   /* for traces and abends */
	struct vmdbk *vm;   /* for whom; NULL for CP itself. Told when the task abends */
	void (*abended)(void *arg); /* what to undo if it abends; may be NULL */
};

/* Something that tasks wait for: once posted it stays so until event_clear. */
struct event {
	bool posted;
	struct list waiters;
};

/*
 * Makes fn(arg) run in a task of its own. `vm` may be NULL; `abended(arg)`, may be NULL, is called on
 * the dispatcher's stack if the task abends. Returns 0 or -E_NOMEM. Any context.
 */
int task_start(const char *name, void (*fn)(void *), void *arg, struct vmdbk *vm,
	void (*abended)(void *)) MUST_CHECK;

/* The task that runs here, NULL in the dispatcher. */
struct task *task_current(void);

void event_init(struct event *event);
/* Waits until it is posted. Tasks only, no locks held. */
void event_wait(struct event *event);
/* Posts, wakes all who wait. Any context. */
void event_post(struct event *event);
void event_clear(struct event *event);

/* Waits until the clock reads `due`. Tasks only. */
void task_sleep_until(tod_t due);

/*
 * For the dispatcher and start-up. task_init gives tasks their stacks: `nr` of TASK_STACK_BYTES from `area`,
 * which lies in the low area of CP's address space. A stack that was never used costs the host nothing.
 */
#define TASK_STACK_BYTES (4 * PAGE_SIZE) /* with its guard page */
void task_init(habs_t area, uint32_t nr);
/* How many stacks a machine with so much storage shall have. */
uint32_t task_nr_stacks(uint64_t storage);
extern struct list tasks_ready; /* dispatch lock */
void task_dispatch(struct task *task); /* called with the dispatch lock, returns without */
void task_abended(void) __attribute__((noreturn));
extern uint32_t nr_tasks;

#endif
