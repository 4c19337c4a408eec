// SPDX-License-Identifier: Apache-2.0
/* Checks a whole disk: what is in the directory and the map must account for each block once. */
#include "edf/private.h"

struct check {
	struct edf *fs;
	edf_report_fn *report;
	void *ctx;
	int nr_problems;
	uint8_t *seen; /* blocks that something claims */
	uint8_t *map;  /* the map on disk */
	uint32_t nr_seen;
	bool has_reserved; /* the file of a RESERVEd disk */
};

static void problem(
	struct check *check, enum edf_problem what, const struct edf_fst *fst, uint32_t block)
{
	check->nr_problems++;
	if (check->report)
		check->report(check->ctx, what, fst, block);
}

static void claim(struct check *check, const struct edf_fst *fst, uint32_t block)
{
	if (!bit_set(check->seen, block)) {
		problem(check, EDF_SHARED_BLOCK, fst, block);
		return;
	}
	check->nr_seen++;
	if (!bit_is_set(check->map, block))
		problem(check, EDF_NOT_ALLOCATED, fst, block);
}

/* All blocks of a tree. first: from which data block on. */
static void claim_tree(
	struct check *check, const struct edf_fst *fst, const struct edf_tree *tree, uint32_t first)
{
	for (uint32_t i = first; i < tree->nr; i++) {
		uint32_t block = tree->ref[i].block;

		if (block == 0)
			continue;
		if (block_is_valid(check->fs, block))
			claim(check, fst, block);
		else
			problem(check, EDF_BAD_POINTER, fst, block);
	}
	for (uint32_t i = 0; i < tree->nr_pointers; i++)
		claim(check, fst, tree->pointer[i]);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static bool name_is_good(const struct edf_name *name)
{
	const ebc8_t *part[] = {name->fn, name->ft};
	struct edf_name made;
	char text[2][8];
	size_t len[2];

	for (int i = 0; i < 2; i++) {
		ebc_to_ascii(text[i], part[i], sizeof(text[i]));
		for (len[i] = sizeof(text[i]); len[i] > 0 && text[i][len[i] - 1] == ' ';)
			len[i]--;
	}
	return edf_name_make(&made, text[0], len[0], text[1], len[1]) == 0 &&
	       memcmp(&made, name, sizeof(made)) == 0;
}

/*
 * Does a variable record nr that begins there, and is the first that does in its block, begin where
 * the pointer to the block says? *block is the block of the one before it.
 */
static bool place_is_known(const struct edf_file *file, uint32_t nr, uint64_t at, uint32_t *block)
{
	uint32_t size = file->fs->block_size, now = (uint32_t)(at / size), before = *block;
	const struct edf_ref *ref = file->tree.ref;

	*block = now;
	return now == before || now >= file->tree.nr ||
	       (ref[now].first == at % size && (now == 0 || ref[now - 1].record == nr - 1));
}

/* Reads all records, without what they say. Returns whether they fit together. */
static int records_read(struct check *check, const struct edf_name *name, bool *is_good)
{
	uint32_t longest = 0, block = NO_BLOCK;
	bool fixed, are_known = true;
	struct edf_file file;
	uint8_t first;
	int rc = edf_open(check->fs, &file, name);

	*is_good = rc != -E_FORMAT;
	if (rc)
		return *is_good ? rc : 0;
	fixed = file.fst.recfm == EDF_FIXED;
	for (uint32_t i = 1; rc >= 0 && i <= be32_get(file.fst.nr_records); i++) {
		if (!fixed && !place_is_known(&file, i, file.at, &block))
			are_known = false;
		rc = edf_read(&file, i, &first, sizeof(first));
		longest = rc > (int)longest ? (uint32_t)rc : longest;
	}
	if (rc >= 0)
		rc = record_find_end(&file);
	*is_good = rc != -E_FORMAT && are_known && longest <= be32_get(file.fst.lrecl);
	edf_abandon(&file);
	return rc == -E_FORMAT ? 0 : rc;
}

/* Do what the pointers say of variable records and the numbers in the entry agree? */
static bool numbers_agree(const struct edf_fst *fst, const struct edf_tree *tree)
{
	uint32_t last = 0;

	if (fst->recfm == EDF_FIXED)
		return be32_get(fst->nr_blocks) == tree->nr_blocks;
	for (uint32_t i = 0; i < tree->nr; i++) {
		if (tree->ref[i].record < last)
			return false;
		last = tree->ref[i].record;
	}
	return last == be32_get(fst->nr_records);
}

/* Is it the file of a RESERVEd disk, and in one piece? */
static bool is_reserved(
	const struct check *check, const struct edf_fst *fst, const struct edf_tree *tree)
{
	if (!tree_is_reserved(check->fs, tree) || fst->recfm != EDF_FIXED)
		return false;
	for (uint32_t i = 1; i < tree->nr; i++) {
		if (tree->ref[i].block != tree->ref[0].block + i)
			return false;
	}
	return true;
}

static int file_check(struct check *check, uint32_t index, bool is_deep)
{
	struct edf *fs = check->fs;
	const struct edf_fst *fst = &fs->fst[index];
	bool fixed = fst->recfm == EDF_FIXED, is_good;
	struct edf_tree tree = {};
	uint32_t nr;
	int rc;

	if (!name_is_good(&fst->name))
		problem(check, EDF_BAD_NAME, fst, 0);
	if (dir_lookup(fs, &fst->name) != index)
		problem(check, EDF_DUPLICATE, fst, 0);
	if (!fst_nr_refs(fs, fst, &nr)) {
		problem(check, EDF_BAD_ENTRY, fst, 0);
		return 0;
	}
	rc = tree_load(fs, &tree, be32_get(fst->origin), fst->levels,
		fixed ? PLAIN_PTR : sizeof(struct edf_vptr), nr);
	if (rc == -E_FORMAT) {
		problem(check, EDF_BAD_POINTER, fst, 0);
	} else if (!rc) {
		if (nr && fst->levels == 0)
			tree.ref[0].record = be32_get(fst->nr_records);
		claim_tree(check, fst, &tree, 0);
		check->has_reserved |= is_reserved(check, fst, &tree);
		if (!numbers_agree(fst, &tree))
			problem(check, EDF_BAD_ENTRY, fst, 0);
	}
	tree_free(fs, &tree);
	if (rc || !is_deep || dir_lookup(fs, &fst->name) != index)
		return rc == -E_FORMAT ? 0 : rc;
	rc = records_read(check, &fst->name, &is_good);
	if (!rc && !is_good)
		problem(check, EDF_BAD_RECORDS, fst, 0);
	return rc;
}

/* ---- The map --------------------------------------------------------------------------------- */

static int map_load(struct check *check)
{
	struct edf *fs = check->fs;
	struct edf_tree tree = {};
	const struct edf_fst *fst = &fs->fst[FST_MAP];
	uint32_t nr = map_nr_blocks(fs);
	int rc = tree_load(fs, &tree, be32_get(fst->origin), fst->levels, PLAIN_PTR, nr);

	for (uint32_t i = 0; !rc && i < nr; i++) {
		if (!block_is_valid(fs, tree.ref[i].block))
			continue;
		rc = fs->ops->read(fs->ctx, tree.ref[i].block, 1, fs->buf);
		if (!rc)
			map_block_get(fs, check->map, i);
	}
	if (rc == -E_FORMAT)
		problem(check, EDF_BAD_POINTER, fst, 0);
	if (!rc)
		claim_tree(check, fst, &tree, 0);
	tree_free(fs, &tree);
	return rc == -E_FORMAT ? 0 : rc;
}

static void map_compare(struct check *check)
{
	struct edf *fs = check->fs;
	uint32_t nr_used = 0;

	for (uint32_t block = 1; block <= fs->nr_blocks; block++) {
		nr_used += bit_is_set(check->map, block);
		if (bit_is_set(check->map, block) && !bit_is_set(check->seen, block))
			problem(check, EDF_LOST_BLOCK, NULL, block);
	}
	if (nr_used != be32_get(fs->label.blocks_used))
		problem(check, EDF_BAD_COUNT, NULL, 0);
}

int edf_check(struct edf *fs, bool is_deep, edf_report_fn *report, void *report_ctx)
{
	struct check check = {.fs = fs, .report = report, .ctx = report_ctx};
	uint32_t room[2] = {};
	int rc;

	rc = room_make(fs, (void **)&check.seen, &room[0], map_len(fs), 1);
	if (!rc)
		rc = room_make(fs, (void **)&check.map, &room[1], map_len(fs), 1);
	if (!rc)
		rc = map_load(&check);
	for (uint32_t block = 1; !rc && block < EDF_FIRST_BLOCK; block++)
		claim(&check, NULL, block);
	if (!rc)
		claim_tree(&check, &fs->fst[FST_DIR], &fs->dir, 1);
	for (uint32_t i = FST_FILES; !rc && i < fs->nr_fst; i++)
		rc = file_check(&check, i, is_deep);
	if (!rc)
		map_compare(&check);
	if (!rc && be32_get(fs->label.reserved_offset) && !check.has_reserved)
		problem(&check, EDF_BAD_RESERVED, NULL, be32_get(fs->label.reserved_offset) + 1);
	room_free(fs, check.seen, map_len(fs), 1);
	room_free(fs, check.map, map_len(fs), 1);
	return rc ? rc : check.nr_problems;
}

const char *edf_problem_text(enum edf_problem problem)
{
	static const char *const text[] = {
		[EDF_BAD_ENTRY] = "the numbers in its entry contradict each other",
		[EDF_BAD_NAME] = "the name cannot be typed",
		[EDF_DUPLICATE] = "another file has the same name",
		[EDF_BAD_POINTER] = "pointers lead outside the disk or cannot be followed",
		[EDF_BAD_RECORDS] = "its records do not fit together",
		[EDF_SHARED_BLOCK] = "the block belongs to something else, too",
		[EDF_NOT_ALLOCATED] = "the block is in use, and the map shows it as free",
		[EDF_LOST_BLOCK] = "nothing uses the block, and the map shows it as in use",
		[EDF_BAD_RESERVED] = "the label says that a file in one piece begins there",
		[EDF_BAD_COUNT] = "the label's count of blocks in use is wrong",
	};

	return text[problem];
}
