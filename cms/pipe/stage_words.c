// SPDX-License-Identifier: Apache-2.0
/* Stages that put something into records: SPACE INSERT UNTAB. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define EBC_TAB  0x05
#define TABS_MAX 20

/* Function: what is put in, and the record that is being made. */
struct words {
	struct buf string, made;
	uint32_t count;
	ebc8_t blank;
	bool is_behind;
	uint32_t tab[TABS_MAX], nr_tabs, every; /* columns, from 1 */
};

/* ---- SPACE --------------------------------------------------------------- */

bool space_begin(struct stage *stage)
{
	struct words *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->blank = EBC_BLANK;
	own->count = 1;
	arg_number(stage, &own->count);
	if (own->count > PIPE_RECORD_MAX)
		return stage_bad(stage, PMSG_BAD_NUMBER, "*");
	if (arg_peek(stage, word) && !arg_char(stage, &own->blank))
		return stage_bad(stage, PMSG_NOT_CHARACTER, word);
	return arg_end(stage);
}

/* The blanks at both ends go, those between become count. */
enum step space_step(struct stage *stage)
{
	struct words *own = stage->own;
	struct record record;
	uint32_t end = 0;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	own->made.len = 0;
	for (uint32_t begin = 0; begin < record.len; begin = end) {
		while (begin < record.len && record.at[begin] == own->blank)
			begin++;
		for (end = begin; end < record.len && record.at[end] != own->blank;)
			end++;
		if (end == begin)
			break;
		if ((own->made.len && !buf_fill(stage->pipe, &own->made, own->blank, own->count)) ||
			!buf_add(stage->pipe, &own->made, record.at + begin, end - begin))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	}
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}

/* ---- INSERT -------------------------------------------------------------- */

bool insert_begin(struct stage *stage)
{
	struct words *own = stage_own(stage, sizeof(*own));

	if (!own || !arg_string(stage, &own->string))
		return false;
	own->is_behind = arg_is(stage, "AFTER", 5);
	if (!own->is_behind)
		arg_is(stage, "BEFORE", 6);
	return arg_end(stage);
}

enum step insert_step(struct stage *stage)
{
	struct words *own = stage->own;
	const struct buf *string = &own->string;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	own->made.len = 0;
	if ((!own->is_behind && !buf_add(stage->pipe, &own->made, string->at, string->len)) ||
		!buf_add(stage->pipe, &own->made, record.at, record.len) ||
		(own->is_behind && !buf_add(stage->pipe, &own->made, string->at, string->len)))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_put_last(stage, 0, own->made.at, own->made.len);
}

/* ---- UNTAB --------------------------------------------------------------- */

/* "-8": each eighth column; else the columns. */
bool untab_begin(struct stage *stage)
{
	struct words *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];
	uint64_t every;

	if (!own)
		return false;
	own->every = 8;
	if (arg_peek(stage, word) && word[0] == '-') {
		if (str_to_dec(word + 1, strlen(word + 1), &every) || !every ||
			every > PIPE_RECORD_MAX)
			return stage_bad(stage, PMSG_BAD_NUMBER, word);
		own->every = (uint32_t)every;
		arg_word(stage, word, sizeof(word));
		return arg_end(stage);
	}
	while (arg_peek(stage, word) && own->nr_tabs < TABS_MAX) {
		uint32_t *tab = &own->tab[own->nr_tabs++];

		if (!arg_number(stage, tab) || *tab > PIPE_RECORD_MAX ||
			*tab <= (own->nr_tabs > 1 ? tab[-1] : 0))
			return stage_bad(stage, PMSG_BAD_NUMBER, word);
	}
	return arg_end(stage);
}

/* The first tab stop behind a column, both from 0; behind the last one each character is one. */
static uint32_t next_tab(const struct words *own, uint32_t column)
{
	if (!own->nr_tabs)
		return column / own->every * own->every + own->every;
	for (uint32_t i = 0; i < own->nr_tabs; i++)
		if (own->tab[i] - 1 > column)
			return own->tab[i] - 1;
	return column + 1;
}

enum step untab_step(struct stage *stage)
{
	struct words *own = stage->own;
	struct buf *made = &own->made;
	struct record record;

	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	made->len = 0;
	for (uint32_t i = 0; i < record.len; i++) {
		const bool is_tab = record.at[i] == EBC_TAB;

		if (is_tab ? !buf_fill(stage->pipe, made, EBC_BLANK,
				     next_tab(own, made->len) - made->len)
			   : !buf_add(stage->pipe, made, record.at + i, 1))
			return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	}
	return stage_put_last(stage, 0, made->at, made->len);
}
