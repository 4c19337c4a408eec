// SPDX-License-Identifier: Apache-2.0
/* Commands that a guest gives by DIAGNOSE X'08'. */
#include "cmd/from_guest.h"
#include "cmd/cmd.h"
#include "nucleus/console.h"

#define WAITERS_MAX 32 /* each holds a task while its console has no room: others must not run out of them */

static uint32_t nr_waiters; /* atomic */

/* Lines wait for the person; when too many guests wait so, those of more are lost. */
static void to_console(void *ctx, const char *text, unsigned flags)
{
	struct vmdbk *vm = ctx;

	if (vm->state != VM_ACTIVE)
		return; /* the command was LOGOFF */
	if (__atomic_add_fetch(&nr_waiters, 1, __ATOMIC_RELAXED) <= WAITERS_MAX)
		console_say(vm, text, flags);
	else
		console_tell(vm, text, flags);
	__atomic_sub_fetch(&nr_waiters, 1, __ATOMIC_RELAXED);
}

void say_from_guest(struct vmdbk *vm, const char *text)
{
	to_console(vm, text, 0);
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
