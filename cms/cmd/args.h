/* SPDX-License-Identifier: Apache-2.0 */
/* What commands do with their words: options, file identifiers, and messages about files. */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "cmd/cmd.h"
#include "nuc/disk.h"

/* Words before the options, without the command's name. */
unsigned args_nr(const struct call *call);

struct option {
	const char *name;
	uint8_t min;       /* characters of its shortest abbreviation */
	uint32_t bit;      /* what it adds to the options that are set */
	uint32_t *number;  /* not NULL: a decimal number follows, at least 1 */
	const char **word; /* not NULL: a word follows */
};

/* Reads the options behind "(" . Returns 0 or, after a message, the return code. */
int args_options(const struct call *call, const struct option *table, unsigned nr,
	uint32_t *bits) MUST_CHECK;

/*
 * Makes a file identifier of words first, first + 1 and, if there are so many, first + 2;
 * default_mode 0: the mode must be there. Returns 0 or, after a message, the return code.
 */
int args_fileid(const struct call *call, unsigned first, unsigned nr, char default_mode,
	bool is_pattern, struct fileid *id) MUST_CHECK;

/* The disk of a mode, to be read. NULL after a message; *rc is the return code. */
struct disk *args_disk(char mode, int *rc);

/* The same to be written. */
struct disk *args_disk_write(char mode, int *rc);

/* "A1" */
const char *mode_text(const struct disk *disk, const struct edf_fst *fst, char text[3]);

/* "191", "0A000": as CMS shows device numbers. */
const char *vdev_text(uint16_t vdev, char text[6]);

/*
 * Asks whether a command may erase all files of a disk, until the answer is YES or NO. Returns 0 or the
 * return code.
 */
int args_will_erase(const char *command, const char *mode, const char *vdev);

/* Says what went wrong with a file: rc is an -E_* of cms/edf. Returns the return code. */
int say_file_failed(
	int rc, const struct disk *disk, const char *fn, const char *ft, bool is_writing);

/*
 * Ends a command that changed a disk: what it did counts from now on, or it is undone. rc: with
 * which it ends, 0: good. Returns the return code.
 */
int disk_commit(struct disk *disk, int rc);

/* Walks through all files that fit a pattern, in the order of the disks. */
struct walk {
	struct fileid id;
	struct disk *disk;
	uint32_t next;
};
void walk_begin(struct walk *walk, const struct fileid *id);
const struct edf_fst *walk_next(struct walk *walk);

/* Bytes of the longest record of a file, at least one. */
static inline uint32_t longest_record(const struct edf_fst *fst)
{
	return MIN(MAX(be32_get(fst->lrecl), 1u), EDF_LRECL_MAX);
}

/*
 * All files that fit, since changing a directory moves its entries: in work storage. only: of that
 * disk; NULL: of all. NULL after a message; *rc is the return code, 28 when there is none.
 */
struct found {
	struct disk *disk;
	struct edf_name name;
};
struct found *walk_all(const struct fileid *id, const struct disk *only, unsigned *nr, int *rc);

#endif
