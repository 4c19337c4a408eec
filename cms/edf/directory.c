// SPDX-License-Identifier: Apache-2.0
/*
 * The directory in storage: the entries as they stand on disk, in the order in which they came, and
 * a hash table over them with linear probing. The entry of an erased file is taken by the last one,
 * so that few blocks change.
 */
#include "edf/private.h"

#define SLOTS_MIN 16

static const struct edf_name no_name;

int edf_name_make(
	struct edf_name *name, const char *fn, size_t fn_len, const char *ft, size_t ft_len)
{
	const char *part[] = {fn, ft};
	const size_t len[] = {fn_len, ft_len};
	ebc8_t *to[] = {name->fn, name->ft};

	for (int i = 0; i < 2; i++) {
		if (len[i] < 1 || len[i] > sizeof(name->fn))
			return -E_INVAL;
		for (size_t j = 0; j < len[i]; j++) {
			if (!chr_is_alpha(part[i][j]) && !chr_is_digit(part[i][j]) &&
				(part[i][j] == 0 || !strchr("$#@+-:_", part[i][j])))
				return -E_INVAL;
		}
	}
	for (int i = 0; i < 2; i++) {
		memset(to[i], EBC_BLANK, sizeof(name->fn));
		ebc_from_ascii(to[i], part[i], len[i]);
	}
	return 0;
}

/* ---- The index ------------------------------------------------------------------------------- */

static uint32_t name_hash(const struct edf_name *name)
{
	const uint8_t *bytes = (const void *)name;
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < sizeof(*name); i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

static bool name_is(const struct edf_name *a, const struct edf_name *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* The slot of a name, or the free one where it would be. There is always a free one. */
static uint32_t slot_find(const struct edf *fs, const struct edf_name *name)
{
	uint32_t at = name_hash(name) & (fs->nr_slots - 1);

	while (fs->slot[at] && !name_is(&fs->fst[fs->slot[at]].name, name))
		at = (at + 1) & (fs->nr_slots - 1);
	return at;
}

/* Frees a slot: those behind it that it kept from their place move up. */
static void slot_free(struct edf *fs, uint32_t hole)
{
	uint32_t mask = fs->nr_slots - 1;

	fs->slot[hole] = 0;
	for (uint32_t at = (hole + 1) & mask; fs->slot[at]; at = (at + 1) & mask) {
		uint32_t home = name_hash(&fs->fst[fs->slot[at]].name) & mask;

		if (((at - home) & mask) >= ((at - hole) & mask)) {
			fs->slot[hole] = fs->slot[at];
			fs->slot[at] = 0;
			hole = at;
		}
	}
}

static int slots_make(struct edf *fs, uint32_t nr_fst)
{
	uint32_t nr = SLOTS_MIN, room = 0;
	uint32_t *slot = NULL;
	int rc;

	while (nr < 2 * nr_fst)
		nr *= 2;
	if (nr <= fs->nr_slots)
		return 0;
	rc = room_make(fs, (void **)&slot, &room, nr, sizeof(*slot));
	if (rc)
		return rc;
	room_free(fs, fs->slot, fs->nr_slots, sizeof(*fs->slot));
	fs->slot = slot;
	fs->nr_slots = nr;
	for (uint32_t i = FST_FILES; i < fs->nr_fst; i++) {
		uint32_t at = slot_find(fs, &fs->fst[i].name);

		if (!fs->slot[at]) /* of two with the same name the first counts */
			fs->slot[at] = i;
	}
	return 0;
}

int dir_index(struct edf *fs)
{
	return slots_make(fs, fs->nr_fst + 1);
}

/* ---- Entries --------------------------------------------------------------------------------- */

uint32_t dir_lookup(const struct edf *fs, const struct edf_name *name)
{
	return fs->slot[slot_find(fs, name)];
}

void fst_set_date(struct edf_fst *fst, const struct edf_time *date)
{
	memcpy(fst->date, date->digits, sizeof(fst->date));
	fst->flags &= ~EDF_FST_CENTURY;
	if (date->is_20xx)
		fst->flags |= EDF_FST_CENTURY;
}

void entry_changed(struct edf *fs, uint32_t index)
{
	uint8_t *state = &fs->dir_state[index / (fs->block_size / sizeof(struct edf_fst))];

	fs->nr_dir_changed += *state == 0;
	*state |= STATE_DIRTY;
	fs->is_changed = true;
}

int dir_room(struct edf *fs)
{
	uint32_t per_block = fs->block_size / sizeof(struct edf_fst);
	int rc;

	rc = room_make(fs, (void **)&fs->fst, &fs->fst_room, fs->nr_fst + 1, sizeof(*fs->fst));
	if (!rc)
		rc = room_make(fs, (void **)&fs->dir_state, &fs->dir_state_room,
			fs->nr_fst / per_block + 1, 1);
	return rc;
}

int dir_reserve(struct edf *fs)
{
	int rc = dir_room(fs);

	return rc ? rc : slots_make(fs, fs->nr_fst + 1);
}

void dir_put(struct edf *fs, const struct edf_fst *fst)
{
	uint32_t at = slot_find(fs, &fst->name), index = fs->slot[at];

	if (!index) {
		index = fs->nr_fst++;
		fs->slot[at] = index;
	}
	fs->fst[index] = *fst;
	entry_changed(fs, index);
}

static void dir_remove(struct edf *fs, uint32_t index)
{
	uint32_t last = fs->nr_fst - 1;

	slot_free(fs, slot_find(fs, &fs->fst[index].name));
	if (index != last) {
		uint32_t at = slot_find(fs, &fs->fst[last].name);

		if (fs->slot[at] == last)
			fs->slot[at] = index;
		fs->fst[index] = fs->fst[last];
		entry_changed(fs, index);
	}
	entry_changed(fs, last);
	memset(&fs->fst[last], 0, sizeof(fs->fst[last]));
	fs->nr_fst--;
}

/* ---- What users ask for ---------------------------------------------------------------------- */

uint32_t edf_nr_files(const struct edf *fs)
{
	return fs->nr_fst - FST_FILES;
}

const struct edf_fst *edf_file_nr(const struct edf *fs, uint32_t n)
{
	return n < edf_nr_files(fs) ? &fs->fst[FST_FILES + n] : NULL;
}

const struct edf_fst *edf_find(const struct edf *fs, const struct edf_name *name)
{
	uint32_t index = dir_lookup(fs, name);

	return index ? &fs->fst[index] : NULL;
}

struct edf_file *writer_of(const struct edf *fs, const struct edf_name *name)
{
	const struct list *node;

	list_for_each (node, &fs->open) {
		struct edf_file *file = LIST_ENTRY(node, struct edf_file, node);

		if (file->is_writing && name_is(&file->fst.name, name))
			return file;
	}
	return NULL;
}

int change_check(const struct edf *fs)
{
	if (fs->read_only)
		return -E_PERM;
	return fs->nr_blocks - fs->nr_busy < commit_need(fs) + 2 ? -E_FULL : 0;
}

int edf_erase(struct edf *fs, const struct edf_name *name)
{
	uint32_t index = dir_lookup(fs, name);
	struct edf_tree tree = {};
	int rc = change_check(fs);

	if (rc)
		return rc;
	if (!index)
		return -E_NOENT;
	if (writer_of(fs, name))
		return -E_BUSY;
	rc = file_tree_load(fs, &fs->fst[index], &tree);
	if (!rc) {
		if (tree_is_reserved(fs, &tree))
			fs->label.reserved_offset = be32(0);
		for (uint32_t i = 0; i < tree.nr; i++) {
			if (tree.ref[i].block)
				map_clear(fs, tree.ref[i].block);
		}
		for (uint32_t i = 0; i < tree.nr_pointers; i++)
			map_clear(fs, tree.pointer[i]);
		dir_remove(fs, index);
	}
	tree_free(fs, &tree);
	return rc;
}

int edf_rename(struct edf *fs, const struct edf_name *from, const struct edf_name *to)
{
	uint32_t index = dir_lookup(fs, from);
	int rc = change_check(fs);

	if (rc)
		return rc;
	if (name_is(to, &no_name))
		return -E_INVAL;
	if (!index)
		return -E_NOENT;
	if (writer_of(fs, from) || writer_of(fs, to))
		return -E_BUSY;
	if (dir_lookup(fs, to))
		return -E_EXIST;
	slot_free(fs, slot_find(fs, from));
	fs->fst[index].name = *to;
	fs->slot[slot_find(fs, to)] = index;
	entry_changed(fs, index);
	return 0;
}

int edf_set_mode(struct edf *fs, const struct edf_name *name, const ebc8_t fm[2],
	const struct edf_time *date)
{
	uint32_t index = dir_lookup(fs, name);
	int rc = change_check(fs);

	if (rc)
		return rc;
	if (!index)
		return -E_NOENT;
	if (writer_of(fs, name))
		return -E_BUSY;
	memcpy(fs->fst[index].fm, fm, sizeof(fs->fst[index].fm));
	if (date)
		fst_set_date(&fs->fst[index], date);
	entry_changed(fs, index);
	return 0;
}
