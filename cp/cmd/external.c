// SPDX-License-Identifier: Apache-2.0
/* EXTERNAL: the interruption key. */
#include "cmd/cmd.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "virt/intr.h"

/* EXTERNAL [code]: code X'01' to X'FF', X'40' without; the guest goes on. */
int cmd_external(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	uint64_t code = EXT_INTKEY;
	struct cmd_word word;

	if (cmd_peek(cmd->line, &word)) {
		if (cmd_hex(cmd->line, 4, &code))
			return cmd_refused(cmd);
		if (code < 1 || code > 0xFF)
			return cmd_refuse(cmd->line, MSG_INVALID_HEXDATA, &word), cmd_refused(cmd);
	}
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	lock_take(&vm->lock);
	vm->intkey_code = (uint8_t)code;
	intr_post_vm(vm, VF_INTKEY);
	lock_drop(&vm->lock);
	console_leave_cp(vm);
	return 0;
}
