// SPDX-License-Identifier: Apache-2.0
/* How commands begin and end: those that all devices share, chaining, and the check of lengths. */
#include "logic/chan/internal.h"

#include "lib/string.h"

uint8_t chan_cmd(const struct chan_prog *io)
{
	return io->cmd;
}

uint8_t chan_control(const struct chan_prog *io)
{
	return io->control;
}

bool chan_is_chaining(const struct chan_prog *io)
{
	return (io->ccw & CCW_CC) && !(io->ccw & CCW_CD);
}

static void sense(struct chan_dev *dev, struct chan_prog *io)
{
	chan_put(io, dev->sense, MIN(dev->sense_len, SENSE_MAX));
	memset(dev->sense, 0, sizeof(dev->sense));
	chan_end(io, DSTAT_END);
}

static void sense_id(struct chan_dev *dev, struct chan_prog *io)
{
	chan_put(io, dev->id, dev->id_len);
	chan_end(io, DSTAT_END);
}

/*
 * Sense data lasts until the next command that is not NO-OPERATION or BASIC SENSE (PoP, Sense
 * Data). Not yet: reading backward; no device needs it, all refuse it.
 */
void chan_command(struct chan_prog *prog)
{
	struct chan_dev *dev = prog->dev;

	if (prog->cmd == CCW_CMD_NOP)
		return chan_end(prog, DSTAT_END);
	if (prog->cmd == CCW_CMD_BASIC_SENSE)
		return sense(dev, prog);
	memset(dev->sense, 0, sizeof(dev->sense));
	if (prog->cmd == CCW_CMD_SENSE_ID)
		return sense_id(dev, prog);
	if (ccw_cmd_is_read_backward(prog->cmd))
		return chan_reject(prog);
	dev->ops->command(dev, prog);
}

/*
 * PoP, Incorrect Length. An operation that ended without a data transfer is immediate: format 0
 * never reports it, format 1 does unless the ORB or the CCW suppresses that. Differs: NO-OPERATION
 * never reports it; Linux's 3215 driver ends programs with one of count 1.
 */
static bool length_is_wrong(const struct chan_prog *io, uint8_t dstat)
{
	bool is_reported = (io->ccw & CCW_CD) || !(io->ccw & CCW_SLI);

	if (io->bits & CHAN_BIT_DATA)
		return is_reported && (io->count || (io->bits & CHAN_BIT_LONG));
	if (!chan_is_format1(io) || (io->flags & ORB_L) || io->cmd == CCW_CMD_NOP)
		return false;
	return is_reported && io->count && !(dstat & ~(DSTAT_END | DSTAT_STATUS_MODIFIER));
}

void chan_end(struct chan_prog *io, uint8_t dstat)
{
	bool is_usual = (dstat & ~DSTAT_STATUS_MODIFIER) == DSTAT_END;

	if (io->state != CHAN_DEVICE)
		return;
	io->dstat = dstat;
	if (!chan_has_failed(io) && length_is_wrong(io, dstat))
		io->cstat |= CSTAT_INCORRECT_LENGTH;
	if (is_usual || (io->bits & CHAN_BIT_DATA))
		io->bits |= CHAN_BIT_ACCEPTED;
	io->bits &= ~CHAN_BIT_WOKEN;
	if (!is_usual || (io->cstat & ~CSTAT_PCI) || !chan_is_chaining(io))
		return chan_over(io);
	if (dstat & DSTAT_STATUS_MODIFIER)
		io->next += 8;
	io->state = CHAN_FETCH;
}

void chan_check(struct chan_prog *io, uint8_t sense0)
{
	if (io->state != CHAN_DEVICE)
		return;
	io->dev->sense[0] = sense0;
	chan_end(io, DSTAT_END | DSTAT_UNIT_CHECK);
}

void chan_reject(struct chan_prog *io)
{
	chan_check(io, SENSE_COMMAND_REJECT);
}

void chan_yield(struct chan_prog *io)
{
	if (io->state == CHAN_DEVICE)
		io->bits |= CHAN_BIT_WOKEN;
}
