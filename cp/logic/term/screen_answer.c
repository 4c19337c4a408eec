// SPDX-License-Identifier: Apache-2.0
/*
 * A 3270 as CP's terminal: what its client says that it can show (3270 Data Stream Programmer's
 * Reference, "Query Reply"). All of it is a stranger's.
 */
#include "logic/term/screen.h"

#include "arch/ds3270.h"

struct answer {
	unsigned rows, cols; /* 0: nothing was said */
	bool colours, highlights;
};

static unsigned half(const uint8_t *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* The alternate size is what ERASE/WRITE ALTERNATE gives. */
static void implicit_partition(struct answer *answer, const uint8_t *data, size_t len)
{
	for (size_t at = 2; at + 2 <= len && data[at] >= 2; at += data[at]) {
		if (data[at] > len - at)
			return;
		if (data[at + 1] != QR_IMPLICIT_SIZES || data[at] < 11)
			continue;
		answer->cols = half(data + at + 7);
		answer->rows = half(data + at + 9);
		return;
	}
}

/* One reply, len bytes behind its code. */
static void reply(struct answer *answer, uint8_t code, const uint8_t *data, size_t len)
{
	switch (code) {
	case QR_USABLE_AREA:
		if (len >= 6 && !answer->cols) {
			answer->cols = half(data + 2);
			answer->rows = half(data + 4);
		}
		break;
	case QR_COLOUR: answer->colours = true; break;
	case QR_HIGHLIGHT: answer->highlights = true; break;
	case QR_IMPLICIT_PARTITION: implicit_partition(answer, data, len); break;
	default: break;
	}
}

void screen_answer(struct screen *s, const uint8_t *data, size_t len)
{
	struct answer answer = {0};

	for (size_t at = 0; at + 4 <= len;) {
		size_t field = half(data + at);

		if (field < 4 || field > len - at)
			break; /* what came before still counts */
		if (data[at + 2] == SF_QUERY_REPLY)
			reply(&answer, data[at + 3], data + at + 4, field - 4);
		at += field;
	}
	s->colours = answer.colours;
	s->highlights = answer.highlights;
	/* Later than that somebody may be typing: the size stays. */
	if (s->ask == ASK_DONE)
		return;
	s->ask = ASK_DONE;
	screen_resize(s, answer.rows, answer.cols);
}
