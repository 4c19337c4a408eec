/* SPDX-License-Identifier: Apache-2.0 */
/* Files on their way to somebody's reader, as NETDATA by way of the virtual punch. */
#ifndef CMD_SENDER_H
#define CMD_SENDER_H

#include "cmd/unitrec.h"
#include "text/netdata.h"

/* Function: one file; in work storage. */
struct sender {
	struct unitrec *unit;
	struct netdata_out out;
	struct netdata_file file;
	bool is_spooled; /* the punch goes to somebody, */
	char before[9];  /* and went to him before; "": to nobody */
};

/*
 * Begins: the caller has filled in of sender->file what is about the file. to: a userid, "": where
 * the punch goes anyway. Returns 0 or, after a message, the return code.
 */
int sender_open(struct sender *sender, const char *to);

/* -E_IO. */
int sender_record(struct sender *sender, const uint8_t *data, uint32_t len) MUST_CHECK;

/* Ends it; rc not 0: nothing is sent. Returns rc or, after a message, the return code. */
int sender_close(struct sender *sender, int rc);

/* All of it: a file of a disk. */
int send_file(struct disk *disk, const struct edf_fst *fst, const char *to);

#endif
