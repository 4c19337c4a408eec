// SPDX-License-Identifier: Apache-2.0
/* IPL: loads the issuer's virtual machine. */
#include "virt/ipl.h"
#include "cmd/vcpus.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "virt/machine.h"

struct operands {
	struct ipl_source source;
	bool clear, stop;
};

/* A device number, or the name of a saved system. */
static int take_source(struct cmdline *line, struct ipl_source *source)
{
	struct cmd_word word;

	if (!cmd_peek(line, &word) || word_to_devno(&word, &source->devno)) {
		if (word_to_filename(&word, source->nss_name))
			return cmd_refuse(line, MSG_VDEV_MISSING, &word);
		source->is_nss = true;
	}
	cmd_next(line, &word);
	return 0;
}

static int take_loadparm(struct cmdline *line, struct ipl_source *source)
{
	struct cmd_word word;

	if (!cmd_next(line, &word))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (word.len >= sizeof(source->loadparm))
		return cmd_refuse(line, MSG_INVALID_OPERAND, &word);
	word_upper(source->loadparm, sizeof(source->loadparm), &word);
	source->has_loadparm = true;
	return 0;
}

/* All that is left of the line, in its own case. */
static int take_parm(struct cmdline *line, struct ipl_source *source)
{
	struct cmd_word rest;

	if (!cmd_rest(line, &rest))
		return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
	if (rest.len >= sizeof(source->parm))
		return cmd_refuse(line, MSG_PARM_TOO_LONG, &rest);
	memcpy(source->parm, rest.text, rest.len);
	return 0;
}

static int take_operands(struct cmdline *line, struct operands *op)
{
	struct cmd_word word;
	int rc;

	memset(op, 0, sizeof(*op));
	rc = take_source(line, &op->source);
	while (!rc && cmd_peek(line, &word)) {
		if (cmd_accept(line, "CLEAR", 2))
			op->clear = true;
		else if (cmd_accept(line, "NOCLEAR", 5))
			op->clear = false;
		else if (cmd_accept(line, "STOP", 2))
			op->stop = true;
		else if (cmd_accept(line, "LOADPARM", 5))
			rc = take_loadparm(line, &op->source);
		else if (cmd_accept(line, "PARM", 3))
			rc = take_parm(line, &op->source);
		else
			rc = cmd_refuse(line, MSG_INVALID_OPTION, &word);
	}
	return rc;
}

/* IPL {vdev|name} [CLEAR|NOCLEAR] [STOP] [LOADPARM text] [PARM text] */
int cmd_ipl(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	struct ipl_failure failure;
	struct operands op;
	bool good;
	int rc;

	if (take_operands(cmd->line, &op))
		return cmd_refused(cmd);
	if (!ipl_is_possible(vm, &op.source, &failure))
		return cmd_msg(cmd, failure.msg, failure.args[0], failure.args[1]);
	if (cmd->from_guest)
		return cmd_hand_over(cmd);
	rc = cmd_machine_begin(cmd);
	if (rc)
		return rc;
	good = ipl_load(vm, &op.source, vm->ipl_cpu, op.clear, &failure);
	if (good && !op.stop)
		vcpu_unblock(vm->vcpu[vm->ipl_cpu], VB_STOPPED);
	machine_end(vm);
	if (good && !op.stop)
		console_leave_cp(vm);
	else
		console_enter_cp(vm);
	if (good)
		return 0;
	return cmd_msg(cmd, failure.msg, failure.args[0], failure.args[1], failure.args[2]);
}
