/* SPDX-License-Identifier: Apache-2.0 */
/* A terminal, and what the files that drive it share. */
#ifndef NUCLEUS_TERMINAL_INT_H
#define NUCLEUS_TERMINAL_INT_H

#include "logic/term/lineterm.h"
#include "logic/term/screen.h"
#include "mach/lock.h"
#include "nucleus/terminal.h"

/* Why the terminal's task must look: terminal.work. */
#define WORK_CONNECT   0x01 /* device end: a client came */
#define WORK_ATTENTION 0x02 /* attention */
#define WORK_BREAK     0x04 /* attention with unit exception */
#define WORK_KICK      0x08 /* output, status, or the timer */
#define WORK_PROBE     0x10 /* is the client still there? */
#define WORK_LOST      0x20 /* the client went: is the next one there already? */

/*
 * Function:      a real 3270 or 3215
 * Located by:    rdev.owner, vconsole.terminal, terminal_next
 * Created by:    terminal_init
 * Deleted by:    never
 * Serialized by: see the groups
 */
struct terminal {
	struct rdev *rdev;
	struct terminal *next;
	uint8_t *buf;                                /* PAGE_SIZE, below 2 GiB; its task's */
	struct ccw1 ccw __attribute__((aligned(8))); /* its task's */

	struct lock lock;   /* TERMINAL */
	struct vmdbk *vm;   /* who is logged on here; holds a reference */
	uint32_t work;      /* WORK_* */
	bool running;       /* its task runs */
	bool connected;     /* a client is there */
	char parting[160];  /* for the logo, after LOGOFF */
	uint32_t nr_probes; /* how often its task has looked */
	struct timer timer;

	/* its task */
	bool guest_view;              /* it shows the guest's screen, not CP's lines */
	bool over_guest;              /* CP's lines lie over the guest's screen: HOLDING */
	tod_t over_till;              /* and then they go by themselves */
	void *context;                /* of terminal_ops */
	struct vmdbk *shown;          /* for whom the terminal is set up */
	char held[TERM_LINE_MAX + 1]; /* a line that found no room */
	int held_len;                 /* -1: none */
	unsigned held_flags;
	union {
		struct term term;
		struct screen screen;
		struct lineterm line;
	};
};

extern const struct terminal_ops *terminal_above;

/* There is something for its task, which is started if it is not there. Any context. */
void terminal_add_work(struct terminal *t, uint32_t work);
void terminal_timer_due(struct timer *timer);
/* rdev.unsolicited: status that no channel program asked for. */
void terminal_unsolicited(struct rdev *rdev, uint8_t dstat);

/* ---- Its task only ---- */

/* Runs one CCW over t->buf, as rdev_run (terminal_io.c, as the next four). */
int terminal_transfer(struct terminal *t, uint8_t command, uint16_t len);
/* The client is gone: its user is disconnected, never logged off. */
void terminal_client_lost(struct terminal *t);
void terminal_look_for_client(struct terminal *t);
/* Writes what the display lacks, of the guest's screen or of CP's. False: it can't be written to. */
bool terminal_write_guest(struct terminal *t);
bool terminal_write_all(struct terminal *t);

/* Something was typed; is_break: ATTN (terminal_input.c). */
void terminal_attention(struct terminal *t, bool is_break);

/* It is vm's now, or with NULL nobody's; and takes what his console has (terminal_output.c). */
void terminal_follow_user(struct terminal *t, struct vmdbk *vm);
void terminal_output(struct terminal *t);

#endif
