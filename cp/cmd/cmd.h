/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CP commands: one file each, one row each in cmd.def (or query.def, set.def). A handler reads its
 * operands from cmd->line with logic/cmdline.h, answers with cmd_say or cmd_msg, and returns the return
 * code: 0 or the number of the message that it ended with.
 *
 *	int cmd_demo(struct cmd *cmd)
 *	{
 *		uint16_t vdev;
 *
 *		if (cmd_vdev(cmd->line, &vdev) || cmd_end(cmd->line))
 *			return cmd_refused(cmd);
 *		if (...)
 *			return cmd_msg(cmd, MSG_NO_DEVICE, "000C");
 *		cmd_say(cmd, "%04X demonstrated", vdev);
 *		return 0;
 *	}
 *
 * Commands run in tasks: they may wait. They come from a console, from DIAGNOSE X'08', from a directory
 * COMMAND statement, or from a terminal where nobody is logged on; the same code answers all.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "logic/cmdtab.h"
#include "logic/msg.h"
#include "nucleus/vmdbk.h"

struct terminal;

struct cmd {
	struct vmdbk *vm;	   /* who issues it; NULL: nobody is logged on */
	struct terminal *terminal; /* at which terminal; NULL: none, or not known */
	bool from_guest;	   /* DIAGNOSE X'08', or FOR: not in the user's own command task */
	bool from_directory;	   /* a COMMAND statement: whatever the class */
	bool is_for;		   /* FOR: vm is not who hears the answers */
	const char *name;	   /* the command's, or its operand's, as its table has it */
	struct cmdline *line;	   /* operands: behind the command's name */
	enum emsg emsg;		   /* what to leave of messages */
	/* Where answers go: one line. */
	void (*out)(void *ctx, const char *text, unsigned flags);
	void *ctx;
	uint16_t vcpu; /* which virtual CPU the command is about: the one that issued it, or CPU 0 */
};

typedef int (*cmd_fn)(struct cmd *cmd);

/* One line of response. */
void cmd_say(struct cmd *cmd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A message of the catalogue with string arguments; returns its number, the return code. */
#define cmd_msg(cmd, id, ...)                                                                      \
	cmd_message(cmd, id, (const char *const[]){NULL, ##__VA_ARGS__} + 1,                       \
		sizeof((const char *const[]){NULL, ##__VA_ARGS__}) / sizeof(char *) - 1)
int cmd_message(struct cmd *cmd, enum msg_id id, const char *const *args, unsigned nr_args);

/* The privilege classes with which it is given. */
class_set_t cmd_classes(const struct cmd *cmd);

/* The refusal that the line noted: the message, and its number. */
int cmd_refused(struct cmd *cmd);

/* Finds and runs the command on the line of `len` characters. Returns its return code. */
int cmd_execute(struct cmd *cmd, const char *text, size_t len);

/* Finds the user named by the next operand, logged on, with a reference (vm_put); else the refusal's
 * return code, with *vm NULL. */
int cmd_find_user(struct cmd *cmd, struct vmdbk **vm);

/*
 * Asks the person at the console for a line that is not to be seen: its length, cut to size, with a
 * final NUL in buf; or -E_NOENT, -E_NODEV as console_wait_line, -E_AGAIN when too many are asked already.
 * Not for commands of guests and of the directory. Command task.
 */
int cmd_ask_secret(struct cmd *cmd, enum msg_id prompt, char *buf, size_t size) MUST_CHECK;

/* Runs a sub-command of a table (QUERY, SET) by the next word. */
int cmd_sub(struct cmd *cmd, const struct cmd_table *table);

/* All handlers. */
#define CMD(name, min, classes, flags, syntax, help, handler) int handler(struct cmd *cmd);
#include "cmd/cmd.def"
#include "cmd/query.def"
#include "cmd/set.def"
#include "cmd/define.def"
#undef CMD

#endif
