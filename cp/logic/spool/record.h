/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of a spool file: written at its end, read in order or page by page.
 *
 * Neither side keeps a page mapped between two calls: an open file costs nothing but its blocks.
 */
#ifndef LOGIC_SPOOL_RECORD_H
#define LOGIC_SPOOL_RECORD_H

#include "logic/spool/spfile.h"

/*
 * Adds a record: the channel command and its data, of which trailing EBCDIC blanks are not stored.
 * data may be NULL when len is 0. Returns 0; -E_RANGE: more than SPREC_DATA_MAX bytes, or a limit
 * reached (spfile_add_block); -E_FULL: no spool space; -E_IO. After an error the file is as it was.
 */
int sprec_write(struct spfile *file, const struct spool_store *store, struct spcharge *charge,
	uint8_t command, const uint8_t *data, size_t len) MUST_CHECK;

/* Adds a command without data, such as a printer's space or skip. Returns as sprec_write. */
int sprec_write_immediate(struct spfile *file, const struct spool_store *store,
	struct spcharge *charge, uint8_t command) MUST_CHECK;

/* Where in a file the next record is. All zeros: at the first. */
struct sprec_pos {
	uint32_t page;   /* number of the page, from 0 */
	uint16_t record; /* number of the record in it */
	uint16_t offset; /* of that record in the page's data */
	spblk_t block;   /* that holds the page; 0: to be looked up */
};

struct sprec {
	uint8_t command;
	bool immediate;
	uint16_t len; /* of the stored data: without trailing blanks */
};

/*
 * Reads the record at pos into buf, at most size bytes of it, and moves pos on. Returns 0, -E_NOENT
 * after the last record, -E_IO, -E_AGAIN: it is being read, -E_FORMAT: the page is damaged. pos
 * does not move then.
 */
int sprec_read(const struct spfile *file, const struct spool_store *store, struct sprec_pos *pos,
	struct sprec *record, uint8_t *buf, size_t size) MUST_CHECK;

/*
 * Copies page number nr, from 0, into buf (SPOOL_BLOCK_BYTES) as a guest is to see it: with the
 * file's number and record length. Returns 0, -E_NOENT after the last, -E_IO, -E_AGAIN, -E_FORMAT.
 */
int sppage_read(const struct spfile *file, const struct spool_store *store, uint32_t nr,
	void *buf) MUST_CHECK;

#endif
