// SPDX-License-Identifier: Apache-2.0
/* The virtual 1403 printer: channel commands, with their carriage control, make a spool file. */
#include "logic/dev_printer.h"

#define LINE_LEN         132
#define BUFFER_LEN_MAX   512 /* of a character set or forms control buffer */
#define CMD_SKIP         0x80
#define SKIP_CHANNEL_MAX 12

static const struct sense_id printer_id = {
	.ff = 0xFF,
	.cu_type = {BE_SWAP16(0x1403)},
	.dev_type = {BE_SWAP16(0x1403)},
};

/*
 * The first five bits of a write, and of an immediate command, are the carriage control: space 0 to
 * 3 lines, or skip to channel 1 to 12.
 */
static bool is_carriage_control(uint8_t cmd)
{
	uint8_t number = cmd >> 3 & 0xF;

	if (cmd & CMD_SKIP)
		return number >= 1 && number <= SKIP_CHANNEL_MAX;
	return number <= 3;
}

static void print_line(struct dev_printer *printer, struct chan_prog *io)
{
	uint8_t line[LINE_LEN];
	uint32_t len = chan_get(io, line, sizeof(line));

	if (chan_has_failed(io))
		return chan_end(io, DSTAT_END);
	if (spout_write(&printer->out, chan_cmd(io), line, len))
		return chan_check(io, SENSE_INTERVENTION_REQUIRED); /* no room in the spool */
	chan_end(io, DSTAT_END);
}

static void move_paper(struct dev_printer *printer, struct chan_prog *io)
{
	if (spout_write_immediate(&printer->out, chan_cmd(io)))
		return chan_check(io, SENSE_INTERVENTION_REQUIRED);
	chan_end(io, DSTAT_END);
}

static void printer_command(struct chan_dev *dev, struct chan_prog *io)
{
	struct dev_printer *printer = CONTAINER_OF(dev, struct dev_printer, dev);
	uint8_t cmd = chan_cmd(io);

	if ((cmd & 7) == 1 && is_carriage_control(cmd))
		return print_line(printer, io);
	if ((cmd & 7) == 3 && is_carriage_control(cmd))
		return move_paper(printer, io);
	switch (cmd) {
	case 0x63: /* load the forms control buffer */
	case 0xF3: /* load the character set buffer, and fold */
	case 0xFB: /* load the character set buffer */
		chan_skip(io, BUFFER_LEN_MAX);
		return chan_end(io, DSTAT_END);
	case 0x23: /* unfold */
	case 0x43: /* fold */
	case 0x73: /* block data check */
	case 0x7B: /* allow data check */
	case 0xEB: /* gate load of the character set buffer */ return chan_end(io, DSTAT_END);
	default: return chan_reject(io);
	}
}

static const struct chan_dev_ops printer_ops = {
	.command = printer_command,
};

void dev_printer_init(struct dev_printer *printer)
{
	printer->dev = (struct chan_dev){
		.ops = &printer_ops,
		.id = &printer_id,
		.id_len = sizeof(printer_id),
		.sense_len = 1,
	};
}
