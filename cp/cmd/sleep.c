// SPDX-License-Identifier: Apache-2.0
/* SLEEP, ECHO, and what else waits for the person at the console. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "mach/clock.h"
#include "nucleus/console.h"

#define WAITERS_MAX 16 /* each holds a task: the others must not run out of them */
#define HOURS_MAX   99
#define ECHO_MAX    99

static uint32_t nr_waiters; /* atomic */

static bool begin_wait(void)
{
	if (__atomic_add_fetch(&nr_waiters, 1, __ATOMIC_RELAXED) <= WAITERS_MAX)
		return true;
	__atomic_sub_fetch(&nr_waiters, 1, __ATOMIC_RELAXED);
	return false;
}

static void end_wait(void)
{
	__atomic_sub_fetch(&nr_waiters, 1, __ATOMIC_RELAXED);
}

/* n [SEC|MIN|HRS], or nothing for ever. 0, or the refusal is noted. */
static int take_due(struct cmdline *line, tod_t *due)
{
	uint64_t n = 0, unit_s = 60;
	struct cmd_word word;

	*due = CLOCK_NEVER;
	if (!cmd_peek(line, &word))
		return 0;
	if (cmd_number(line, 1, HOURS_MAX * 3600, &n))
		return -E_INVAL;
	if (cmd_accept(line, "SEC", 0))
		unit_s = 1;
	else if (cmd_accept(line, "HRS", 0))
		unit_s = 3600;
	else
		cmd_accept(line, "MIN", 0);
	if (n * unit_s > HOURS_MAX * 3600)
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	*due = clock_now() + n * unit_s * TOD_S;
	return cmd_end(line);
}

/* Nothing runs until the time is over, or something is typed: that is the next command. */
int cmd_sleep(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	tod_t due;
	int rc;

	if (take_due(cmd->line, &due))
		return cmd_refused(cmd);
	if (!begin_wait())
		return cmd_msg(cmd, MSG_BUSY, "SLEEP");
	vm_stop(vm, VB_CP);
	rc = cmd->from_guest ? console_sleep(vm, due) : console_wait_line(vm, due);
	if (rc != -E_NODEV && (!vm->console->cp_read || vm->console->set.run))
		vm_start(vm, VB_CP);
	end_wait();
	return rc == -E_BUSY ? cmd_msg(cmd, MSG_BUSY, "SLEEP") : 0;
}

/* Lines come back, n times each, till END is one of them. */
int cmd_echo(struct cmd *cmd)
{
	char text[CMDLINE_MAX + 1];
	uint64_t times = 1;
	struct cmd_word word;
	bool ended = false;
	int len;

	if (cmd_peek(cmd->line, &word) && cmd_number(cmd->line, 1, ECHO_MAX, &times))
		return cmd_refused(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!begin_wait())
		return cmd_msg(cmd, MSG_BUSY, "ECHO");
	cmd_msg(cmd, MSG_ECHO_ENTERED);
	while (!ended && console_wait_line(cmd->vm, CLOCK_NEVER) == 0) {
		len = console_take_line(cmd->vm, text, sizeof(text));
		if (len < 0)
			continue;
		word = (struct cmd_word){text, (uint16_t)len, 1};
		ended = word_is(&word, "END", 0);
		for (uint64_t i = 0; !ended && i < times; i++)
			cmd_say(cmd, "%s", text);
	}
	end_wait();
	return 0;
}

/* The answer is hidden as far as the terminal can. */
int cmd_ask_secret(struct cmd *cmd, enum msg_id prompt, char *buf, size_t size)
{
	char text[MSG_LINE_SIZE];
	int len = -E_AGAIN;

	if (!begin_wait())
		return len;
	msg_say(text, sizeof(text), prompt, EMSG_ON);
	cmd->out(cmd->ctx, text, TERM_HIDE);
	len = console_wait_line(cmd->vm, CLOCK_NEVER);
	if (!len)
		len = console_take_line(cmd->vm, buf, size);
	end_wait();
	return len;
}
