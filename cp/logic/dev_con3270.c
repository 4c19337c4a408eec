// SPDX-License-Identifier: Apache-2.0
/* The virtual 3270 console. */
#include "logic/dev_con3270.h"

#include "arch/ds3270.h"
#include "lib/string.h"
#include "logic/dev_screen.h"
#include "logic/subch.h"

static const struct sense_id con3270_id = {.ff = 0xFF,
	.cu_type = {BE_SWAP16(0x3274)},
	.cu_model = 0x1D,
	.dev_type = {BE_SWAP16(0x3278)},
	.dev_model = 0x02};

static struct con3270 *to_con(struct chan_dev *dev)
{
	return CONTAINER_OF(dev, struct con3270, dev);
}

/* ---- Writing ---- */

static void write_on(struct con3270 *con, struct chan_prog *io)
{
	if (dev_screen_write(con->screen, io))
		con->changed(con->ctx);
}

/* READ PARTITION QUERY is the one structured field that is served: the reply is read after an
 * attention. */
static void write_structured(struct con3270 *con, struct chan_prog *io)
{
	static const uint8_t query[] = {SF_READ_PARTITION, 0xFF, SF_READ_PARTITION_QUERY};
	uint8_t field[5];

	if (chan_get(io, field, sizeof(field)) < sizeof(field) ||
		memcmp(field + 2, query, sizeof(query)) != 0)
		return chan_check(io, SENSE_OPERATION_CHECK);
	con->wants_reply = true;
	chan_end(io, DSTAT_END | DSTAT_ATTENTION);
}

/* ---- Reading ---- */

static void reply(struct con3270 *con, struct chan_prog *io)
{
	const struct vscreen *v = con->screen;
	const uint8_t data[] = {AID_STRUCTURED,
		/* what can be asked for */
		0, 8, SF_QUERY_REPLY, 0x80, 0x80, QR_USABLE_AREA, QR_COLOUR, QR_IMPLICIT_PARTITION,
		0, 10, SF_QUERY_REPLY, QR_USABLE_AREA, 0x01, 0x00, 0, v->alt_cols, 0, v->alt_rows,
		0, 6, SF_QUERY_REPLY, QR_COLOUR, 0x00, 0x00, 0, 17, SF_QUERY_REPLY,
		QR_IMPLICIT_PARTITION, 0, 0, 11, QR_IMPLICIT_SIZES, 0, 0, 80, 0, 24, 0, v->alt_cols,
		0, v->alt_rows};

	con->wants_reply = false;
	chan_put(io, data, sizeof(data));
	chan_end(io, DSTAT_END);
}

static void read_screen(struct con3270 *con, struct chan_prog *io, bool all)
{
	if (con->wants_reply && !all)
		return reply(con, io);
	dev_screen_read(con->screen, io, all);
}

static void command(struct chan_dev *dev, struct chan_prog *io)
{
	struct con3270 *con = to_con(dev);

	switch (chan_cmd(io)) {
	case CCW_3270_WRITE:
	case CCW_3270_ERASE_WRITE:
	case CCW_3270_ERASE_WRITE_ALT:
		vscreen_begin(con->screen, chan_cmd(io));
		return write_on(con, io);
	case CCW_3270_READ_MODIFIED: return read_screen(con, io, false);
	case CCW_3270_READ_BUFFER: return read_screen(con, io, true);
	case CCW_3270_WRITE_STRUCTURED: return write_structured(con, io);
	case CCW_3270_ERASE_UNPROTECTED:
		vscreen_erase_unprotected(con->screen);
		con->changed(con->ctx);
		return chan_end(io, DSTAT_END);
	case CCW_3270_SELECT:
	case CCW_3270_SELECT_RM:
	case CCW_3270_SELECT_RB:
	case CCW_3270_SELECT_RMP:
	case CCW_3270_SELECT_WRITE: return chan_end(io, DSTAT_END);
	default: return chan_reject(io);
	}
}

static void resume(struct chan_dev *dev, struct chan_prog *io)
{
	write_on(to_con(dev), io);
}

/* The guest that drew the screen is gone. */
static void reset(struct chan_dev *dev)
{
	struct con3270 *con = to_con(dev);

	con->wants_reply = false;
	vscreen_init(con->screen, con->screen->alt_rows, con->screen->alt_cols);
	con->changed(con->ctx);
}

static const struct chan_dev_ops con3270_ops = {
	.command = command, .resume = resume, .reset = reset};

void con3270_init(
	struct con3270 *con, struct vscreen *screen, void (*changed)(void *ctx), void *ctx)
{
	memset(con, 0, sizeof(*con));
	con->dev.ops = &con3270_ops;
	con->dev.id = &con3270_id;
	con->dev.id_len = sizeof(con3270_id);
	con->dev.sense_len = 1;
	con->screen = screen;
	con->changed = changed;
	con->ctx = ctx;
}

void con3270_attention(struct con3270 *con, struct subch *sch)
{
	(void)con;
	subch_unsolicited(sch, DSTAT_ATTENTION);
}
