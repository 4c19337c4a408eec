/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of cpimage. They say on the standard error what is wrong. */
#ifndef CPIMAGE_H
#define CPIMAGE_H

#include "extent.h"
#include "linuxboot.h"
#include "linuxdisk.h"

enum {
	EXIT_GOOD = 0,
	EXIT_REFUSED = 1, /* or check found something wrong */
	EXIT_USAGE = 2,
};

struct put_options {
	enum linux_layout layout;
	uint32_t block_size;
	const char *volid;            /* NULL: that of the image */
	struct linux_boot_files boot; /* kernel NULL: IPL loads nothing */
};

/*
 * Whether the boot files of a disk with linux_disk.nr_boot_tracks are whole. False: its tracks
 * can't be read.
 */
bool extent_check_boot(const struct disk *disk, const struct extent *extent,
	const struct linux_disk *linux_disk, const char **wrong);

/* What Linux layout an extent has. False: its first tracks can't be read. */
bool extent_recognise(const struct disk *disk, const struct extent *extent,
	struct linux_disk *found, const char **wrong);

int cpimage_put(const char *path, const char *where, const char *file, const void *directory,
	const struct put_options *options);
int cpimage_get(const char *path, const char *where, const char *file, const void *directory);
int cpimage_list(const char *path, const void *directory);
int cpimage_check(const char *path, const void *directory);

/* Shows how far long work is, on a terminal only; done == all ends it. */
void progress(const char *what, uint32_t done, uint32_t all);

#endif
