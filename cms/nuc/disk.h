/* SPDX-License-Identifier: Apache-2.0 */
/* Accessed disks: file modes A to Z. */
#ifndef NUC_DISK_H
#define NUC_DISK_H

#include "edf/edf.h"
#include "nuc/blockdev.h"
#include "text/fileid.h"

#define DISK_MODES 26

/* Function: an accessed disk. In free storage of the nucleus from ACCESS to RELEASE. */
struct disk {
	char mode;   /* 'A' to 'Z' */
	char parent; /* of which it is a read-only extension; 0: of none */
	bool is_read_only;
	bool is_damaged; /* and therefore read-only */
	struct blockdev dev;
	struct edf fs;
};

/* The disk that is accessed as a mode; NULL: none, or no mode. */
struct disk *disk_of(char mode);

/* The disks in the order of the search, A first: the one behind before, NULL: the first. */
struct disk *disk_next(const struct disk *before);

/* The disk of a device number; NULL: it is not accessed. */
struct disk *disk_of_vdev(uint16_t vdev);

/*
 * Accesses a disk, which must not be accessed, as a mode, which must be free. 0; -E_NODEV: no such
 * disk, -E_FORMAT: it is not a CMS disk, or damaged; -E_IO, -E_NOMEM.
 */
int disk_access(uint16_t vdev, char mode, char parent, bool read_only) MUST_CHECK;

/* What was not committed is gone. */
void disk_release(struct disk *disk);

/* After a command that ended badly: what it did and was not committed is undone. */
void disk_recover(void);

/*
 * Another user changed a disk that is read-only for this one: its directory is read again. For
 * commands, before they look.
 */
void disk_refresh(void);

/* Storage and clock for cms/edf. */
extern const struct edf_ops disk_ops;

/* The commands' file identifiers as the file system has them. */
void disk_name(struct edf_name *name, const char *fn, const char *ft);
void disk_name_text(const struct edf_fst *fst, char fn[FILEID_PART + 1], char ft[FILEID_PART + 1]);

/*
 * Finds a file: on the disk of that mode and its extensions, or for '*' on all, in the order of the
 * search. NULL: it is not there. *disk is where it is.
 */
const struct edf_fst *disk_find(const struct fileid *id, struct disk **disk);

/* Does the file's mode number fit? */
bool disk_number_fits(const struct edf_fst *fst, char number);

#endif
