/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spool files as operands: [userid] queue {spoolid ...|CLASS c|FORM f|DEST d|ALL}, and doing
 * something to each of them. CHANGE, PURGE, TRANSFER, ORDER, HOLD, FREE and QUERY share it.
 */
#ifndef CMD_SPFILES_H
#define CMD_SPFILES_H

#include "cmd/cmd.h"
#include "logic/spool/text.h"
#include "nucleus/spool.h"

#define SPOOL_IDS_MAX    24 /* numbers in one command */
#define SPOOL_QUEUES_ALL (1u << SPQ_READER | 1u << SPQ_PUNCH | 1u << SPQ_PRINTER)

struct spool_files {
	char userid[NAME_SIZE]; /* whose */
	unsigned queues;        /* bit of each enum spqueue */
	unsigned nr_spids;      /* if not 0, only these */
	uint16_t spids[SPOOL_IDS_MAX];
	struct spselect select;
	char origin[NAME_SIZE]; /* only files made by this user, if not empty */
};

/* Is the word a queue: READER, RDR, PRINTER, PRT, PUNCH, PUN, PCH? Then *queue. */
bool spool_queue_word(const struct cmd_word *word, enum spqueue *queue);

/* Takes a queue if there is one. */
bool spool_queue_accept(struct cmdline *line, enum spqueue *queue);

/*
 * Takes the userid whose files a command means: "*" or a userid that is no queue's name; else it is
 * the issuer. Another's files are class D's. 0, or the refusal is noted (cmd_refused).
 */
int spool_owner(struct cmd *cmd, char userid[NAME_SIZE]) MUST_CHECK;

/*
 * The owner and the queue, then which files: one word of selection, with SPOOL_SELECT_MORE several.
 * 0, or the refusal is noted.
 */
#define SPOOL_ALL_QUEUES  1u /* ALL instead of a queue will do */
#define SPOOL_SELECT_MORE 2u
int spool_files_parse(struct cmd *cmd, struct spool_files *files, unsigned flags) MUST_CHECK;
int spool_selection(struct cmd *cmd, struct spool_files *files, bool more) MUST_CHECK;

/* Takes CLASS c, FORM f or DEST d into the selection. Returns 1 if it was one, 0 if not, -E_INVAL.
 */
int spool_select_word(struct cmdline *line, struct spselect *select) MUST_CHECK;

/* What an action did with a file. */
#define SPOOL_STAYS 0 /* it is still in its place in the queue */
#define SPOOL_GONE  1 /* it is not */

struct spool_action {
	/*
	 * Returns SPOOL_STAYS, SPOOL_GONE, or -E_* when it did nothing: -E_BUSY the file is in use.
	 * It may leave a line of response. Spool lock held.
	 */
	int (*fn)(struct spool_action *action, struct spool_user *user, struct spfile *file);
	const char *done; /* "PURGED" */
	char line[SPTEXT_LINE_MAX];
};

/*
 * Does it to each file and answers how many there were. An error other than -E_BUSY ends it and
 * comes back in *failed (may be NULL). Returns the command's return code.
 */
int spool_files_do(
	struct cmd *cmd, const struct spool_files *files, struct spool_action *action, int *failed);

/*
 * To be called before an answer that says what was done with files: waits until it is on disk.
 * Returns 0, or the return code after it has said that it is not. No locks held.
 */
int spool_saved(struct cmd *cmd);

/* "0002 FILES PURGED" */
void spool_say_count(struct cmd *cmd, unsigned nr, const char *done);

/* The refusal 053E if files can't be sent to this userid, else 0. */
int spool_check_user(struct cmd *cmd, const char *userid) MUST_CHECK;

/* "FILES: 0001 RDR,   NO PRT,   NO PUN" into text. */
void spool_summary(const char *userid, char *text, size_t size);

#endif
