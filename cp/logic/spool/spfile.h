/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spool file: what CP knows of it, and the map from its page numbers to blocks of spool space.
 *
 * The map is that of an old Unix inode: some block numbers in the file itself, then a table of 1016
 * numbers, then a table of such tables. Every page is found in at most two steps, and giving a file
 * up does not touch its pages.
 */
#ifndef LOGIC_SPOOL_SPFILE_H
#define LOGIC_SPOOL_SPFILE_H

#include "abi/spool.h"
#include "abi/spoolvol.h"
#include "lib/list.h"
#include "logic/spool/store.h"

#define SPFILE_DIRECT     SPV_DIRECT
#define SPFILE_PER_TABLE  SPV_PER_TABLE
#define SPFILE_BLOCKS_MAX (SPFILE_DIRECT + SPFILE_PER_TABLE + SPFILE_PER_TABLE * SPFILE_PER_TABLE)

/* SPQ_SYSTEM: what is no unit-record file. Saved systems, of userid *NSS. */
enum spqueue { SPQ_READER, SPQ_PUNCH, SPQ_PRINTER, SPQ_SYSTEM, SPQ_COUNT };
/* What made the file. */
enum spdev { SPDEV_PUNCH, SPDEV_PRINTER, SPDEV_CONSOLE, SPDEV_SYSTEM };

#define SPHOLD_USER   1
#define SPHOLD_SYSTEM 2

/* Blocks that somebody pays for, against a limit. */
struct spcharge {
	uint32_t blocks;
	uint32_t limit;
};

/*
 * Function:      one spool file, open (being written), in a queue, or active on a reader
 * Located by:    its owner's queue; the device that writes or reads it
 * Created by:    spout_ops.create   Deleted by: spfile_release, then its memory by whoever made it
 * Serialized by: the caller's spool lock
 */
struct spfile {
	struct list link; /* in the queue of its owner */
	uint64_t id;      /* its number, that no other file ever has */
	uint64_t order;   /* the queue is in the order of these */
	char owner[9];
	char origin[9];
	uint16_t spid; /* 1 to 9999, unique among its owner's files; 0 while open */
	uint8_t queue; /* enum spqueue */
	uint8_t dev;   /* enum spdev */

	char class; /* A-Z 0-9 */
	uint8_t copies;
	uint8_t hold; /* SPHOLD_* */
	bool keep;
	bool in_use; /* active on a reader or a real device */
	char form[9];
	char dist[9];
	char dest[9];
	char name[9];
	char type[9];
	tod_t created;

	uint32_t nr_records;
	uint16_t record_len; /* of the device, or the longest record: readers pad to it */
	uint16_t used;       /* bytes of data in the last page */

	uint32_t nr_blocks;
	spblk_t direct[SPFILE_DIRECT];
	spblk_t table;  /* pages SPFILE_DIRECT and up */
	spblk_t tables; /* a table of tables, for the rest */
};

/*
 * Adds one block of zeros at the end of the file and to what charge counts. Returns 0 and *block;
 * -E_RANGE: the limit of charge or of a file is reached; -E_FULL: no spool space; -E_IO. After an
 * error the file is as it was. The page says in its trailer whose it is, and which.
 */
int spfile_add_block(struct spfile *file, const struct spool_store *store, struct spcharge *charge,
	spblk_t *block) MUST_CHECK;

/*
 * Finds page number nr, from 0. Returns 0, -E_NOENT after the last, -E_IO, -E_AGAIN (spool_why),
 * -E_FORMAT: damaged map.
 */
int spfile_block(const struct spfile *file, const struct spool_store *store, uint32_t nr,
	spblk_t *block) MUST_CHECK;

/* What spfile_walk meets: a page, or which of the tables of a file. */
#define SPFILE_TABLE     0          /* spfile.table */
#define SPFILE_TABLES    1          /* spfile.tables */
#define SPFILE_INNER(nr) (2 + (nr)) /* the table number nr that it lists */
enum spwalk_kind { SPWALK_PAGE, SPWALK_TABLE };

/*
 * Calls fn for each block of the file, for a table before it is looked at; nr as above or the
 * number of the page. Ends when fn does not return 0, and returns that; or -E_IO, -E_FORMAT as
 * spfile_block.
 */
int spfile_walk(const struct spfile *file, const struct spool_store *store,
	int (*fn)(void *ctx, spblk_t block, enum spwalk_kind kind, uint32_t nr),
	void *ctx) MUST_CHECK;

/*
 * Gives all blocks back; the file is empty then. Blocks whose table can't be read stay allocated.
 * The charge is the caller's to correct.
 */
void spfile_release(struct spfile *file, const struct spool_store *store);

#endif
