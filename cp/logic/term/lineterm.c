// SPDX-License-Identifier: Apache-2.0
/* A typewriter as CP's terminal. */
#include "logic/term/lineterm.h"

#include "arch/ds3270.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define READ_SIZE 150 /* all that the emulator keeps of a line */

/* Of the queue: lines that this file says itself, which nobody could repeat. */
#define OWN_RESERVE 128

static struct lineterm *to_lineterm(struct term *term)
{
	return CONTAINER_OF(term, struct lineterm, term);
}

static bool has_room(const struct lineterm *t, size_t len)
{
	return outq_room(&t->queue) >= len + OWN_RESERVE;
}

/* A line of our own; when even the reserve is used up it is not missed among so many. */
static void say(struct lineterm *t, const char *text)
{
	(void)!outq_push(&t->queue, text, strlen(text), 0);
}

static void set_mode(struct term *term, enum term_mode mode)
{
	struct lineterm *t = to_lineterm(term);
	char greeting[64];

	t->mode = mode;
	t->status = TERM_RUNNING;
	if (mode != TERM_LOGO)
		return;
	str_format(greeting, sizeof(greeting), "STILLWATER %.8s ONLINE", t->sysid);
	say(t, greeting);
}

static void reset(struct term *term)
{
	struct lineterm *t = to_lineterm(term);

	outq_clear(&t->queue);
	t->alarm = false;
	set_mode(term, TERM_LOGO);
}

/* What was printed stays printed, or is lost. */
static void repaint(struct term *term)
{
	(void)term;
}

/* As on a typewriter, only CP READ is told. */
static void set_status(struct term *term, enum term_status status)
{
	struct lineterm *t = to_lineterm(term);

	if (status == TERM_CP_READ && t->status != TERM_CP_READ && t->mode == TERM_CONSOLE)
		say(t, "CP");
	t->status = status;
}

/* The client echoes what is typed; there is nothing to switch. */
static void set_hidden(struct term *term, bool hidden)
{
	(void)term;
	(void)hidden;
}

static int put(struct term *term, const char *text, size_t len, unsigned flags, tod_t now)
{
	struct lineterm *t = to_lineterm(term);

	(void)now;
	if (len > TERM_LINE_MAX)
		return -E_RANGE;
	if (!has_room(t, len) ||
		outq_push(&t->queue, text, len, (uint8_t)(flags & TERM_PROMPT)) < 0) {
		t->starved = true;
		return -E_AGAIN;
	}
	if (flags & TERM_ALARM)
		t->alarm = true;
	return 0;
}

static bool take_room(struct term *term)
{
	struct lineterm *t = to_lineterm(term);

	if (!t->starved || !has_room(t, TERM_LINE_MAX))
		return false;
	t->starved = false;
	return true;
}

/* Telnet's break, and control-C, come as unit exception with nothing to read. */
static bool attention(struct term *term, bool unit_exception, struct term_event *event)
{
	(void)term;
	event->kind = unit_exception ? TERM_EV_BREAK : TERM_EV_NONE;
	return !unit_exception;
}

static void input(
	struct term *term, const uint8_t *data, size_t len, tod_t now, struct term_event *event)
{
	size_t used = 0;

	(void)term;
	(void)now;
	memset(event, 0, sizeof(*event));
	for (size_t i = 0; i < len && data[i] != EBC_NL; i++) {
		if (used == TERM_INPUT_MAX) {
			memset(event, 0, sizeof(*event));
			event->kind = TERM_EV_GARBAGE;
			return;
		}
		event->line[used++] =
			data[i] < EBC_BLANK || data[i] == 0xFF ? ' ' : ebc_to_chr(data[i]);
	}
	event->kind = TERM_EV_LINE;
}

/* The client has shown the line already. What comes of it may be over before anybody looks: CP READ is told anew. */
static void accept(struct term *term, const char *line, bool echo, tod_t now)
{
	struct lineterm *t = to_lineterm(term);

	(void)line;
	(void)echo;
	(void)now;
	if (t->mode == TERM_CONSOLE)
		t->status = TERM_RUNNING;
}

static void refuse(struct term *term, tod_t now)
{
	(void)now;
	say(to_lineterm(term), "NOT ACCEPTED");
}

static bool retrieve(struct term *term, bool newer)
{
	(void)term;
	(void)newer;
	return false;
}

static bool fill(struct term *term, const char *text)
{
	(void)term;
	(void)text;
	return false;
}

/* Every typewriter is like every other. */
static void ask(struct term *term)
{
	(void)term;
}

/* How many characters of the first line go into one write; *rest: what is to be taken with them. */
static size_t piece_len(const struct outq_line *line, size_t size, size_t *rest)
{
	size_t len = 0, most = MIN(size, (size_t)LINETERM_WRITE_MAX);

	while (len < line->len && len < most && line->text[len] != '\n')
		len++;
	*rest = len < line->len && line->text[len] == '\n' ? 1 : 0;
	return len;
}

static int render(struct term *term, uint8_t *buf, size_t size, uint8_t *command)
{
	struct lineterm *t = to_lineterm(term);
	struct outq_line line;
	size_t len, take, rest;
	bool ends;

	if (size < TERM_RENDER_MIN)
		return -E_RANGE;
	if (t->alarm) {
		t->alarm = false;
		*command = CCW_3215_ALARM;
		buf[0] = EBC_BLANK;
		return 1;
	}
	if (!outq_front(&t->queue, &line))
		return 0;
	len = piece_len(&line, size, &rest);
	ends = rest > 0 || len == line.len;
	/* The last piece goes to a new line, unless the answer is to be typed behind it. */
	*command = ends && (rest > 0 || !(line.flags & TERM_PROMPT)) ? CCW_3215_WRITE_LINE
								     : CCW_3215_WRITE;
	take = len + rest;
	ebc_from_ascii(buf, line.text, len);
	for (size_t i = 0; i < len; i++)
		if (buf[i] < EBC_BLANK || buf[i] == 0xFF)
			buf[i] = EBC_BLANK;
	if (len == 0)
		buf[len++] = EBC_BLANK; /* a CCW has no count of 0 */
	outq_consume(&t->queue, take);
	return (int)len;
}

static tod_t deadline(const struct term *term)
{
	(void)term;
	return TERM_NO_DEADLINE;
}

static void timer(struct term *term, tod_t now)
{
	(void)term;
	(void)now;
}

static const struct term_ops lineterm_ops = {
	.name = "3215",
	.read_command = CCW_3215_READ_INQUIRY,
	.read_size = READ_SIZE,
	.reset = reset,
	.repaint = repaint,
	.set_mode = set_mode,
	.set_status = set_status,
	.set_hidden = set_hidden,
	.put = put,
	.take_room = take_room,
	.attention = attention,
	.input = input,
	.accept = accept,
	.refuse = refuse,
	.retrieve = retrieve,
	.fill = fill,
	.ask = ask,
	.render = render,
	.deadline = deadline,
	.timer = timer,
};

void lineterm_init(struct lineterm *t, const char *sysid)
{
	memset(t, 0, sizeof(*t));
	t->term = (struct term){.ops = &lineterm_ops, .options = term_options_default()};
	t->sysid = sysid;
	reset(&t->term);
}
