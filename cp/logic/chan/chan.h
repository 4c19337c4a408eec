/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channel-program interpreter, seen by those who run channel programs.
 *
 * A channel program is the guest's: CCWs are fetched one at a time from guest storage, each is
 * copied once, checked, and carried out by a device through the interface of logic/chan/dev.h. All
 * that the interpreter knows is in one struct chan_prog, so that a program can stop at any CCW and
 * go on later:
 *
 *	          chan_start            chan_end by the device, chained
 *	ENDED -------------> FETCH <---------------------------------+
 *	  ^                  |   \ command                           |
 *	  | check, or no     |    +----------> DEVICE ---------------+
 *	  | more chained     v S flag
 *	  +--------------- SUSPENDED -- chan_continue --> FETCH
 *
 * The PoP sections are those of Input/Output: Channel-Command Word, Chaining, Conclusion of I/O
 * Operations.
 */
#ifndef LOGIC_CHAN_CHAN_H
#define LOGIC_CHAN_CHAN_H

#include "arch/ccw.h"
#include "arch/orb.h"
#include "arch/types.h"

struct chan_dev;

/*
 * Guest absolute storage. addr to addr + len - 1 is within one 4 KB block; key is an access key
 * 0-15. Each returns 0, -E_RANGE when the guest has no such storage, -E_PERM when the key does not
 * match, another error when the page can't be had (a channel data check). They may wait if
 * subch_run's caller may.
 */
struct chan_stor_ops {
	int (*fetch)(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key);
	int (*store)(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key);
	/*
	 * May be NULL. Puts a 4 KB frame of the device's into the guest at addr, a page boundary,
	 * in place of copying it. Any error means: not done, copy it.
	 */
	int (*map)(void *ctx, gabs_t addr, void *frame, uint8_t key);
};

enum chan_state {
	CHAN_ENDED,     /* no program, or its status is in dstat, cstat, count, cpa */
	CHAN_FETCH,     /* the next step fetches the CCW at next */
	CHAN_DEVICE,    /* the device has a command that it has not ended */
	CHAN_SUSPENDED, /* before the CCW at next */
};

/* One channel program. Devices use it only through logic/chan/dev.h. */
struct chan_prog {
	const struct chan_stor_ops *stor;
	void *stor_ctx;
	struct chan_dev *dev;

	/* The data area of the current CCW: the piece that is being used, then the list of others.
	 */
	gabs_t data;    /* guest absolute address of the next byte */
	uint32_t piece; /* bytes from there on that lie together; 0: take the next of the list */
	uint32_t list;  /* guest absolute address of the next IDAW or MIDAW */
	uint16_t count; /* bytes of the CCW's count not yet transferred: the residual count */
	uint16_t links; /* CCWs fetched by data chaining in this command */

	uint32_t next;  /* guest absolute address of the next CCW */
	uint32_t cpa;   /* what the SCSW says: address of the last CCW used, plus 8 */
	uint32_t flags; /* ORB_* of the ORB's second word */
	uint16_t bits;  /* CHAN_BIT_*, internal */
	uint8_t state;  /* enum chan_state */
	uint8_t cmd;    /* current command */
	uint8_t control; /* its byte that a format-0 CCW has to spare */
	uint8_t ccw;    /* CCW_* flags of the current CCW */
	uint8_t dstat;  /* DSTAT_* of the last command that ended */
	uint8_t cstat;  /* CSTAT_* so far */
};

/*
 * Starts the channel program that begins at the CCW address ccw (as in an ORB, not yet checked)
 * under the ORB flags. dev is its device; stor and ctx reach the guest's storage. Only makes it
 * ready to run.
 */
void chan_start(struct chan_prog *prog, struct chan_dev *dev, const struct chan_stor_ops *stor,
	void *ctx, uint32_t flags, uint32_t ccw);

/*
 * Starts the program of an IPL (PoP, Initial Program Loading): an implied format-0 READ of 24 bytes
 * to address 0, incorrect length suppressed, command-chained to the CCW at 8.
 */
void chan_start_ipl(
	struct chan_prog *prog, struct chan_dev *dev, const struct chan_stor_ops *stor, void *ctx);

/*
 * Runs for at most budget steps (a step is a CCW or a device's turn) and returns the state then.
 * CHAN_FETCH, or CHAN_DEVICE with chan_is_ready: the budget is used up, run again. CHAN_DEVICE: the
 * device waits; chan_wake, then run again. CHAN_SUSPENDED: chan_continue, then run again.
 * CHAN_ENDED: the status is there.
 */
enum chan_state chan_run(struct chan_prog *prog, unsigned budget);

/* True if chan_run would do something. */
bool chan_is_ready(const struct chan_prog *prog);

/* What the device waited for may have come: its resume function is called in the next run. */
void chan_wake(struct chan_prog *prog);

/* Lets a suspended program go on: the CCW is fetched anew, and suspends again if it still says so.
 */
void chan_continue(struct chan_prog *prog);

/*
 * Ends the program, whatever it does: HALT, CLEAR, reset. A device that has a command is told to
 * forget it. dstat is left as it was.
 */
void chan_halt(struct chan_prog *prog);

/* True from when the device has accepted the program's first command. */
bool chan_is_accepted(const struct chan_prog *prog);

#endif
