// SPDX-License-Identifier: Apache-2.0
/* TRACE: traps for what the issuer's virtual CPU does; QUERY TRACE. */
#include "cmd/look.h"
#include "cmd/vcpus.h"
#include "virt/per.h"

/* TRACE event [option ...], TRAP, DELETE, END: see logic/trap.h. */
int cmd_trace(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	const struct trap_set *left;
	struct trap_set *set;
	int rc = 0;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	look_begin(vcpu);
	lock_take(&vcpu->vm->lock);
	set = per_set_begin(vcpu);
	if (set)
		rc = trap_command(cmd->line, set);
	per_set_end(vcpu);
	left = per_traps(vcpu);
	lock_drop(&vcpu->vm->lock);
	look_end(vcpu);
	if (!set)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the trace traps");
	if (rc)
		return cmd_refused(cmd);
	return left ? 0 : cmd_msg(cmd, MSG_TRACE_ENDED);
}

/* Line n about trap i; false when there is none. */
static bool trap_line(const struct vcpu *vcpu, unsigned i, unsigned n, char *text, size_t size)
{
	const struct trap_set *set;
	bool found;

	lock_take(&vcpu->vm->lock);
	set = per_traps(vcpu);
	found = set && i < set->nr && trap_query_line(text, size, &set->traps[i], n);
	lock_drop(&vcpu->vm->lock);
	return found;
}

/* QUERY TRACE */
int query_trace(struct cmd *cmd)
{
	struct vcpu *vcpu;
	char text[120];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	vcpu = cmd_vcpu(cmd);
	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	if (!trap_line(vcpu, 0, 0, text, sizeof(text)))
		return cmd_msg(cmd, MSG_NO_TRAPS);
	cmd_say(cmd, "NAME  INITIAL  (ACTIVE)");
	for (unsigned i = 0; trap_line(vcpu, i, 0, text, sizeof(text)); i++)
		for (unsigned n = 0; trap_line(vcpu, i, n, text, sizeof(text)); n++)
			cmd_say(cmd, "%s", text);
	return 0;
}
