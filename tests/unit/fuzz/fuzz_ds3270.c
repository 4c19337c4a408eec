// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes a 3270 terminal: the input is a life of one, first byte the model, then steps, each one
 * byte of what happens and a length byte with that many bytes for those that take data.
 */
#include "lib/string.h"
#include "logic/term/screen.h"

#include <stdlib.h>

struct life {
	const uint8_t *data;
	size_t left;
};

static uint8_t next_byte(struct life *life)
{
	if (life->left == 0)
		return 0;
	life->left--;
	return *life->data++;
}

/* Up to one length byte of data, in storage of its own so that a read beyond it is seen. Free it.
 */
static uint8_t *next_data(struct life *life, size_t *len)
{
	size_t wanted = (size_t)next_byte(life) * 2;
	uint8_t *copy;

	*len = MIN(wanted, life->left);
	copy = malloc(*len > 0 ? *len : 1);
	if (!copy)
		abort();
	memcpy(copy, life->data, *len);
	life->data += *len;
	life->left -= *len;
	return copy;
}

static void check(bool good)
{
	if (!good)
		abort();
}

static void input(struct term *t, struct life *life, tod_t now)
{
	struct term_event event;
	size_t len;
	uint8_t *data = next_data(life, &len), answer;

	term_input(t, data, len, now, &event);
	free(data);
	check(event.kind <= TERM_EV_GARBAGE && event.pf <= 24);
	if (event.kind != TERM_EV_LINE && event.kind != TERM_EV_PF)
		return;
	check(memchr(event.line, 0, sizeof(event.line)) != NULL);
	answer = next_byte(life);
	if (answer & 1)
		term_accept(t, event.line, answer & 2, now);
	else
		term_refuse(t, now);
}

static void render(struct term *t, size_t size)
{
	uint8_t *buf = malloc(size), command;
	int len;

	check(buf != NULL);
	for (int writes = 0; (len = term_render(t, buf, size, &command)) > 0; writes++)
		check((size_t)len <= size && writes < 100);
	check(len == 0);
	free(buf);
}

static void step(struct screen *s, struct life *life, tod_t now)
{
	struct term *t = &s->term;
	uint8_t what = next_byte(life);
	uint8_t *data;
	size_t len;

	switch (what & 7) {
	case 0:
	case 1:
		data = next_data(life, &len);
		(void)!term_put(t, (const char *)data, len, what >> 5, now);
		free(data);
		break;
	case 2: render(t, TERM_RENDER_MIN + (what >> 3) * 64u); break;
	case 3: term_timer(t, now); break;
	case 4:
		if (what & 8)
			term_set_mode(t, what & 16 ? TERM_CONSOLE : TERM_LOGO);
		else
			term_set_hidden(t, what & 16);
		break;
	case 5:
		term_retrieve(t, false);
		term_take_room(t);
		term_set_status(t, (enum term_status)((what >> 3) % 3));
		break;
	default: input(t, life, now);
	}
	check(s->mode == TERM_LOGO || s->flow != FLOW_FREE || outq_is_empty(&s->queue));
	check(s->flow != FLOW_MORE || term_deadline(t) != TERM_NO_DEADLINE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct screen s;
	struct life life = {data, size};
	tod_t now = 0;

	if (screen_init(&s, 2 + next_byte(&life) % 4, "FUZZ") < 0)
		abort();
	while (life.left > 0) {
		now += TOD_S;
		step(&s, &life, now);
	}
	render(&s.term, TERM_RENDER_MIN);
	return 0;
}
