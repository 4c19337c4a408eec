// SPDX-License-Identifier: Apache-2.0
/* QUERY CONSOLE, QUERY TERMINAL: Linux reads both, so their text does not change. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "cmd/virtual.h"
#include "lib/string.h"
#include "logic/spool/text.h"
#include "nucleus/console.h"
#include "nucleus/spool.h"
#include "nucleus/vdev.h"

#define CONSOLE_CLASS 'T'

/* "ON LDEV L0009", "DISCONNECTED" */
static void place(struct vmdbk *vm, char *buf, size_t size)
{
	char where[USER_WHERE_SIZE];

	user_where(vm, where);
	if (where[0] == 'L')
		str_format(buf, size, "ON LDEV %s", where);
	else
		str_copy(buf, "DISCONNECTED", size);
}

/* The console as a spool device: what SPOOL CONSOLE set. Returns whether START is in effect. */
static bool spool_options(struct vmdbk *vm, struct spopts *opts, bool *is_open)
{
	struct spool_user *user;
	bool started = false;

	spopts_init(opts, SPKIND_PRINTER, vm->userid, vm->userid);
	opts->class = CONSOLE_CLASS;
	*is_open = false;
	lock_take(&spool_lock);
	user = spool_user_find(vm->userid);
	if (user && user->console) {
		*opts = user->console->opts;
		*is_open = user->console->file;
		started = user->console_started;
	}
	lock_drop(&spool_lock);
	return started;
}

static void say_console(struct cmd *cmd, unsigned devno, unsigned subchannel)
{
	struct vmdbk *vm = cmd->vm;
	struct spopts opts;
	bool started, is_open;
	char where[24], name[24] = "NONAME";

	place(vm, where, sizeof(where));
	started = spool_options(vm, &opts, &is_open);
	if (opts.name[0])
		str_format(name, sizeof(name), "NAME %s %s", opts.name, opts.type);
	cmd_say(cmd, "CONS %04X %s  TERM %s", devno, where, started ? "START" : "STOP");
	cmd_say(cmd, "     %04X CL %c %s %s COPY %03u    READY FORM %s", devno, opts.class,
		opts.cont ? "CONT  " : "NOCONT", opts.hold ? "HOLD  " : "NOHOLD", opts.copies,
		opts.form);
	cmd_say(cmd, "     %04X TO %-8s %s DIST %-8s FLASHC 000 DEST %s", devno,
		opts.to[0] ? opts.to : vm->userid, sptext_queue(opts.to_queue), opts.dist,
		opts.dest[0] ? opts.dest : "OFF");
	cmd_say(cmd, "     %04X FLASH      CHAR      MDFY      0 FCB      LPP OFF", devno);
	cmd_say(cmd, "     %04X %s   NOEOF %s    %s NOMSG %s", devno,
		vm->console->set.conmode_3270 ? "3270" : "3215",
		is_open ? "OPEN  " : "CLOSED", opts.keep ? "KEEP  " : "NOKEEP", name);
	cmd_say(cmd, "     %04X SUBCHANNEL = %04X", devno, subchannel);
}

int virtual_console(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;
	unsigned devno = 0, subchannel = 0;
	bool is_there = false;

	lock_take(&vm->lock);
	if (vm->console->vdev) {
		devno = vm->console->vdev->devno;
		subchannel = vm->console->vdev->sch.nr;
		is_there = true;
	}
	lock_drop(&vm->lock);
	if (!is_there)
		return cmd_msg(cmd, MSG_NO_DEVICE, "CONSOLE");
	say_console(cmd, devno, subchannel);
	return 0;
}

int query_console(struct cmd *cmd)
{
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	return virtual_console(cmd);
}

/* A line editing character: itself or OFF. */
static const char *symbol(char c, char buf[4])
{
	if (!c)
		return "OFF";
	buf[0] = c;
	buf[1] = ' ';
	buf[2] = '\0';
	return buf;
}

static const char *on_off(bool on)
{
	return on ? "ON " : "OFF";
}

int query_terminal(struct cmd *cmd)
{
	const struct console_settings *set = &cmd->vm->console->set;
	char end[4], del[4], chr[4], esc[4];

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	cmd_say(cmd, "LINEND %s, LINEDEL %s, CHARDEL %s, ESCAPE %s, TABCHAR OFF",
		symbol(set->edit.lineend, end), symbol(set->edit.linedel, del),
		symbol(set->edit.chardel, chr), symbol(set->edit.escape, esc));
	cmd_say(cmd, "LINESIZE 080, ATTN OFF, APL OFF, TEXT OFF, MODE VM, HILIGHT %s",
		on_off(set->options.hilight));
	cmd_say(cmd, "CONMODE %s, BREAKIN %s, BRKKEY PA1 , SCRNSAVE OFF",
		set->conmode_3270 ? "3270" : "3215", set->breakin_guestctl ? "GUESTCTL" : "IMMED ");
	cmd_say(cmd, "AUTOCR %s, MORE %03u %03u, HOLD %s, TIMESTAMP OFF, SYS3270 OFF",
		on_off(set->autocr), set->options.more_s, set->options.clear_s,
		on_off(set->options.hold));
	return 0;
}
