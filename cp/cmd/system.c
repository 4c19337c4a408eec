// SPDX-License-Identifier: Apache-2.0
/* SYSTEM: what the keys of a machine's operator panel do: CLEAR, RESET, RESTART, STORE. */
#include "cmd/vcpus.h"
#include "nucleus/console.h"
#include "virt/machine.h"

static int reset(struct cmd *cmd, enum machine_reset kind)
{
	int rc;

	if (cmd->from_guest)
		return cmd_hand_over(cmd);
	rc = cmd_machine_begin(cmd);
	if (rc)
		return rc;
	machine_reset(cmd->vm, kind);
	machine_end(cmd->vm);
	console_enter_cp(cmd->vm);
	return cmd_msg(cmd, kind == RESET_CLEAR ? MSG_STORAGE_CLEARED : MSG_SYSTEM_RESET);
}

static int restart(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	vcpu_restart(vcpu);
	console_leave_cp(cmd->vm);
	return 0;
}

/* SYSTEM {CLEAR|RESET|RESTART|STORE} */
int cmd_system(struct cmd *cmd)
{
	static const struct {
		const char *name;
		uint8_t min;
	} names[] = {{"CLEAR", 1}, {"RESET", 5}, {"RESTART", 3}, {"STORE", 2}};
	struct cmd_word word;
	unsigned i;

	if (!cmd_next(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL), cmd_refused(cmd);
	for (i = 0; i < ARRAY_LEN(names) && !word_is(&word, names[i].name, names[i].min); i++)
		;
	if (i == ARRAY_LEN(names))
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word), cmd_refused(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	switch (i) {
	case 0: return reset(cmd, RESET_CLEAR);
	case 1: return reset(cmd, RESET_NORMAL);
	case 2: return restart(cmd);
	default: return cmd_store_status(cmd);
	}
}
