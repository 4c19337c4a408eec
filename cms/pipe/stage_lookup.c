// SPDX-License-Identifier: Apache-2.0
/*
 * LOOKUP: finds records of the first input, the details, among those of the second, the masters, by
 * a key. Outputs: what matched, details without a master, masters that no detail had.
 */
#include "lib/string.h"
#include "pipe/stages.h"

#define NONE UINT32_MAX

/* Function: a master, in a list of those with the same hash. */
struct master {
	uint32_t next;
	bool is_used;
};

struct lookup {
	bool any_case, is_ready;
	struct ranges detail_key, master_key;
	char order[2]; /* 'D', 'M': what is put out when they match */
	unsigned at;   /* in it */
	struct store masters;
	struct buf entries; /* struct master of each */
	uint32_t *slot, nr_slots;
	uint32_t found; /* the master of this detail */
};

static void take_order(struct stage *stage, struct lookup *own)
{
	for (unsigned i = 0; i < 2; i++) {
		if (arg_is(stage, "DETAIL", 6))
			own->order[i] = 'D';
		else if (arg_is(stage, "MASTER", 6))
			own->order[i] = 'M';
	}
	if (!own->order[0])
		own->order[0] = 'D';
}

bool lookup_begin(struct stage *stage)
{
	struct lookup *own = stage_own(stage, sizeof(*own));

	if (!own)
		return false;
	own->any_case = arg_is(stage, "ANYCASE", 3);
	if (!arg_ranges(stage, &own->detail_key) || !arg_ranges(stage, &own->master_key))
		return false;
	if (!own->master_key.nr)
		own->master_key = own->detail_key;
	take_order(stage, own);
	return arg_end(stage);
}

/* ---- Masters ------------------------------------------------------------- */

static struct record key_of(const struct ranges *ranges, struct record record)
{
	return ranges_nr(ranges, 0, record);
}

static uint32_t hash(const struct lookup *own, struct record key)
{
	uint32_t sum = 2166136261u;

	for (uint32_t i = 0; i < key.len; i++)
		sum = (sum ^ (own->any_case ? ebc_upper(key.at[i]) : key.at[i])) * 16777619u;
	return sum % own->nr_slots;
}

static struct master *master_nr(const struct lookup *own, uint32_t nr)
{
	return (struct master *)(void *)own->entries.at + nr;
}

/* The master with a key; NONE: there is none. */
static uint32_t find(const struct lookup *own, struct record key)
{
	for (uint32_t nr = own->slot[hash(own, key)]; nr != NONE; nr = master_nr(own, nr)->next) {
		struct record other = key_of(&own->master_key, store_nr(&own->masters, nr));
		const struct buf string = {(uint8_t *)(uintptr_t)other.at, other.len, 0};

		if (other.len == key.len && record_begins(key, &string, own->any_case))
			return nr;
	}
	return NONE;
}

/* All of them are there. Of several with a key the first counts. False: no storage. */
static bool make_table(struct stage *stage, struct lookup *own)
{
	own->nr_slots = own->masters.nr + 1;
	own->slot = pipe_get(stage->pipe, (size_t)own->nr_slots * sizeof(*own->slot));
	if (!own->slot || !buf_fill(stage->pipe, &own->entries, 0,
				  (own->masters.nr + 1) * (uint32_t)sizeof(struct master)))
		return false;
	for (uint32_t i = 0; i < own->nr_slots; i++)
		own->slot[i] = NONE;
	for (uint32_t nr = 0; nr < own->masters.nr; nr++) {
		struct record key = key_of(&own->master_key, store_nr(&own->masters, nr));
		uint32_t *slot = &own->slot[hash(own, key)];

		master_nr(own, nr)->is_used = find(own, key) != NONE;
		if (master_nr(own, nr)->is_used)
			continue;
		master_nr(own, nr)->next = *slot;
		*slot = nr;
	}
	return true;
}

static enum step take_masters(struct stage *stage, struct lookup *own)
{
	enum step step;

	if (!stage_keep_all(stage, 1, &own->masters, &step))
		return step;
	own->is_ready = true;
	return make_table(stage, own) ? STEP_MORE : stage_fail(stage, PMSG_NO_STORAGE, NULL);
}

/* ---- Details ------------------------------------------------------------- */

static enum step put_match(struct stage *stage, struct lookup *own, struct record detail)
{
	struct record record =
		own->order[own->at] == 'M' ? store_nr(&own->masters, own->found) : detail;

	if (own->at == 0 && own->order[1]) {
		own->at = 1;
		return stage_put(stage, 0, record.at, record.len);
	}
	own->at = 0;
	return stage_put_last(stage, 0, record.at, record.len);
}

/* Those that no detail had, when there are no more details. */
static enum step put_unused(struct stage *stage, struct lookup *own)
{
	while (own->masters.next < own->masters.nr && master_nr(own, own->masters.next)->is_used)
		own->masters.next++;
	return stage_put_next(stage, 2, &own->masters);
}

enum step lookup_step(struct stage *stage)
{
	struct lookup *own = stage->own;
	struct record detail;

	if (!own->is_ready)
		return take_masters(stage, own);
	if (!stage_peek(stage, 0, &detail))
		return stage_is_over(stage, 0) ? put_unused(stage, own) : STEP_WAIT;
	if (own->at == 0)
		own->found = find(own, key_of(&own->detail_key, detail));
	if (own->found == NONE)
		return stage_pass(stage, 0, 1);
	master_nr(own, own->found)->is_used = true;
	return put_match(stage, own, detail);
}
