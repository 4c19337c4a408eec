// SPDX-License-Identifier: Apache-2.0
/* Commands that a guest gives by DIAGNOSE X'08'. */
#include "cmd/from_guest.h"
#include "cmd/cmd.h"
#include "nucleus/console.h"

static void to_console(void *ctx, const char *text, unsigned flags)
{
	struct vmdbk *vm = ctx;

	/* The command may have been LOGOFF. */
	if (vm->state == VM_ACTIVE)
		console_say(vm, text, flags);
}

int command_from_guest(const struct guest_command *command)
{
	struct vmdbk *vm = command->vcpu->vm;
	struct cmd cmd = {.vm = vm,
		.from_guest = true,
		.emsg = vm->console->set.emsg,
		.out = command->out ? command->out : to_console,
		.ctx = command->out ? command->ctx : vm,
		.vcpu = command->vcpu->addr};

	return cmd_execute(&cmd, command->text, command->len);
}
