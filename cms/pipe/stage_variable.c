// SPDX-License-Identifier: Apache-2.0
/*
 * VAR, STEM and VARLOAD: variables of the program that called PIPE. They are looked at before the first
 * stage begins, and set when the last one has ended: between, other programs may run, which have
 * their own.
 */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "pipe/stages.h"

#define NAME_MAX 64

/* Function: variables and their values. */
struct variable {
	char name[NAME_MAX - 12], element[NAME_MAX];
	bool is_stem, is_append;
	uint32_t from; /* of a stem: the first element */
	struct buf value;
	struct store values;
};

static bool failed(struct stage *stage, int rc, const char *name)
{
	if (rc == -E_NODEV)
		return stage_bad(stage, PMSG_NO_VARIABLES, NULL);
	return stage_bad(stage, rc == -E_NOMEM ? PMSG_NO_STORAGE : PMSG_BAD_VARIABLE, name);
}

static const char *element(struct variable *own, uint32_t nr)
{
	str_format(own->element, sizeof(own->element), "%s%u", own->name, nr);
	return own->element;
}

/* ---- Looking ------------------------------------------------------------- */

/* Its value is in own->value then. */
static bool get(struct stage *stage, const char *name)
{
	struct variable *own = stage->own;
	struct buf *value = &own->value;
	uint32_t len = 0;

	for (;;) {
		int rc = stage->pipe->ops->var_get(
			stage->pipe->ctx, name, value->at, value->room, &len);

		if (rc)
			return failed(stage, rc, name);
		value->len = len;
		if (len <= value->room)
			return true;
		if (!buf_room(stage->pipe, value, len))
			return failed(stage, -E_NOMEM, name);
	}
}

static bool take(struct stage *stage, const char *name)
{
	struct variable *own = stage->own;

	if (!get(stage, name))
		return false;
	return store_add(stage->pipe, &own->values, own->value.at, own->value.len) ||
	       failed(stage, -E_NOMEM, name);
}

/* Element 0 of a stem is how many there are. */
static bool get_count(struct stage *stage, uint32_t *count)
{
	struct variable *own = stage->own;
	char number[12] = "";
	uint64_t value;

	if (!get(stage, element(own, 0)))
		return false;
	ebc_to_ascii(number, own->value.at, MIN(own->value.len, 11u));
	if (str_to_dec(number, strlen(number), &value) || value > UINT32_MAX)
		return stage_bad(stage, PMSG_BAD_NUMBER, number);
	*count = (uint32_t)value;
	return true;
}

static bool look(struct stage *stage)
{
	struct variable *own = stage->own;
	uint32_t count;

	if (!own->is_stem)
		return take(stage, own->name);
	if (!get_count(stage, &count))
		return false;
	for (uint32_t nr = own->from; nr <= count; nr++) {
		stage->pipe->ops->poll(stage->pipe->ctx);
		if (!take(stage, element(own, nr)))
			return false;
	}
	return true;
}

/* ---- Setting ------------------------------------------------------------- */

static bool set(struct stage *stage, const char *name, struct record value)
{
	int rc = stage->pipe->ops->var_set(stage->pipe->ctx, name, value.at, value.len);

	return !rc || failed(stage, rc, name);
}

static void set_all(struct stage *stage)
{
	struct variable *own = stage->own;
	char number[12];
	uint32_t count = own->from - 1;

	if (!own->is_stem) {
		if (own->values.nr)
			set(stage, own->name, store_nr(&own->values, 0));
		return;
	}
	if (own->is_append && !get_count(stage, &count))
		return;
	for (uint32_t nr = 0; nr < own->values.nr; nr++)
		if (!set(stage, element(own, ++count), store_nr(&own->values, nr)))
			return;
	str_format(number, sizeof(number), "%u", count);
	own->value.len = 0;
	if (!buf_add_str(stage->pipe, &own->value, number)) {
		failed(stage, -E_NOMEM, own->name);
		return;
	}
	set(stage, element(own, 0), (struct record){own->value.at, own->value.len});
}

/* VARLOAD: "/name/value", with any character for /. What begins with a blank or a star is a comment. */
static void set_named(struct stage *stage)
{
	struct variable *own = stage->own;

	for (uint32_t nr = 0; nr < own->values.nr; nr++) {
		struct record record = store_nr(&own->values, nr);
		const uint8_t *end =
			record.len ? memchr(record.at + 1, record.at[0], record.len - 1) : NULL;
		uint32_t len = end ? (uint32_t)(end - record.at) - 1 : 0;

		if (!record.len || record.at[0] == EBC_BLANK || record.at[0] == ebc_from_chr('*'))
			continue;
		ebc_to_ascii(own->element, record.at + 1, MIN(len, NAME_MAX - 1u));
		own->element[MIN(len, NAME_MAX - 1u)] = 0;
		if (!len || len >= NAME_MAX) {
			failed(stage, -E_INVAL, own->element);
			return;
		}
		str_upper(own->element);
		if (!set(stage, own->element, (struct record){end + 1, record.len - len - 2}))
			return;
	}
}

/* ---- Stages -------------------------------------------------------------- */

static bool begin(struct stage *stage, bool is_stem)
{
	struct variable *own = stage_own(stage, sizeof(*own));
	char word[WORD_MAX + 1];

	if (!own)
		return false;
	own->is_stem = is_stem;
	own->from = 1;
	if (!arg_word(stage, own->name, sizeof(own->name)))
		return stage_bad(
			stage, arg_peek(stage, word) ? PMSG_BAD_VARIABLE : PMSG_MISSING, word);
	if (!stage->pipe->ops->var_get)
		return stage_bad(stage, PMSG_NO_VARIABLES, NULL);
	str_upper(own->name);
	own->is_append = is_stem && !stage->is_first && arg_is(stage, "APPEND", 6);
	if (is_stem && !own->is_append && arg_is(stage, "FROM", 4) &&
		(!arg_number(stage, &own->from) || !own->from || own->from == UINT32_MAX))
		return stage_bad(stage, PMSG_BAD_NUMBER, stage->args);
	if (stage->is_first)
		stage->open = look;
	else
		stage->close = set_all;
	return arg_end(stage);
}

bool var_begin(struct stage *stage)
{
	return begin(stage, false);
}

bool stem_begin(struct stage *stage)
{
	return begin(stage, true);
}

bool varload_begin(struct stage *stage)
{
	struct variable *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->is_stem = true; /* all records are kept */
	stage->close = set_named;
	return stage->pipe->ops->var_set ? arg_end(stage)
					 : stage_bad(stage, PMSG_NO_VARIABLES, NULL);
}

/* Of a variable that is set the first record is the value. */
enum step variable_step(struct stage *stage)
{
	struct variable *own = stage->own;
	struct record record;

	if (stage->is_first)
		return stage_put_next(stage, 0, &own->values);
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	if ((own->is_stem || !own->values.nr) &&
		!store_add(stage->pipe, &own->values, record.at, record.len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return stage_pass(stage, 0, 0);
}
