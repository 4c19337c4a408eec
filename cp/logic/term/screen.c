// SPDX-License-Identifier: Apache-2.0
/* A 3270 as CP's terminal: its states, and the flow of lines through it. */
#include "logic/term/screen.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"

#define REFUSED_S 3
#define ASK_S     2    /* how long a client's answer is awaited */
#define ECHOED    0x80 /* of a line in the queue: somebody typed it */
#define READ_SIZE 1024
#define ECHO_RESERVE                                                                               \
	(TERM_INPUT_MAX + OUTQ_HEADER) /* of the queue: a typed line can always be shown again */

static const struct {
	uint8_t model, rows, cols;
} models[] = {{2, 24, 80}, {3, 32, 80}, {4, 43, 80}, {5, 27, 132}};

static struct screen *to_screen(struct term *term)
{
	return CONTAINER_OF(term, struct screen, term);
}

static bool has_room(const struct screen *s, size_t len)
{
	return outq_room(&s->queue) >= len + ECHO_RESERVE;
}

struct ds_look screen_look(const struct screen *s, enum term_area area)
{
	struct ds_look look = s->term.options.look[area];

	if (!s->colours)
		look.colour = 0;
	if (!s->highlights)
		look.highlight = 0;
	return look;
}

static enum term_area line_area(unsigned flags)
{
	return flags & ECHOED ? TERM_INREDISP : flags & TERM_VM ? TERM_VMOUT : TERM_CPOUT;
}

/* Moves waiting lines to the page; if some are left, the page is full and the user must turn it. */
static void drain(struct screen *s, tod_t now)
{
	struct outq_line line;

	while (!page_is_full(&s->page) && outq_front(&s->queue, &line))
		outq_consume(&s->queue,
			page_add_row(&s->page, line.text, line.len, line.flags & TERM_HIGH,
				screen_look(s, line_area(line.flags))));
	if (s->flow == FLOW_FREE && !outq_is_empty(&s->queue)) {
		s->flow = FLOW_MORE;
		s->flow_due = now + s->term.options.more_s * TOD_S;
		s->rung = false;
		s->status_unsent = true;
	}
}

void screen_turn_page(struct screen *s, tod_t now)
{
	page_clear(&s->page);
	s->flow = FLOW_FREE;
	s->status_unsent = true;
	drain(s, now);
}

/* ENTER while MORE... is shown. */
void screen_hold(struct screen *s, tod_t now)
{
	if (!s->term.options.hold) {
		screen_turn_page(s, now);
		return;
	}
	s->flow = FLOW_HOLDING;
	s->status_unsent = true;
}

static void repaint(struct term *term)
{
	struct screen *s = to_screen(term);

	/* The question may be what was not taken. */
	if (s->ask == ASK_SENT)
		s->ask = ASK_DONE;
	s->erase = s->restore = s->input_unsent = s->status_unsent = true;
	page_erased(&s->page);
	logo_erased(&s->logo);
}

void screen_set_mode(struct screen *s, enum term_mode mode)
{
	s->mode = mode;
	s->status = TERM_RUNNING;
	s->flow = FLOW_FREE;
	s->hidden = s->alarm = false;
	s->refused_till = 0;
	memset(s->input, 0, sizeof(s->input));
	outq_clear(&s->queue);
	page_clear(&s->page);
	if (mode == TERM_LOGO) {
		retrieve_clear(&s->retrieve);
		logo_set_message(&s->logo, "", 0);
	}
	repaint(&s->term);
}

static void set_mode(struct term *term, enum term_mode mode)
{
	screen_set_mode(to_screen(term), mode);
}

static void reset(struct term *term)
{
	set_mode(term, TERM_LOGO);
}

static void set_status(struct term *term, enum term_status status)
{
	struct screen *s = to_screen(term);

	if (s->status == status)
		return;
	s->status = status;
	s->status_unsent = true;
}

static void set_hidden(struct term *term, bool hidden)
{
	struct screen *s = to_screen(term);

	if (s->hidden == hidden)
		return;
	s->hidden = hidden;
	s->input_unsent = true;
	memset(s->input, 0, sizeof(s->input));
}

static int put(struct term *term, const char *text, size_t len, unsigned flags, tod_t now)
{
	struct screen *s = to_screen(term);

	if (len > TERM_LINE_MAX)
		return -E_RANGE;
	if (s->mode == TERM_LOGO) {
		logo_set_message(&s->logo, text, len);
	} else if (!has_room(s, len) ||
		   outq_push(&s->queue, text, len, (uint8_t)(flags & (TERM_HIGH | TERM_VM))) < 0) {
		s->starved = true;
		return -E_AGAIN;
	}
	if (flags & TERM_ALARM)
		s->alarm = true;
	drain(s, now);
	return 0;
}

static bool take_room(struct term *term)
{
	struct screen *s = to_screen(term);

	if (!s->starved || !has_room(s, TERM_LINE_MAX))
		return false;
	s->starved = false;
	return true;
}

static bool attention(struct term *term, bool unit_exception, struct term_event *event)
{
	(void)term;
	(void)unit_exception;
	event->kind = TERM_EV_NONE;
	return true;
}

static void accept(struct term *term, const char *line, bool echo, tod_t now)
{
	struct screen *s = to_screen(term);
	size_t len = MIN(strlen(line), (size_t)TERM_INPUT_MAX);
	bool high = s->term.options.hilight;

	memset(s->input, 0, sizeof(s->input));
	s->input_unsent = true;
	if (s->mode == TERM_CONSOLE && echo && !s->hidden) {
		retrieve_add(&s->retrieve, line);
		/* An event is given only when the reserve is there: this can't fail. */
		if (outq_push(&s->queue, line, len, ECHOED | (high ? TERM_HIGH : 0)) == 0)
			drain(s, now);
	}
	s->hidden = false;
}

static void refuse(struct term *term, tod_t now)
{
	struct screen *s = to_screen(term);

	s->refused_till = now + REFUSED_S * TOD_S;
	s->status_unsent = true;
}

static bool fill(struct term *term, const char *text)
{
	struct screen *s = to_screen(term);

	if (s->mode != TERM_CONSOLE || s->hidden)
		return false;
	memset(s->input, 0, sizeof(s->input));
	str_copy(s->input, text, MIN(sizeof(s->input), screen_input_size(s) + 1));
	s->input_unsent = true;
	return true;
}

static bool retrieve(struct term *term, bool newer)
{
	struct screen *s = to_screen(term);
	const char *line;

	if (s->mode != TERM_CONSOLE || s->hidden)
		return false;
	line = newer ? retrieve_newer(&s->retrieve) : retrieve_older(&s->retrieve);
	return line && fill(term, line);
}

static tod_t deadline(const struct term *term)
{
	const struct screen *s = CONTAINER_OF(term, const struct screen, term);
	tod_t due = s->flow == FLOW_MORE ? s->flow_due : TERM_NO_DEADLINE;

	if (s->ask == ASK_SENT)
		due = MIN(due, s->ask_till); /* 0: at once, so that the clock is seen */
	return s->refused_till ? MIN(due, s->refused_till) : due;
}

static void timer(struct term *term, tod_t now)
{
	struct screen *s = to_screen(term);

	if (s->refused_till && now >= s->refused_till) {
		s->refused_till = 0;
		s->status_unsent = true;
	}
	if (s->ask == ASK_SENT && !s->ask_till)
		s->ask_till = now + ASK_S * TOD_S;
	else if (s->ask == ASK_SENT && now >= s->ask_till)
		repaint(term);
	if (s->flow != FLOW_MORE || now < s->flow_due)
		return;
	if (!s->rung) {
		s->rung = s->alarm = true;
		s->flow_due = now + s->term.options.clear_s * TOD_S;
	} else {
		screen_turn_page(s, now);
	}
}

/* ---- What the client can show ---- */

static void ask(struct term *term)
{
	struct screen *s = to_screen(term);

	s->colours = s->highlights = false;
	screen_resize(s, 24, 80);
	s->ask = ASK_SEND;
	s->ask_till = 0;
}

void screen_resize(struct screen *s, unsigned rows, unsigned cols)
{
	if (rows < 24 || rows > PAGE_ROWS_MAX + 2 || cols < 80 || cols > 132 ||
		(rows - 2) * cols > PAGE_CELLS) {
		rows = 24;
		cols = 80;
	}
	s->rows = (uint8_t)rows;
	s->cols = (uint8_t)cols;
	s->alternate = rows != 24 || cols != 80;
	page_init(&s->page, (uint8_t)(rows - 2), s->cols);
	logo_init(&s->logo, s->rows, s->cols);
	repaint(&s->term);
}

static const struct term_ops screen_ops = {
	.name = "3270",
	.read_command = CCW_3270_READ_MODIFIED,
	.read_size = READ_SIZE,
	.reset = reset,
	.repaint = repaint,
	.set_mode = set_mode,
	.set_status = set_status,
	.set_hidden = set_hidden,
	.put = put,
	.take_room = take_room,
	.attention = attention,
	.input = screen_input,
	.accept = accept,
	.refuse = refuse,
	.retrieve = retrieve,
	.fill = fill,
	.ask = ask,
	.render = screen_render,
	.deadline = deadline,
	.timer = timer,
};

int screen_init(struct screen *s, unsigned model, const char *sysid)
{
	size_t i = 0;

	while (i < ARRAY_LEN(models) && models[i].model != model)
		i++;
	if (i == ARRAY_LEN(models))
		return -E_INVAL;
	memset(s, 0, sizeof(*s));
	s->term = (struct term){.ops = &screen_ops, .options = term_options_default()};
	s->sysid = sysid;
	screen_resize(s, models[i].rows, models[i].cols);
	reset(&s->term);
	return 0;
}
