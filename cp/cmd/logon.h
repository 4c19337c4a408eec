/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: from LOGON or XAUTOLOG to LOGOFF. */
#ifndef CMD_LOGON_H
#define CMD_LOGON_H

#include "logic/directory/lookup.h"
#include "nucleus/vmdbk.h"

struct terminal;
struct term_logon;

/*
 * Makes the virtual machine of a directory entry, stopped, without a terminal: storage, virtual CPUs,
 * devices, settings. *vm has a reference for the caller. Returns MSG_NONE or the message that says why
 * not; its argument is the userid. Tasks.
 */
enum msg_id session_create(const struct dir_user *user, struct vmdbk **vm);

/* The same, but it becomes what an image of a running machine is: virt/clone.h. */
struct clone_image;
enum msg_id session_create_clone(
	const struct dir_user *user, struct clone_image *image, struct vmdbk **vm);

/*
 * Gives the session to a terminal (LOGON, reconnect; `by`: whose password it was, "" the user's own), or
 * takes it away (DISCONNECT). Tasks.
 */
void session_connect(struct vmdbk *vm, struct terminal *terminal, bool is_new, const char *by);
void session_disconnect(struct vmdbk *vm);

/*
 * Has the user's command task do first what the directory's COMMAND statements say, and then its IPL
 * statement. The other form: instead of the IPL statement this command, "" for none. Any task.
 */
void session_begin(struct vmdbk *vm, bool noipl);
void session_begin_with(struct vmdbk *vm, const char *command);

/* Ends a session: the machine is stopped and everything given back. `by`: who forced it, or NULL. Tasks. */
void session_end(struct vmdbk *vm, const char *by);

/*
 * The same for a guest, whose command the end of a session may have to wait for: another task does it. Returns 0;
 * -E_BUSY: it is to end already; -E_NOMEM. Tasks.
 */
int session_end_later(struct vmdbk *vm, const char *by) MUST_CHECK;

/* With the message, for a command. */
struct cmd;
int cmd_end_later(struct cmd *cmd, struct vmdbk *vm, const char *by);

/* What a person who is not logged on typed: the logo's fields, or a line. For terminal_ops. */
void logon_from_logo(struct terminal *terminal, const struct term_logon *logon);
void logon_line(struct terminal *terminal, const char *text, size_t len);
/* Another person sits there. */
void logon_forget(struct terminal *terminal);

#endif
