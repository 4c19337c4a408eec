/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual 2540 card reader: channel commands on the user's reader queue.
 *
 * Reading past a file's last card ends the file and presents unit exception without transferring
 * anything; the next read begins the next file. Linux's loader counts on it.
 */
#ifndef LOGIC_DEV_READER_H
#define LOGIC_DEV_READER_H

#include "logic/chan/dev.h"
#include "logic/spool/input.h"

struct dev_reader {
	struct chan_dev dev;
	struct spin in;
};

/* Makes a reader of a user; the operands are those of spin_init. */
void dev_reader_init(struct dev_reader *reader, struct spuser *user,
	const struct spool_store *store, spfile_destroy_fn *destroy, void *ctx);

#endif
