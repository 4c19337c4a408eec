/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CMS file system on one minidisk.
 *
 * The directory and the allocation map are in storage while a disk is mounted, with an index by
 * name. What is changed goes to blocks that are free in the state that was committed last. Only
 * edf_commit() makes it count: it writes the changed blocks of directory and map to other free
 * blocks, the first block of the directory to the one of blocks 4 and 5 that does not count, and
 * then, with the write of one block, the label that points there. A crash at any moment leaves the
 * state of the last commit.
 *
 * Functions return 0 (or what they say), -E_* otherwise:
 *
 *	-E_IO, -E_NOMEM	a callback said so
 *	-E_FORMAT	the disk is damaged, or not in this format; edf_check() says where
 *	-E_PERM		mounted read-only
 *	-E_FULL		no room on the disk
 *	-E_BUSY		the file is open for writing
 *
 * After an error nothing that was asked for is done, but a record of which a part was written may
 * be damaged in a file that was not closed. A disk is used by one caller at a time.
 */
#ifndef EDF_EDF_H
#define EDF_EDF_H

#include "edf/format.h"
#include "lib/list.h"

/* A local time: decimal digits YYMMDDHHMMSS. */
struct edf_time {
	uint8_t digits[6];
	bool is_20xx;
};

struct edf_ops {
	/* nr blocks one after the other. Return 0 or -E_IO. Writes happen in the order of calls. */
	int (*read)(void *ctx, uint32_t block, uint32_t nr, void *buf) MUST_CHECK;
	int (*write)(void *ctx, uint32_t block, uint32_t nr, const void *buf) MUST_CHECK;
	/*
	 * Storage: as realloc() (old NULL: new; size 0: frees, returns NULL). Returns NULL when
	 * there is none; old, of old_size bytes, stays good then. Any content, 8-byte boundary.
	 */
	void *(*resize)(void *ctx, void *old, size_t old_size, size_t size);
	void (*now)(void *ctx, struct edf_time *now);
};

/* ---- A disk ---------------------------------------------------------------------------------- */

/* Blocks of a file, of the directory or of the map, and the pointer blocks above them. */
struct edf_ref {
	uint32_t block;  /* 0: zeros */
	uint32_t record; /* variable records: as in struct edf_vptr */
	uint32_t first;
};

struct edf_tree {
	struct edf_ref *ref;
	uint32_t nr, room;
	uint32_t nr_blocks; /* references that are not 0 */
	uint32_t *pointer;
	uint32_t nr_pointers, pointer_room;
};

/* A mounted disk. The members are the file system's own. */
struct edf {
	const struct edf_ops *ops;
	void *ctx;
	uint32_t block_size, nr_blocks;
	bool read_only, is_fba, is_changed;
	uint8_t *buf; /* a block, for a moment */
	struct edf_label label;

	/* The directory: entries as they stand on disk, 0 and 1 are its own and the map's. */
	struct edf_fst *fst;
	uint32_t nr_fst, fst_room;
	uint32_t *slot; /* hash table: index of the entry, 0: free */
	uint32_t nr_slots;
	struct edf_tree dir;
	uint8_t *dir_state;                      /* one for each block of the directory */
	uint32_t dir_state_room, nr_dir_changed; /* at most so many of them differ */
	bool dir_pointers_moved;

	/* The allocation map. */
	uint8_t *map;  /* a bit a block, leftmost first: in use by the directory above */
	uint8_t *busy; /* the same: not to be allocated, also for the committed state's sake */
	uint32_t nr_used, nr_busy, hint;
	struct edf_tree map_tree;
	uint8_t *map_state; /* one for each block of the map */
	bool map_pointers_moved;

	struct list open; /* struct edf_file */
};

struct edf_geometry {
	uint32_t block_size, nr_blocks;
	uint32_t nr_cyls; /* 0 on FBA */
	bool is_fba;      /* the label is in sector 1 */
	ebc8_t volid[6];
};

#define EDF_BLOCKS_MIN 32 /* fewest of a disk */

/* Makes an empty file system. -E_INVAL: no such block size, or not enough blocks. */
int edf_format(
	const struct edf_ops *ops, void *ctx, const struct edf_geometry *geometry) MUST_CHECK;

/* Is this a label? Returns 0 and the block size, or -E_FORMAT. */
int edf_label_check(const struct edf_label *label, uint32_t *block_size) MUST_CHECK;

enum edf_access { EDF_READ_ONLY, EDF_READ_WRITE };

/*
 * Mounts a disk of nr_blocks blocks of block_size bytes, as edf_label_check() told it. When a
 * damaged disk is refused for writing it may still be possible to mount it read-only.
 */
int edf_mount(struct edf *fs, const struct edf_ops *ops, void *ctx, uint32_t block_size,
	uint32_t nr_blocks, bool is_fba, enum edf_access access) MUST_CHECK;

/* Forgets the disk, open files, and what was not committed. One that is not mounted (zeros) is
 * left. */
void edf_unmount(struct edf *fs);

/*
 * Makes all that was closed, erased and renamed count. Files that are open for writing stay as they
 * were last closed. After -E_IO or -E_NOMEM it can be tried again.
 */
int edf_commit(struct edf *fs) MUST_CHECK;

/*
 * Makes a RESERVEd disk: all files are erased, and all blocks are those of one new file, of fixed
 * records as long as a block, of mode number 6, one after the other; fs->label.reserved_offset
 * blocks are before them. Only the last block of the disk, and those that a commit needs, stay
 * free. What is in the records is what was in the blocks. It is committed: after a crash the disk
 * is as it was, or without files, or reserved. No file may be open: -E_BUSY; -E_FULL: the disk has
 * not enough blocks; -E_INVAL: no such name.
 *
 * The file's records are written to where they are. When its blocks become others, or it is erased,
 * the disk is no longer reserved.
 */
int edf_reserve(struct edf *fs, const struct edf_name *name) MUST_CHECK;

/* Has another user of the disk committed since it was mounted? 1, 0, or an error. */
int edf_is_stale(struct edf *fs) MUST_CHECK;

/* Changes the volume label; counts with the next commit. */
int edf_set_volid(struct edf *fs, const ebc8_t volid[6]) MUST_CHECK;

/* Blocks in use, and blocks that files can still get. */
uint32_t edf_used_blocks(const struct edf *fs);
uint32_t edf_free_blocks(const struct edf *fs);

/* ---- The directory --------------------------------------------------------------------------- */

/*
 * Makes a name of its two parts in ASCII, 1 to 8 of A-Z a-z 0-9 $ # @ + - : _ each, which stay in
 * the case they are. Returns -E_INVAL if a part is something else.
 */
int edf_name_make(struct edf_name *name, const char *fn, size_t fn_len, const char *ft,
	size_t ft_len) MUST_CHECK;

/* How many files there are, and the nth from 0; good until the next change. */
uint32_t edf_nr_files(const struct edf *fs);
const struct edf_fst *edf_file_nr(const struct edf *fs, uint32_t n);

/* NULL: there is none. */
const struct edf_fst *edf_find(const struct edf *fs, const struct edf_name *name);

/*
 * -E_NOENT, -E_EXIST as usual. Who reads the file can go on; -E_BUSY if somebody writes it. -E_FULL
 * only when many changes wait to be committed.
 */
int edf_erase(struct edf *fs, const struct edf_name *name) MUST_CHECK;
int edf_rename(struct edf *fs, const struct edf_name *from, const struct edf_name *to) MUST_CHECK;

/* Changes letter and number of the file mode, and with date not NULL the date. */
int edf_set_mode(struct edf *fs, const struct edf_name *name, const ebc8_t fm[2],
	const struct edf_time *date) MUST_CHECK;

/* ---- Files ----------------------------------------------------------------------------------- */

/* An open file, in storage of the caller. Of its members only these may be looked at. */
struct edf_file {
	struct edf_fst fst;             /* as it is now: number of records, length */
	uint32_t next_read, next_write; /* numbers of records, from 1 */

	struct list node; /* in fs->open */
	struct edf *fs;
	bool is_writing, is_new, is_changed;
	struct edf_tree tree;
	uint32_t *old; /* blocks and pointer blocks of the file as the directory has it */
	uint32_t nr_old, *old_pointer, nr_old_pointers, old_pointer_room;
	uint8_t *buf; /* buf_len blocks of the file from buf_nr on, which counts from 0 */
	uint32_t buf_nr, buf_len, buf_room;
	uint32_t buf_dirty; /* a bit for each, the first rightmost: it is to be written */
	uint32_t at_record; /* variable: where a record begins; 0: not known */
	uint64_t at;
	uint64_t end; /* writing: bytes in use */
	uint64_t in_place_end; /* so many of them are written to where they are */
};

/* Opens a file for reading, also while another writes it: its records are those of now. */
int edf_open(struct edf *fs, struct edf_file *file, const struct edf_name *name) MUST_CHECK;

/*
 * Opens a file for reading and writing; next_write is behind its end. Records of a file of mode
 * number 6 are written to where they are, and count at once, also if it is abandoned.
 */
int edf_open_write(struct edf *fs, struct edf_file *file, const struct edf_name *name) MUST_CHECK;

/*
 * Begins a new file, which is in the directory when it is closed. recfm is EDF_FIXED or
 * EDF_VARIABLE; lrecl, 1 to 65535, is of fixed records. -E_EXIST, -E_INVAL.
 */
int edf_create(struct edf *fs, struct edf_file *file, const struct edf_name *name,
	const ebc8_t fm[2], ebc8_t recfm, uint32_t lrecl) MUST_CHECK;

/*
 * Reads record nr (0: next_read) into buf, cut to size. Returns its length; -E_RANGE: behind the
 * end. next_read becomes the following one.
 */
int edf_read(struct edf_file *file, uint32_t nr, void *buf, uint32_t size) MUST_CHECK;

/*
 * Writes record nr (0: next_write), of the length lrecl, or of 1 to 65535 bytes. -E_INVAL: another
 * length. Records between the end and nr become zeros; those of variable length cannot be skipped:
 * -E_RANGE. A variable record that is replaced by one of another length becomes the last.
 * next_write becomes the following one.
 */
int edf_write(struct edf_file *file, uint32_t nr, const void *buf, uint32_t len) MUST_CHECK;

/* Leaves the first nr records. -E_RANGE: it has not so many. */
int edf_truncate(struct edf_file *file, uint32_t nr) MUST_CHECK;

/*
 * Ends the use of a file; of one that was written with its new date, NULL: now. After an error it
 * is still open.
 */
int edf_close(struct edf_file *file, const struct edf_time *date) MUST_CHECK;

/* Ends the use of a file without the changes; does nothing with one that could not be opened or created. */
void edf_abandon(struct edf_file *file);

/* ---- Checking -------------------------------------------------------------------------------- */

enum edf_problem {
	EDF_BAD_ENTRY,     /* an FST whose numbers contradict each other */
	EDF_BAD_NAME,      /* a name that cannot be typed */
	EDF_DUPLICATE,     /* a name that was there already */
	EDF_BAD_POINTER,   /* a block outside the disk, or pointers that cannot be followed */
	EDF_BAD_RECORDS,   /* records that do not fit together */
	EDF_SHARED_BLOCK,  /* a block that two things claim */
	EDF_NOT_ALLOCATED, /* a block in use that the map shows as free */
	EDF_LOST_BLOCK,    /* a block that nothing uses and the map shows as in use */
	EDF_BAD_COUNT,     /* the label's count of used blocks */
	EDF_BAD_RESERVED,  /* the label says that the disk is RESERVEd, and the file isn't there */
};

/* fst is NULL when it is not about a file, block 0 when it is not about a block. */
typedef void edf_report_fn(
	void *ctx, enum edf_problem problem, const struct edf_fst *fst, uint32_t block);

/*
 * Looks at everything: is each block used once and allocated, do all files' numbers agree? with
 * is_deep also every record. Changes nothing. For a disk without uncommitted changes and open
 * files. Returns the number of problems.
 */
int edf_check(struct edf *fs, bool is_deep, edf_report_fn *report, void *report_ctx) MUST_CHECK;

/* What a problem is, as a phrase. */
const char *edf_problem_text(enum edf_problem problem);

#endif
