// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE X'288': a watchdog. The guest names a CP command and a time; unless it comes back before
 * the time is over, the command is executed as if its user had typed it.
 *
 *	Rx	function, with X'80000000' for concealed	Rx + 1	seconds
 *	Ry	real address of the command, EBCDIC		Ry + 1	its length
 */
#include "virt/watchdog.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "virt/diag.h"

#define COMMAND_MAX 240
#define SECONDS_MIN 15
/* Accepted without effect: CP restarts no guest by itself, concealed or not. */
#define CONCEAL 0x80000000u

enum { WATCHDOG_INIT, WATCHDOG_CHANGE, WATCHDOG_CANCEL };

/*
 * Function:      a guest's watchdog
 * Located by:    vmdbk.watchdog, NULL until the guest asks for one
 * Created by:    DIAGNOSE X'288'
 * Deleted by:    watchdog_delete
 * Serialized by: the vm lock
 */
struct watchdog {
	struct timer timer;
	struct vmdbk *vm;
	tod_t due; /* CLOCK_NEVER: it does not run */
	uint16_t len;
	char command[COMMAND_MAX];
};

/* Dispatcher, no locks held. */
static void expired(struct timer *timer)
{
	struct watchdog *watchdog = CONTAINER_OF(timer, struct watchdog, timer);
	struct vmdbk *vm = watchdog->vm;
	char command[COMMAND_MAX];
	uint16_t len = 0;

	lock_take(&vm->lock);
	if (watchdog->due <= clock_now()) {
		len = watchdog->len;
		memcpy(command, watchdog->command, len);
		watchdog->due = CLOCK_NEVER;
	}
	lock_drop(&vm->lock);
	if (!len || !console_queue_input(vm, command, len, true))
		return;
	/* Too many commands wait: once more when some are done. */
	lock_take(&vm->lock);
	if (watchdog->due == CLOCK_NEVER) {
		watchdog->due = clock_now() + TOD_S;
		timer_set(&watchdog->timer, watchdog->due);
	}
	lock_drop(&vm->lock);
}

void watchdog_stop(struct vmdbk *vm)
{
	struct watchdog *watchdog = vm->watchdog;

	if (!watchdog)
		return;
	watchdog->due = CLOCK_NEVER;
	timer_cancel(&watchdog->timer);
}

bool watchdog_runs(struct vmdbk *vm)
{
	struct watchdog *watchdog;
	bool runs;

	lock_take(&vm->lock);
	watchdog = vm->watchdog;
	runs = watchdog && watchdog->due != CLOCK_NEVER;
	lock_drop(&vm->lock);
	return runs;
}

void watchdog_delete(struct vmdbk *vm)
{
	struct watchdog *watchdog = vm->watchdog;

	if (!watchdog)
		return;
	timer_cancel_wait(&watchdog->timer);
	vm->watchdog = NULL;
	stor_free(watchdog, sizeof(*watchdog));
}

/* vm lock held. NULL: no storage. */
static struct watchdog *get(struct vmdbk *vm)
{
	struct watchdog *watchdog = vm->watchdog;

	if (watchdog)
		return watchdog;
	watchdog = stor_alloc(sizeof(*watchdog));
	if (!watchdog)
		return NULL;
	timer_init(&watchdog->timer, expired);
	watchdog->vm = vm;
	watchdog->due = CLOCK_NEVER;
	vm->watchdog = watchdog;
	return watchdog;
}

static void start(struct watchdog *watchdog, uint32_t seconds)
{
	tod_t now = clock_now(), period = seconds * TOD_S;

	/* The clock's last minutes are less than 2**32 seconds away. */
	watchdog->due = period < CLOCK_NEVER - now ? now + period : CLOCK_NEVER - 1;
	timer_set(&watchdog->timer, watchdog->due);
}

static grc_t init(struct vcpu *vcpu, uint32_t seconds)
{
	unsigned ry = diag_ry(vcpu);
	uint32_t len = (uint32_t)vcpu_gpr(vcpu, ry + 1);
	struct vmdbk *vm = vcpu->vm;
	struct watchdog *watchdog;
	ebc8_t text[COMMAND_MAX];
	grc_t rc;

	if (len == 0 || len > COMMAND_MAX)
		return PGM_SPECIFICATION;
	rc = gstore_read_real(vcpu, diag_addr(vcpu, ry), text, len);
	if (rc)
		return rc;
	lock_take(&vm->lock);
	watchdog = get(vm);
	if (watchdog) {
		ebc_to_ascii(watchdog->command, text, len);
		watchdog->len = (uint16_t)len;
		start(watchdog, seconds);
	}
	lock_drop(&vm->lock);
	return watchdog ? 0 : -E_NOMEM;
}

static grc_t change(struct vmdbk *vm, uint32_t seconds)
{
	struct watchdog *watchdog;
	bool runs;

	lock_take(&vm->lock);
	watchdog = vm->watchdog;
	runs = watchdog && watchdog->due != CLOCK_NEVER;
	if (runs)
		start(watchdog, seconds);
	lock_drop(&vm->lock);
	return runs ? 0 : PGM_SPECIFICATION;
}

grc_t diag_288(struct vcpu *vcpu)
{
	unsigned rx = diag_rx(vcpu);
	uint32_t function = (uint32_t)vcpu_gpr(vcpu, rx) & ~CONCEAL, seconds;

	if ((rx & 1) || (diag_ry(vcpu) & 1))
		return PGM_SPECIFICATION;
	seconds = (uint32_t)vcpu_gpr(vcpu, rx + 1);
	if (function == WATCHDOG_CANCEL) {
		lock_take(&vcpu->vm->lock);
		watchdog_stop(vcpu->vm);
		lock_drop(&vcpu->vm->lock);
		return 0;
	}
	if (seconds < SECONDS_MIN)
		return PGM_SPECIFICATION;
	switch (function) {
	case WATCHDOG_INIT: return init(vcpu, seconds);
	case WATCHDOG_CHANGE: return change(vcpu->vm, seconds);
	default: return PGM_SPECIFICATION;
	}
}
