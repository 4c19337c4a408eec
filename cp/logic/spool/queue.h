/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A user's spool files: the reader, punch and printer queues, and what commands do to the files in
 * them.
 *
 * Everything here runs under the caller's spool lock.
 */
#ifndef LOGIC_SPOOL_QUEUE_H
#define LOGIC_SPOOL_QUEUE_H

#include "logic/spool/spfile.h"

#define SPID_MAX          9999
#define SPUSER_FILES_MAX  SPID_MAX
#define SPUSER_BLOCKS_MAX 262144u /* 1 GB, until the directory says otherwise */
#define SPCLASS_ANY       '*'

/*
 * Function:      whose spool files these are
 * Located by:    the directory entry or VMDBK of the user; it outlives a logon
 * Serialized by: the caller's spool lock
 */
struct spuser {
	char userid[9];
	uint16_t next_spid;
	uint16_t nr_files;
	uint16_t files_limit;
	struct spcharge charge; /* for files in the queues and for those being written */
	struct list queues[SPQ_COUNT];
	/* A file in a queue is not what it was: where, or how. NULL: nobody wants to know. */
	void (*changed)(struct spfile *file);
};

/* Makes a user without files. The limits are the defaults above; the caller may lower them. */
void spuser_init(struct spuser *user, const char *userid);

/*
 * Puts a closed file that is in no queue at the end of one: it gets the owner and a number, and the
 * owner is charged. Returns 0, -E_RANGE when the owner has as many files or blocks as he may have.
 */
int spqueue_add(struct spuser *user, enum spqueue queue, struct spfile *file) MUST_CHECK;

/*
 * Puts a file that was there before back in its queue, by its order, whatever the limits. Returns
 * 0, -E_EXIST: its number is another's, it has a new one, -E_RANGE: there are no more numbers, and
 * it is in no queue. Does not call changed.
 */
int spqueue_restore(struct spuser *user, struct spfile *file) MUST_CHECK;

/* Takes a file out of its queue and its owner's charge. */
void spqueue_remove(struct spuser *user, struct spfile *file);

/* Finds a file by its number; NULL when the queue has none. */
struct spfile *spqueue_find(struct spuser *user, enum spqueue queue, unsigned spid);

/* The file after this one, or the first after NULL; NULL at the end. */
struct spfile *spqueue_next(struct spuser *user, enum spqueue queue, const struct spfile *file);

/*
 * The first file that a reader of this class may take (SPCLASS_ANY: any): not held, not in use.
 * NULL when there is none.
 */
struct spfile *spqueue_eligible(struct spuser *user, enum spqueue queue, char class);

/* Moves a file to the start of its queue, or to its end. */
void spqueue_order(struct spuser *user, struct spfile *file);
void spqueue_rotate(struct spuser *user, struct spfile *file);

/*
 * Moves a file into another queue, of another user or the same: it gets a new number there. Returns
 * 0, -E_BUSY: it is in use, -E_RANGE: the new owner's limits; then it stays where it is.
 */
int spqueue_transfer(
	struct spuser *from, struct spfile *file, struct spuser *to, enum spqueue queue) MUST_CHECK;

/*
 * Takes a file out of its queue for good; it and its blocks are then the caller's to free. Returns
 * 0, -E_BUSY when it is in use.
 */
int spqueue_purge(struct spuser *user, struct spfile *file) MUST_CHECK;

/* Which files a command means: an empty or zero member means any. */
struct spselect {
	uint16_t spid;
	char class;
	char form[9];
	char dest[9];
	char name[9];
	char type[9];
	bool held; /* only those in USER or SYSTEM hold */
};

bool spselect_matches(const struct spselect *select, const struct spfile *file);

enum spswitch { SPSWITCH_AS_IS, SPSWITCH_OFF, SPSWITCH_ON };

/* What CHANGE changes: an empty, zero or AS_IS member stays. */
struct spchange {
	char class;
	uint8_t copies; /* 1 to 255 */
	char form[9];
	char dist[9];
	char dest[9];
	char name[9];
	char type[9];
	bool noname; /* name and type become blank */
	enum spswitch user_hold;
	enum spswitch system_hold;
	enum spswitch keep;
};

/* Changes a file in the user's queues. */
void spfile_change(struct spuser *user, struct spfile *file, const struct spchange *change);

/* Whether a character may be a spool class. */
bool spclass_is_valid(char class);

#endif
