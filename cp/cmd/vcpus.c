// SPDX-License-Identifier: Apache-2.0
/* Which virtual CPU a command is about, the CPU command, and commands that change the whole
 * machine. */
#include "cmd/vcpus.h"
#include "cmd/tables.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "virt/machine.h"

static int no_cpu(struct cmd *cmd, uint64_t addr)
{
	char text[20];

	str_format(text, sizeof(text), "%02llX", (unsigned long long)addr);
	return cmd_msg(cmd, MSG_NO_CPU, text);
}

struct vcpu *cmd_vcpu(struct cmd *cmd)
{
	struct vcpu *vcpu = cmd->vcpu < VCPU_MAX ? cmd->vm->vcpu[cmd->vcpu] : NULL;

	if (!vcpu)
		no_cpu(cmd, cmd->vcpu);
	return vcpu;
}

/* Reads "1" or "0-3" into a mask of CPUs that exist. */
static int take_addresses(struct cmd *cmd, uint32_t *mask)
{
	uint16_t first, last;
	struct cmd_word word;

	if (!cmd_peek(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL), cmd_refused(cmd);
	if (word_to_devno_range(&word, &first, &last) || first > last)
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word), cmd_refused(cmd);
	for (unsigned i = first; i <= last; i++) {
		if (i >= VCPU_MAX || !cmd->vm->vcpu[i])
			return no_cpu(cmd, i);
		*mask |= 1u << i;
	}
	cmd_next(cmd->line, &word);
	return 0;
}

static uint32_t all_cpus(const struct vmdbk *vm)
{
	uint32_t mask = 0;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			mask |= 1u << i;
	return mask;
}

int cmd_vcpus(struct cmd *cmd, uint32_t *mask)
{
	struct cmd_word word;
	int rc;

	*mask = 0;
	if (!cmd_accept(cmd->line, "CPU", 0)) {
		if (cmd_end(cmd->line))
			return cmd_refused(cmd);
		if (!cmd_vcpu(cmd))
			return msg_number(MSG_NO_CPU);
		*mask = 1u << cmd->vcpu;
		return 0;
	}
	if (cmd_accept(cmd->line, "ALL", 0)) {
		*mask = all_cpus(cmd->vm);
		return cmd_end(cmd->line) ? cmd_refused(cmd) : 0;
	}
	do {
		rc = take_addresses(cmd, mask);
		if (rc)
			return rc;
	} while (cmd_peek(cmd->line, &word));
	return 0;
}

/* CPU {ALL|address} command: another command, about another virtual CPU. */
int cmd_cpu(struct cmd *cmd)
{
	struct cmdline line, rest;
	uint32_t mask = 0;
	struct cmd_word word;
	int rc = 0, last;

	if (cmd_accept(cmd->line, "ALL", 0))
		mask = all_cpus(cmd->vm);
	else
		rc = take_addresses(cmd, &mask);
	if (rc)
		return rc;
	while (cmd_accept(cmd->line, "CP", 0))
		;
	rest = *cmd->line;
	if (!cmd_peek(&rest, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL), cmd_refused(cmd);
	if (word_is(&word, "CPU", 0)) /* one is enough, and CP does not call itself without end */
		return cmd_refuse(cmd->line, MSG_CONFLICTING_OPTION, &word), cmd_refused(cmd);
	for (uint16_t i = 0; i < VCPU_MAX; i++) {
		struct cmd one = *cmd;

		if (!(mask & 1u << i))
			continue;
		line = rest;
		one.line = &line;
		one.vcpu = i;
		last = cmd_sub(&one, &cmd_table);
		rc = last ? last : rc;
	}
	return rc;
}

int cmd_hand_over(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_block(vm->vcpu[i], VB_RESET);
	if (!console_queue_input(vm, cmd->line->text, cmd->line->len, true))
		return 0;
	lock_take(&vm->lock);
	if (!vm->machine_busy)
		vm_start(vm, VB_RESET);
	lock_drop(&vm->lock);
	return cmd_msg(cmd, MSG_BUSY, "The console");
}

int cmd_machine_begin(struct cmd *cmd)
{
	return machine_begin(cmd->vm) ? cmd_msg(cmd, MSG_BUSY, "The virtual machine") : 0;
}
