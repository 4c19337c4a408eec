/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. */
#ifndef EDF_PRIVATE_H
#define EDF_PRIVATE_H

#include "edf/edf.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define NO_BLOCK     0xffffffffu
#define PLAIN_PTR    4 /* size of a pointer of fixed records, of directory and map */
#define REFS_MAX     (1u << 24)
#define LEVELS_MAX   8
#define FST_DIR      0 /* index of the directory's own entry */
#define FST_MAP      1
#define FST_FILES    2 /* index of the first file's */
#define BUFFER_SIZE  32768
#define BUFFER_MOST  32 /* blocks: there is a bit for each */
#define STATE_DIRTY  1  /* a block of directory or map differs from what is on disk */
#define STATE_MOVED  2  /* and has its new place already */
#define COMMIT_SPARE 8  /* blocks that stay free so that something can be erased */

/* ---- Storage (storage.c) --------------------------------------------------------------------- */

/*
 * Makes room for nr members, at least, in an array; old content stays, the rest is zeros. Returns 0
 * or -E_NOMEM.
 */
int room_make(struct edf *fs, void **array, uint32_t *room, uint32_t nr, size_t size) MUST_CHECK;

/* Frees an array of room members. */
void room_free(struct edf *fs, void *array, uint32_t room, size_t size);

/* ---- Blocks (map.c) -------------------------------------------------------------------------- */

static inline bool bit_is_set(const uint8_t *bits, uint32_t block)
{
	return bits[(block - 1) / 8] & 0x80 >> (block - 1) % 8;
}

/* How many of the first nr_blocks blocks have their bits set. */
uint32_t bits_count(const uint8_t *bits, uint32_t nr_blocks);

/* Changes a bit. Returns whether it was different. */
bool bit_set(uint8_t *bits, uint32_t block);
bool bit_clear(uint8_t *bits, uint32_t block);

/* Whether files, the map, or blocks of the directory but its first can have it. */
static inline bool block_is_valid(const struct edf *fs, uint32_t block)
{
	return block >= EDF_FIRST_BLOCK && block <= fs->nr_blocks;
}

/*
 * Finds a free block; it is busy from then on. For the directory and the map even the last, for
 * files only what these do not need: -E_FULL.
 */
enum alloc_for { ALLOC_META, ALLOC_FILE };
int block_alloc(struct edf *fs, enum alloc_for what, uint32_t *block) MUST_CHECK;

/* A block that nothing refers to, and nothing that was committed did. */
void block_release(struct edf *fs, uint32_t block);

/* Enters or removes a block in the map that is to be committed. */
void map_set(struct edf *fs, uint32_t block);
void map_clear(struct edf *fs, uint32_t block);

/* How many blocks a commit would need now, at most. */
uint32_t commit_need(const struct edf *fs);

/* Everything but map and open files becomes free. */
void busy_rebuild(struct edf *fs);

/* ---- Trees (tree.c) -------------------------------------------------------------------------- */

/* Pointers of a size in a block. */
uint32_t tree_fan(const struct edf *fs, uint32_t pointer_size);

/* Most pointer blocks that nr blocks can need. */
uint32_t tree_pointers(const struct edf *fs, const struct edf_tree *tree, uint32_t pointer_size);

/* Levels that nr blocks need. */
uint32_t tree_levels(const struct edf *fs, uint32_t nr, uint32_t pointer_size);

/* Makes room for nr references; new ones are 0. */
int tree_extend(struct edf *fs, struct edf_tree *tree, uint32_t nr) MUST_CHECK;

/*
 * Reads the pointers to nr blocks. -E_FORMAT: they are damaged. With variable pointers (12 bytes)
 * records are filled in; a single block says nothing of its records.
 */
int tree_load(struct edf *fs, struct edf_tree *tree, uint32_t origin, uint32_t levels,
	uint32_t pointer_size, uint32_t nr) MUST_CHECK;

/* Allocates the pointer blocks that the tree needs, in place of those in its list. */
int tree_place(struct edf *fs, struct edf_tree *tree, uint32_t pointer_size,
	enum alloc_for what) MUST_CHECK;

/* Writes them. Returns the origin, and in *levels how many levels there are. */
int tree_store(struct edf *fs, const struct edf_tree *tree, uint32_t pointer_size, uint32_t *origin,
	uint8_t *levels) MUST_CHECK;

void tree_free(struct edf *fs, struct edf_tree *tree);

/* ---- The directory (directory.c) ------------------------------------------------------------- */

/* Index of a file's entry; 0: there is none. */
uint32_t dir_lookup(const struct edf *fs, const struct edf_name *name);

/* Makes room for one more entry. */
int dir_room(struct edf *fs) MUST_CHECK;

/* Makes room for one more entry and its place in the index. */
int dir_reserve(struct edf *fs) MUST_CHECK;

/* The block of an entry is to be written by the next commit. */
void entry_changed(struct edf *fs, uint32_t index);

void fst_set_date(struct edf_fst *fst, const struct edf_time *date);

/* Adds or replaces an entry; there is room. */
void dir_put(struct edf *fs, const struct edf_fst *fst);

/* Builds the index of the entries that were read. */
int dir_index(struct edf *fs) MUST_CHECK;

/* The writer of a file, or NULL. */
struct edf_file *writer_of(const struct edf *fs, const struct edf_name *name);

/* Is it the tree of the file of a RESERVEd disk? (reserve.c) */
bool tree_is_reserved(const struct edf *fs, const struct edf_tree *tree);

/* May something be changed now? 0, -E_PERM, or -E_FULL: commit first. */
int change_check(const struct edf *fs) MUST_CHECK;

/* ---- Files (file.c) -------------------------------------------------------------------------- */

/* Logical blocks of a file by its entry; false: the numbers are impossible. */
bool fst_nr_refs(const struct edf *fs, const struct edf_fst *fst, uint32_t *nr);

/* Reads the tree of a file. It has no tree yet. */
int file_tree_load(struct edf *fs, const struct edf_fst *fst, struct edf_tree *tree) MUST_CHECK;

/* ---- Bytes of a file (stream.c) -------------------------------------------------------------- */

/* Bytes behind the end of the file's blocks: -E_FORMAT. */
int stream_read(struct edf_file *file, uint64_t at, void *buf, uint32_t len) MUST_CHECK;

/* Adds blocks as needed. buf NULL: zeros. */
int stream_write(struct edf_file *file, uint64_t at, const void *buf, uint32_t len) MUST_CHECK;

/* Leaves len bytes. */
int stream_truncate(struct edf_file *file, uint64_t len) MUST_CHECK;

/* Writes what is in the buffer only. */
int stream_flush(struct edf_file *file) MUST_CHECK;

/* ---- Updating in place (inplace.c) ------------------------------------------------------------ */

/*
 * For a file that was opened for writing: are its records written to where they are? -E_FORMAT: on
 * this damaged disk that would hurt others.
 */
int in_place_begin(struct edf_file *file) MUST_CHECK;

/* ---- Records (record.c) ---------------------------------------------------------------------- */

/* Finds out where a file that is to be written ends. */
int record_find_end(struct edf_file *file) MUST_CHECK;

/* ---- A disk in storage (mount.c) ------------------------------------------------------------- */

/* The names of the directory's own entry and the map's. */
extern const struct edf_name edf_dir_name, edf_map_name;

/* Blocks of the map on disk, and bytes of it in storage: no more than the disk has blocks for. */
uint32_t map_nr_blocks(const struct edf *fs);
uint32_t map_len(const struct edf *fs);

/* Copies block i of the map from fs->buf into a bitmap in storage, or from there, with zeros. */
void map_block_get(const struct edf *fs, uint8_t *bits, uint32_t i);
void map_block_put(const struct edf *fs, const uint8_t *bits, uint32_t i);

/* Storage for a block; for both bitmaps. edf_unmount() frees it. */
int buffer_make(struct edf *fs) MUST_CHECK;
int maps_make(struct edf *fs) MUST_CHECK;

/* ---- The label (label.c) --------------------------------------------------------------------- */

int edf_label_read(struct edf *fs) MUST_CHECK;
int edf_label_write(struct edf *fs, const struct edf_label *label) MUST_CHECK;

#endif
