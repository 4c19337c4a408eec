// SPDX-License-Identifier: Apache-2.0
/*
 * Trees of pointer blocks. In storage a tree is flat: an array of references to data blocks and a
 * list of its pointer blocks. Both ways work level by level, within the array:
 *
 *	loading		starts with the origin and replaces each pointer by those in its block, the
 *			last first, so that none is overwritten before its turn
 *	storing		starts with the data blocks and makes of each group a pointer block
 */
#include "edf/private.h"

uint32_t tree_fan(const struct edf *fs, uint32_t pointer_size)
{
	return fs->block_size / pointer_size;
}

uint32_t tree_levels(const struct edf *fs, uint32_t nr, uint32_t pointer_size)
{
	uint32_t levels = 0, fan = tree_fan(fs, pointer_size);

	for (; nr > 1; nr = (nr - 1) / fan + 1)
		levels++;
	return levels;
}

uint32_t tree_pointers(const struct edf *fs, const struct edf_tree *tree, uint32_t pointer_size)
{
	uint32_t need = 0, levels = 0, fan = tree_fan(fs, pointer_size);

	for (uint32_t nr = tree->nr; nr > 1; levels++) {
		nr = (nr - 1) / fan + 1;
		need += nr;
	}
	/* With many blocks of zeros: at most a path to each other block. */
	if (pointer_size == PLAIN_PTR && (uint64_t)tree->nr_blocks * levels < need)
		need = tree->nr_blocks * levels;
	return need;
}

int tree_extend(struct edf *fs, struct edf_tree *tree, uint32_t nr)
{
	int rc;

	if (nr > REFS_MAX)
		return -E_NOMEM;
	rc = room_make(fs, (void **)&tree->ref, &tree->room, nr, sizeof(*tree->ref));
	if (rc || nr <= tree->nr)
		return rc;
	memset(tree->ref + tree->nr, 0, (nr - tree->nr) * sizeof(*tree->ref));
	tree->nr = nr;
	return 0;
}

void tree_free(struct edf *fs, struct edf_tree *tree)
{
	room_free(fs, tree->ref, tree->room, sizeof(*tree->ref));
	room_free(fs, tree->pointer, tree->pointer_room, sizeof(*tree->pointer));
	*tree = (struct edf_tree){};
}

static int pointer_add(struct edf *fs, struct edf_tree *tree, uint32_t block)
{
	int rc = room_make(fs, (void **)&tree->pointer, &tree->pointer_room, tree->nr_pointers + 1,
		sizeof(*tree->pointer));

	if (!rc)
		tree->pointer[tree->nr_pointers++] = block;
	return rc;
}

/* ---- Loading --------------------------------------------------------------------------------- */

/* Takes nr pointers out of the block of pointers in fs->buf. */
static void pointers_take(
	const struct edf *fs, struct edf_ref *ref, uint32_t nr, uint32_t pointer_size)
{
	const struct edf_vptr *vptr = (const void *)fs->buf;
	const be32_t *ptr = (const void *)fs->buf;

	for (uint32_t i = 0; i < nr; i++) {
		if (pointer_size == PLAIN_PTR)
			ref[i] = (struct edf_ref){.block = be32_get(ptr[i])};
		else
			ref[i] = (struct edf_ref){be32_get(vptr[i].block), be32_get(vptr[i].record),
				be32_get(vptr[i].first)};
	}
}

/* Replaces the pointers of a level by the nr pointers of the next. */
static int level_expand(struct edf *fs, struct edf_tree *tree, uint32_t nr, uint32_t pointer_size)
{
	uint32_t fan = tree_fan(fs, pointer_size);
	int rc;

	for (uint32_t i = (nr - 1) / fan + 1; i-- > 0;) {
		uint32_t block = tree->ref[i].block;

		if (block == 0) { /* all below it are zeros */
			memset(tree->ref + i * fan, 0, MIN(fan, nr - i * fan) * sizeof(*tree->ref));
			continue;
		}
		/* No block can be in a tree twice. */
		if (!block_is_valid(fs, block) || tree->nr_pointers >= fs->nr_blocks)
			return -E_FORMAT;
		rc = pointer_add(fs, tree, block);
		if (!rc)
			rc = fs->ops->read(fs->ctx, block, 1, fs->buf);
		if (rc)
			return rc;
		pointers_take(fs, tree->ref + i * fan, MIN(fan, nr - i * fan), pointer_size);
	}
	return 0;
}

/* How many pointers the level has, of which `below` more follow, so that the last has nr. */
static uint64_t level_size(uint32_t nr, uint32_t fan, uint32_t below)
{
	uint64_t size = nr;

	while (below-- > 0)
		size = (size - 1) / fan + 1;
	return size;
}

int tree_load(struct edf *fs, struct edf_tree *tree, uint32_t origin, uint32_t levels,
	uint32_t pointer_size, uint32_t nr)
{
	uint32_t fan = tree_fan(fs, pointer_size);
	int rc;

	if (nr == 0)
		return origin || levels ? -E_FORMAT : 0;
	if (levels > LEVELS_MAX || level_size(nr, fan, levels) != 1)
		return -E_FORMAT;
	rc = tree_extend(fs, tree, nr);
	if (rc)
		return rc;
	tree->ref[0].block = origin;
	for (uint32_t level = levels; level > 0; level--) {
		rc = level_expand(fs, tree, (uint32_t)level_size(nr, fan, level - 1), pointer_size);
		if (rc)
			return rc;
	}
	for (uint32_t i = 0; i < nr; i++)
		tree->nr_blocks += tree->ref[i].block != 0;
	return tree->nr_blocks > fs->nr_blocks ? -E_FORMAT : 0;
}

/* ---- Storing --------------------------------------------------------------------------------- */

/* Whether a group of pointers needs a block: a group of zeros is a zero in the level above. */
static bool group_is_needed(const struct edf_ref *ref, uint32_t nr, uint32_t pointer_size)
{
	for (uint32_t i = 0; i < nr; i++) {
		if (ref[i].block || pointer_size != PLAIN_PTR)
			return true;
	}
	return false;
}

/* Makes the pointer block of a group in fs->buf. */
static void pointers_put(
	const struct edf *fs, const struct edf_ref *ref, uint32_t nr, uint32_t pointer_size)
{
	struct edf_vptr *vptr = (void *)fs->buf;
	be32_t *ptr = (void *)fs->buf;

	memset(fs->buf, 0, fs->block_size);
	for (uint32_t i = 0; i < nr; i++) {
		if (pointer_size == PLAIN_PTR)
			ptr[i] = be32(ref[i].block);
		else
			vptr[i] = (struct edf_vptr){
				be32(ref[i].block), be32(ref[i].record), be32(ref[i].first)};
	}
	if (pointer_size != PLAIN_PTR)
		ptr[fs->block_size / sizeof(*ptr) - 1] =
			be32((nr - 1) * (uint32_t)sizeof(struct edf_vptr));
}

/*
 * Makes of nr pointers in `from` the pointers of the level above in `to`, which may be the same.
 * *used counts the pointer blocks. Without write they are only counted: then any number but 0
 * stands for a block.
 */
static int level_store(struct edf *fs, const struct edf_tree *tree, const struct edf_ref *from,
	struct edf_ref *to, uint32_t nr, uint32_t pointer_size, uint32_t *used, bool write)
{
	uint32_t fan = tree_fan(fs, pointer_size);

	for (uint32_t i = 0; i * fan < nr; i++) {
		const struct edf_ref *group = from + i * fan;
		uint32_t in_group = MIN(fan, nr - i * fan);
		struct edf_ref above = {
			.first = group[0].first, .record = group[in_group - 1].record};

		if (group_is_needed(group, in_group, pointer_size)) {
			above.block = write ? tree->pointer[*used] : 1;
			(*used)++;
		}
		if (write && above.block) {
			int rc;

			pointers_put(fs, group, in_group, pointer_size);
			rc = fs->ops->write(fs->ctx, above.block, 1, fs->buf);
			if (rc)
				return rc;
		}
		to[i] = above;
	}
	return 0;
}

/* All levels. Returns the number of pointer blocks in *used, and the only pointer to the highest.
 */
static int tree_walk(struct edf *fs, const struct edf_tree *tree, uint32_t pointer_size, bool write,
	uint32_t *used, uint32_t *origin)
{
	uint32_t fan = tree_fan(fs, pointer_size), nr = tree->nr, room = 0;
	const struct edf_ref *from = tree->ref;
	struct edf_ref *level = NULL;
	int rc;

	*used = 0;
	rc = room_make(fs, (void **)&level, &room, (nr - 1) / fan + 1, sizeof(*level));
	while (!rc && nr > 1) {
		rc = level_store(fs, tree, from, level, nr, pointer_size, used, write);
		from = level;
		nr = (nr - 1) / fan + 1;
	}
	if (!rc)
		*origin = from[0].block;
	room_free(fs, level, room, sizeof(*level));
	return rc;
}

int tree_place(struct edf *fs, struct edf_tree *tree, uint32_t pointer_size, enum alloc_for what)
{
	uint32_t need = 0, origin, block;
	int rc = 0;

	if (tree->nr > 1)
		rc = tree_walk(fs, tree, pointer_size, false, &need, &origin);
	while (!rc && tree->nr_pointers < need) {
		rc = block_alloc(fs, what, &block);
		if (rc)
			break;
		rc = pointer_add(fs, tree, block);
		if (rc)
			block_release(fs, block);
	}
	while (!rc && tree->nr_pointers > need)
		block_release(fs, tree->pointer[--tree->nr_pointers]);
	return rc;
}

int tree_store(struct edf *fs, const struct edf_tree *tree, uint32_t pointer_size, uint32_t *origin,
	uint8_t *levels)
{
	uint32_t used;

	*levels = (uint8_t)tree_levels(fs, tree->nr, pointer_size);
	*origin = tree->nr ? tree->ref[0].block : 0;
	return tree->nr > 1 ? tree_walk(fs, tree, pointer_size, true, &used, origin) : 0;
}
