// SPDX-License-Identifier: Apache-2.0
/*
 * Which blocks are in use. Two bitmaps: map is what a commit will write, the blocks of the
 * directory as it is in storage. busy has besides these what the state on disk needs until then,
 * and the blocks of open files.
 */
#include "edf/private.h"

bool bit_set(uint8_t *bits, uint32_t block)
{
	bool was = bit_is_set(bits, block);

	bits[(block - 1) / 8] |= 0x80 >> (block - 1) % 8;
	return !was;
}

bool bit_clear(uint8_t *bits, uint32_t block)
{
	bool was = bit_is_set(bits, block);

	bits[(block - 1) / 8] &= ~(0x80 >> (block - 1) % 8);
	return was;
}

/* Of eight bytes at once: pairs, then halves of bytes, then bytes, whose sums the product adds up.
 */
static uint32_t word_count(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	word -= word >> 1 & 0x5555555555555555;
	word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
	word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (uint32_t)(word * 0x0101010101010101 >> 56);
}

uint32_t bits_count(const uint8_t *bits, uint32_t nr_blocks)
{
	uint32_t count = 0, block = 1;

	for (; block + 63 <= nr_blocks; block += 64)
		count += word_count(bits + (block - 1) / 8);
	for (; block <= nr_blocks; block++)
		count += bit_is_set(bits, block);
	return count;
}

uint32_t map_nr_blocks(const struct edf *fs)
{
	return (fs->nr_blocks - 1) / (8 * fs->block_size) + 1;
}

uint32_t map_len(const struct edf *fs)
{
	return (fs->nr_blocks + 7) / 8;
}

void map_block_get(const struct edf *fs, uint8_t *bits, uint32_t i)
{
	uint32_t at = i * fs->block_size;

	memcpy(bits + at, fs->buf, MIN(fs->block_size, map_len(fs) - at));
}

void map_block_put(const struct edf *fs, const uint8_t *bits, uint32_t i)
{
	uint32_t at = i * fs->block_size;

	memset(fs->buf, 0, fs->block_size);
	memcpy(fs->buf, bits + at, MIN(fs->block_size, map_len(fs) - at));
}

static void map_changed(struct edf *fs, uint32_t block)
{
	fs->map_state[(block - 1) / 8 / fs->block_size] |= STATE_DIRTY;
	fs->is_changed = true;
}

void map_set(struct edf *fs, uint32_t block)
{
	if (bit_set(fs->map, block)) {
		fs->nr_used++;
		map_changed(fs, block);
	}
}

void map_clear(struct edf *fs, uint32_t block)
{
	if (bit_clear(fs->map, block)) {
		fs->nr_used--;
		map_changed(fs, block);
	}
}

/* ---- Allocation ------------------------------------------------------------------------------ */

uint32_t commit_need(const struct edf *fs)
{
	uint32_t nr_dir = (fs->nr_fst - 1) / (fs->block_size / sizeof(struct edf_fst)) + 1;
	struct edf_tree dir = {.nr = nr_dir, .nr_blocks = nr_dir};
	uint32_t need = fs->map_tree.nr + tree_pointers(fs, &fs->map_tree, PLAIN_PTR) +
			tree_pointers(fs, &dir, PLAIN_PTR);

	need += MIN(fs->nr_dir_changed, nr_dir);
	return need;
}

/* Blocks that files must leave: for the commit, and for pointers to what was written already. */
static uint32_t reserve(const struct edf *fs)
{
	uint32_t need = commit_need(fs) + COMMIT_SPARE;
	const struct list *node;

	list_for_each (node, &fs->open) {
		const struct edf_file *file = LIST_ENTRY(node, struct edf_file, node);

		if (file->is_writing)
			need += tree_pointers(fs, &file->tree, file->fst.pointer_size) + 2;
	}
	return need;
}

/* The next block from `from` on that is not busy; 0: none. */
static uint32_t block_next_free(const struct edf *fs, uint32_t from)
{
	for (uint32_t block = from; block <= fs->nr_blocks; block++) {
		if ((block - 1) % 8 == 0 && fs->busy[(block - 1) / 8] == 0xff)
			block += 7;
		else if (!bit_is_set(fs->busy, block))
			return block;
	}
	return 0;
}

int block_alloc(struct edf *fs, enum alloc_for what, uint32_t *block)
{
	uint32_t left = fs->nr_blocks - fs->nr_busy;

	if (left == 0 || (what == ALLOC_FILE && left <= reserve(fs)))
		return -E_FULL;
	*block = block_next_free(fs, fs->hint);
	if (*block == 0)
		*block = block_next_free(fs, EDF_FIRST_BLOCK);
	if (*block == 0)
		return -E_FULL;
	fs->hint = *block + 1;
	bit_set(fs->busy, *block);
	fs->nr_busy++;
	return 0;
}

void block_release(struct edf *fs, uint32_t block)
{
	if (block && bit_clear(fs->busy, block))
		fs->nr_busy--;
}

/* ---- After a commit -------------------------------------------------------------------------- */

static void keep(struct edf *fs, uint32_t block)
{
	if (block && bit_set(fs->busy, block))
		fs->nr_busy++;
}

void busy_rebuild(struct edf *fs)
{
	const struct list *node;

	memcpy(fs->busy, fs->map, map_len(fs));
	fs->nr_busy = fs->nr_used;
	fs->hint = EDF_FIRST_BLOCK;
	list_for_each (node, &fs->open) {
		const struct edf_file *file = LIST_ENTRY(node, struct edf_file, node);

		for (uint32_t i = 0; i < file->tree.nr; i++)
			keep(fs, file->tree.ref[i].block);
		for (uint32_t i = 0; i < file->tree.nr_pointers; i++)
			keep(fs, file->tree.pointer[i]);
	}
}

uint32_t edf_used_blocks(const struct edf *fs)
{
	return fs->read_only ? be32_get(fs->label.blocks_used) : fs->nr_used;
}

uint32_t edf_free_blocks(const struct edf *fs)
{
	uint32_t left, need;

	if (fs->read_only)
		return fs->nr_blocks - be32_get(fs->label.blocks_used);
	left = fs->nr_blocks - fs->nr_busy;
	need = reserve(fs);
	return left > need ? left - need : 0;
}
