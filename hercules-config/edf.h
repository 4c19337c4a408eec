/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of edf. They say on the standard error what is wrong. */
#ifndef TOOL_EDF_H
#define TOOL_EDF_H

#include "edf/edf.h"
#include "extent.h"
#include "linuxdisk.h"

enum {
	EXIT_GOOD = 0,
	EXIT_REFUSED = 1, /* or check found something wrong */
	EXIT_USAGE = 2,
};

/* Where a file system is: on a minidisk of an image, or in a file that has its blocks. */
struct cms_disk {
	const char *path, *where;
	uint32_t block_size, nr_blocks, nr_cyls;
	bool is_fba;

	int fd; /* a file of blocks; -1: a minidisk */
	struct disk disk;
	struct linux_disk layout; /* of its tracks */
	uint32_t track_nr;        /* the one in blocks; UINT32_MAX: none */
	bool is_dirty;
	uint8_t *blocks;
};

/*
 * Opens an image. where is an extent as for extent_parse(), or "-": the file is nothing but blocks.
 * block_size 0: as the label says, which must be there; otherwise the disk is to be formatted, and
 * nr_blocks are those of a file that is new, 0: it exists.
 */
bool cms_disk_open(struct cms_disk *disk, const char *path, const char *where,
	const void *directory, enum image_access access, uint32_t block_size, uint32_t nr_blocks);

/* Writes empty tracks where they are not of the disk's block size. */
bool cms_disk_prepare(struct cms_disk *disk);

/* All was written. */
bool cms_disk_finish(struct cms_disk *disk);
void cms_disk_close(struct cms_disk *disk);

/* What the file system asks of the disk; the context is a struct cms_disk. */
extern const struct edf_ops cms_disk_ops;

/* What the command line says besides the disk. */
struct edf_command {
	const char *path, *where, *directory;
	bool is_binary;
	ebc8_t recfm;
	uint32_t lrecl, block_size, nr_blocks;
	const char *label;
	char **operand; /* behind the disk */
	int nr_operands;
};

/* Says what an error number of the file system means, of what. Returns false. */
bool edf_error(const struct edf_command *command, const char *what, int rc);

/* Makes a name of two operands, which become upper case; says when it cannot. */
bool edf_operand_name(char **operand, struct edf_name *name);

/* "PROFILE EXEC" */
#define NAME_SIZE 18
const char *edf_name_text(const struct edf_name *name, char text[NAME_SIZE]);

bool edf_get(struct edf *fs, const struct edf_command *command);
bool edf_put(struct edf *fs, const struct edf_command *command);

#endif
