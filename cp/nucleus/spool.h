/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spool files in CP's storage: where their blocks are, whose they are, how they reach a reader.
 *
 * The logic (logic/spool) runs under one lock. A user is known here from when his first file
 * arrives, or he gets a spool device, until he has neither: files outlive sessions.
 *
 * Who delivers a file may hold the lock of his own virtual machine, so the device end in the
 * addressee's reader and the message on his console come a moment later, from a task. Not yet:
 * spool files end with the system; there is no spool space on volumes.
 */
#ifndef NUCLEUS_SPOOL_H
#define NUCLEUS_SPOOL_H

#include "logic/spool/input.h"
#include "logic/spool/output.h"
#include "mach/lock.h"

struct vmdbk;

#define SPOOL_TAG_MAX 136 /* characters of TAG */

extern struct lock spool_lock;
extern const struct spool_store spool_store;

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

/* For spin_init: gives back the storage of a file without blocks. */
void spool_file_destroy(void *ctx, struct spfile *file);

/* ---- Users; all with the spool lock
 * ------------------------------------------------------------------- */

/* The user if he is known, or NULL. */
struct spool_user *spool_user_find(const char *userid);

/* Finds or makes the user, and holds on to him until spool_user_close. NULL: no storage. */
struct spool_user *spool_user_open(const char *userid);
void spool_user_close(struct spool_user *user);

/* May files be sent to this userid? */
bool spool_user_is_valid(const char *userid);

/*
 * Tells the owner of a file in a queue: device end in his readers if it is in the reader queue, and
 * the text, if not NULL, on his console unless he has SET IMSG OFF. Nothing if he is not logged on.
 */
void spool_notify(const struct spfile *file, const char *text);

/* The tag of a file or device: a copy of the text, cut at SPOOL_TAG_MAX. Returns 0 or -E_NOMEM. */
int spool_set_tag(char **tag, const char *text) MUST_CHECK;
void spool_forget_tag(char **tag);

/* ---- The console's spool file
 * -------------------------------------------------------------------------- */

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

/* ---- Sizes
 * -------------------------------------------------------------------------------------------------
 */

/* Blocks of 4 KB in use, and how many there may be. No lock. */
void spool_count(uint32_t *nr_blocks, uint32_t *max_blocks);

#endif
