/* SPDX-License-Identifier: Apache-2.0 */
/* Output to the virtual punch and printer: records of one length, many in one channel program. */
#ifndef CMD_UNITREC_H
#define CMD_UNITREC_H

#include "cmd/args.h"
#include "nuc/device.h"

#define UNITREC_MAX   132 /* bytes of a record */
#define UNITREC_BATCH 32

/* Function: a device that a command writes to; in work storage, since channel programs reach it. */
struct unitrec {
	struct device device;
	uint8_t cmd;
	unsigned len, nr; /* of a record; records that wait */
	struct ccw1 ccw[UNITREC_BATCH] __attribute__((aligned(8)));
	ebc8_t record[UNITREC_BATCH][UNITREC_MAX];
};

extern const struct unitrec_type {
	uint16_t devno;
	uint8_t cmd;
	unsigned len;
	const char *name; /* as CP's CLOSE has it */
} unitrec_punch, unitrec_printer;

/* Begins. NULL after a message; *rc is the return code. */
struct unitrec *unitrec_open(const struct unitrec_type *type, int *rc);

/* Writes a record, filled with blanks. 0, -E_IO. */
int unitrec_write(struct unitrec *unit, const ebc8_t *record, unsigned len) MUST_CHECK;

/* Writes what waits, and ends. 0, -E_IO. */
int unitrec_finish(struct unitrec *unit) MUST_CHECK;

/*
 * Writes all records of a file. Returns 0 or, after a message, the return code.
 */
int unitrec_file(struct unitrec *unit, struct disk *disk, const struct edf_fst *fst) MUST_CHECK;

/*
 * A whole file as a spool file of its name, with has_header behind a card that tells the name.
 * Returns 0 or, after a message, the return code.
 */
int unitrec_spool(const struct unitrec_type *type, const struct fileid *id, bool has_header);

#endif
