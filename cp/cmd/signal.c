// SPDX-License-Identifier: Apache-2.0
/* SIGNAL SHUTDOWN and its settings: guests are asked to end, and watched. */
#include "cmd/signal.h"
#include "cmd/logon.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "virt/sclp.h"

#define WATCHES_MAX 8 /* a task each */

static uint32_t within_usual = 300; /* SET SIGNAL SHUTDOWNTIME: when the command does not say */

/* A guest that was signalled, watched until it has ended. */
struct watch {
	struct vmdbk *vm, *issuer; /* references */
	uint32_t within_s;
	bool force; /* his session ends if he does not */
};

static uint32_t nr_watches; /* atomic */

bool signal_has_ended(struct vmdbk *vm)
{
	bool ended = true;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i] && !(vm->vcpu[i]->blocked & VB_STOPPED))
			ended = false;
	lock_drop(&vm->lock);
	return ended || vm->state != VM_ACTIVE;
}

static void tell(struct watch *watch, enum msg_id id, const char *seconds)
{
	char text[MSG_LINE_SIZE];

	msg_say(text, sizeof(text), id, EMSG_ON, watch->vm->userid, seconds);
	if (watch->issuer->console)
		console_tell(watch->issuer, text, 0);
}

static void watch_over(void *arg)
{
	struct watch *watch = arg;

	vm_put(watch->vm);
	vm_put(watch->issuer);
	stor_free(watch, sizeof(*watch));
	__atomic_sub_fetch(&nr_watches, 1, __ATOMIC_RELAXED);
}

/* Looks once a second, for as long as a guest is shutting down. */
static void watch_task(void *arg)
{
	struct watch *watch = arg;
	tod_t begun = clock_now(), limit = begun + watch->within_s * TOD_S;
	char seconds[12];
	bool ended;

	while (!(ended = signal_has_ended(watch->vm)) && clock_now() < limit)
		task_sleep_until(clock_now() + TOD_S);
	str_format(seconds, sizeof(seconds), "%u", watch->within_s);
	tell(watch, ended ? MSG_SIGNAL_DONE : MSG_SIGNAL_TIMEOUT, seconds);
	if (watch->force)
		session_end(watch->vm, watch->issuer->userid);
	watch_over(watch);
}

/* The issuer hears how it ends. False: there are too many to watch. */
static bool start_watch(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s, bool force)
{
	struct watch *watch;

	if (__atomic_add_fetch(&nr_watches, 1, __ATOMIC_RELAXED) > WATCHES_MAX ||
		!(watch = stor_alloc(sizeof(*watch)))) {
		__atomic_sub_fetch(&nr_watches, 1, __ATOMIC_RELAXED);
		return false;
	}
	*watch = (struct watch){vm, cmd->vm, within_s, force};
	vm_get(vm);
	vm_get(cmd->vm);
	if (task_start("signal", watch_task, watch, NULL, watch_over)) {
		watch_over(watch);
		return false;
	}
	return true;
}

static int signal_all(struct cmd *cmd)
{
	struct vmdbk *vm = NULL;
	unsigned nr = 0;

	while ((vm = vm_next(vm)) != NULL)
		if (vm->state == VM_ACTIVE && guest_sclp_quiesce(vm) == 0)
			nr++;
	cmd_say(cmd, "%u USERS SIGNALLED", nr);
	return 0;
}

int signal_user(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s, bool force)
{
	char seconds[12];

	str_format(seconds, sizeof(seconds), "%u", within_s);
	if (vm->state != VM_ACTIVE)
		return cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	if (!guest_sclp_listens(vm))
		return cmd_msg(cmd, MSG_SIGNAL_DEAF, vm->userid);
	/* One that nobody watches is only signalled, not forced. */
	if (!start_watch(cmd, vm, within_s, force) && force)
		return cmd_msg(cmd, MSG_BUSY, "FORCE");
	if (guest_sclp_quiesce(vm))
		return cmd_msg(cmd, MSG_SIGNAL_DEAF, vm->userid);
	cmd_msg(cmd, MSG_SIGNAL_WAIT, vm->userid, seconds);
	return 0;
}

int cmd_signal(struct cmd *cmd)
{
	uint64_t within_s = within_usual;
	struct vmdbk *vm = NULL;
	bool all;
	int rc;

	if (!cmd_accept(cmd->line, "SHUTDOWN", 4))
		return refuse_next(cmd);
	all = cmd_accept(cmd->line, "ALL", 0);
	if (!all) {
		cmd_accept(cmd->line, "USER", 4);
		rc = cmd_find_user(cmd, &vm);
		if (rc)
			return rc;
	}
	if ((cmd_accept(cmd->line, "WITHIN", 4) &&
		    cmd_number(cmd->line, 1, SIGNAL_WITHIN_MAX, &within_s)) ||
		cmd_end(cmd->line)) {
		vm_put(vm);
		return cmd_refused(cmd);
	}
	if (all)
		return signal_all(cmd);
	rc = signal_user(cmd, vm, (uint32_t)within_s, false);
	vm_put(vm);
	return rc;
}

/* ---- Settings -------------------------------------------------------------------------------- */

int set_signal(struct cmd *cmd)
{
	uint64_t seconds;

	if (!cmd_accept(cmd->line, "SHUTDOWNTIME", 8))
		return refuse_next(cmd);
	if (cmd_number(cmd->line, 0, SIGNAL_WITHIN_MAX, &seconds) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	within_usual = (uint32_t)seconds;
	return 0;
}

static bool say_listens(struct cmd *cmd, struct vmdbk *vm)
{
	bool listens = vm->state == VM_ACTIVE && guest_sclp_listens(vm);

	if (listens)
		cmd_say(cmd, "%-8s SHUTDOWN", vm->userid);
	return listens;
}

static int say_all(struct cmd *cmd)
{
	struct vmdbk *vm = NULL;
	unsigned nr = 0;

	while ((vm = vm_next(vm)) != NULL)
		nr += say_listens(cmd, vm);
	return nr ? 0 : cmd_msg(cmd, MSG_NO_SIGNALS);
}

/* Gives the reference back. */
static int say_one(struct cmd *cmd, struct vmdbk *vm)
{
	if (!say_listens(cmd, vm))
		cmd_msg(cmd, MSG_NO_SIGNALS);
	vm_put(vm);
	return 0;
}

int query_signals(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_one(cmd, vm);
}

int query_signals_any(struct cmd *cmd)
{
	struct cmd_word word;
	struct vmdbk *vm;
	int rc;

	if (cmd_accept(cmd->line, "SHUTDOWNTIME", 8)) {
		if (cmd_end(cmd->line))
			return cmd_refused(cmd);
		cmd_say(cmd, "SIGNAL SHUTDOWNTIME %u SEC", within_usual);
		return 0;
	}
	if (cmd_accept(cmd->line, "ALL", 0) || !cmd_peek(cmd->line, &word))
		return cmd_end(cmd->line) ? cmd_refused(cmd) : say_all(cmd);
	cmd_accept(cmd->line, "USER", 4);
	rc = user_operand(cmd, &vm);
	return rc ? rc : say_one(cmd, vm);
}
