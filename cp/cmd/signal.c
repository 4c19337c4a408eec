// SPDX-License-Identifier: Apache-2.0
/* SIGNAL SHUTDOWN, VINPUT: what a user or operator tells a guest through its service processor. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "virt/sclp.h"

#define WITHIN_USUAL 300 /* seconds that a guest has when the command does not say */
#define WITHIN_MAX   3600
#define WATCHES_MAX  8 /* a task each */

/* A guest that was signalled, watched until it has ended. */
struct watch {
	struct vmdbk *vm, *issuer; /* references */
	uint32_t within_s;
};

static uint32_t nr_watches; /* atomic */

/* All its virtual CPUs are stopped, or it is gone. */
static bool has_ended(struct vmdbk *vm)
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

	while (!(ended = has_ended(watch->vm)) && clock_now() < limit)
		task_sleep_until(clock_now() + TOD_S);
	str_format(seconds, sizeof(seconds), "%u", watch->within_s);
	tell(watch, ended ? MSG_SIGNAL_DONE : MSG_SIGNAL_TIMEOUT, seconds);
	watch_over(watch);
}

/* The issuer hears how it ends; if there are too many to watch, nobody does. */
static void start_watch(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s)
{
	struct watch *watch;

	if (__atomic_add_fetch(&nr_watches, 1, __ATOMIC_RELAXED) > WATCHES_MAX ||
		!(watch = stor_alloc(sizeof(*watch)))) {
		__atomic_sub_fetch(&nr_watches, 1, __ATOMIC_RELAXED);
		return;
	}
	*watch = (struct watch){vm, cmd->vm, within_s};
	vm_get(vm);
	vm_get(cmd->vm);
	if (task_start("signal", watch_task, watch, NULL, watch_over))
		watch_over(watch);
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

/* Gives the reference back. */
static int signal_one(struct cmd *cmd, struct vmdbk *vm, uint32_t within_s)
{
	char seconds[12];
	int rc;

	str_format(seconds, sizeof(seconds), "%u", within_s);
	if (vm->state != VM_ACTIVE) {
		rc = cmd_msg(cmd, MSG_LOGOFF_PENDING, vm->userid);
	} else if (guest_sclp_quiesce(vm)) {
		rc = cmd_msg(cmd, MSG_SIGNAL_DEAF, vm->userid);
	} else {
		start_watch(cmd, vm, within_s);
		cmd_msg(cmd, MSG_SIGNAL_WAIT, vm->userid, seconds);
		rc = 0;
	}
	vm_put(vm);
	return rc;
}

int cmd_signal(struct cmd *cmd)
{
	uint64_t within_s = WITHIN_USUAL;
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
		    cmd_number(cmd->line, 1, WITHIN_MAX, &within_s)) ||
		cmd_end(cmd->line)) {
		vm_put(vm);
		return cmd_refused(cmd);
	}
	return all ? signal_all(cmd) : signal_one(cmd, vm, (uint32_t)within_s);
}

int cmd_vinput(struct cmd *cmd)
{
	bool priority = cmd_accept(cmd->line, "PVMSG", 0);
	char text[CMDLINE_MAX + 1];
	struct cmd_word words;
	int rc;

	if (!priority && !cmd_accept(cmd->line, "VMSG", 0))
		return refuse_next(cmd);
	if (!cmd_rest(cmd->line, &words))
		return cmd_msg(cmd, MSG_TEXT_MISSING);
	if (words.len > SCLP_TEXT_MAX)
		return refuse_word(cmd, MSG_TOO_MANY_OPERANDS, NULL);
	memcpy(text, words.text, words.len);
	text[words.len] = '\0';
	rc = guest_sclp_command(cmd->vm, text, priority);
	if (rc == -E_NOENT)
		return cmd_msg(cmd, MSG_NOT_RECEIVING, cmd->vm->userid,
			priority ? "PVMSG off" : "VMSG off");
	return rc ? cmd_msg(cmd, MSG_BUSY, "VINPUT") : 0;
}
