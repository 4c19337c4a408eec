// SPDX-License-Identifier: Apache-2.0
/* TRACE: traps for what the issuer's virtual CPU does; QUERY TRACE. */
#include "cmd/look.h"
#include "cmd/vcpus.h"
#include "lib/string.h"
#include "virt/per.h"

/* TRACE event [option ...], TRAP, DELETE, END: see logic/trap.h. */
int cmd_trace(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	const struct trap_sets *left;
	struct trap_sets *sets;
	int rc = 0;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	look_begin(vcpu);
	lock_take(&vcpu->vm->lock);
	sets = per_set_begin(vcpu);
	if (sets)
		rc = trap_sets_command(cmd->line, sets);
	per_set_end(vcpu);
	left = per_traps(vcpu);
	lock_drop(&vcpu->vm->lock);
	look_end(vcpu);
	if (!sets)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the trace traps");
	if (rc)
		return cmd_refused(cmd);
	return left ? 0 : cmd_msg(cmd, MSG_TRACE_ENDED);
}

/* Line n about trap i of a set; n 0 of trap 0 is there wherever the set has traps. */
static bool trap_line(
	const struct vcpu *vcpu, unsigned nr, unsigned i, unsigned n, char *text, size_t size)
{
	const struct trap_sets *sets;
	bool found;

	lock_take(&vcpu->vm->lock);
	sets = per_traps(vcpu);
	found = sets && i < sets->sets[nr].set.nr &&
		trap_query_line(text, size, &sets->sets[nr].set.traps[i], n);
	lock_drop(&vcpu->vm->lock);
	return found;
}

/* The heading of a set; false: there is none, or it has neither traps nor is active. */
static bool set_line(const struct vcpu *vcpu, unsigned nr, char *text, size_t size)
{
	const struct trap_sets *sets;
	bool found;

	lock_take(&vcpu->vm->lock);
	sets = per_traps(vcpu);
	found = sets && (sets->active == nr || sets->sets[nr].set.nr);
	if (found)
		str_format(text, size, "NAME  %-8s %s", sets->sets[nr].name,
			sets->active == nr ? "(ACTIVE)" : "");
	lock_drop(&vcpu->vm->lock);
	return found;
}

/* QUERY TRACE */
int query_trace(struct cmd *cmd)
{
	struct vcpu *vcpu;
	bool any = false;
	char text[120];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	vcpu = cmd_vcpu(cmd);
	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	for (unsigned nr = 0; nr < TRAP_SETS_MAX; nr++) {
		if (!set_line(vcpu, nr, text, sizeof(text)))
			continue;
		any = true;
		cmd_say(cmd, "%s", text);
		for (unsigned i = 0; trap_line(vcpu, nr, i, 0, text, sizeof(text)); i++)
			for (unsigned n = 0; trap_line(vcpu, nr, i, n, text, sizeof(text)); n++)
				cmd_say(cmd, "%s", text);
	}
	return any ? 0 : cmd_msg(cmd, MSG_NO_TRAPS);
}
