/* SPDX-License-Identifier: Apache-2.0 */
/* The blocks of abi/spoolvol.h: made for the disk, and checked when they come from it. */
#ifndef LOGIC_SPOOL_BLOCK_H
#define LOGIC_SPOOL_BLOCK_H

#include "logic/spool/spfile.h"

/* ---- Pages and tables ------------------------------------------------------------------------ */

/*
 * Puts the checksum into a page or a table, of SPOOL_BLOCK_BYTES, that is to be written: a hash of
 * its doublewords in turn, so that parts of two different blocks do not fit.
 */
void spblock_seal(void *block);

/* Checks it in a block that was read. Returns 0 or -E_FORMAT: neither page nor table, or damaged.
 */
int spblock_check(const void *block) MUST_CHECK;

/* Is this (checked) block that table of the file? */
bool spblock_is_table(const void *block, uint64_t file, uint32_t nr);

/* ---- Descriptors ----------------------------------------------------------------------------- */

/* What a descriptor says beside the file. */
struct spv_place {
	uint64_t pool;
	uint64_t sequence;
	spblk_t block; /* where it stands */
};

/* Makes the descriptor of a file that is in a queue; tag: up to SPV_TAG_MAX characters, or NULL. */
void spv_file_make(struct spv_file *descriptor, const struct spfile *file,
	const struct spv_place *place, const char *tag);

/*
 * Reads the block as descriptor. place says the pool and where the block was; its sequence is
 * filled in. The file, zero before, is filled in as far as it is on disk; its map may still name
 * wrong blocks. tag: SPV_TAG_MAX + 1 characters, "" without one. Returns 0; -E_NOENT: no
 * descriptor, or one of another spool; -E_FORMAT: damaged.
 */
int spv_file_read(const struct spv_file *descriptor, struct spv_place *place, struct spfile *file,
	char *tag) MUST_CHECK;

/* ---- Headers --------------------------------------------------------------------------------- */

/* Checks a header. Returns 0 or an error of vol_record_check; -E_RANGE also: it cannot be. */
int spv_header_check(const struct spv_header *header) MUST_CHECK;

/* Which of two holds, each checked or NULL: 0 or 1; -E_NOENT: neither. */
int spv_header_newest(const struct spv_header *header0, const struct spv_header *header1);

#endif
