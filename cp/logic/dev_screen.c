// SPDX-License-Identifier: Apache-2.0
/* Channel commands on a virtual 3270's screen. */
#include "logic/dev_screen.h"

#define PIECE       128
#define TURN_PIECES 32 /* pieces that one turn takes before others have theirs */

bool dev_screen_write(struct vscreen *screen, struct chan_prog *io)
{
	uint8_t piece[PIECE];
	uint32_t len;

	for (unsigned turn = 0; turn < TURN_PIECES; turn++) {
		len = chan_get(io, piece, sizeof(piece));
		for (uint32_t i = 0; i < len; i++) {
			if (!vscreen_byte(screen, piece[i])) {
				chan_check(io, SENSE_OPERATION_CHECK);
				return false;
			}
		}
		if (len < sizeof(piece)) {
			chan_end(io, DSTAT_END);
			return true;
		}
	}
	chan_yield(io);
	return false;
}

struct out {
	struct chan_prog *io;
	uint8_t piece[PIECE];
	uint32_t len;
};

static bool flush(struct out *out)
{
	uint32_t len = out->len;

	out->len = 0;
	return chan_put(out->io, out->piece, len) == len;
}

static bool put(void *ctx, uint8_t byte)
{
	struct out *out = ctx;

	out->piece[out->len++] = byte;
	return out->len < sizeof(out->piece) || flush(out);
}

void dev_screen_read(struct vscreen *screen, struct chan_prog *io, bool all)
{
	struct out out = {.io = io};

	vscreen_read(screen, all, put, &out);
	flush(&out);
	chan_end(io, DSTAT_END);
}
