/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of cpfmt. Each says what is wrong on the standard error and returns an exit code.
 */
#ifndef CPFMT_H
#define CPFMT_H

#include "hostfile.h"
#include "volume.h"

enum {
	EXIT_GOOD = 0,
	EXIT_REFUSED = 1, /* or check found something wrong */
	EXIT_USAGE = 2,
};

struct create_options {
	bool force;          /* replace an existing image */
	bool compressed;     /* make a compressed image (CCKD) */
	const char *nucleus; /* cylinders of the two slots together; NULL: the default */
	const char *alloc;   /* TYPE=CYLINDERS,...; NULL: the default */
};

int cpfmt_create(const char *path, const char *type, const char *volser,
	const struct create_options *options);
int cpfmt_nucleus(const char *path, const char *file);
int cpfmt_directory(const char *path, const char *file);
int cpfmt_config(const char *path, const char *file);
int cpfmt_repair(const char *path);
int cpfmt_list(const char *path);
int cpfmt_check(const char *path);

/* "3390-1" for a number of cylinders, or "3390". */
const char *model_name(uint32_t nr_cyls);

/*
 * Reads the header of the active nucleus, its data into *data (freed by the caller; may be NULL)
 * and checks them and the chain. Returns false when something is wrong; *present false: there is
 * none.
 */
bool nucleus_read(
	const struct volume *volume, bool *present, struct vol_nucleus *nucleus, uint8_t **data);

/* Says on the standard error what is wrong in a SYSTEM CONFIG file; false: errors, not only
 * warnings. */
bool config_check(const char *file, const uint8_t *text, size_t len);

/*
 * Reads one copy of the directory (VOL_DRCT) or of SYSTEM CONFIG (VOL_PARM), header and data, and
 * checks them. A copy that was never written is no error: *present is false then. data may be NULL.
 */
bool directory_read(const struct volume *volume, enum vol_space space, unsigned int copy,
	bool *present, struct vol_drct *header, uint8_t **data);

#endif
