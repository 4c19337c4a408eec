// SPDX-License-Identifier: Apache-2.0
/* Copy-on-write minidisks in use: where their tracks are, and what writes do. */
#include "nucleus/cowtable.h"

#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"

/* ---- Where tracks are ------------------------------------------------------------------------ */

/* The slot of a track, or COW_NONE. */
static uint32_t slot_of(struct cow *cow, uint32_t track)
{
	const uint32_t *leaf;
	uint32_t slot = COW_NONE;

	lock_take(&cow->lock);
	leaf = cow->leaf[track / COW_LEAF];
	if (leaf && leaf[track % COW_LEAF])
		slot = leaf[track % COW_LEAF] - 1;
	lock_drop(&cow->lock);
	return slot;
}

static uint32_t place_of(const struct cow *cow, uint32_t slot)
{
	return cow->first + 2 * cow->shape.area_tracks + slot;
}

int cow_get(struct cow *cow, struct tc_user *user, uint32_t track, const struct ckd_track **out)
{
	uint32_t slot = slot_of(cow, track);

	if (slot == COW_NONE)
		return tc_get(user, cow->base_volume, cow->base_first + track, out);
	return tc_get(user, cow->volume, place_of(cow, slot), out);
}

/* ---- A full disk ----------------------------------------------------------------------------- */

/* A message that has to wait until no locks are held. */
struct full_note {
	struct cow_names names;
	uint32_t nr_slots;
};

static void tell_full(void *arg)
{
	struct full_note *note = arg;
	char vdev[8], nr[12];

	str_format(vdev, sizeof(vdev), "%04X", note->names.vdev);
	str_format(nr, sizeof(nr), "%u", note->nr_slots);
	operator_msg(MSG_COW_FULL, note->names.owner, vdev, nr);
	stor_free(note, sizeof(*note));
}

/* Once, until changes are taken back. */
static int is_full(struct cow *cow)
{
	struct full_note *note;

	if (cow->is_full_told)
		return -E_FULL;
	note = stor_alloc(sizeof(*note));
	if (!note)
		return -E_FULL;
	*note = (struct full_note){cow->names, cow->shape.nr_slots};
	if (task_start("copy-on-write", tell_full, note, NULL, NULL))
		stor_free(note, sizeof(*note));
	else
		cow->is_full_told = true;
	return -E_FULL;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* The slot that the next track gets, with what it takes to note that. */
static int next_slot(struct cow *cow, uint32_t track, uint32_t *slot)
{
	if (cow->used == cow->shape.nr_slots)
		return is_full(cow);
	*slot = cow->used;
	return cow_make_leaf(cow, track);
}

static void take_slot(struct cow *cow, uint32_t track, uint32_t slot)
{
	cow_set(cow, slot, track);
	cow->used = slot + 1;
	cow->behind = MIN(cow->behind, slot / COW_SLOTS_PER_BLOCK);
	cow->last_behind = MAX(cow->last_behind, slot / COW_SLOTS_PER_BLOCK + 1);
}

/* Slots that the table on the disk may not have: nobody was told that what they have is there. */
static void forget_new_slots(struct cow *cow)
{
	while (cow->used > cow->confirmed)
		cow_unset(cow, --cow->used);
	cow->behind = cow->confirmed / COW_SLOTS_PER_BLOCK;
}

/* After an I/O error a new slot's track may not be there. */
static int ended(struct cow *cow, int rc)
{
	if (rc == -E_IO || rc == -E_NODEV || rc == -E_PERM || rc == -E_FORMAT)
		forget_new_slots(cow);
	return rc;
}

/* The track's own place; what it has as yet is there if is_kept. */
static int own_track(
	struct cow *cow, struct tc_user *user, uint32_t track, bool is_kept, uint32_t *slot)
{
	int rc;

	*slot = slot_of(cow, track);
	if (*slot != COW_NONE)
		return 0;
	rc = next_slot(cow, track, slot);
	if (!rc && is_kept)
		rc = tc_copy(user, cow->base_volume, cow->base_first + track, cow->volume,
			place_of(cow, *slot));
	if (!rc && is_kept)
		take_slot(cow, track, *slot);
	return rc;
}

int cow_update(struct cow *cow, struct tc_user *user, uint32_t track, unsigned nr,
	const struct ckd_count *count, uint8_t *data)
{
	uint32_t slot;
	int rc = own_track(cow, user, track, true, &slot);

	if (!rc)
		rc = tc_update(user, cow->volume, place_of(cow, slot), nr, count, data);
	return ended(cow, rc);
}

int cow_format(struct cow *cow, struct tc_user *user, uint32_t track, unsigned keep,
	const struct ckd_record *add, unsigned nr_add, const uint8_t *r0)
{
	uint32_t slot;
	int rc = own_track(cow, user, track, keep > 0, &slot);

	if (!rc)
		rc = tc_format(user, cow->volume, place_of(cow, slot), keep, add, nr_add, r0);
	if (!rc && slot_of(cow, track) == COW_NONE)
		take_slot(cow, track, slot);
	return ended(cow, rc);
}

/* ---- The table ------------------------------------------------------------------------------- */

/* Gives the block of the table, as it is to be, to the cache. */
static int write_block(struct cow *cow, struct tc_user *user, uint32_t nr)
{
	struct cow_block *block = (struct cow_block *)tc_alloc(sizeof(*block));
	struct cow_place at;
	int rc;

	if (!block)
		return -E_NOMEM;
	cow_next_block(cow, nr, block, &at);
	rc = tc_update(user, cow->volume, at.track, at.count.rec, &at.count, (uint8_t *)block);
	if (rc)
		tc_free((uint8_t *)block, sizeof(*block));
	else
		cow->block[nr]->generation = be64(be64_get(cow->block[nr]->generation) + 1);
	return rc;
}

int cow_flush(struct cow *cow, struct tc_user *user)
{
	int rc = 0;

	/* In order: a slot's predecessors are in use. */
	while (!rc && cow->behind < cow->last_behind) {
		rc = write_block(cow, user, cow->behind);
		if (!rc)
			cow->behind++;
	}
	if (!rc)
		rc = tc_flush(user);
	if (!rc) {
		cow->confirmed = cow->used;
		cow->behind = COW_NONE;
		cow->last_behind = 0;
	} else if (rc != -E_AGAIN) {
		forget_new_slots(cow);
	}
	return rc;
}

void cow_info(struct cow *cow, struct cow_info *info)
{
	lock_take(&cow->lock);
	*info = (struct cow_info){cow->names, cow->id.base_nr_cyls, cow->used, cow->shape.nr_slots};
	lock_drop(&cow->lock);
}

bool cow_is_of(const struct cow *cow, const struct cow_identity *id)
{
	return memcmp(&cow->id, id, sizeof(*id)) == 0;
}
