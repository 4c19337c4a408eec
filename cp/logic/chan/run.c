// SPDX-License-Identifier: Apache-2.0
/* The states of a channel program: started, fetching, with the device, suspended, ended. */
#include "logic/chan/internal.h"

#include "lib/string.h"

#define IPL_COUNT 24 /* the IPL PSW and two CCWs */

void chan_start(struct chan_prog *prog, struct chan_dev *dev, const struct chan_stor_ops *stor,
	void *ctx, uint32_t flags, uint32_t ccw)
{
	memset(prog, 0, sizeof(*prog));
	prog->stor = stor;
	prog->stor_ctx = ctx;
	prog->dev = dev;
	prog->flags = flags;
	prog->next = ccw;
	prog->cpa = ccw + 8;
	prog->bits = CHAN_BIT_FIRST;
	prog->state = CHAN_FETCH;
	if (dev->ops->begin)
		dev->ops->begin(dev);
}

void chan_start_ipl(
	struct chan_prog *prog, struct chan_dev *dev, const struct chan_stor_ops *stor, void *ctx)
{
	chan_start(prog, dev, stor, ctx, ORB_LPM, 0);
	prog->bits |= CHAN_BIT_IMPLIED;
}

/* The CCW that an IPL begins with, which stands before the one at 8. */
static void ccw_imply(struct chan_prog *prog, struct ccw *ccw)
{
	*ccw = (struct ccw){.cmd = CCW_CMD_READ_IPL, .flags = CCW_CC | CCW_SLI, .count = IPL_COUNT};
	prog->bits &= ~CHAN_BIT_IMPLIED;
	prog->next = prog->cpa = 8;
}

/* A CCW that can't be used ends the program; the device has ended the command before it, if any. */
static void refuse(struct chan_prog *prog, uint8_t check)
{
	prog->cstat |= check;
	prog->dstat = prog->bits & CHAN_BIT_FIRST ? 0 : DSTAT_END;
	prog->count = 0;
	chan_over(prog);
}

static void step_fetch(struct chan_prog *prog)
{
	struct ccw ccw;

	if (prog->bits & CHAN_BIT_IMPLIED) {
		ccw_imply(prog, &ccw);
	} else {
		uint8_t check = ccw_next(prog, &ccw, false);

		if (check)
			return refuse(prog, check);
	}
	if (ccw.flags & CCW_S) {
		prog->next = ccw.at; /* to be fetched anew */
		prog->state = CHAN_SUSPENDED;
		return;
	}
	prog->bits &= CHAN_BIT_ACCEPTED;
	prog->links = 0;
	prog->cmd = ccw.cmd;
	prog->control = ccw.control;
	chan_set_area(prog, &ccw);
	prog->state = CHAN_DEVICE;
	chan_command(prog);
	if (prog->state == CHAN_DEVICE)
		prog->bits |= CHAN_BIT_DATA | CHAN_BIT_ACCEPTED;
}

static void step_device(struct chan_prog *prog)
{
	prog->bits &= ~CHAN_BIT_WOKEN;
	if (prog->dev->ops->resume)
		prog->dev->ops->resume(prog->dev, prog);
}

bool chan_is_ready(const struct chan_prog *prog)
{
	return prog->state == CHAN_FETCH ||
	       (prog->state == CHAN_DEVICE && (prog->bits & CHAN_BIT_WOKEN));
}

enum chan_state chan_run(struct chan_prog *prog, unsigned budget)
{
	for (; budget > 0 && chan_is_ready(prog); budget--) {
		if (prog->state == CHAN_FETCH)
			step_fetch(prog);
		else
			step_device(prog);
	}
	return prog->state;
}

void chan_wake(struct chan_prog *prog)
{
	if (prog->state == CHAN_DEVICE)
		prog->bits |= CHAN_BIT_WOKEN;
}

void chan_continue(struct chan_prog *prog)
{
	if (prog->state == CHAN_SUSPENDED)
		prog->state = CHAN_FETCH;
}

void chan_halt(struct chan_prog *prog)
{
	prog->bits &= ~CHAN_BIT_WOKEN;
	if (prog->state == CHAN_ENDED)
		return;
	if (prog->state == CHAN_DEVICE && prog->dev->ops->halt)
		prog->dev->ops->halt(prog->dev);
	chan_over(prog);
}

bool chan_is_accepted(const struct chan_prog *prog)
{
	return prog->bits & CHAN_BIT_ACCEPTED;
}
