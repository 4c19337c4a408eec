// SPDX-License-Identifier: Apache-2.0
/*
 * The real card readers. A reader has a task while it has cards:
 *
 *	device end --> task: read cards, as many as one channel program takes
 *	                     first card: whose deck is it; the others: records of a spool file
 *	                     end of file: close it, it is in the user's reader
 *
 * A deck that can't be taken is read to its end all the same, and the operator is told why.
 */
#include "nucleus/realreader.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/deck.h"
#include "mach/frame.h"
#include "nucleus/rdev.h"
#include "nucleus/session.h"
#include "nucleus/spool.h"
#include "nucleus/storage.h"

#define CARDS        92 /* of one channel program */
#define HOPPER_ORDER 1
#define READ_CARD    0x02
#define PUNCH_CARD   0x01 /* the command that a record says it was made by */
#define TRIES        3    /* errors in a row before the reader is given up */
#define CCW_ADDR_MAX (2 * GiB)

struct hopper {
	struct ccw1 program[CARDS];
	ebc8_t card[CARDS][CARD_BYTES];
};
static_assert(sizeof(struct hopper) <= PAGE_SIZE << HOPPER_ORDER, "hopper");

/*
 * Function:      a real card reader
 * Located by:    rdev.owner
 * Created by:    realreader_init, for ever
 * Serialized by: its task; the flags: the rdev lock
 */
struct reader {
	struct rdev *rdev;
	struct hopper *hopper;
	bool runs;  /* the task */
	bool again; /* there was a device end since the task began to read */
	char name[8];
};

/* What is being read. */
struct deck {
	bool begun;
	enum msg_id fault; /* why the rest is skipped, or MSG_NONE */
	char fault_args[2][24];
	struct deck_id id;
	struct spool_user *user; /* open while there is no fault */
	struct spout out;
	struct spool_source source;
};

static void fault(struct deck *deck, enum msg_id id, const char *arg1, const char *arg2)
{
	deck->fault = id;
	str_copy(deck->fault_args[0], arg1, sizeof(deck->fault_args[0]));
	str_copy(deck->fault_args[1], arg2, sizeof(deck->fault_args[1]));
}

/* ---- The cards of a deck --------------------------------------------------------------------- */

static void fault_of_card(struct deck *deck, const struct deck_error *error)
{
	static const enum msg_id ids[] = {
		[DECK_NO_ID] = MSG_DECK_NO_ID,
		[DECK_NO_USERID] = MSG_DECK_NO_USERID,
		[DECK_BAD_USERID] = MSG_DECK_BAD_USERID,
		[DECK_NO_CLASS] = MSG_DECK_NO_CLASS,
		[DECK_BAD_CLASS] = MSG_DECK_BAD_CLASS,
		[DECK_NO_NAME] = MSG_DECK_NO_NAME,
		[DECK_BAD_NAME] = MSG_DECK_BAD_NAME,
		[DECK_UNKNOWN_WORD] = MSG_DECK_UNKNOWN_WORD,
		[DECK_REPEATED_WORD] = MSG_DECK_REPEATED_WORD,
	};
	char column[8];

	str_format(column, sizeof(column), "%u", error->column);
	fault(deck, ids[error->fault], error->word, column);
}

static void first_card(struct deck *deck, const ebc8_t *card)
{
	struct spopts *opts = &deck->out.opts;
	const struct deck_id *id = &deck->id;
	struct deck_error error;

	*deck = (struct deck){.begun = true, .source.is_real = true};
	if (deck_read_id(card, &deck->id, &error))
		return fault_of_card(deck, &error);
	lock_take(&spool_lock);
	if (!spool_user_is_valid(id->userid))
		fault(deck, MSG_DECK_NO_USER, id->userid, "");
	else if (!(deck->user = spool_user_open(id->userid)))
		fault(deck, MSG_DECK_SPOOL_FULL, "", "");
	if (deck->user) {
		spout_init(&deck->out, SPDEV_PUNCH, &spool_out_ops, &deck->source, &spool_store,
			&deck->user->files.charge, id->userid, "");
		opts->to_queue = SPQ_READER;
		opts->class = id->class;
		str_copy(opts->name, id->name, sizeof(opts->name));
		str_copy(opts->type, id->type, sizeof(opts->type));
	}
	lock_drop(&spool_lock);
}

/* Gives the deck's file up. Spool lock held. */
static void drop_file(struct deck *deck)
{
	static const struct spclose purge = {.purge = true};
	struct spclosed closed;

	if (spout_close(&deck->out, &purge, &closed))
		return; /* purging does not fail */
}

static void spool_fault(struct deck *deck, int rc)
{
	if (rc == -E_RANGE)
		fault(deck, MSG_DECK_LIMIT, deck->id.userid, "");
	else
		fault(deck, MSG_DECK_SPOOL_FULL, "", "");
}

static void next_card(struct deck *deck, const ebc8_t *card)
{
	int rc;

	if (deck->fault)
		return;
	lock_take(&spool_lock);
	rc = spout_write(&deck->out, PUNCH_CARD, card, CARD_BYTES);
	if (rc) {
		spool_fault(deck, rc);
		drop_file(deck);
	}
	lock_drop(&spool_lock);
}

/* ---- The end of a deck ----------------------------------------------------------------------- */

static void report(const struct reader *reader, const struct deck *deck, uint16_t spid, uint32_t nr)
{
	char text[MSG_LINE_SIZE], records[12], file[8];

	if (deck->fault) {
		msg_say(text, sizeof(text), deck->fault, EMSG_TEXT, deck->fault_args[0],
			deck->fault_args[1]);
		return operator_msg(MSG_BAD_DECK, reader->name, text);
	}
	str_format(records, sizeof(records), "%u", nr);
	str_format(file, sizeof(file), "%04u", spid);
	operator_msg(MSG_DECK_READ, reader->name, records, file, deck->id.userid);
}

static void deck_end(const struct reader *reader, struct deck *deck)
{
	static const struct spclose plain;
	struct spclosed closed = {.file = NULL};
	uint16_t spid = 0;
	uint32_t nr = 0;
	int rc;

	lock_take(&spool_lock);
	if (!deck->fault && !deck->out.file)
		fault(deck, MSG_DECK_EMPTY, "", "");
	if (!deck->fault) {
		rc = spout_close(&deck->out, &plain, &closed);
		if (rc) {
			spool_fault(deck, rc);
			drop_file(deck);
		} else if (closed.refused) { /* it is in a queue where nobody looks for it */
			spool_fault(deck, closed.refused);
		} else {
			spid = closed.file->spid;
			nr = closed.file->nr_records;
		}
	} else if (deck->user) {
		drop_file(deck);
	}
	if (deck->user)
		spool_user_close(deck->user);
	lock_drop(&spool_lock);
	if (spool_sync())
		operator_msg(MSG_SPOOL_NOT_SAVED);
	report(reader, deck, spid, nr);
	deck->begun = false;
}

/* ---- The reader ------------------------------------------------------------------------------ */

enum outcome { CARDS_READ, HOPPER_EMPTY, READER_FAILED };

/* Reads cards; *nr is how many came. */
static enum outcome read_cards(const struct reader *reader, unsigned *nr)
{
	const struct rdev_status *status = &reader->rdev->status;
	habs_t program = (habs_t)reader->hopper->program;
	int rc = rdev_run(reader->rdev, reader->hopper->program);

	*nr = CARDS;
	if (!rc)
		return CARDS_READ;
	/* The last command that was begun is the one that had no card. */
	*nr = 0;
	if (!status->cc && status->ccw > program &&
		status->ccw <= program + sizeof(struct ccw1) * CARDS)
		*nr = (unsigned)((status->ccw - program) / sizeof(struct ccw1)) - 1;
	if (rc == -E_NODEV)
		return HOPPER_EMPTY;
	return status->dstat & DSTAT_UNIT_EXCEPTION ? HOPPER_EMPTY : READER_FAILED;
}

static void reader_fault(const struct reader *reader, struct deck *deck)
{
	const struct rdev_status *status = &reader->rdev->status;
	char state[8], sense[8];

	if (!deck->begun)
		*deck = (struct deck){.begun = true};
	if (deck->fault)
		return;
	str_format(state, sizeof(state), "%02X%02X", status->dstat, status->cstat);
	str_format(sense, sizeof(sense), "%02X%02X", status->sense[0], status->sense[1]);
	fault(deck, MSG_DECK_IO, state, sense);
}

/* Reads decks until there are no more cards. */
static void read_decks(const struct reader *reader)
{
	struct deck deck = {.begun = false};
	enum outcome outcome;
	unsigned nr, errors = 0;

	do {
		outcome = read_cards(reader, &nr);
		for (unsigned i = 0; i < nr; i++) {
			if (deck.begun)
				next_card(&deck, reader->hopper->card[i]);
			else
				first_card(&deck, reader->hopper->card[i]);
		}
		errors = outcome == READER_FAILED ? errors + 1 : 0;
		if (outcome == READER_FAILED)
			reader_fault(reader, &deck);
		if (!deck.begun)
			return;
		if (outcome == HOPPER_EMPTY || errors == TRIES)
			deck_end(reader, &deck);
	} while (errors < TRIES);
}

static void reader_task(void *arg)
{
	struct reader *reader = arg;
	bool again;

	do {
		read_decks(reader);
		lock_take(&reader->rdev->lock);
		again = reader->again;
		reader->again = false;
		reader->runs = again;
		lock_drop(&reader->rdev->lock);
	} while (again);
}

static void reader_abended(void *arg)
{
	((struct reader *)arg)->runs = false;
}

static void reader_start(struct reader *reader)
{
	bool start;

	lock_take(&reader->rdev->lock);
	start = !reader->runs;
	reader->runs = true;
	reader->again = !start;
	lock_drop(&reader->rdev->lock);
	if (start && task_start("card reader", reader_task, reader, NULL, reader_abended))
		reader->runs = false; /* no storage: the next device end tries again */
}

static void unsolicited(struct rdev *rdev, uint8_t dstat)
{
	if (dstat & DSTAT_DEVICE_END)
		reader_start(rdev->owner);
}

static void make_program(struct hopper *hopper)
{
	for (unsigned i = 0; i < CARDS; i++)
		hopper->program[i] = (struct ccw1){
			.cmd = READ_CARD,
			.flags = i + 1 < CARDS ? CCW_CC | CCW_SLI : CCW_SLI,
			.count = be16(CARD_BYTES),
			.addr = be32((uint32_t)(habs_t)hopper->card[i]),
		};
}

static void reader_create(struct rdev *rdev)
{
	struct reader *reader = stor_alloc(sizeof(*reader));
	habs_t hopper = frame_alloc_run(FRAME_CP, HOPPER_ORDER);

	/* Frames come from the bottom; without a low one the reader is not used. */
	if (!reader || !hopper || hopper >= CCW_ADDR_MAX) {
		stor_free(reader, sizeof(*reader));
		if (hopper)
			frame_free_run(hopper, HOPPER_ORDER);
		return;
	}
	reader->rdev = rdev;
	reader->hopper = (struct hopper *)hopper;
	str_format(reader->name, sizeof(reader->name), "%04X", rdev->devno);
	make_program(reader->hopper);
	rdev->owner = reader;
	rdev->unsolicited = unsolicited;
	reader_start(reader);
}

void realreader_arrived(struct rdev *rdev)
{
	if (rdev->owner)
		reader_start(rdev->owner);
	else
		reader_create(rdev);
}

void realreader_init(void)
{
	for (struct rdev *rdev = rdev_next(NULL); rdev; rdev = rdev_next(rdev))
		if (rdev->class == RDEV_READER)
			reader_create(rdev);
}
