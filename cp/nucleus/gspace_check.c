// SPDX-License-Identifier: Apache-2.0
/* A debug build looks through a guest's tables whether all counts are true, and whether pages come
 * back as they were; it abends if not. */
#include "mach/abend.h"
#include "nucleus/gspace_int.h"

#ifdef DEBUG

struct found {
	uint32_t nr_pages, nr_shared, nr_tables;
};

static void expect(bool holds)
{
	cp_assert(holds, GSP001);
}

static void check_page(uint64_t pte, const struct pgste *pgste, bool table_is_shared, bool is_borrowed,
	bool written_by_all, struct found *found)
{
	habs_t frame = pte & PTE_FRAME, origin = gspace_origin(pgste);

	if (origin)
		expect(frame_of(origin)->use != FRAME_FREE);
	if (!gspace_pte_is_valid(pte)) {
		expect(pte == PTE_INVALID || gspace_pte_is_out(pte));
		return;
	}
	found->nr_pages++;
	if (table_is_shared || pte & PTE_PROTECT) {
		found->nr_shared++;
		expect(frame_of(frame)->use != FRAME_FREE);
		expect(!is_borrowed || frame_has_others(frame));
	} else {
		expect(written_by_all ||
			(frame_of(frame)->use == FRAME_GUEST && !frame_has_others(frame)));
	}
}

static void check_table(
	const struct gspace *space, gabs_t addr, uint64_t segment, struct found *found)
{
	struct guest_page_table *table = (struct guest_page_table *)(segment & STE_ORIGIN);
	bool is_shared = segment & STE_PROTECT;
	unsigned nr_out = 0;

	expect(frame_of((habs_t)table)->use == FRAME_GUEST_TABLE);
	expect(is_shared || !frame_has_others((habs_t)table));
	found->nr_tables += !is_shared;
	for (unsigned i = 0; i < PT_ENTRIES; i++) {
		check_page(table->pte[i], &table->pgste[i], is_shared, gspace_is_borrowed(table, i),
			gspace_part_of(space, addr + i * PAGE_SIZE), found);
		nr_out += gspace_pte_is_out(table->pte[i]);
	}
	expect(nr_out == *gspace_nr_out(table));
}

void gspace_check(struct gspace *space)
{
	struct found found = {0};

	if (gspace_is_settled(space))
		return;
	for (gabs_t addr = 0; addr < space->reach; addr += MiB) {
		const uint64_t *segment = gspace_segment(space, addr, false);

		if (!segment)
			addr |= 2 * GiB - MiB;
		else if (!(*segment & RTE_INVALID))
			check_table(space, addr, *segment, &found);
	}
	expect(found.nr_pages == space->nr_pages && found.nr_shared == space->nr_shared);
	expect(found.nr_tables < space->nr_tables); /* which has the upper ones, too */
}

/* ---- Contents -------------------------------------------------------------------------------- */

#define DIGEST_FACTOR 0x9E3779B97F4A7C15ull

void gspace_digest_add(struct gspace_digest *digest, const void *page)
{
	const uint64_t *words = page;
	uint64_t sum = digest->sum;

	for (unsigned i = 0; i < PAGE_SIZE / 8; i++)
		sum = ((sum << 7 | sum >> 57) ^ words[i]) * DIGEST_FACTOR;
	digest->sum = sum;
}

void gspace_digest_verify(const struct gspace_digest *kept, const struct gspace_digest *found)
{
	cp_assert(kept->sum == found->sum, GSP002);
}

static uint16_t digest_of(const void *page)
{
	struct gspace_digest digest = {0};

	gspace_digest_add(&digest, page);
	return (uint16_t)(digest.sum >> 48);
}

void gspace_note_page(struct pgste *pgste, const void *page)
{
	pgste->digest = be16(digest_of(page));
}

void gspace_verify_page(const struct pgste *pgste, const void *page)
{
	cp_assert(be16_get(pgste->digest) == digest_of(page), GSP002);
}

#endif
