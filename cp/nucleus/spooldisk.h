/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spool space on volumes; only for nucleus/spool*.c.
 *
 *	spoolvol.c	the volumes: which blocks are free, blocks to disk and back
 *	spoolcache.c	blocks in storage: pages that are to be written, tables, pages read lately
 *	spoolsave.c	the writer, a task: files to disk in the order in which they were changed
 *	spoolstart.c	finds the files at the start; ends in order
 *
 * A command changes files in storage under the spool lock, then waits with spool_sync until the
 * writer has brought everything to disk, and only then answers.
 */
#ifndef NUCLEUS_SPOOLDISK_H
#define NUCLEUS_SPOOLDISK_H

#include "logic/spool/block.h"
#include "logic/spool/space.h"
#include "nucleus/spool.h"
#include "nucleus/volume.h"

/* ---- Volumes (spoolvol.c) -------------------------------------------------------------------- */

/* A volume with SPOL space. Made at the start, for ever. */
struct spool_volume {
	struct volume *volume; /* constant, with a reference, as are the next three */
	struct spool_volume *next;
	uint8_t slot;
	uint32_t checkpoint;  /* first track of it */
	struct spspace space; /* spool lock */

	/* spoolstart.c: what its header said, and its generation, which is counted on */
	uint64_t generation;
	struct {
		int rc; /* 0; -E_NOENT: none, -E_FORMAT: none that is good */
		uint64_t pool;
		uint32_t slot, state, map_len, map_checksum;
	} found;
};

/* Those in use, by slot. */
extern struct spool_volume *spool_volumes;

/* The number of the spool, as in all headers and descriptors. Constant. */
extern uint64_t spool_pool;

/*
 * Makes the block of a volume and puts it in the list, with all of its SPOL space free. Returns 0,
 * -E_NOENT: it has no SPOL space, -E_NOMEM. Start-up.
 */
int spoolvol_add(struct volume *volume, uint8_t slot, struct spool_volume **made) MUST_CHECK;

/* NULL: there is no volume in the slot of that block. */
struct spool_volume *spoolvol_of(spblk_t block);

/*
 * Allocation, for pages and tables, and for descriptors. All of a file lies on one volume: the one
 * with most room when its first page was made. 0 or -E_FULL. Spool lock.
 */
int spoolvol_alloc(const struct spfile *file, spblk_t *block) MUST_CHECK;
int spoolvol_alloc_descriptor(const struct spfile *file, spblk_t *block) MUST_CHECK;
void spoolvol_free(spblk_t block);
/* Start-up: takes that block. 0, -E_NODEV: no such volume, -E_BUSY: it is in use, -E_RANGE. */
int spoolvol_take(spblk_t block) MUST_CHECK;

/*
 * Writes nr blocks that stand in a row on one track, and waits until the emulator's host has them.
 * A track that never was used is formatted. Returns as dasd_run. One task at a time, no locks held.
 */
int spoolvol_write(spblk_t first, unsigned nr, void *const data[]) MUST_CHECK;

/* Clears a descriptor. As spoolvol_write. */
int spoolvol_clear(spblk_t block) MUST_CHECK;

/* ---- The cache (spoolcache.c); all with the spool lock --------------------------------------- */

/* A block in storage. */
struct spool_page {
	struct list hash;
	struct list link;        /* dirty: of its file; clean, and no table: in the order of use */
	struct spool_file *file; /* dirty: whose it is */
	spblk_t block;
	uint8_t state;
	void *data;
};

extern const struct spool_store_ops spool_cache_ops;

/* How many pages may be clean. Start-up. */
void spoolcache_init(void);

/* The dirty page is on disk. */
void spoolcache_written(struct spool_page *page);

/* Forgets a clean block, if it is here. */
void spoolcache_drop(spblk_t block);

/* For spool_wait. */
void spoolcache_wait(void);

/* ---- The writer (spoolsave.c); with the spool lock ------------------------------------------- */

enum spool_job {
	SPOOL_JOB_PAGES = 1,  /* full pages of an open file */
	SPOOL_JOB_SAVE = 2,   /* everything, then the descriptor */
	SPOOL_JOB_DELETE = 4, /* the descriptor, the blocks, and the struct itself */
};
void spoolsave_queue(struct spool_file *file, enum spool_job job);

/* The highest number that a file or a descriptor has until now. Start-up. */
void spoolsave_init(uint64_t last);

/* A number that no file and no descriptor ever had, also when the clock was set back. */
uint64_t spoolsave_number(void);

#endif
