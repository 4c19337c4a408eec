/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the virtual console share. */
#ifndef NUCLEUS_CONSOLE_INT_H
#define NUCLEUS_CONSOLE_INT_H

#include "nucleus/console.h"

extern const struct console_ops *console_above; /* NULL: not set yet */

/* A line of the guest's that is complete, for the spool file once the console lock is dropped. */
struct whole_line {
	size_t len;
	bool is_there;
	char text[CONSOLE_LINE_MAX];
};

/* ---- The queue: console lock held (console_queue.c) ---- */

/* Queues a line; without a terminal it takes the place of the oldest. False: no room. */
bool console_push(struct vconsole *c, const char *text, size_t len, unsigned flags);

/* Takes the oldest line, NUL-ended, cut to size: its length, or -E_NOENT: the queue gives its storage back. */
int console_pull(struct vconsole *c, char *buf, size_t size, unsigned *flags);

/* The queue when there is a terminal, or is none any more; what has no room in it is gone. */
void console_resize(struct vconsole *c, uint16_t size);

/* The guest's line that has no end yet becomes a line; it is in *line, too. False: no room. */
bool console_flush_partial(struct vconsole *c, struct whole_line *line);

/* A line that was typed goes, and leaves nothing behind: it may have been a password. In no list (console_input.c). */
void console_input_delete(struct console_input *input);

/* ---- Lines on their way out (console_output.c) ---- */

/* A line goes to the console spool file, if there is one. Console lock not held. */
void console_spool(struct vmdbk *vm, const char *text, size_t len);
void console_spool_whole(struct vmdbk *vm, const struct whole_line *line);

/* Who takes lines is told that there may be some. Console lock held. */
void console_kick(struct vconsole *c);

/* Is there room for a line of any length? Then those who wait for it may go on. No locks held. */
void console_room_came(struct vconsole *c);

/* vconsole.partial_timer: a line without an end has waited long enough for more of it. */
void console_partial_due(struct timer *timer);

/* Lines go to the secondary user, in a task (console_relay.c). Console lock held. */
void console_start_relay(struct vconsole *c);

/* Ends what console_sleep began, if anything: NULL is allowed (console_wait.c). */
void console_sleeper_delete(struct sleeper *sleeper);

#endif
