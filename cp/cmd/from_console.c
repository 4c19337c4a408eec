// SPDX-License-Identifier: Apache-2.0
/* Commands from a user's console, and what CP itself says there. */
#include "cmd/from_console.h"
#include "cmd/cmd.h"
#include "nucleus/console.h"

static void out(void *ctx, const char *text, unsigned flags)
{
	struct vmdbk *vm = ctx;

	/* A user who has just logged off has no console any more that could take the answer. */
	if (vm->state == VM_ACTIVE)
		console_say(vm, text, flags);
}

void command_from_console(struct vmdbk *vm, const char *text, size_t len)
{
	struct cmd cmd = {.vm = vm,
		.terminal = vm->console->terminal,
		.emsg = vm->console->set.emsg,
		.out = out,
		.ctx = vm,
		.vcpu = vm->ipl_cpu};

	cmd_execute(&cmd, text, len);
}

/* Not from a task, and not yet in CP READ: the line first, then the state. */
void tell_guest_stopped(struct vcpu *vcpu, const char *text)
{
	console_tell(vcpu->vm, text, TERM_HIGH);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vcpu->vm->vcpu[i] && !(vcpu->vm->vcpu[i]->blocked & VB_STOPPED))
			return; /* the others go on */
	console_enter_cp(vcpu->vm);
}
