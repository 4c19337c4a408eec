/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 3270 as CP's terminal, in z/VM's layout: an output area, two rows of input area, and the status
 * area at the end of the last row.
 *
 *	row 1          output: pages, never scrolled
 *	...
 *	row 23         an attribute, then input ...
 *	row 24         ... input up to column 59    RUNNING   SYSTEMID
 *
 * flow: a page that is full while lines wait is shown until the user turns it.
 *
 *	               full, and a line waits              ENTER, TERM HOLD ON
 *	FLOW_FREE  ------------------------->  FLOW_MORE  --------------------->  FLOW_HOLDING
 *	    ^         CLEAR, PA2, time is up       |                                 |
 *	    +--------------------------------------+            CLEAR, PA2           |
 *	    +------------------------------------------------------------------------+
 *
 * Lines wait only while flow is not FLOW_FREE.
 */
#ifndef LOGIC_TERM_SCREEN_H
#define LOGIC_TERM_SCREEN_H

#include "logic/term/logo.h"
#include "logic/term/outq.h"
#include "logic/term/page.h"
#include "logic/term/retrieve.h"
#include "logic/term/term.h"

#define SCREEN_STATUS_COLS 20 /* without the attribute before it */

enum screen_flow { FLOW_FREE, FLOW_MORE, FLOW_HOLDING };

/* Whether the client was asked what it can show: nothing is shown before the answer. */
enum screen_ask { ASK_DONE, ASK_SEND, ASK_SENT };

/*
 * Function:    one 3270 terminal, about 12 KB
 * Located by:  the real device block
 * Created by:  screen_init in storage of the owner; nothing to delete
 * Serialized by: the owner of the terminal
 */
struct screen {
	struct term term; /* first */

	/* What it is */
	uint8_t rows, cols;
	bool alternate;           /* of the client's alternate size, not 24 x 80 */
	bool colours, highlights; /* the client has them */
	const char *sysid;

	/* What it does */
	enum term_mode mode;
	enum term_status status;
	enum screen_flow flow;
	bool hidden;        /* the input area doesn't show what is typed */
	bool starved;       /* a writer was refused and waits for room */
	bool rung;          /* MORE...: the alarm was sounded */
	enum screen_ask ask;
	tod_t ask_till;     /* ASK_SENT; 0: the clock was not seen since */
	tod_t flow_due;     /* FLOW_MORE: when the alarm, then the page, is due */
	tod_t refused_till; /* NOT ACCEPTED is shown until then; 0: it isn't */

	/* What the device must be sent */
	bool erase;                     /* all of it */
	bool restore;                   /* unlock the keyboard */
	bool alarm;                     /* sound the alarm */
	bool input_unsent;              /* the input area: input, and the cursor behind it */
	bool status_unsent;             /* the status area */
	char input[TERM_INPUT_MAX + 1]; /* what RETRIEVE puts there */

	struct logo logo;
	struct page page;
	struct outq queue;
	struct retrieve retrieve;
};

/*
 * Makes screen a terminal of 3270 model 2 (24 x 80), 3 (32 x 80), 4 (43 x 80) or 5 (27 x 132) that
 * shows the logo. sysid: the system's name, which stays, and of which 8 characters are shown. Returns 0, -E_INVAL for another
 * model.
 */
int screen_init(struct screen *s, unsigned model, const char *sysid) MUST_CHECK;

/* For the files of the screen: where things are, counted in positions from 0. */
static inline unsigned screen_input_at(const struct screen *s)
{
	return (s->rows - 2u) * s->cols + 1;
}

static inline unsigned screen_status_at(const struct screen *s)
{
	return (unsigned)s->rows * s->cols - SCREEN_STATUS_COLS;
}

/* Characters that the input area holds: 138 on 24 x 80. */
static inline size_t screen_input_size(const struct screen *s)
{
	return screen_status_at(s) - 1 - screen_input_at(s);
}

/* The look of an area, as far as this client can show it. */
struct ds_look screen_look(const struct screen *s, enum term_area area);

/* Makes it one of this size, or of 24 x 80 if it can't be, with nothing shown yet. */
void screen_resize(struct screen *s, unsigned rows, unsigned cols);

/* The answer to the question, len bytes of anything behind the AID of a structured field. */
void screen_answer(struct screen *s, const uint8_t *data, size_t len);

void screen_turn_page(struct screen *s, tod_t now);
void screen_hold(struct screen *s, tod_t now);
void screen_set_mode(struct screen *s, enum term_mode mode);
void screen_input(
	struct term *term, const uint8_t *data, size_t len, tod_t now, struct term_event *event);
int screen_render(struct term *term, uint8_t *buf, size_t size, uint8_t *command) MUST_CHECK;

#endif
