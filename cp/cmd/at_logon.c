// SPDX-License-Identifier: Apache-2.0
/* What the directory says to do at logon: MDISK, LINK, COMMAND and IPL, in the user's command task.
 */
#include "cmd/cmd.h"
#include "cmd/disks.h"
#include "cmd/logon.h"
#include "lib/string.h"
#include "logic/cmdline.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/session.h"

/* What is handed to the command task. */
struct plan {
	bool use_statement;            /* the IPL statement */
	char command[CMDLINE_MAX + 1]; /* instead, if not "" */
};

static void out(void *ctx, const char *text, unsigned flags)
{
	struct vmdbk *vm = ctx;

	if (vm->state == VM_ACTIVE)
		console_say(vm, text, flags);
}

static int execute(struct vmdbk *vm, const char *text, size_t len, bool from_directory)
{
	struct cmd cmd = {.vm = vm,
		.from_directory = from_directory,
		.emsg = vm->console->set.emsg,
		.out = out,
		.ctx = vm,
		.vcpu = vm->ipl_cpu};

	return cmd_execute(&cmd, text, len);
}

/* The user is told of one that failed, and the operator when nobody sits there. */
static void run_command(struct vmdbk *vm, const struct dir_text *command)
{
	char text[MSG_LINE_SIZE], number[12], line[CMDLINE_MAX + 1];
	int rc = execute(vm, command->text, command->len, true);

	if (!rc || vm->state != VM_ACTIVE)
		return;
	str_format(number, sizeof(number), "%d", rc);
	str_format(line, sizeof(line), "%.*s", (int)command->len, command->text);
	msg_say(text, sizeof(text), MSG_COMMAND_AT_LOGON, EMSG_ON, number, line, vm->userid);
	console_say(vm, text, TERM_HIGH);
	if (!vm->console->terminal)
		operator_tell(text);
}

/* The IPL statement as a command. False: there is none. */
static bool ipl_command(const struct dir_user *user, char *text, size_t size)
{
	struct dir_item item;
	size_t len;

	if (!dir_first(user, DIR_ITEM_IPL, &item))
		return false;
	if (item.ipl.is_named)
		str_format(text, size, "IPL %s", item.ipl.name);
	else
		str_format(text, size, "IPL %04X", item.ipl.vdev);
	len = strlen(text);
	if (item.ipl.loadparm[0])
		len += (size_t)str_format(
			text + len, size - len, " LOADPARM %s", item.ipl.loadparm);
	if (item.ipl.parm.len)
		str_format(text + len, size - len, " PARM %.*s", (int)item.ipl.parm.len,
			item.ipl.parm.text);
	return true;
}

static void at_logon(struct vmdbk *vm, const char *handed_over, size_t len)
{
	struct dir_user user;
	struct dir_item item;
	struct plan plan;

	memcpy(&plan, handed_over, MIN(len, sizeof(plan)));
	if (directory_find(vm->userid, &user))
		return; /* another directory was put into use in this moment */
	disks_at_logon(vm, &user);
	for (uint32_t pos = 0; vm->state == VM_ACTIVE && dir_next(&user, &pos, &item);)
		if (item.type == DIR_ITEM_COMMAND)
			run_command(vm, &item.command);
	if (plan.use_statement && !ipl_command(&user, plan.command, sizeof(plan.command)))
		return;
	if (vm->state == VM_ACTIVE && plan.command[0])
		execute(vm, plan.command, strlen(plan.command), false);
}

static void hand_over(struct vmdbk *vm, const struct plan *plan)
{
	if (console_queue_call(vm, at_logon, (const char *)plan, sizeof(*plan)))
		operator_msg(MSG_NO_STORAGE, vm->userid);
}

void session_begin(struct vmdbk *vm, bool noipl)
{
	struct plan plan = {.use_statement = !noipl};

	hand_over(vm, &plan);
}

void session_begin_with(struct vmdbk *vm, const char *command)
{
	struct plan plan = {.use_statement = false};

	str_copy(plan.command, command, sizeof(plan.command));
	hand_over(vm, &plan);
}
