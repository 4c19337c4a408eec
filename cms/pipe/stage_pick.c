// SPDX-License-Identifier: Apache-2.0
/* PICK: selects records by what two parts of them, or a part and a string, are to each other. */
#include "lib/string.h"
#include "pipe/stages.h"

enum relation { EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, MORE, MORE_EQUAL };

/* Function: the two sides. */
struct pick {
	struct ranges key[2];
	struct buf string[2]; /* in place of a range */
	bool has_string[2], any_case;
	enum relation relation;
};

static bool take_relation(struct stage *stage, enum relation *relation)
{
	static const struct {
		const char *name;
		enum relation relation;
	} relations[] = {{"==", EQUAL}, {"\\==", NOT_EQUAL}, {"/==", NOT_EQUAL}, {"^==", NOT_EQUAL},
		{"<<", LESS}, {"<<=", LESS_EQUAL}, {">>", MORE}, {">>=", MORE_EQUAL}};
	char word[WORD_MAX + 1];

	if (!arg_peek(stage, word))
		return stage_bad(stage, PMSG_MISSING, NULL);
	for (unsigned i = 0; i < ARRAY_LEN(relations); i++) {
		if (strcmp(word, relations[i].name) != 0)
			continue;
		*relation = relations[i].relation;
		return arg_word(stage, word, sizeof(word));
	}
	return stage_bad(stage, PMSG_BAD_OPERAND, word);
}

static bool take_side(struct stage *stage, struct pick *own, unsigned nr)
{
	own->has_string[nr] = arg_is_string(stage);
	if (own->has_string[nr])
		return arg_string(stage, &own->string[nr]);
	if (!arg_ranges(stage, &own->key[nr]))
		return false;
	return own->key[nr].nr || stage_bad(stage, PMSG_MISSING, NULL);
}

bool pick_begin(struct stage *stage)
{
	struct pick *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	arg_is(stage, "NOPAD", 5);
	own->any_case = arg_is(stage, "ANYCASE", 3) || stage->any_case;
	return take_side(stage, own, 0) && take_relation(stage, &own->relation) &&
	       take_side(stage, own, 1) && arg_end(stage);
}

static struct record side_of(const struct pick *own, unsigned nr, struct record record)
{
	if (own->has_string[nr])
		return (struct record){own->string[nr].at, own->string[nr].len};
	return ranges_nr(&own->key[nr], 0, record);
}

enum step pick_step(struct stage *stage)
{
	const struct pick *own = stage->own;
	struct record record;
	bool is_picked = false;
	int order;

	if (!stage_peek_zone(stage, &record))
		return stage_wait(stage, 0);
	order = record_compare(side_of(own, 0, record), side_of(own, 1, record), own->any_case);
	switch (own->relation) {
	case EQUAL: is_picked = order == 0; break;
	case NOT_EQUAL: is_picked = order != 0; break;
	case LESS: is_picked = order < 0; break;
	case LESS_EQUAL: is_picked = order <= 0; break;
	case MORE: is_picked = order > 0; break;
	case MORE_EQUAL: is_picked = order >= 0; break;
	}
	return stage_pass(stage, 0, !is_picked);
}
