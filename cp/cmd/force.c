// SPDX-License-Identifier: Apache-2.0
/* FORCE: somebody's session ends, at once or when his guest had time to end its work. */
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "cmd/signal.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/list.h"
#include "lib/string.h"
#include "mach/lock.h"
#include "nucleus/console.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

/* Whose session is to end, as a guest said. */
struct forced {
	struct list link;
	struct vmdbk *vm; /* with a reference */
	char by[NAME_SIZE];
};

static struct lock forced_lock = LOCK_INIT(SYSTEM);
static struct list forced = LIST_INIT(forced); /* forced lock, as the next one */
static bool has_task;

static void forget(struct forced *one)
{
	vm_put(one->vm);
	stor_free(one, sizeof(*one));
}

static void force_task(void *arg)
{
	(void)arg;
	for (;;) {
		struct forced *one;
		struct list *link;

		lock_take(&forced_lock);
		link = list_pop(&forced);
		has_task = link;
		lock_drop(&forced_lock);
		if (!link)
			return;
		one = LIST_ENTRY(link, struct forced, link);
		session_end(one->vm, one->by);
		forget(one);
	}
}

/* The next FORCE starts another one. */
static void force_abended(void *arg)
{
	(void)arg;
	lock_take(&forced_lock);
	has_task = false;
	lock_drop(&forced_lock);
}

/* Notes whether his session is to end. Returns whether it was to. */
static bool set_forced(struct vmdbk *vm, bool now)
{
	bool was;

	lock_take(&vm->lock);
	was = vm->flags & VMF_FORCED;
	vm->flags = now ? vm->flags | VMF_FORCED : vm->flags & ~VMF_FORCED;
	lock_drop(&vm->lock);
	return was;
}

/* False: there is no storage for the task. */
static bool add_forced(struct forced *one)
{
	bool start;

	lock_take(&forced_lock);
	list_add_tail(&forced, &one->link);
	start = !has_task;
	has_task = true;
	lock_drop(&forced_lock);
	if (!start || !task_start("force", force_task, NULL, NULL, force_abended))
		return true;
	lock_take(&forced_lock);
	list_del(&one->link);
	has_task = false;
	lock_drop(&forced_lock);
	return false;
}

/*
 * From a guest: the end of a session waits for all tasks that work for its virtual CPUs. This may
 * be one of them, or one for which the other's waits: so a task of its own does it, for one after the other.
 */
static int force_later(struct cmd *cmd, struct vmdbk *vm)
{
	struct forced *one = stor_alloc(sizeof(*one));

	if (!one)
		return cmd_msg(cmd, MSG_NO_STORAGE, "FORCE");
	one->vm = vm;
	vm_get(vm);
	str_copy(one->by, cmd->vm->userid, sizeof(one->by));
	if (set_forced(vm, true)) {
		forget(one);
		return cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	}
	if (!add_forced(one)) {
		set_forced(vm, false);
		forget(one);
		return cmd_msg(cmd, MSG_NO_STORAGE, "FORCE");
	}
	return 0;
}

/* [NOW|IMMEDIATE|WITHIN seconds]: 0, or the refusal is noted. */
static int take_within(struct cmdline *line, uint64_t *within_s)
{
	*within_s = 0;
	if (cmd_accept(line, "WITHIN", 6)) {
		if (cmd_number(line, 1, SIGNAL_WITHIN_MAX, within_s))
			return -E_INVAL;
	} else if (!cmd_accept(line, "NOW", 0)) {
		cmd_accept(line, "IMMEDIATE", 5);
	}
	return cmd_end(line);
}

static int force(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s)
{
	if (strcmp(vm->userid, OPERATOR_USERID) == 0)
		return cmd_msg(cmd, MSG_FORCE_OPERATOR, vm->userid);
	if (vm->state == VM_LOGGING_OFF)
		return cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	if (within_s)
		return signal_user(cmd, vm, within_s, true);
	if (cmd->from_guest)
		return force_later(cmd, vm);
	session_end(vm, cmd->vm ? cmd->vm->userid : OPERATOR_USERID);
	return 0;
}

int cmd_force(struct cmd *cmd)
{
	uint64_t within_s;
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	rc = take_within(cmd->line, &within_s) ? cmd_refused(cmd)
					       : force(cmd, vm, (uint32_t)within_s);
	vm_put(vm);
	return rc;
}
