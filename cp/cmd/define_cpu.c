// SPDX-License-Identifier: Apache-2.0
/* DEFINE CPU: adds virtual CPUs to the issuer's machine. */
#include "cmd/cmd.h"
#include "lib/err.h"
#include "lib/string.h"
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

/* DEFINE CPU address[-address]: hexadecimal. Those before a refused one stay. */
int define_cpu(struct cmd *cmd)
{
	uint16_t first, last;
	struct cmd_word word;
	int rc = 0;

	if (!cmd_peek(cmd->line, &word))
		return cmd_refuse(cmd->line, MSG_OPERAND_MISSING, NULL), cmd_refused(cmd);
	if (word_to_devno_range(&word, &first, &last) || first > last)
		return cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word), cmd_refused(cmd);
	cmd_next(cmd->line, &word);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	for (uint32_t addr = first; !rc && addr <= last; addr++)
		rc = define_one(cmd, (uint16_t)addr);
	return rc;
}
