// SPDX-License-Identifier: Apache-2.0
/* DEFINE STORAGE: another storage size for the issuer's machine. */
#include "cmd/vcpus.h"
#include "nucleus/directory.h"
#include "lib/err.h"
#include "nucleus/console.h"
#include "virt/machine.h"

static int too_much(struct cmd *cmd, uint64_t max)
{
	char text[24];

	storage_format(text, sizeof(text), max);
	return cmd_msg(cmd, MSG_STORAGE_MAXIMUM, text);
}

/* [AS] {size|INITIAL}, and no more; INITIAL is what the directory says. 0, or the refusal is noted. */
static int take_size(struct cmd *cmd, uint64_t *size)
{
	struct dir_user user;

	cmd_accept(cmd->line, "AS", 0);
	if (!cmd_accept(cmd->line, "INITIAL", 4))
		return cmd_storage(cmd->line, size) ? -E_INVAL : cmd_end(cmd->line);
	if (directory_find(cmd->vm->userid, &user))
		return cmd_refuse(cmd->line, MSG_NOT_IN_DIRECTORY, NULL);
	*size = user.storage;
	return cmd_end(cmd->line);
}

/* DEFINE STORAGE size: the machine is reset, and its storage empty. Differs: sizes are whole MiB,
 * rounded up. */
int define_storage(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	uint64_t size, max = ROUND_UP(vm->max_storage, MiB);
	char text[24];
	int rc;

	if (take_size(cmd, &size))
		return cmd_refused(cmd);
	if (size > max)
		return too_much(cmd, max);
	if (cmd->from_guest)
		return cmd_hand_over(cmd);
	rc = cmd_machine_begin(cmd);
	if (rc)
		return rc;
	rc = gspace_resize(&vm->space, size);
	if (!rc)
		machine_reset(vm, RESET_CLEAR);
	machine_end(vm);
	if (rc == -E_RANGE)
		return too_much(cmd, MIN(max, GSPACE_MAX));
	if (rc)
		return cmd_msg(cmd, MSG_NO_STORAGE, "the tables of that much storage");
	console_enter_cp(vm);
	storage_format(text, sizeof(text), vm->space.size);
	cmd_msg(cmd, MSG_STORAGE_IS, text);
	return cmd_msg(cmd, MSG_STORAGE_CLEARED);
}
