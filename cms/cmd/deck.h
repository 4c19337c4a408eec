/* SPDX-License-Identifier: Apache-2.0 */
/* A file in the reader as a file of CMS: NETDATA, cards with a READ card before them, or cards. */
#ifndef CMD_DECK_H
#define CMD_DECK_H

#include "cmd/reader.h"
#include "text/netdata.h"

/* Function: who gets the records. */
struct deck {
	/* A file begins; its name is "" when nothing tells it. 0, -E_*. */
	int (*begin)(struct deck *deck, const struct netdata_file *file);
	int (*record)(struct deck *deck, const uint8_t *data, uint32_t len);
	bool keeps_cards; /* cards are records as they are: no name is looked for */

	struct netdata_file file; /* the one that is being read */
	struct netdata_in in;
	bool is_begun, is_netdata;
};

/* Reads all of a file. 0; -E_FORMAT: it is damaged; -E_IO; or what the functions returned. */
int deck_read(struct deck *deck, struct reader *reader);

/* The command DISK LOAD. Returns the return code. */
int disk_load(const struct call *call);

#endif
