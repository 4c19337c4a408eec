/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual console of a user: lines between the person, CP and the guest, with or without a
 * terminal.
 *
 *	person -- terminal task --> input lines --> CP commands (a task, one after the other)
 *	                                       \--> guest lines (virtual 3215)
 *	CP, guest --> queue of output lines --> terminal task --> screen
 *
 * Output waits in a bounded queue while the terminal is slow (MORE...); a guest's channel program waits
 * for room, a command task waits for room, a message from somebody else is thrown away when there is
 * none. Without a terminal (disconnected) nobody waits: the last lines are kept for who reconnects, older
 * ones are gone; a secondary user with a terminal gets them instead, by a task of this console's own. All
 * lines also go to the console spool file if SPOOL CONSOLE START is in effect.
 */
#ifndef NUCLEUS_CONSOLE_H
#define NUCLEUS_CONSOLE_H

#include "lib/list.h"
#include "logic/dev_con3215.h"
#include "logic/msg.h"
#include "logic/term/lineedit.h"
#include "logic/term/screen.h"
#include "logic/term/term.h"
#include "mach/lock.h"
#include "nucleus/task.h"
#include "nucleus/timer.h"

struct vmdbk;
struct vdev;
struct terminal;

#define CONSOLE_QUEUE_BYTES 4096 /* output that waits for a terminal */
#define CONSOLE_KEPT_BYTES  1024 /* output that is kept without one */
#define CONSOLE_LEAST_BYTES 128	 /* room for that at first; more when it is wanted */
#define CONSOLE_LINE_MAX    132	 /* of a guest's line that comes in pieces */
#define CONSOLE_INPUT_MAX   8	 /* input lines that wait */

/* What SET PFnn put on the keys, "" for nothing; the terminal reads it while it changes. */
struct console_pf {
	char text[24][TERM_COMMAND_MAX + 1];
};

/* Settings of TERMINAL and SET that belong to the person. */
struct console_settings {
	struct lineedit edit;	     /* LINEND LINEDEL CHARDEL ESCAPE, SET LINEDIT */
	struct term_options options; /* MORE HOLD HILIGHT */
	bool conmode_3270;	     /* TERM CONMODE */
	bool autocr;		     /* TERM AUTOCR */
	bool breakin_guestctl;	     /* TERM BREAKIN */
	enum emsg emsg, imsg;	     /* SET EMSG, SET IMSG (ON, OFF) */
	bool msg, wng, smsg;	     /* SET MSG, WNG, SMSG */
	bool run;		     /* SET RUN */
	char secuser[9];	     /* SET SECUSER; "" for none */
	struct console_pf *pf;	     /* SET PFnn; NULL: no key has a text. Stays till the console goes */
	/* a bit of each PF key */
	uint32_t pf_immed;    /* its text is entered at once, else put into the input area */
	uint32_t pf_nodisp;   /* and not shown again */
	uint32_t pf_retrieve; /* it brings typed lines back */
	uint32_t pf_forward;  /* in the order in which they were typed */
};

/* Work for a user's command task, with what was handed over for it. */
typedef void console_call(struct vmdbk *vm, const char *text, size_t len);

/* One line of input on its way. */
struct console_input {
	struct list link;
	bool cp; /* a command for CP, else for the guest */
	console_call *call; /* what does it, NULL for a command */
	uint16_t len;
	char text[];
};

/*
 * Function:      a user's console
 * Located by:    vmdbk.console
 * Created by:    console_create, with the user
 * Deleted by:    console_delete
 * Serialized by: see the groups
 */
struct vconsole {
	struct vmdbk *vm;
	struct lock lock; /* CONSOLE */

	/* console lock */
	struct terminal *terminal; /* NULL: disconnected */
	char *queue;		   /* while there is anything in it, else NULL */
	uint16_t queue_size;	   /* CONSOLE_QUEUE_BYTES, or up to CONSOLE_KEPT_BYTES */
	uint16_t head, used;	   /* ring: {flags, len, text}... */
	uint16_t partial_len;	   /* characters of the guest's line that is not ended, in partial */
	char partial[CONSOLE_LINE_MAX];
	struct timer partial_timer;
	bool guest_starved;	   /* the guest's WRITE waits for room */
	struct event room;	   /* posted when the queue has room again */
	struct event input;	   /* posted when console_wait_line must look again */
	struct sleeper *sleeper;   /* the guest's command that sleeps, or NULL */
	bool reading;		   /* the command reads lines: all that is typed is for CP */
	bool attention;		   /* PA1 since it began to wait */
	struct list cp_input, guest_input; /* struct console_input */
	uint8_t nr_cp_input, nr_guest_input;
	bool command_task;	   /* the command task runs */
	bool relay_task;	   /* lines go to the secondary user */
	bool vm_read;		   /* the guest waits for a line */
	bool cp_read;		   /* the person is in CP: CP READ */

	/* vm lock */
	struct vdev *vdev; /* the virtual 3215 or 3270, NULL when detached */
	struct vscreen *screen; /* of the 3270, or drawn by DIAGNOSE X'58'; NULL: there is none */

	/* the command task of this user, or its logon: one at a time */
	struct console_settings set;
	uint64_t nr_lost; /* lines thrown away */
};

/* How a user's command reaches the floor above; set at start-up. Runs in the user's command task. */
struct console_ops {
	void (*command)(struct vmdbk *vm, const char *text, size_t len);
	/* A line of console output, for SPOOL CONSOLE START; any context, console lock not held. May be NULL. */
	void (*spool)(struct vmdbk *vm, const char *text, size_t len);
};
void console_set_ops(const struct console_ops *ops);

int console_create(struct vmdbk *vm) MUST_CHECK;
/* His guest is gone, and with it the last line that might have no end. References to him stay; no locks held. */
void console_end(struct vmdbk *vm);
void console_delete(struct vmdbk *vm);

/*
 * A line of text from CP to the user. console_say waits for room: tasks of that user only.
 * console_tell never waits: any context, lines are lost when there is no room. flags: TERM_HIGH, ...
 */
void console_say(struct vmdbk *vm, const char *text, unsigned flags);
void console_tell(struct vmdbk *vm, const char *text, unsigned flags);

/*
 * A typed line, not yet edited, from the user's terminal or from SEND: parts it and queues the pieces
 * for CP or the guest. Returns 0, -E_AGAIN when too much waits (then nothing was taken). Any context, no
 * locks held.
 */
int console_input_line(struct vmdbk *vm, const char *text, size_t len) MUST_CHECK;

/* A line for CP, or for the guest, as it is. As above. */
int console_queue_input(struct vmdbk *vm, const char *text, size_t len, bool cp) MUST_CHECK;

/* Work for the command task in its turn: len bytes of text are copied. Returns as above. */
int console_queue_call(
	struct vmdbk *vm, console_call *call, const char *text, size_t len) MUST_CHECK;

/*
 * For a command that reads on (ECHO, SLEEP): waits for a line, which then stands first in the queue.
 * Returns 0; -E_NOENT when PA1 was pressed; -E_AGAIN when the clock reads `due` (CLOCK_NEVER: no limit);
 * -E_NODEV when the session ends. Until the command ends all that is typed is for CP. Command task only.
 */
int console_wait_line(struct vmdbk *vm, tod_t due) MUST_CHECK;

/*
 * For SLEEP of a guest: waits until the clock reads `due` (CLOCK_NEVER: no limit), or anything is typed, which goes
 * where it is meant to go. Returns 0; -E_BUSY when another command of this guest sleeps already, or there is no
 * storage; -E_NODEV when the session ends. Not in the command task.
 */
int console_sleep(struct vmdbk *vm, tod_t due) MUST_CHECK;

/* The session ends: who sleeps looks again. No locks held. */
void console_wake(struct vmdbk *vm);
/* Takes that line, NUL-ended, cut to size: its length, or -E_NOENT. */
int console_take_line(struct vmdbk *vm, char *buf, size_t size);

/* To CP READ: PA1, #CP, a stopped guest. Stops the virtual CPUs unless SET RUN ON. No locks held. */
void console_enter_cp(struct vmdbk *vm);
/* BEGIN, IPL: back to the guest. */
void console_leave_cp(struct vmdbk *vm);

/* Connects a terminal (LOGON, reconnect), or takes it away (DISCONNECT): returns the one before. */
struct terminal *console_connect(struct vmdbk *vm, struct terminal *terminal);

/* The virtual 3215's side, for its vdev_type. */
extern const struct con3215_ops console_con3215_ops; /* ctx: struct vmdbk */

/* For the terminal task: the next waiting line into buf (NUL-ended); its length, or -E_NOENT. */
int console_next_line(struct vconsole *console, char *buf, size_t size, unsigned *flags);

/*
 * The full screen of a guest whose console is a 3215, drawn by DIAGNOSE X'58': the screen it has, with may_make
 * a new one if it has none that fits the terminal. NULL: it has none, or his terminal has no screens, or there
 * is no storage. console_screen_drop: the guest goes back to lines. The size of the user's terminal, 24 x 80
 * without one. vm lock held in all three; ctx: struct vmdbk.
 */
struct vscreen *console_screen(void *ctx, bool may_make);
void console_screen_drop(struct vmdbk *vm);
void console_screen_size(struct vmdbk *vm, unsigned *rows, unsigned *cols);

/*
 * The guest's full screen. For its device: it changed (vm lock held). For the terminal
 * task, which takes the vm lock in each: has the guest drawn one? What the display is to be sent next, as
 * vscreen_render; it must be sent all; what the display sent, then attention: the AID or 0.
 */
void console_screen_changed(struct vmdbk *vm);
bool console_has_screen(struct vmdbk *vm);
int console_screen_render(struct vmdbk *vm, uint8_t *buf, size_t size, const struct screen *display,
	uint8_t *command) MUST_CHECK;
void console_screen_repaint(struct vmdbk *vm);
uint8_t console_screen_input(
	struct vmdbk *vm, const uint8_t *data, size_t len, const struct screen *display);

/* What the status area shows. */
enum term_status console_status(const struct vconsole *console);

#endif
