// SPDX-License-Identifier: Apache-2.0
/*
 * Files whose records stay where they are when others take their place: those of mode number 6, and
 * the file of a RESERVEd disk, which has to. What is added to such a file, and what is behind the
 * records that it is cut to, goes to other blocks as with all files.
 */
#include "edf/private.h"

#define NUMBER_IN_PLACE 0xf6

/* Marks the blocks of a tree; false: one was marked already. */
static bool blocks_mark(uint8_t *bits, const struct edf_tree *tree)
{
	bool are_new = true;

	for (uint32_t i = 0; i < tree->nr; i++) {
		if (tree->ref[i].block && !bit_set(bits, tree->ref[i].block))
			are_new = false;
	}
	for (uint32_t i = 0; i < tree->nr_pointers; i++) {
		if (!bit_set(bits, tree->pointer[i]))
			are_new = false;
	}
	return are_new;
}

int in_place_begin(struct edf_file *file)
{
	struct edf *fs = file->fs;
	uint8_t *bits = NULL;
	uint32_t room = 0;
	int rc;

	if (file->fst.fm[1] != NUMBER_IN_PLACE && !tree_is_reserved(fs, &file->tree))
		return 0;
	/* On a damaged disk directory or map may be in the file: they must not be written to. */
	rc = room_make(fs, (void **)&bits, &room, map_len(fs), 1);
	if (rc)
		return rc;
	if (!blocks_mark(bits, &file->tree) || !blocks_mark(bits, &fs->dir) ||
		!blocks_mark(bits, &fs->map_tree))
		rc = -E_FORMAT;
	room_free(fs, bits, room, 1);
	if (!rc)
		file->in_place_end = file->end;
	return rc;
}
