// SPDX-License-Identifier: Apache-2.0
/* Notes, and how the storage of a guest that does nothing is put away (gspace_settle_int.h). */
#include "lib/err.h"
#include "lib/string.h"
#include "logic/settled.h"
#include "mach/asm.h"
#include "nucleus/gspace_settle_int.h"
#include "nucleus/pagestore.h"
#include "nucleus/storage.h"

#define MAX_HELD  4096u
#define MAX_PARTS (GSPACE_SETTLE_MAX * (PAGE_SIZE + SETTLED_HEAD) / SETTLED_PART + 32)
#define NOTHING   3u /* order of a segment table of 2 GiB, in frames */

/* What the task that puts away needs. */
struct settle_work {
	struct pagecodec codec;
	uint64_t page[PAGE_SIZE / 8];
	uint8_t record[PAGE_SIZE];
	struct settled_writer writer;
	uint32_t nr_parts, nr_held;
	uint32_t nr_packed, nr_gone;
	uint32_t nr_found; /* of its own, and now shared */
	struct gspace_digest digest;
	uint64_t part[MAX_PARTS];
	uint32_t segment[GSPACE_ONE_TABLE / SEGMENT_SIZE];
	uint32_t held[MAX_HELD];
};

uint64_t gspace_nothing;                   /* constant */
static struct settle_work *work;           /* constant */
static struct gspace_settle_counts counts; /* atomic */

void gspace_settle_init(void)
{
	uint64_t *table = (uint64_t *)frame_alloc_run(FRAME_CP, NOTHING - 1);

	work = (struct settle_work *)frame_alloc_contiguous(
		FRAME_CP, ROUND_UP(sizeof(struct settle_work), PAGE_SIZE) / PAGE_SIZE);
	gspace_wake_init();
	for (unsigned i = 0; table && i < DAT_ENTRIES; i++)
		table[i] = RTE_INVALID;
	gspace_nothing = (habs_t)table | ASCE_DT_SEG | ASCE_TL;
}

static void count(uint64_t *counter, int64_t nr)
{
	__atomic_add_fetch(counter, (uint64_t)nr, __ATOMIC_RELAXED);
}

void gspace_count_settled(struct gspace_settle_counts *out)
{
	*out = counts;
}

/* ---- The note -------------------------------------------------------------------------------- */

static size_t note_size(uint32_t nr_parts, uint32_t nr_segments, uint32_t nr_held)
{
	return sizeof(struct gspace_settled) + nr_parts * sizeof(uint64_t) +
	       (nr_segments + nr_held) * sizeof(uint32_t);
}

static void free_note(struct gspace_settled *note)
{
	size_t size = note_size(note->nr_parts, note->nr_segments, note->nr_held);

	for (uint32_t i = 0; i < note->nr_parts; i++)
		pagestore_drop(note->part[i]);
	count(&counts.nr_settled, -1);
	count(&counts.nr_pages, -(int64_t)note->nr_packed);
	count(&counts.nr_bytes, -(int64_t)stor_block_size(size));
	stor_free(note, size);
}

/* With its holds: those on shared page tables, which a fetched guest keeps, if `all`. */
static void drop_note(struct gspace_settled *note, bool all)
{
	for (uint32_t i = 0; i < note->nr_segments; i++) {
		uint32_t word = segments_of(note)[i];

		if (all || segment_kind(word) == SEGMENT_OWN)
			gspace_drop_table(segment_table(word));
	}
	for (uint32_t i = 0; i < note->nr_held; i++)
		gspace_drop_shared((habs_t)held_of(note)[i] << PAGE_SHIFT);
	free_note(note);
}

void gspace_note_fetched(struct gspace_settled *note)
{
	drop_note(note, false);
	count(&counts.nr_wakes, 1);
}

void gspace_forget_settled(struct gspace *space)
{
	if (space->settled)
		drop_note(space->settled, true);
	space->settled = NULL;
	space->nr_out = 0;
}

/* ---- Putting away ---------------------------------------------------------------------------- */

static int put_part(void *ctx, const uint8_t *part, size_t len)
{
	struct settle_work *to = ctx;
	int rc = to->nr_parts < MAX_PARTS ? 0 : -E_FULL;

	rc = rc ? rc : pagestore_put_part(part, len, &to->part[to->nr_parts]);
	to->nr_parts += !rc;
	return rc;
}

/* Is the page what the model says? A page that is there and the guest's own never is. */
static bool is_as_model(
	const struct guest_page_table *table, const struct guest_page_table *model, unsigned i)
{
	uint64_t pte = table->pte[i], other = model ? model->pte[i] : PTE_INVALID;

	if (gspace_pte_is_out(pte) || (gspace_pte_is_valid(pte) && !(pte & PTE_PROTECT)) ||
		((pte ^ other) & (PTE_FRAME | PTE_INVALID)))
		return false;
	return table->pgste[i].key == (model ? model->pgste[i].key : 0) &&
	       table->pgste[i].bits == (model ? model->pgste[i].bits : 0);
}

/* The same bits, as most are: quick. */
static bool is_equal(const struct guest_page_table *table, const struct guest_page_table *model, unsigned i)
{
	return model && table->pte[i] == model->pte[i] &&
	       *(const uint64_t *)&table->pgste[i] == *(const uint64_t *)&model->pgste[i];
}

static unsigned count_entries(
	const struct guest_page_table *table, const struct guest_page_table *model)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < PT_ENTRIES; i++)
		if (i % GSPACE_CHUNK == 0 && model && gspace_is_chunk_as(table, model, i))
			i += GSPACE_CHUNK - 1;
		else
			nr += !is_equal(table, model, i) && !is_as_model(table, model, i);
	return nr;
}

/* A page of the guest's own: where its bytes are; NULL: its disk failed. */
static const void *page_bytes(
	const struct guest_page_table *table, unsigned i, struct settled_entry *entry)
{
	uint64_t pte = table->pte[i];

	if (gspace_pte_is_valid(pte)) {
		entry->key |= iske(pte & PTE_FRAME) & (SKEY_R | SKEY_C);
		return (const void *)(pte & PTE_FRAME);
	}
	if (pagestore_get(
		    gspace_pte_token(pte), (void *)gspace_origin(&table->pgste[i]), work->page))
		return NULL;
	gspace_verify_page(&table->pgste[i], work->page);
	return work->page;
}

/* Page tables of a megabyte. NULL: none. */
struct models {
	const struct guest_page_table *model; /* what the guest's own is compared with */
	struct guest_page_table *base;        /* what guests that are made later have */
};

/* The entry says that the page is that frame. */
static int put_held(habs_t frame, struct settled_entry *entry)
{
	entry->kind = SETTLED_HELD;
	if (work->nr_held == MAX_HELD)
		return -E_RANGE;
	work->held[work->nr_held++] = (uint32_t)(frame >> PAGE_SHIFT);
	return 0;
}

/* A page that differs from the model, or is a copy of it, and the one that new guests have there. */
static void learn(const struct models *models, unsigned i, bool is_changed)
{
	if (!models->base)
		return;
	is_changed |= ((models->base->pte[i] ^ models->model->pte[i]) & (PTE_FRAME | PTE_INVALID)) != 0;
	gspace_learn(models->base, i, is_changed ? GSPACE_CHANGED : GSPACE_IN_VAIN);
}

static int put_page(const struct gspace *space, const struct guest_page_table *table, const struct models *models,
	unsigned i, struct settled_entry *entry)
{
	const struct guest_page_table *model = models->model;
	habs_t same;
	bool is_like = model && gspace_pte_is_valid(model->pte[i]);
	const void *origin = is_like ? (const void *)(model->pte[i] & PTE_FRAME) : NULL;
	const void *page = page_bytes(table, i, entry);
	size_t len;

	if (!page)
		return -E_IO;
	same = entry->key & (SKEY_ACC | SKEY_F) ? 0 : gspace_pattern_find(space, page);
	if (same) {
		work->nr_found++;
		return put_held(same, entry);
	}
	entry->form =
		(uint8_t)pagecodec_pack(&work->codec, page, origin, PACK_TWICE, work->record, &len);
	entry->len = (uint16_t)len;
	learn(models, i, entry->form != PAGE_SAME);
	if (!origin && entry->form == PAGE_SAME) { /* zeros: as if never touched */
		entry->kind = SETTLED_GONE;
		work->nr_gone++;
	} else {
		work->nr_packed++;
		gspace_digest_add(&work->digest, page);
	}
	return 0;
}

static int put_entry(const struct gspace *space, const struct guest_page_table *table, const struct models *models,
	unsigned i)
{
	const struct pgste *pgste = &table->pgste[i];
	struct settled_entry entry = {.index = (uint8_t)i,
		.key = pgste->key | (pgste->bits & (PGSTE_GUEST_R | PGSTE_GUEST_C))};
	uint64_t pte = table->pte[i];
	int rc = 0;

	if (gspace_pte_is_valid(pte) && pte & PTE_PROTECT) {
		rc = put_held(pte & PTE_FRAME, &entry);
	} else if (gspace_pte_is_valid(pte) || gspace_pte_is_out(pte)) {
		rc = put_page(space, table, models, i, &entry);
	} else {
		entry.kind = SETTLED_GONE;
	}
	if (!rc)
		settled_put(&work->writer, &entry, work->record);
	return rc ? rc : work->writer.rc;
}

/* What the page table is compared with: any will do, the more alike the better. */
static const struct guest_page_table *choose_model(
	const struct gspace *space, uint64_t nr, const struct guest_page_table *table)
{
	struct guest_page_table *like = gspace_pattern_table(space, nr);

	return like && gspace_model(like) == gspace_model((void *)table) ? like : gspace_model((void *)table);
}

static int put_segment(const struct gspace *space, uint64_t at, uint32_t *word)
{
	uint64_t segment = space->top[at];
	const struct guest_page_table *table = (struct guest_page_table *)(segment & STE_ORIGIN);
	struct models models;
	unsigned nr;
	int rc = 0;

	if (segment & RTE_INVALID) {
		*word = SEGMENT_NONE;
		return 0;
	}
	*word = segment_word(table, SEGMENT_SHARED);
	if (segment & STE_PROTECT)
		return 0;
	models.model = choose_model(space, at, table);
	models.base = gspace_pattern_base(space, at, models.model);
	nr = count_entries(table, models.model);
	*word = segment_word(models.model, nr ? SEGMENT_OWN : models.model ? SEGMENT_SHARED : SEGMENT_NONE);
	if (nr)
		settled_put_count(&work->writer, nr);
	for (unsigned i = 0; nr && !rc && i < PT_ENTRIES; i++)
		if (i % GSPACE_CHUNK == 0 && models.model && gspace_is_chunk_as(table, models.model, i))
			i += GSPACE_CHUNK - 1;
		else if (!is_equal(table, models.model, i) && !is_as_model(table, models.model, i))
			rc = put_entry(space, table, &models, i);
	return rc;
}

/* All of it into `work`; nothing of the guest's changes. */
static int put_all(struct gspace *space)
{
	uint64_t nr = space->reach / SEGMENT_SIZE;
	int rc = 0;

	work->nr_parts = work->nr_held = work->nr_packed = work->nr_gone = work->nr_found = 0;
	work->digest = (struct gspace_digest){};
	settled_begin(&work->writer, put_part, work);
	for (uint64_t i = 0; !rc && i < nr; i++)
		rc = put_segment(space, i, &work->segment[i]);
	return rc ? rc : settled_end(&work->writer);
}

static struct gspace_settled *make_note(const struct gspace *space)
{
	uint32_t nr_segments = (uint32_t)(space->reach / SEGMENT_SIZE);
	size_t size = note_size(work->nr_parts, nr_segments, work->nr_held);
	struct gspace_settled *note = size <= 16 * PAGE_SIZE ? stor_alloc(size) : NULL;

	if (!note)
		return NULL;
	*note = (struct gspace_settled){.nr_segments = nr_segments,
		.nr_parts = work->nr_parts,
		.nr_held = work->nr_held,
		.nr_pages = space->nr_pages + space->nr_out - work->nr_gone,
		.nr_shared = space->nr_shared + work->nr_found,
		.nr_packed = work->nr_packed,
		.digest = work->digest};
	memcpy(note->part, work->part, work->nr_parts * sizeof(note->part[0]));
	memcpy(segments_of(note), work->segment, nr_segments * sizeof(uint32_t));
	memcpy(held_of(note), work->held, work->nr_held * sizeof(uint32_t));
	count(&counts.nr_settled, 1);
	count(&counts.nr_pages, note->nr_packed);
	count(&counts.nr_bytes, (int64_t)stor_block_size(size));
	return note;
}

/* The note takes its holds; the tables and pages of the guest's own go. */
static void drop_tables(struct gspace *space, struct gspace_settled *note)
{
	for (uint32_t i = 0; i < note->nr_held; i++)
		frame_share((habs_t)held_of(note)[i] << PAGE_SHIFT);
	for (uint32_t i = 0; i < note->nr_segments; i++) {
		uint64_t segment = space->top[i];
		struct guest_page_table *model = segment_table(segments_of(note)[i]);

		if (segment & (RTE_INVALID | STE_PROTECT))
			continue;
		if (model)
			frame_get((habs_t)model);
		gspace_drop_table((struct guest_page_table *)(segment & STE_ORIGIN));
	}
	gspace_delete_top(space);
	space->nr_tables = 0;
}

static int settle(struct gspace *space)
{
	struct gspace_settled *note;
	int rc;

	gspace_pattern_make(space);
	rc = put_all(space);
	note = rc ? NULL : make_note(space);
	if (!note) {
		for (uint32_t i = 0; i < work->nr_parts; i++)
			pagestore_drop(work->part[i]);
		return rc == -E_IO || rc == -E_RANGE ? rc : -E_FULL;
	}
	space->asce = gspace_nothing;
	gspace_purge(space);
	drop_tables(space, note);
	space->settled = note;
	space->nr_pages = space->nr_shared = 0;
	space->nr_out = note->nr_packed;
	count(&counts.nr_settles, 1);
	return 0;
}

/* Frames into which all store who have them. */
static bool has_common_pages(const struct gspace *space)
{
	for (const struct gspace_parts *parts = space->parts; parts; parts = parts->next)
		for (unsigned i = 0; i < parts->nr; i++)
			if (!parts->part[i].read_only)
				return true;
	return false;
}

int gspace_settle(struct gspace *space)
{
	int rc;

	lock_take(&space->lock);
	gspace_check(space);
	if (gspace_is_settled(space))
		rc = -E_BUSY;
	else if (!work || gspace_has_regions(space) || has_common_pages(space) ||
		 space->nr_pages - space->nr_shared + space->nr_out > GSPACE_SETTLE_MAX)
		rc = -E_RANGE;
	else
		rc = settle(space);
	lock_drop(&space->lock);
	return rc;
}
