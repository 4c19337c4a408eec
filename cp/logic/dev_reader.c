// SPDX-License-Identifier: Apache-2.0
/* The virtual 2540 card reader: channel commands on the user's reader queue. */
#include "logic/dev_reader.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/output.h"

/* The two high bits select a stacker, which nobody sees. */
#define READ_FEED    0x02 /* also X'42', X'82' */
#define READ_NO_FEED 0xC2
#define FEED         0x23 /* also X'63', X'A3' */
#define STACKER_MASK 0x3F
#define TURN_RECORDS 256 /* looked at before others have their turn */

static const struct sense_id reader_id = {
	.ff = 0xFF,
	.cu_type = {BE_SWAP16(0x2540)},
	.dev_type = {BE_SWAP16(0x2540)},
};

/* Carriage control and tags are no cards. */
static bool is_card(const struct sprec *record)
{
	return !record->immediate && record->command != CCW_CMD_NOP;
}

/* The last card of the active file was read before: true if the next file is to follow at once. */
static bool file_ends(struct dev_reader *reader, struct chan_prog *io)
{
	static const struct spclose plain;
	struct spin *in = &reader->in;

	spin_close(in, &plain);
	if (in->opts.cont && spin_is_ready(in))
		return true;
	if (in->opts.eof)
		chan_end(io, DSTAT_END | DSTAT_UNIT_EXCEPTION);
	else
		chan_check(io, SENSE_INTERVENTION_REQUIRED);
	return false;
}

static void give_card(struct dev_reader *reader, struct chan_prog *io, ebc8_t *card, size_t len,
	const struct sprec_pos *next)
{
	size_t size = MIN((size_t)reader->in.file->record_len, (size_t)SPOUT_RECORD_MAX);

	size = MAX(size, len);
	memset(card + len, EBC_BLANK, size - len);
	if (chan_cmd(io) != READ_NO_FEED)
		reader->in.pos = *next;
	if (!(chan_cmd(io) & 1))
		chan_put(io, card, (uint32_t)size);
	chan_end(io, DSTAT_END);
}

/* Finds the next card and gives it to the program; a long way to it is taken in several turns. */
static void next_card(struct chan_dev *dev, struct chan_prog *io)
{
	struct dev_reader *reader = CONTAINER_OF(dev, struct dev_reader, dev);
	struct spin *in = &reader->in;
	ebc8_t card[SPOUT_RECORD_MAX];
	struct sprec record;
	int rc;

	for (int turn = 0; turn < TURN_RECORDS; turn++) {
		struct sprec_pos pos;

		if (spin_open(in, SPIN_CHANNEL) || in->mode != SPIN_CHANNEL)
			return chan_check(io, SENSE_INTERVENTION_REQUIRED);
		pos = in->pos;
		rc = sprec_read(in->file, in->store, &pos, &record, card, sizeof(card));
		if (rc == -E_NOENT) {
			if (!file_ends(reader, io))
				return;
			continue;
		}
		if (rc == -E_AGAIN)
			break;
		if (rc)
			return chan_check(io, SENSE_EQUIPMENT_CHECK);
		if (is_card(&record)) {
			size_t len = MIN((size_t)record.len, sizeof(card));

			return give_card(reader, io, card, len, &pos);
		}
		in->pos = pos;
	}
	chan_yield(io);
}

static void reader_command(struct chan_dev *dev, struct chan_prog *io)
{
	uint8_t cmd = chan_cmd(io);

	if ((cmd & STACKER_MASK) == READ_FEED || cmd == READ_NO_FEED)
		return next_card(dev, io);
	if ((cmd & STACKER_MASK) == FEED && cmd != (FEED | 0xC0))
		return next_card(dev, io);
	chan_reject(io);
}

static void reader_reset(struct chan_dev *dev)
{
	spin_reset(&CONTAINER_OF(dev, struct dev_reader, dev)->in);
}

static const struct chan_dev_ops reader_ops = {
	.command = reader_command,
	.resume = next_card,
	.reset = reader_reset,
};

void dev_reader_init(struct dev_reader *reader, struct spuser *user,
	const struct spool_store *store, spfile_destroy_fn *destroy, void *ctx)
{
	reader->dev = (struct chan_dev){
		.ops = &reader_ops,
		.id = &reader_id,
		.id_len = sizeof(reader_id),
		.sense_len = 1,
	};
	spin_init(&reader->in, user, store, destroy, ctx);
}
