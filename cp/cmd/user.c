// SPDX-License-Identifier: Apache-2.0
/* What several commands say about a user, and how they are told which one. */
#include "cmd/user.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/sysconfig.h"
#include "nucleus/terminal.h"

void user_where(struct vmdbk *vm, char where[USER_WHERE_SIZE])
{
	struct vconsole *console = vm->console;

	str_copy(where, " DSC ", USER_WHERE_SIZE);
	if (!console)
		return;
	lock_take(&console->lock);
	if (console->terminal)
		terminal_name(console->terminal, where, USER_WHERE_SIZE);
	lock_drop(&console->lock);
}

tod_t user_vcpu_time(const struct vcpu *vcpu)
{
	tod_t now = clock_now(), used = vcpu->time_used;
	const struct cpu *cpu = vcpu->running; /* gone, perhaps, in a moment */

	if (cpu && cpu->running == vcpu && cpu->turn_began < now)
		used += now - cpu->turn_began;
	return used;
}

tod_t user_cpu_time(struct vmdbk *vm)
{
	tod_t used = 0;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			used += user_vcpu_time(vm->vcpu[i]);
	lock_drop(&vm->lock);
	return used;
}

void time_stamp(char stamp[STAMP_SIZE], tod_t tod)
{
	struct datetime dt;
	const char *zone = system_datetime(&dt, tod);

	datetime_stamp(stamp, STAMP_SIZE, &dt, zone, DATE_SHORT);
}

int user_self(struct cmd *cmd, struct vmdbk **vm)
{
	*vm = NULL;
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	*vm = cmd->vm;
	vm_get(*vm);
	return 0;
}

int user_operand(struct cmd *cmd, struct vmdbk **vm)
{
	struct cmd_word word;
	int rc;

	if (!cmd_peek(cmd->line, &word))
		return user_self(cmd, vm);
	rc = cmd_find_user(cmd, vm);
	if (rc)
		return rc;
	if (!cmd_end(cmd->line))
		return 0;
	vm_put(*vm);
	*vm = NULL;
	return cmd_refused(cmd);
}

int refuse_word(struct cmd *cmd, enum msg_id msg, const struct cmd_word *word)
{
	cmd_refuse(cmd->line, msg, word);
	return cmd_refused(cmd);
}

int refuse_next(struct cmd *cmd)
{
	struct cmd_word word;

	if (cmd_peek(cmd->line, &word))
		return refuse_word(cmd, MSG_INVALID_OPTION, &word);
	return refuse_word(cmd, MSG_OPERAND_MISSING, NULL);
}
