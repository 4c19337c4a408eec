/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real terminals: a task for each while it has something to do, which alone does its I/O and calls
 * logic/term. Others only set flags and kick it.
 */
#ifndef NUCLEUS_TERMINAL_H
#define NUCLEUS_TERMINAL_H

#include "logic/term/term.h"
#include "nucleus/rdev.h"
#include "nucleus/timer.h"

struct vmdbk;

struct terminal;

/* What the floor above does with people who are not logged on; set at start-up. Terminal's task. */
struct terminal_ops {
	/* LOGON fields, or a line on the bare screen (then logon is NULL). */
	void (*logon)(struct terminal *terminal, const struct term_logon *logon);
	void (*line)(struct terminal *terminal, const char *text, size_t len);
	/* The client of a logged-on user went: disconnect. */
	void (*vanished)(struct vmdbk *vm);
	/* Another client came: what the one before was asked is not for him to answer. */
	void (*came)(struct terminal *terminal);
};
void terminal_set_ops(const struct terminal_ops *ops);

/* Makes a terminal of every real 3270 and 3215. After rdev_init. */
void terminal_init(const char *sysid);

/*
 * A terminal's device was added or varied online, or is gone: then its user is disconnected. Returns 0 or
 * -E_NOMEM. One task, no locks held.
 */
int terminal_arrived(struct rdev *rdev) MUST_CHECK;
void terminal_gone(struct rdev *rdev);

/* "L0009", "L0700": how QUERY NAMES shows it; buf of at least 8. */
void terminal_name(const struct terminal *terminal, char *buf, size_t size);
struct rdev *terminal_rdev(const struct terminal *terminal);
/* The first typewriter with a subchannel: the operator's. */
struct terminal *terminal_first(void);
struct terminal *terminal_next(struct terminal *terminal);

bool terminal_is_display(const struct terminal *terminal);
/* Rows and columns of a display, 24 x 80 of a typewriter. */
void terminal_size(const struct terminal *terminal, unsigned *rows, unsigned *cols);

/* Its task looks for work: lines, a change of status or mode. Any context. */
void terminal_kick(struct terminal *terminal);

/* Asks the device whether its client is there: if not, its user is disconnected when this returns. Tasks. */
void terminal_probe(struct terminal *terminal);

/*
 * Gives the terminal to a user, or with NULL back to the logo. `text`, may be NULL: a line for the logo
 * (of several lines the last; a typewriter prints all) or the console first. Any task, no locks held.
 */
void terminal_set_user(struct terminal *terminal, struct vmdbk *vm, const char *text);
struct vmdbk *terminal_user(struct terminal *terminal);
/* Who is logged on there, "" for nobody; false then. Any context. */
bool terminal_userid(struct terminal *terminal, char userid[9]);

/* A line to somebody who is not logged on, from terminal_ops. */
void terminal_say(struct terminal *terminal, const char *text, unsigned flags);
/* A pointer of terminal_ops' own, e.g. a LOGON that waits for its password. */
void *terminal_context(const struct terminal *terminal);
void terminal_set_context(struct terminal *terminal, void *context);
/* The next line typed is a password. False: this terminal shows it all the same. From terminal_ops. */
bool terminal_hide_next(struct terminal *terminal);

#endif
