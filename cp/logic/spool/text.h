/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of QUERY and CLOSE about spool files and unit record devices. Linux's vmur tool takes words
 * out of them by column: the columns are an interface.
 *
 * All write one line without its end into buf of size bytes and return its length.
 */
#ifndef LOGIC_SPOOL_TEXT_H
#define LOGIC_SPOOL_TEXT_H

#include "logic/spool/options.h"

#define SPTEXT_LINE_MAX 96

/* QUERY RDR, PUN, PRT: the form without ALL and that with it. */
enum spquery { SPQUERY_PLAIN, SPQUERY_ALL };

int sptext_query_header(char *buf, size_t size, enum spquery form);

/* zone_s: the zone in which the date and time are shown, in seconds east of UTC. */
int sptext_query_line(
	char *buf, size_t size, enum spquery form, const struct spfile *file, int32_t zone_s);

/*
 * "RDR FILE 0004 SENT FROM LINUX1   PUN WAS 0004 RECS 0012 CPY  001 A NOHOLD NOKEEP", for the owner
 * of a file that came to him; was: its number before, 0 if it had none.
 */
int sptext_sent_from(
	char *buf, size_t size, const struct spfile *file, enum spqueue from, unsigned was);

/* "PUN FILE 0004 SENT TO   LINUX2   RDR AS  0007 RECS ...", for who sent it. */
int sptext_sent_to(
	char *buf, size_t size, const struct spfile *file, enum spqueue from, unsigned was);

/* What QUERY VIRTUAL shows of a reader, punch or printer. */
struct spview {
	enum spkind kind;
	uint16_t vdev;
	uint16_t subchannel;
	bool ready;
	bool open; /* a file is being written, or is active */
	const struct spopts *opts;
};

/* Line number nr, from 0, of a device; returns 0 after the last one. */
int sptext_device_line(char *buf, size_t size, const struct spview *view, unsigned nr);

/* "RDR", "PUN", "PRT" */
const char *sptext_queue(enum spqueue queue);

#endif
