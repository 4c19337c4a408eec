// SPDX-License-Identifier: Apache-2.0
/*
 * DUMP: registers and storage of the issuer's virtual machine, on its first virtual printer.
 *
 * The lines are those of DISPLAY: its responses become records of the printer's open file, its
 * messages go to who gave the command. As with what a guest prints, CLOSE makes it a spool file.
 */
#include "cmd/display.h"
#include "cmd/look.h"
#include "cmd/vcpus.h"
#include "lib/err.h"
#include "logic/term/term.h"
#include "virt/dev_ur.h"

/* Between the command and its lines. */
struct dump {
	struct cmd *cmd; /* who hears the messages */
	int rc;          /* of the printer: after -E_* nothing more is printed */
};

static void out(void *ctx, const char *text, unsigned flags)
{
	struct dump *dump = ctx;

	if (flags & TERM_HIGH)
		dump->cmd->out(dump->cmd->ctx, text, flags);
	else if (!dump->rc)
		dump->rc = ur_print(dump->cmd->vm, text);
}

static bool is_comment(struct cmdline *line)
{
	struct cmd_word word;

	return cmd_peek(line, &word) && word.text[0] == '*';
}

/* Whether all operands are good; the line is as before then. */
static int check(struct cmd *cmd)
{
	struct cmdline line = *cmd->line;
	struct display_request req;
	struct cmd_word word;

	do {
		if (display_next_dump(cmd->line, &req))
			return cmd_refused(cmd);
	} while (cmd_peek(cmd->line, &word) && word.text[0] != '*');
	*cmd->line = line;
	return 0;
}

static int print_all(struct cmd *printed, struct vcpu *vcpu)
{
	struct cmdline line = *printed->line;
	struct display_request req;
	struct cmd_word word;
	int rc = 0;

	while (cmd_peek(&line, &word) && !is_comment(&line))
		cmd_next(&line, &word);
	if (cmd_rest(&line, &word))
		cmd_say(printed, "%.*s", (int)word.len, word.text);
	cmd_say(printed, "DUMP OF %s", printed->vm->userid);
	display_all_registers(printed, vcpu);
	while (!rc && cmd_peek(printed->line, &word) && !is_comment(printed->line) &&
		!display_next_dump(printed->line, &req))
		rc = display_show(printed, vcpu, &req);
	return rc;
}

/* DUMP range ... [* text]: see logic/display.h. Nothing is printed when one of them is wrong. */
int cmd_dump(struct cmd *cmd)
{
	struct dump dump = {.cmd = cmd};
	struct vcpu *vcpu = cmd_vcpu(cmd);
	struct cmd printed = *cmd;
	int rc;

	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	rc = check(cmd);
	if (rc)
		return rc;
	printed.out = out;
	printed.ctx = &dump;
	look_begin(vcpu);
	rc = print_all(&printed, vcpu);
	look_end(vcpu);
	if (dump.rc == -E_NOENT)
		return cmd_msg(cmd, MSG_NO_DEVICE, "PRINTER");
	if (dump.rc)
		return cmd_msg(cmd, MSG_SPOOL_FULL, "the rest is not printed");
	return rc ? rc : cmd_msg(cmd, MSG_COMMAND_COMPLETE);
}
