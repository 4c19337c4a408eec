// SPDX-License-Identifier: Apache-2.0
/* SET MACHINE: the architecture of the virtual machine. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "cmd/vcpus.h"
#include "virt/machine.h"

/* Every machine begins in ESA/390 mode and can go to z/Architecture: the modes differ in name. */
int set_machine(struct cmd *cmd)
{
	bool is_z = false;
	char mode[16];
	struct cmd_word word;
	int rc;

	if (cmd_accept(cmd->line, "Z", 0)) {
		is_z = true;
	} else if (cmd_peek(cmd->line, &word) && !word_is(&word, "ESA", 0) &&
		   !word_is(&word, "XA", 0)) {
		word_upper(mode, sizeof(mode), &word);
		return cmd_msg(cmd, MSG_MACHINE_MODE, mode);
	} else if (!cmd_next(cmd->line, &word)) {
		return refuse_next(cmd);
	}
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (cmd->from_guest)
		return cmd_hand_over(cmd);
	rc = cmd_machine_begin(cmd);
	if (rc)
		return rc;
	machine_reset(cmd->vm, RESET_CLEAR);
	lock_take(&cmd->vm->lock);
	cmd->vm->flags = (cmd->vm->flags & ~VMF_MACHINE_Z) | (is_z ? VMF_MACHINE_Z : 0);
	lock_drop(&cmd->vm->lock);
	machine_end(cmd->vm);
	return cmd_msg(cmd, MSG_STORAGE_CLEARED);
}
