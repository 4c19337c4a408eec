/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spool files: where their blocks are, whose they are, how they reach a reader.
 *
 * The logic (logic/spool) runs under one lock. A user is known here from when his first file
 * arrives, or he gets a spool device, until he has neither: files outlive sessions.
 *
 * Who delivers a file may hold the lock of his own virtual machine, so the device end in the
 * addressee's reader and the message on his console come a moment later, from a task.
 *
 * With SPOL space on volumes (nucleus/spooldisk.h) files outlive the system. Who tells somebody
 * that a file is there, changed or gone calls spool_sync before. Without, files are in storage and
 * end with the system.
 */
#ifndef NUCLEUS_SPOOL_H
#define NUCLEUS_SPOOL_H

#include "logic/msg.h"
#include "logic/spool/input.h"
#include "logic/spool/output.h"
#include "mach/lock.h"

struct vmdbk;

#define SPOOL_TAG_MAX SPV_TAG_MAX /* characters of TAG */

extern struct lock spool_lock;
extern struct spool_store spool_store; /* set by the start */

/*
 * A file came into a user's reader, or can be read from now on: the upper floor presents device end
 * where spin_arrived says so. In a task, no locks held. Set by ur_init.
 */
extern void (*spool_file_arrived)(struct vmdbk *vm, uint16_t spid);

/*
 * Function:      what the spool knows of a user
 * Located by:    spool_user_find; the user's spool devices
 * Created by:    spool_user_open, a file that arrives
 * Deleted by:    spool_user_close, when there are no files, devices or settings left
 * Serialized by: the spool lock
 */
struct spool_user {
	struct list link; /* in the hash of userids */
	struct spuser files;
	uint32_t refs;
	uint8_t held_queues;   /* HOLD: bit of each queue whose new files are in SYSTEM hold */
	bool console_started;  /* SPOOL CONSOLE START */
	struct spout *console; /* NULL until SPOOL CONSOLE */
};

/* A spool file with what the logic does not need. */
struct spool_file {
	struct spfile file;
	char *tag; /* SPOOL_TAG_MAX + 1 characters, or NULL */

	/* On disk: spool lock. */
	struct list dirty; /* pages that are not there yet */
	uint32_t nr_dirty;
	spblk_t descriptor; /* 0: none yet */
	struct list job;    /* in the writer's queue */
	uint8_t jobs;       /* enum spool_job: what it is to do */
	bool unsaved;       /* that failed: is tried again at the end */
	uint64_t ticket;    /* the place in the queue */
};

/* Where an output's files come from, the context of its spool_out_ops; NULL will do, too. */
struct spool_source {
	bool is_real; /* a real reader: the user who owns the file does not know of it yet */
	char *tag;    /* TAG DEV, as in spool_file */
};
extern const struct spout_ops spool_out_ops;

/* Closes the open file of an output that goes, or purges it when nobody can take it. Spool lock
 * held. */
void spool_output_end(struct spout *out);

/* For spin_init and spqueue_purge: gives back a file's blocks, and its storage. Spool lock held. */
void spool_file_destroy(void *ctx, struct spfile *file);

/* ---- On disk --------------------------------------------------------------------------------- */

/*
 * How the spool starts: WARM finds its files again, FORCE also after a crash (WARM becomes it where
 * it must), COLD and CLEAN throw them away. The operator is told. Once, in a task, when volumes are
 * attached; until then nothing can be spooled.
 */
enum spool_start { SPOOL_WARM, SPOOL_FORCE, SPOOL_COLD, SPOOL_CLEAN };
void spool_start_up(enum spool_start how);

/*
 * The system ends: everything goes to disk, and what the next start needs. Nothing can be spooled
 * afterwards. Returns 0, -E_IO: not all is there, the next start will be FORCE. A task.
 */
int spool_shut_down(bool reipl) MUST_CHECK;

/*
 * Waits until all changes of files that were made until now are on disk. Returns 0, -E_IO: some
 * could not be written. Tasks only, no locks held.
 */
int spool_sync(void) MUST_CHECK;

/*
 * After -E_AGAIN: waits until some block has been read, if any is being read. Tasks only, spool
 * lock held: it is given back in between.
 */
void spool_wait(void);

/* A file in a queue has changed in a way that the logic did not notice. Spool lock held. */
void spool_file_changed(struct spfile *file);

/* ---- Users; all with the spool lock ---------------------------------------------------------- */

/* The user if he is known, or NULL. */
struct spool_user *spool_user_find(const char *userid);

/* Finds or makes the user, and holds on to him until spool_user_close. NULL: no storage. */
struct spool_user *spool_user_open(const char *userid);
void spool_user_close(struct spool_user *user);

/* Calls fn with each file in a queue; the queues must not change meanwhile. */
void spool_each_file(void (*fn)(void *ctx, struct spool_file *file), void *ctx);

/* May files be sent to this userid? */
bool spool_user_is_valid(const char *userid);

/*
 * Tells the owner of a file in a queue: device end in his readers if it is in the reader queue, and
 * the text, if not NULL, on his console unless he has SET IMSG OFF. Nothing if he is not logged on.
 */
void spool_notify(const struct spfile *file, const char *text);

/* The same for the operator. Any context, spool lock held. */
void spool_tell_operator(enum msg_id msg);

/* The tag of a file or device: a copy of the text, cut at SPOOL_TAG_MAX. Returns 0 or -E_NOMEM. */
int spool_set_tag(char **tag, const char *text) MUST_CHECK;
void spool_forget_tag(char **tag);

/* ---- The console's spool file ---------------------------------------------------------------- */

/*
 * Console output of a user, if SPOOL CONSOLE START is in effect (struct console_ops). len bytes of
 * ASCII. Any context, no lock held that ranks below the spool lock.
 */
void spool_console_line(struct vmdbk *vm, const char *text, size_t len);

/*
 * The console's output, made if there is none yet (NULL: no storage). It stays until LOGOFF. Spool
 * lock held; the user is open.
 */
struct spout *spool_console(struct spool_user *user);

/* SPOOL CONSOLE START and STOP; there is an output. Spool lock held. */
void spool_console_start(struct spool_user *user, bool start);

/* LOGOFF: closes and forgets it. Takes the spool lock. */
void spool_console_end(const char *userid);

/* ---- Sizes ----------------------------------------------------------------------------------- */

/* Blocks of 4 KB in use, and how many there may be. No lock. */
void spool_count(uint32_t *nr_blocks, uint32_t *max_blocks);

/*
 * Of the blocks first to first + nr - 1 of a volume, counted from its start: those that the spool
 * uses; its checkpoint counts. 0: the volume is not used. Any context.
 */
struct volume;
uint32_t spool_used(const struct volume *volume, uint32_t first, uint32_t nr);

/* For this floor: the same of each kind of space, and who chooses. */
void spool_count_storage(uint32_t *nr_blocks, uint32_t *max_blocks);
void spool_count_disk(uint32_t *nr_blocks, uint32_t *max_blocks);
extern const struct spool_store_ops spool_storage_ops;
void spool_use_store(const struct spool_store_ops *ops, bool is_on_disk);
bool spool_is_on_disk(void);

#endif
