// SPDX-License-Identifier: Apache-2.0
/* SET RUN, MSG, WNG, SMSG, EMSG, IMSG, LINEDIT: switches of a user's session; QUERY SET. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"

/* IUCV: to a program in the guest instead of the console. */
static bool is_iucv(const struct cmd *cmd, struct cmd_word *word)
{
	return cmd_peek(cmd->line, word) && word_is(word, "IUCV", 0);
}

/* ON or OFF and nothing else. */
static int set_switch(struct cmd *cmd, bool *setting)
{
	struct cmd_word word;
	bool on;

	if (is_iucv(cmd, &word))
		return refuse_word(cmd, MSG_NOT_SUPPORTED, &word);
	if (cmd_on_off(cmd->line, &on) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	*setting = on;
	return 0;
}

int set_msg(struct cmd *cmd)
{
	return set_switch(cmd, &cmd->vm->console->set.msg);
}

int set_wng(struct cmd *cmd)
{
	return set_switch(cmd, &cmd->vm->console->set.wng);
}

int set_smsg(struct cmd *cmd)
{
	return set_switch(cmd, &cmd->vm->console->set.smsg);
}

int set_linedit(struct cmd *cmd)
{
	return set_switch(cmd, &cmd->vm->console->set.edit.on);
}

/* In CP the virtual CPUs stop or go on at once; else it is for the next time. */
int set_run(struct cmd *cmd)
{
	struct vconsole *console = cmd->vm->console;
	int rc = set_switch(cmd, &console->set.run);

	if (rc || !console->cp_read)
		return rc;
	if (console->set.run)
		vm_start(cmd->vm, VB_CP);
	else
		vm_stop(cmd->vm, VB_CP);
	return 0;
}

int set_emsg(struct cmd *cmd)
{
	struct cmd_word word;
	enum emsg emsg;

	if (is_iucv(cmd, &word))
		return refuse_word(cmd, MSG_NOT_SUPPORTED, &word);
	if (cmd_accept(cmd->line, "ON", 0))
		emsg = EMSG_ON;
	else if (cmd_accept(cmd->line, "OFF", 2))
		emsg = EMSG_OFF;
	else if (cmd_accept(cmd->line, "TEXT", 0))
		emsg = EMSG_TEXT;
	else if (cmd_accept(cmd->line, "CODE", 0))
		emsg = EMSG_CODE;
	else
		return refuse_next(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	cmd->vm->console->set.emsg = emsg;
	return 0;
}

int set_imsg(struct cmd *cmd)
{
	bool on = true;
	int rc = set_switch(cmd, &on);

	if (!rc)
		cmd->vm->console->set.imsg = on ? EMSG_ON : EMSG_OFF;
	return rc;
}

static const char *on_off(bool on)
{
	return on ? "ON " : "OFF";
}

int query_set(struct cmd *cmd)
{
	static const char *const emsg[] = {"ON ", "TEXT", "CODE", "OFF"};
	const struct console_settings *set = &cmd->vm->console->set;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	cmd_say(cmd, "MSG %s , WNG %s , EMSG %s, ACNT OFF, RUN %s", on_off(set->msg),
		on_off(set->wng), emsg[set->emsg], on_off(set->run));
	cmd_say(cmd, "LINEDIT %s, TIMER OFF, ISAM OFF, ECMODE ON", on_off(set->edit.on));
	cmd_say(cmd, "ASSIST OFF, PAGEX OFF, AUTOPOLL OFF");
	cmd_say(cmd, "IMSG %s, SMSG %s, AFFINITY NONE, NOTRAN OFF", on_off(set->imsg == EMSG_ON),
		on_off(set->smsg));
	cmd_say(cmd, "VMSAVE OFF, 370E OFF");
	cmd_say(cmd, "STBYPASS OFF, STMULTI OFF 00/000");
	cmd_say(cmd, "MIH OFF, VMCONIO OFF, CPCONIO OFF, SVCACCL OFF, CONCEAL OFF");
	cmd_say(cmd, "MACHINE %s, SVC76 CP, NOPDATA OFF, IOASSIST OFF",
		cmd->vm->flags & VMF_MACHINE_Z ? "Z" : "ESA");
	cmd_say(cmd, "CCWTRAN ON, 370ACCOM OFF");
	return 0;
}
