// SPDX-License-Identifier: Apache-2.0
/* The eligible list: a task that looks at all guests, and only exists while storage is short. */
#include "nucleus/eligible.h"
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "nucleus/displist.h"
#include "nucleus/pageout.h"
#include "nucleus/vmdbk.h"

#define LOOK_PART 20u /* at most one in so many parts of a real CPU's time */

static bool at_work;             /* atomic: the task is there */
static struct eligible eligible; /* the task's */

/* Does it run, or would it? */
static bool works(struct vmdbk *vm)
{
	bool found = false;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		found |= vm->vcpu[i] && (vm->vcpu[i]->running || !vm->vcpu[i]->blocked);
	lock_drop(&vm->lock);
	return found;
}

static void set_held(const char *userid, bool held)
{
	struct vmdbk *vm = vm_find(userid);

	if (!vm)
		return; /* it has logged off */
	vm->eligible.held = held;
	vm->eligible.since = clock_now();
	if (held)
		vm_stop(vm, VB_ELIGIBLE);
	else
		vm_start(vm, VB_ELIGIBLE);
	vm_put(vm);
}

/* True: no more looks are needed. */
static bool look_once(void)
{
	struct eligible_look look;
	struct pageout_counts counts;
	struct vmdbk *vm = NULL;

	pageout_count(&counts);
	eligible_begin(&eligible, &look, &counts.working, clock_now());
	while ((vm = vm_next(vm)) != NULL)
		eligible_consider(&look, &vm->eligible, vm->userid, vm->space.nr_page_ins,
			works(vm), vm->sched.quick);
	switch (eligible_end(&eligible, &look, sched.nr_cpus)) {
	case ELIGIBLE_HOLD: set_held(look.hold, true); break;
	case ELIGIBLE_FREE: set_held(look.free, false); break;
	case ELIGIBLE_OVER: return true;
	case ELIGIBLE_NOTHING: break;
	}
	return false;
}

static void watch_task(void *arg)
{
	tod_t began = clock_now(), took;

	(void)arg;
	while (!look_once()) {
		took = clock_now() - began; /* with many guests a look takes long */
		task_sleep_until(clock_now() + MAX(ELIGIBLE_LOOK, took * LOOK_PART));
		began = clock_now();
	}
	__atomic_store_n(&at_work, false, __ATOMIC_RELEASE);
}

/* Nobody is left behind: what was held goes on. */
static void watch_abended(void *arg)
{
	struct vmdbk *vm = NULL;

	(void)arg;
	while ((vm = vm_next(vm)) != NULL)
		if (vm->eligible.held) {
			vm->eligible.held = false;
			vm_start(vm, VB_ELIGIBLE);
		}
	__atomic_store_n(&at_work, false, __ATOMIC_RELEASE);
}

void eligible_watch(void)
{
	if (__atomic_exchange_n(&at_work, true, __ATOMIC_ACQ_REL))
		return;
	if (task_start("eligible", watch_task, NULL, NULL, watch_abended))
		__atomic_store_n(&at_work, false, __ATOMIC_RELEASE);
}
