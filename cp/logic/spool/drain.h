/* SPDX-License-Identifier: Apache-2.0 */
/* Spool files on real printers and punches: what each record becomes, and what stands before a
 * file. */
#ifndef LOGIC_SPOOL_DRAIN_H
#define LOGIC_SPOOL_DRAIN_H

#include "logic/spool/record.h"

#define SPDRAIN_LINE_MAX 132

/* One command for the device. */
struct spdrain {
	uint8_t command;
	uint8_t len; /* of data; an immediate command has none */
	ebc8_t data[SPDRAIN_LINE_MAX];
};

/*
 * What a record of a file becomes. data: its record->len stored bytes, at most SPDRAIN_LINE_MAX of
 * which are looked at. Cards on a printer are lines; lines on a punch are cards. Returns false for
 * what a device of this kind has no use for: tags, carriage control on a punch.
 */
bool spdrain_record(
	bool is_punch, const struct sprec *record, const ebc8_t *data, struct spdrain *drain);

/*
 * Line number nr, from 0, of the page before a file on a printer: whose it is. zone_s: the zone of
 * its date, in seconds east of UTC. Returns false when there are no more.
 */
bool spdrain_separator(
	const struct spfile *file, unsigned nr, int32_t zone_s, struct spdrain *drain);

#endif
