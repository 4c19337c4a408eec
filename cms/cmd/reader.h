/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual reader. A file that is read stays in it until who reads says that it may go: until
 * then CP has it as one with KEEP, which is at the end of the queue after it was read.
 */
#ifndef CMD_READER_H
#define CMD_READER_H

#include "cmd/args.h"
#include "nuc/device.h"

#define READER_CARD  80
#define READER_CARDS 64 /* of one channel program */

/* Function: a file in the reader, as CP's QUERY READER tells it. */
struct reader_file {
	char spid[5], origin[9], class, hold[5], date[15], name[9], type[9];
	unsigned nr_records;
};

/* All of them, in work storage. Returns 0 or, after a message, the return code. */
int reader_list(struct reader_file **files, unsigned *nr);

/* Function: a file that is being read; in work storage, since channel programs reach it. */
struct reader {
	struct device device;
	struct ccw1 ccw[READER_CARDS] __attribute__((aligned(8)));
	ebc8_t card[READER_CARDS][READER_CARD];
	unsigned nr, next; /* cards that were read; the one that is next */
	bool is_end;
	bool was_kept; /* CP kept it before, and shall do so afterwards */
	struct reader_file file;
};

/*
 * Begins to read the file of that number, or "*": the first that is not held. NULL after a
 * message; *rc is the return code.
 */
struct reader *reader_open(const char *spid, int *rc);

/* The next card, which is there until the next call; NULL and *rc 0 at the end, or -E_IO. */
const ebc8_t *reader_card(struct reader *reader, int *rc);

/* Ends it. is_done: the file goes, else it is the next to be read. */
void reader_close(struct reader *reader, bool is_done);

#endif
