// SPDX-License-Identifier: Apache-2.0
/* SHUTDOWN: guests are signalled and waited for, sessions ended, CPUs stopped or CP loaded again. */
#include "cmd/shutdown.h"
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "cmd/signal.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "mach/sclp.h"
#include "nucleus/dispatch.h"
#include "nucleus/rdev.h"
#include "nucleus/session.h"
#include "nucleus/spool.h"
#include "nucleus/sysres.h"
#include "virt/sclp.h"

#define POLL_MS		  200
#define OTHERS_S	  10 /* sessions that others are ending get so long */
#define WAIT_PSW_SHUTDOWN 0x0FFFul /* address of the disabled wait at the end */
#define CCW_REACH	  (2 * GiB)

static uint32_t pending; /* 1: under way */
static char who[NAME_SIZE];
static unsigned within;
static bool reipl;
static uint32_t cancelled;				/* 1: SHUTDOWN CANCEL, while guests are waited for */
static uint32_t within_usual = SHUTDOWN_WITHIN; /* SET SHUTDOWNTIME */

bool shutdown_is_pending(void)
{
	return pending;
}

static bool is_operator(const struct vmdbk *vm)
{
	return strcmp(vm->userid, OPERATOR_USERID) == 0;
}

/* How many listen to the signal and still run; they have it now. */
static unsigned signal_all(void)
{
	unsigned nr = 0;

	for (struct vmdbk *vm = vm_next(NULL); vm; vm = vm_next(vm))
		if (!is_operator(vm) && !signal_has_ended(vm) && guest_sclp_quiesce(vm) == 0)
			nr++;
	return nr;
}

static bool is_anybody_left(void)
{
	struct vmdbk *vm = vm_next(NULL);

	while (vm && is_operator(vm))
		vm = vm_next(vm);
	vm_put(vm);
	return vm;
}

static void end_sessions(void)
{
	struct vmdbk *vm = vm_next(NULL);
	tod_t limit;

	while (vm) {
		struct vmdbk *this = vm;

		vm_get(this);
		vm = vm_next(vm);
		if (!is_operator(this))
			session_end(this, "SYSTEM");
		vm_put(this);
	}
	limit = clock_now() + OTHERS_S * TOD_S;
	/* Those that others are ending just now close files, too; but nobody holds the system up. */
	while (is_anybody_left() && clock_now() < limit)
		task_sleep_until(clock_now() + POLL_MS * TOD_MS);
}

/* The last words, and the end. */
static void __attribute__((noreturn)) stop(void)
{
	habs_t page = reipl ? frame_alloc(FRAME_CP) : 0;
	char text[MSG_LINE_SIZE], devno[8];

	if (page && page < CCW_REACH) {
		str_format(devno, sizeof(devno), "%04X", sysres_rdev()->devno);
		msg_say(text, sizeof(text), MSG_SHUTDOWN_REIPL, EMSG_ON, devno);
		sclp_print(text);
		rdev_clear_all();
		smp_ipl(sysres_ipl_schid(), page);
	}
	msg_say(text, sizeof(text), MSG_SHUTDOWN_COMPLETE, EMSG_ON);
	sclp_print(text);
	smp_stop_all(WAIT_PSW_SHUTDOWN);
}

static void shutdown_task(void *arg)
{
	char number[12];
	tod_t began = clock_now(), limit = began + within * TOD_S;

	(void)arg;
	operator_msg(MSG_SHUTDOWN_STARTED, who);
	if (signal_all()) {
		str_format(number, sizeof(number), "%u", within);
		operator_msg(MSG_SHUTDOWN_DELAY, number);
		while (clock_now() < limit && signal_all() && !cancelled)
			task_sleep_until(clock_now() + POLL_MS * TOD_MS);
	}
	/* From here on it can't be cancelled. */
	if (!cas32(&cancelled, 0, 2)) {
		cancelled = 0;
		pending = 0;
		return;
	}
	end_sessions();
	spool_console_end(OPERATOR_USERID);
	if (spool_shut_down(reipl))
		operator_msg(MSG_SPOOL_NOT_SAVED);
	/* The operator's terminal gets what waits before the CPUs stop. */
	str_format(number, sizeof(number), "%lu", (clock_now() - began) / TOD_S);
	operator_msg(MSG_SHUTDOWN_TIME, "the system", number);
	task_sleep_until(clock_now() + POLL_MS * TOD_MS);
	stop();
}

bool shutdown_start(const char *by, unsigned within_s, bool again)
{
	if (!cas32(&pending, 0, 1))
		return false;
	str_copy(who, by, sizeof(who));
	within = within_s;
	reipl = again;
	if (task_start("shutdown", shutdown_task, NULL, NULL, NULL)) {
		pending = 0;
		return false;
	}
	return true;
}

static int cancel(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!pending || !cas32(&cancelled, 0, 1))
		return cmd_msg(cmd, MSG_SHUTDOWN_NONE);
	operator_msg(MSG_SHUTDOWN_CANCELLED, cmd->vm->userid);
	return 0;
}

int set_shutdowntime(struct cmd *cmd)
{
	uint64_t seconds;

	if (cmd_number(cmd->line, 0, SIGNAL_WITHIN_MAX, &seconds) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	within_usual = (uint32_t)seconds;
	return 0;
}

int query_shutdowntime(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	cmd_say(cmd, "SHUTDOWNTIME %u SEC", within_usual);
	return 0;
}

/* SHUTDOWN {[WITHIN seconds | IMMEDIATE] [REIPL] | CANCEL} */
int cmd_shutdown(struct cmd *cmd)
{
	uint64_t seconds = within_usual;
	struct cmd_word word;
	bool again;

	if (cmd_accept(cmd->line, "CANCEL", 6))
		return cancel(cmd);
	if (cmd_peek(cmd->line, &word) && word_is(&word, "POWEROFF", 8))
		return refuse_word(cmd, MSG_NOT_SUPPORTED, &word);
	again = cmd_accept(cmd->line, "REIPL", 5);
	if (cmd_accept(cmd->line, "IMMEDIATE", 5))
		seconds = 0;
	else if (cmd_accept(cmd->line, "WITHIN", 6) && cmd_number(cmd->line, 0, SIGNAL_WITHIN_MAX, &seconds))
		return cmd_refused(cmd);
	again = again || cmd_accept(cmd->line, "REIPL", 5);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (again && !sysres_rdev())
		return cmd_msg(cmd, MSG_SHUTDOWN_NO_REIPL);
	if (!shutdown_start(cmd->vm->userid, (unsigned)seconds, again))
		return cmd_msg(cmd, MSG_SHUTDOWN_PENDING);
	return 0;
}
