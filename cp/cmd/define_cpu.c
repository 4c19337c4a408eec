// SPDX-License-Identifier: Apache-2.0
/* DEFINE CPU, DETACH CPU: virtual CPUs of the issuer's machine come and go. */
#include "cmd/cmd.h"
#include "lib/err.h"
#include "lib/string.h"
#include "cmd/vcpus.h"
#include "nucleus/console.h"
#include "virt/machine.h"

static int define_one(struct cmd *cmd, uint16_t addr)
{
	char text[8], max[8];

	str_format(text, sizeof(text), "%02X", addr);
	str_format(max, sizeof(max), "%u", cmd->vm->max_vcpus);
	switch (machine_add_cpu(cmd->vm, addr)) {
	case 0: return cmd_msg(cmd, MSG_DEVICE_ATTACHED, "CPU", text);
	case -E_EXIST: return cmd_msg(cmd, MSG_CPU_DEFINED, text);
	case -E_RANGE: return cmd_msg(cmd, MSG_CPU_MAXIMUM, text, max);
	default: return cmd_msg(cmd, MSG_NO_STORAGE, "a virtual CPU");
	}
}

/* address[-address]: hexadecimal. 0, or the refusal is noted. */
static int take_range(struct cmdline *line, uint16_t *first, uint16_t *last)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word_to_devno_range(&word, first, last) || *first > *last)
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	cmd_next(line, &word);
	return 0;
}

/* [TYPE CP]: all virtual CPUs are general ones. */
static int take_type(struct cmdline *line)
{
	struct cmd_word word;

	if (!cmd_accept(line, "TYPE", 4))
		return cmd_end(line);
	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word_is(&word, "CP", 0))
		return cmd_end(line);
	if (word_is(&word, "IFL", 0) || word_is(&word, "ZIIP", 0) || word_is(&word, "ICF", 0) ||
		word_is(&word, "ZAAP", 0))
		return cmd_refuse(line, MSG_NOT_SUPPORTED, &word);
	return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
}

/* DEFINE CPU address[-address] [TYPE CP]. Those before a refused one stay. */
int define_cpu(struct cmd *cmd)
{
	uint16_t first, last;
	int rc = 0;

	if (take_range(cmd->line, &first, &last) || take_type(cmd->line))
		return cmd_refused(cmd);
	for (uint32_t addr = first; !rc && addr <= last; addr++)
		rc = define_one(cmd, (uint16_t)addr);
	return rc;
}

/* The first in the range that can't go: the message, its argument is in text. */
static enum msg_id check_range(struct vmdbk *vm, uint16_t first, uint16_t last, char text[8])
{
	for (uint32_t addr = first; addr <= last; addr++) {
		str_format(text, 8, "%02X", addr);
		if (addr >= VCPU_MAX || !vm->vcpu[addr])
			return MSG_NO_CPU;
		if (addr == vm->ipl_cpu)
			return MSG_BASE_CPU;
	}
	return MSG_NONE;
}

/* DETACH CPU address[-address]: all of them or none; the machine is reset, its storage stays. */
int detach_cpu(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	uint16_t first, last;
	enum msg_id refusal;
	char text[8];
	int rc;

	if (take_range(cmd->line, &first, &last) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	refusal = check_range(vm, first, last, text);
	if (refusal)
		return cmd_msg(cmd, refusal, text);
	if (cmd->from_guest)
		return cmd_hand_over(cmd);
	rc = cmd_machine_begin(cmd);
	if (rc)
		return rc;
	machine_reset(vm, RESET_NORMAL);
	for (uint16_t addr = first; addr <= last; addr++)
		machine_remove_cpu(vm, addr);
	machine_end(vm);
	console_enter_cp(vm);
	for (uint32_t addr = first; addr <= last; addr++) {
		str_format(text, sizeof(text), "%02X", addr);
		cmd_msg(cmd, MSG_DEVICE_DETACHED, "CPU", text);
	}
	return 0;
}
