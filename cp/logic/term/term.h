/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A real terminal of CP as its users see one: lines go out, events come in.
 *
 * Two kinds, a 3270 (logic/term/screen.h) and a line terminal (logic/term/lineterm.h), behind one
 * table of operations. Nothing here does I/O or knows the time: whoever owns the device asks and
 * tells:
 *
 *	a client came (device end)         term_reset, then the write loop
 *	attention                          term_attention: read the device, or it is an event
 *	                                   already
 *	data read from the device          term_input gives one event
 *	something to say                   term_put; -E_AGAIN: wait until term_take_room says true
 *	after each of these                the write loop: while term_render gives > 0 bytes, write them
 *	a write failed, the client stayed  term_repaint
 *	at term_deadline                   term_timer, then the write loop
 *
 * An event with a line must be answered with term_accept, or term_refuse if it can't be taken now.
 * Text is ASCII on this side; the bytes of input and render are the device's.
 * Serialized by: the owner of the terminal. Nothing here waits; any context.
 */
#ifndef LOGIC_TERM_TERM_H
#define LOGIC_TERM_TERM_H

#include "logic/term/dswrite.h"

#define TERM_LINE_MAX 1024 /* characters that one term_put takes */
#define TERM_INPUT_MAX                                                                             \
	242                  /* characters that one input line may have (27 x 132; 138 on 24 x 80) \
			      */
#define TERM_USERID_MAX   32 /* wide enough for "userid BY byuser" */
#define TERM_PASSWORD_MAX 32
#define TERM_COMMAND_MAX  60
#define TERM_RENDER_MIN   512 /* bytes: the smallest buffer that term_render takes */
#define TERM_NO_DEADLINE  (~(tod_t)0)

/* Full screens of guests are none of these: while one is shown nothing is rendered here. */
enum term_mode {
	TERM_LOGO,    /* nobody is logged on: the logo; on a line terminal a greeting */
	TERM_CONSOLE, /* lines out, lines in; also for commands before logging on */
};

enum term_status { TERM_RUNNING, TERM_CP_READ, TERM_VM_READ, TERM_HOLDING };

/* What SCREEN gives colours to. */
enum term_area {
	TERM_CPOUT,    /* output of CP */
	TERM_VMOUT,    /* output of the guest */
	TERM_INREDISP, /* typed lines, shown again */
	TERM_INAREA,   /* the input area */
	TERM_STATAREA, /* the status area */
	NR_TERM_AREAS
};

/* Flags of term_put. */
#define TERM_HIGH  0x01 /* highlighted */
#define TERM_ALARM 0x02 /* sound the alarm */
#define TERM_VM    0x08 /* output of the guest, not of CP */
#define TERM_HIDE  0x10 /* for who puts it: what is typed next shall be hidden, term_set_hidden */
#define TERM_PROMPT                                                                                \
	0x04 /* the answer is typed behind it: a line terminal does not go to a new line */

enum term_event_kind {
	TERM_EV_NONE,    /* nothing for the caller: the terminal took care of it */
	TERM_EV_LINE,    /* ENTER: line, perhaps empty. Answer with term_accept or term_refuse */
	TERM_EV_PF,      /* PFpf with what had been typed, perhaps nothing. Answer the same way */
	TERM_EV_LOGON,   /* the logo was filled in: logon. At least one of the three is not empty */
	TERM_EV_BREAK,   /* PA1; telnet's break on a line terminal: to CP READ */
	TERM_EV_PA2,     /* the page was turned or cleared already */
	TERM_EV_CLEAR,   /* likewise */
	TERM_EV_GARBAGE, /* not what this terminal could have sent: thrown away, the screen is
			    painted again */
};

struct term_logon {
	char userid[TERM_USERID_MAX + 1];
	char password[TERM_PASSWORD_MAX + 1];
	char command[TERM_COMMAND_MAX + 1];
};

struct term_event {
	enum term_event_kind kind;
	unsigned pf; /* 1-24, for TERM_EV_PF */
	union {
		char line[TERM_INPUT_MAX + 1];
		struct term_logon logon; /* blanks around each were taken off */
	};
};

/* What TERMINAL sets; see term_options_default. */
struct term_options {
	uint8_t more_s;  /* seconds from MORE... to the alarm */
	uint8_t clear_s; /* seconds from the alarm until the page is turned */
	bool hold;       /* ENTER in MORE... holds the page; else it turns it */
	bool hilight;    /* typed lines are shown highlighted again */
	struct ds_look look[NR_TERM_AREAS]; /* for displays that have colours */
};

struct term;

struct term_ops {
	const char *name;     /* as QUERY shows it: 3270 or 3215 */
	uint8_t read_command; /* channel command for input after an attention */
	uint16_t read_size;   /* bytes to read; the rest of a longer record is garbage */
	void (*reset)(struct term *term);
	void (*ask)(struct term *term);
	void (*repaint)(struct term *term);
	void (*set_mode)(struct term *term, enum term_mode mode);
	void (*set_status)(struct term *term, enum term_status status);
	void (*set_hidden)(struct term *term, bool hidden);
	int (*put)(struct term *term, const char *text, size_t len, unsigned flags, tod_t now);
	bool (*take_room)(struct term *term);
	bool (*attention)(struct term *term, bool unit_exception, struct term_event *event);
	void (*input)(struct term *term, const uint8_t *data, size_t len, tod_t now,
		struct term_event *event);
	void (*accept)(struct term *term, const char *line, bool echo, tod_t now);
	void (*refuse)(struct term *term, tod_t now);
	bool (*retrieve)(struct term *term, bool newer);
	bool (*fill)(struct term *term, const char *text);
	int (*render)(struct term *term, uint8_t *buf, size_t size, uint8_t *command);
	tod_t (*deadline)(const struct term *term);
	void (*timer)(struct term *term, tod_t now);
};

/* The common part, first member of struct screen and struct lineterm. */
struct term {
	const struct term_ops *ops;
	struct term_options options; /* the owner may change them at any time */
};

static inline struct term_options term_options_default(void)
{
	return (struct term_options){.more_s = 50, .clear_s = 10, .hold = true};
}

/* A client came, or came back: forget everything that was shown or waits, start with the logo. */
static inline void term_reset(struct term *term)
{
	term->ops->reset(term);
}

/*
 * Behind term_reset: before anything is shown the client is asked for the size of its screen and for
 * colours. Its answer is an attention like others; a write that failed, or no answer within two
 * seconds, is an answer, too.
 */
static inline void term_ask(struct term *term)
{
	term->ops->ask(term);
}

/* What the device shows is no longer known: the next renders paint all of it again. Waiting lines
 * stay. */
static inline void term_repaint(struct term *term)
{
	term->ops->repaint(term);
}

/* Goes to the logo (after LOGOFF) or to an empty console page (after LOGON). Waiting lines are
 * thrown away. */
static inline void term_set_mode(struct term *term, enum term_mode mode)
{
	term->ops->set_mode(term, mode);
}

static inline void term_set_status(struct term *term, enum term_status status)
{
	term->ops->set_status(term, status);
}

/* The next accepted line is typed without being shown; what is in the input area now is erased. */
static inline void term_set_hidden(struct term *term, bool hidden)
{
	term->ops->set_hidden(term, hidden);
}

/*
 * One line of output, len ASCII characters, 0-TERM_LINE_MAX; longer than a row wraps, '\n' begins a
 * new row, other control characters show as blanks. On the logo it replaces the message there.
 * Returns 0; -E_AGAIN when too much waits (nothing was taken: wait for term_take_room); -E_RANGE
 * when too long.
 */
static inline MUST_CHECK int term_put(
	struct term *term, const char *text, size_t len, unsigned flags, tod_t now)
{
	return term->ops->put(term, text, len, flags, now);
}

/* True once after a term_put was refused, as soon as one of TERM_LINE_MAX would be taken. Ask after
 * term_input, term_timer and term_render. */
static inline bool term_take_room(struct term *term)
{
	return term->ops->take_room(term);
}

/*
 * The device presented attention, or a read ended with unit exception. Returns true if it must now
 * be read with ops->read_command and the data given to term_input; false if event is all there is.
 */
static inline bool term_attention(struct term *term, bool unit_exception, struct term_event *event)
{
	return term->ops->attention(term, unit_exception, event);
}

/* What was read, len bytes of anything: fills event. Wipe event after a LOGON or a hidden line. */
static inline void term_input(
	struct term *term, const uint8_t *data, size_t len, tod_t now, struct term_event *event)
{
	term->ops->input(term, data, len, now, event);
}

/*
 * The line of an event was taken: the input area is emptied. echo: line is shown again in the
 * output area and kept for RETRIEVE (pass another text to mask a password). A hidden line is never
 * echoed, and is the last hidden one.
 */
static inline void term_accept(struct term *term, const char *line, bool echo, tod_t now)
{
	term->ops->accept(term, line, echo, now);
}

/* The line of an event can't be taken now: NOT ACCEPTED for three seconds; what was typed stays. */
static inline void term_refuse(struct term *term, tod_t now)
{
	term->ops->refuse(term, now);
}

/* RETRIEVE: puts the next older (newer) line into the input area. False if there is none, or the
 * terminal can't. */
static inline bool term_retrieve(struct term *term, bool newer)
{
	return term->ops->retrieve(term, newer);
}

/* Puts text into the input area as if it were typed, cut to what it holds. False if the terminal
 * can't. */
static inline bool term_fill(struct term *term, const char *text)
{
	return term->ops->fill(term, text);
}

/*
 * What the device is to be sent next: at most size bytes (size at least TERM_RENDER_MIN) in buf and
 * the channel command to send them with. Returns the number of bytes, 0 when there is nothing,
 * -E_RANGE for a smaller buffer. Counts as sent. Call again until 0: one page may take several
 * writes.
 */
static inline MUST_CHECK int term_render(
	struct term *term, uint8_t *buf, size_t size, uint8_t *command)
{
	return term->ops->render(term, buf, size, command);
}

/* When term_timer wants to be called; TERM_NO_DEADLINE: never. May change with every other call. */
static inline tod_t term_deadline(const struct term *term)
{
	return term->ops->deadline(term);
}

/* Does what is due at now; harmless when nothing is. */
static inline void term_timer(struct term *term, tod_t now)
{
	term->ops->timer(term, now);
}

#endif
