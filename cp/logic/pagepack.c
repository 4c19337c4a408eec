// SPDX-License-Identifier: Apache-2.0
/* Blocks full of records. */
#include "logic/pagepack.h"
#include "lib/err.h"
#include "lib/string.h"

#define AREA sizeof(((struct pagepack *)0)->data)
#define SLOT sizeof(struct pagepack_slot)

static struct pagepack_slot *slot_at(const struct pagepack *block, unsigned slot)
{
	return (struct pagepack_slot *)(uintptr_t)(block->data + AREA - (slot + 1) * SLOT);
}

void pagepack_init(struct pagepack *block)
{
	memset(block, 0, offsetof(struct pagepack, data));
}

static bool has_free_slot(const struct pagepack *block)
{
	return block->nr_used < block->nr_slots;
}

unsigned pagepack_room(const struct pagepack *block)
{
	unsigned taken = block->used + block->nr_slots * (unsigned)SLOT;

	if (!has_free_slot(block)) {
		if (block->nr_slots == PAGEPACK_SLOTS)
			return 0;
		taken += SLOT;
	}
	return taken < AREA ? (unsigned)(AREA - taken) : 0;
}

/* Moves all data to the front. */
static void compact(struct pagepack *block, uint8_t *scratch)
{
	unsigned end = 0;

	memcpy(scratch, block->data, block->data_end);
	for (unsigned i = 0; i < block->nr_slots; i++) {
		struct pagepack_slot *slot = slot_at(block, i);

		memcpy(block->data + end, scratch + slot->offset, slot->len);
		slot->offset = (uint16_t)end;
		end += slot->len;
	}
	block->data_end = (uint16_t)end;
}

int pagepack_add(struct pagepack *block, void *scratch, const void *record, size_t len)
{
	unsigned nr = 0;

	if (!len || len > pagepack_room(block))
		return -E_FULL;
	if (has_free_slot(block))
		while (slot_at(block, nr)->len)
			nr++;
	else
		nr = block->nr_slots;
	if (block->data_end + len + MAX(nr + 1, block->nr_slots) * SLOT > AREA)
		compact(block, scratch);
	if (nr == block->nr_slots)
		block->nr_slots++;
	*slot_at(block, nr) = (struct pagepack_slot){block->data_end, (uint16_t)len};
	memcpy(block->data + block->data_end, record, len);
	block->data_end = (uint16_t)(block->data_end + len);
	block->used = (uint16_t)(block->used + len);
	block->nr_used++;
	return (int)nr;
}

const void *pagepack_get(const struct pagepack *block, unsigned nr, size_t *len)
{
	struct pagepack_slot slot;

	if (nr >= block->nr_slots || block->nr_slots > PAGEPACK_SLOTS)
		return NULL;
	slot = *slot_at(block, nr);
	if (!slot.len || slot.len > AREA || slot.offset > AREA - slot.len)
		return NULL;
	*len = slot.len;
	return block->data + slot.offset;
}

int pagepack_drop(struct pagepack *block, unsigned nr)
{
	size_t len;

	if (!pagepack_get(block, nr, &len))
		return -E_NOENT;
	block->used = (uint16_t)(block->used - len);
	block->nr_used--;
	if (!block->nr_used) {
		pagepack_init(block);
		return 0;
	}
	*slot_at(block, nr) = (struct pagepack_slot){0};
	while (!slot_at(block, block->nr_slots - 1u)->len)
		block->nr_slots--;
	return 0;
}
