// SPDX-License-Identifier: Apache-2.0
/* The virtual 3215 console. */
#include "logic/dev_con3215.h"

#include "arch/ds3270.h"
#include "logic/dev_screen.h"
#include "logic/subch.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define CMD_WRITE        0x01
#define CMD_WRITE_CR     0x09
#define CMD_READ_INQUIRY 0x0A
#define CMD_ALARM        0x0B
#define CMD_DISPLAY      0x19
#define CMD_SCREEN_WRITE 0x29
#define CMD_SCREEN_READ  0x2A

/* Byte 5 of the last three. */
#define CONTROL_ERASE     0x80
#define CONTROL_ALTERNATE 0x40
#define CONTROL_KNOWN     (CONTROL_ERASE | CONTROL_ALTERNATE)
#define CONTROL_CLEAR     0xFF
#define CONTROL_MODIFIED  0x80

/* Pieces that one turn writes before others have theirs; a guest can chain data without end. */
#define TURN_PIECES 32

static const struct sense_id con3215_id = {
	.ff = 0xFF, .cu_type = {BE_SWAP16(0x3215)}, .dev_type = {BE_SWAP16(0x3215)}};

/* What a terminal gets in place of a control character, which could do anything to it. */
static char printable(ebc8_t from)
{
	uint8_t c = (uint8_t)ebc_to_chr(from);

	return c < 0x20 || (c >= 0x7F && c < 0xA0) ? ' ' : (char)c;
}

/* Writes the text of one piece up to its first NL. Returns bytes used, 0 when there is no room. */
static uint32_t write_piece(struct con3215 *con, const ebc8_t *piece, uint32_t len)
{
	const ebc8_t *nl = memchr(piece, EBC_NL, len);
	uint32_t text_len = nl ? (uint32_t)(nl - piece) : len;
	char text[CON3215_PIECE];

	for (uint32_t i = 0; i < text_len; i++)
		text[i] = printable(piece[i]);
	if (!con->ops->write(con->ctx, text, text_len, nl))
		return 0;
	con->is_mid = !nl;
	return nl ? text_len + 1 : text_len;
}

/*
 * Writes until the data ends, there is no room, or the turn is over. Data is looked at first and
 * taken only once the terminal has it, so that no buffer is needed between two turns.
 */
static void con3215_write(struct con3215 *con, struct chan_prog *io)
{
	ebc8_t piece[CON3215_PIECE];
	uint32_t len, used;

	for (int turn = 0; turn < TURN_PIECES; turn++) {
		len = chan_peek(io, piece, sizeof(piece));
		if (len == 0) {
			bool is_end = con->is_autocr || chan_cmd(io) != CMD_WRITE;

			if (is_end && con->is_mid && !con->ops->write(con->ctx, "", 0, true))
				return;
			con->is_mid = false;
			return chan_end(io, DSTAT_END);
		}
		used = write_piece(con, piece, len);
		if (used == 0)
			return;
		chan_skip(io, used);
	}
	chan_yield(io);
}

static void con3215_read(struct con3215 *con, struct chan_prog *io)
{
	char line[CON3215_LINE];
	int len;

	con->is_reading = false; /* so that read may announce the line after this one */
	len = con->ops->read(con->ctx, line, sizeof(line));
	con->is_reading = len == -E_AGAIN;
	if (con->is_reading)
		return;
	if (len < 0)
		return chan_check(io, SENSE_INTERVENTION_REQUIRED);
	len = MIN(len, CON3215_LINE);
	for (int i = 0; i < len; i++)
		line[i] = (char)ebc_from_chr(line[i]);
	chan_put(io, line, (uint32_t)len);
	chan_end(io, DSTAT_END);
}

/* ---- Full screens: DIAGNOSE X'58' ---- */

static void screen_go_on(struct con3215 *con, struct chan_prog *io)
{
	struct vscreen *screen = con->ops->screen(con->ctx, false);

	if (!screen)
		return chan_check(io, SENSE_INTERVENTION_REQUIRED); /* it went in between */
	if (dev_screen_write(screen, io))
		con->ops->screen_changed(con->ctx);
}

static void screen_write(struct con3215 *con, struct chan_prog *io)
{
	uint8_t control = chan_control(io);
	bool erases = control & CONTROL_ERASE;
	struct vscreen *screen;

	if ((control & ~CONTROL_KNOWN) || control == CONTROL_ALTERNATE)
		return chan_reject(io);
	screen = con->ops->screen(con->ctx, erases);
	if (!screen && erases)
		return chan_check(io, SENSE_INTERVENTION_REQUIRED);
	if (!screen || (!erases && !screen->is_active))
		return chan_reject(io);
	vscreen_begin(screen, !erases                         ? CCW_3270_WRITE
			      : control & CONTROL_ALTERNATE ? CCW_3270_ERASE_WRITE_ALT
							    : CCW_3270_ERASE_WRITE);
	screen_go_on(con, io);
}

static void screen_read(struct con3215 *con, struct chan_prog *io)
{
	struct vscreen *screen = con->ops->screen(con->ctx, false);

	if (!screen || !screen->is_active || (chan_control(io) & ~CONTROL_MODIFIED))
		return chan_reject(io);
	dev_screen_read(screen, io, !(chan_control(io) & CONTROL_MODIFIED));
}

static void con3215_go_on(struct chan_dev *dev, struct chan_prog *io)
{
	struct con3215 *con = CONTAINER_OF(dev, struct con3215, dev);

	if (chan_cmd(io) == CMD_READ_INQUIRY)
		con3215_read(con, io);
	else if (chan_cmd(io) == CMD_SCREEN_WRITE)
		screen_go_on(con, io);
	else
		con3215_write(con, io);
}

static void screen_command(struct con3215 *con, struct chan_prog *io)
{
	if (chan_cmd(io) == CMD_SCREEN_WRITE)
		return screen_write(con, io);
	if (chan_cmd(io) == CMD_SCREEN_READ)
		return screen_read(con, io);
	if (chan_control(io) & CONTROL_ERASE)
		con->ops->screen_close(con->ctx);
	if (chan_control(io) == CONTROL_CLEAR)
		chan_skip(io, UINT16_MAX);
	else
		con->is_mid = true;
	con3215_write(con, io);
}

static void con3215_command(struct chan_dev *dev, struct chan_prog *io)
{
	struct con3215 *con = CONTAINER_OF(dev, struct con3215, dev);

	switch (chan_cmd(io)) {
	case CMD_WRITE:
	case CMD_WRITE_CR:
		con->is_mid = true; /* even one without data can end a line */
		return con3215_go_on(dev, io);
	case CMD_READ_INQUIRY: return con3215_go_on(dev, io);
	case CMD_ALARM:
		if (con->ops->alarm)
			con->ops->alarm(con->ctx);
		return chan_end(io, DSTAT_END);
	case CMD_DISPLAY:
	case CMD_SCREEN_WRITE:
	case CMD_SCREEN_READ: return con->ops->screen ? screen_command(con, io) : chan_reject(io);
	default: return chan_reject(io);
	}
}

static void con3215_halt(struct chan_dev *dev)
{
	struct con3215 *con = CONTAINER_OF(dev, struct con3215, dev);

	if (con->is_reading && con->ops->cancel)
		con->ops->cancel(con->ctx);
	con->is_reading = con->is_mid = false;
}

static const struct chan_dev_ops con3215_dev_ops = {
	.command = con3215_command,
	.resume = con3215_go_on,
	.halt = con3215_halt,
};

void con3215_init(struct con3215 *con, const struct con3215_ops *ops, void *ctx)
{
	memset(con, 0, sizeof(*con));
	con->dev.ops = &con3215_dev_ops;
	con->dev.id = &con3215_id;
	con->dev.id_len = sizeof(con3215_id);
	con->dev.sense_len = 1;
	con->ops = ops;
	con->ctx = ctx;
	con->is_autocr = true;
}

void con3215_line_ready(struct con3215 *con, struct subch *sch)
{
	if (con->is_reading)
		subch_wake(sch);
	else
		subch_unsolicited(sch, DSTAT_ATTENTION);
}
