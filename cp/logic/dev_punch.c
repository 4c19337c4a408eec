// SPDX-License-Identifier: Apache-2.0
/* The virtual 2540 card punch: channel commands make a spool file. */
#include "logic/dev_punch.h"

#define PUNCH_FEED   0x01 /* also X'41', X'81': other stackers */
#define STACKER_MASK 0x3F
#define CARD_LEN     80

static const struct sense_id punch_id = {
	.ff = 0xFF,
	.cu_type = {BE_SWAP16(0x2540)},
	.dev_type = {BE_SWAP16(0x2540)},
};

static void punch_command(struct chan_dev *dev, struct chan_prog *io)
{
	struct dev_punch *punch = CONTAINER_OF(dev, struct dev_punch, dev);
	uint8_t card[CARD_LEN];
	uint32_t len;

	if ((chan_cmd(io) & STACKER_MASK) != PUNCH_FEED)
		return chan_reject(io);
	len = chan_get(io, card, sizeof(card));
	if (chan_has_failed(io))
		return chan_end(io, DSTAT_END);
	if (len < sizeof(card))
		chan_long(io);
	if (spout_write(&punch->out, PUNCH_FEED, card, len))
		return chan_check(io, SENSE_INTERVENTION_REQUIRED); /* no room in the spool */
	chan_end(io, DSTAT_END);
}

static const struct chan_dev_ops punch_ops = {
	.command = punch_command,
};

void dev_punch_init(struct dev_punch *punch)
{
	punch->dev = (struct chan_dev){
		.ops = &punch_ops,
		.id = &punch_id,
		.id_len = sizeof(punch_id),
		.sense_len = 1,
	};
}
