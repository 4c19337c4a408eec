// SPDX-License-Identifier: Apache-2.0
/* Stages that lay records end to end or part them by length: DEBLOCK FBLOCK SNAKE. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define LINE_END 0x15
#define CARD     80

/* Function: bytes that have come, of which those before at have been put out. */
struct block {
	struct buf bytes,
		end; /* end: what stands between records; of no bytes: they have a length */
	uint32_t at, size;
	uint32_t seen; /* bytes behind at where nothing ends */
	ebc8_t fill;
	bool is_filled, spans; /* the last one; a record may begin in one and end in the next */
};

static bool take_size(struct stage *stage, uint32_t *size)
{
	char word[WORD_MAX + 1] = "";

	arg_peek(stage, word);
	if (arg_number(stage, size) && *size && *size <= PIPE_RECORD_MAX)
		return true;
	return stage_bad(stage, word[0] ? PMSG_BAD_NUMBER : PMSG_MISSING, word);
}

bool deblock_begin(struct stage *stage)
{
	static const ebc8_t crlf[] = {0x0D, 0x25};
	struct block *own = stage_own(stage, sizeof(*own));
	ebc8_t end = LINE_END;
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->size = CARD;
	if (arg_is(stage, "STRING", 3)) {
		own->spans = true;
		return arg_string(stage, &own->end) && arg_end(stage);
	}
	if (arg_is(stage, "LINEND", 4)) {
		own->spans = true;
		if (arg_peek(stage, word) && !arg_char(stage, &end))
			return stage_bad(stage, PMSG_NOT_CHARACTER, word);
		return (buf_add(stage->pipe, &own->end, &end, 1) ||
			       stage_bad(stage, PMSG_NO_STORAGE, NULL)) &&
		       arg_end(stage);
	}
	if (arg_is(stage, "CRLF", 4)) {
		own->spans = true;
		return (buf_add(stage->pipe, &own->end, crlf, sizeof(crlf)) ||
			       stage_bad(stage, PMSG_NO_STORAGE, NULL)) &&
		       arg_end(stage);
	}
	arg_is(stage, "FIXED", 1);
	if (arg_peek(stage, word) && !take_size(stage, &own->size))
		return false;
	return arg_end(stage);
}

bool fblock_begin(struct stage *stage)
{
	struct block *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own || !take_size(stage, &own->size))
		return false;
	own->spans = true;
	own->is_filled = arg_peek(stage, word);
	if (own->is_filled && !arg_char(stage, &own->fill))
		return stage_bad(stage, PMSG_NOT_CHARACTER, word);
	return arg_end(stage);
}

/* The next whole record among the bytes: its length. False: there is none. */
static bool find_record(struct block *own, uint32_t *len)
{
	struct record rest = {own->bytes.at, own->bytes.len - own->at};
	int64_t found;

	if (!rest.len)
		return false;
	rest.at += own->at;
	if (!own->end.len) {
		*len = own->size;
		return rest.len >= own->size;
	}
	found = record_find(rest, own->seen, &own->end, false);
	*len = (uint32_t)found;
	own->seen = found < 0 && rest.len >= own->end.len ? rest.len - own->end.len + 1 : 0;
	return found >= 0;
}

/* What is left when no more comes. */
static enum step put_rest(struct stage *stage, struct block *own)
{
	uint32_t at = own->at, len = own->bytes.len - at;

	if (!len)
		return STEP_END;
	if (own->is_filled && !buf_fill(stage->pipe, &own->bytes, own->fill, own->size - len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	own->at = own->bytes.len;
	return stage_put(stage, 0, own->bytes.at + at, own->bytes.len - at);
}

static bool add_bytes(struct stage *stage, struct block *own, struct record record)
{
	uint32_t left = own->bytes.len - own->at;

	if (left && own->at)
		memmove(own->bytes.at, own->bytes.at + own->at, left);
	own->bytes.len = left;
	own->at = 0;
	return buf_add(stage->pipe, &own->bytes, record.at, record.len);
}

enum step block_step(struct stage *stage)
{
	struct block *own = stage->own;
	struct record record;
	uint32_t at = own->at, len;

	if (find_record(own, &len)) {
		own->at += len + own->end.len;
		return stage_put(stage, 0, own->bytes.at + at, len);
	}
	if (!own->spans && own->at < own->bytes.len)
		return put_rest(stage, own);
	if (stage_peek(stage, 0, &record)) {
		if (!add_bytes(stage, own, record))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	return stage_is_over(stage, 0) ? put_rest(stage, own) : STEP_WAIT;
}

/* ---- SNAKE --------------------------------------------------------------- */

/* Function: columns of records on pages of so many lines. */
struct snake {
	uint32_t columns, lines; /* lines 0: as few as all records need */
	uint32_t page, line;     /* first record of the page; the line that is next */
	struct store store;
	struct buf made;
};

bool snake_begin(struct stage *stage)
{
	struct snake *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own || !take_size(stage, &own->columns))
		return false;
	if (arg_peek(stage, word) && !take_size(stage, &own->lines))
		return false;
	return arg_end(stage);
}

/* Lays the records of a line side by side. False: no storage. */
static bool make_line(struct stage *stage, struct snake *own)
{
	uint32_t nr = own->page + own->line;

	own->made.len = 0;
	for (uint32_t i = 0; i < own->columns && nr < own->store.nr; i++, nr += own->lines) {
		struct record record = store_nr(&own->store, nr);

		if (!buf_add(stage->pipe, &own->made, record.at, record.len))
			return false;
	}
	return true;
}

enum step snake_step(struct stage *stage)
{
	struct snake *own = stage->own;
	enum step step;

	if (!stage_keep_all(stage, 0, &own->store, &step))
		return step;
	if (!own->lines)
		own->lines = (own->store.nr + own->columns - 1) / own->columns;
	if (own->page + own->line >= own->store.nr)
		return STEP_END;
	if (!make_line(stage, own))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	if (++own->line == own->lines) {
		own->line = 0;
		own->page += MIN(own->lines * (uint64_t)own->columns, own->store.nr - own->page);
	}
	return stage_put(stage, 0, own->made.at, own->made.len);
}
