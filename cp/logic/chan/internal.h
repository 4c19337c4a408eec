/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the channel-program interpreter share with each other and nobody else. */
#ifndef LOGIC_CHAN_INTERNAL_H
#define LOGIC_CHAN_INTERNAL_H

#include "logic/chan/chan.h"
#include "logic/chan/dev.h"

/* chan_prog.bits */
#define CHAN_BIT_FIRST    0x0001 /* the program's first CCW was not fetched yet */
#define CHAN_BIT_IMPLIED  0x0002 /* the next CCW is IPL's, which is in no storage */
#define CHAN_BIT_ACCEPTED 0x0004 /* the device took the first command */
#define CHAN_BIT_DATA     0x0008 /* the command is no immediate operation */
#define CHAN_BIT_LONG     0x0010 /* the device had or wanted more than the counts allow */
#define CHAN_BIT_WOKEN    0x0020 /* the device's resume function is to be called */
#define CHAN_BIT_LISTED   0x0040 /* an IDAW or MIDAW of the current CCW was used */
#define CHAN_BIT_HOLE     0x0080 /* the piece is that of a MIDAW that says skip */

/* The subchannel status that says that something is wrong. */
#define CSTAT_CHECKS                                                                               \
	(CSTAT_PROGRAM_CHECK | CSTAT_PROTECTION_CHECK | CSTAT_DATA_CHECK | CSTAT_CONTROL_CHECK |   \
		CSTAT_INTERFACE_CHECK | CSTAT_CHAINING_CHECK)

/*
 * Data-chained CCWs of one command. Differs: the architecture has no limit; a longer chain, which
 * only a loop needs, gets a program check, so that no device is kept in one command for ever.
 */
#define CHAN_LINKS_MAX 4096

/* A CCW of either format, in the machine's byte order. */
struct ccw {
	uint32_t at;   /* guest absolute address that it came from */
	uint32_t addr; /* its address field */
	uint16_t count;
	uint8_t cmd;
	uint8_t flags;   /* CCW_* */
	uint8_t control; /* of format 0 */
};

/*
 * Fetches the next CCW, through at most one TIC, and checks all that does not need its data.
 * in_data: it is reached by data chaining. Sets prog->next and prog->cpa. Returns 0 or a CSTAT_*
 * check.
 */
uint8_t ccw_next(struct chan_prog *prog, struct ccw *ccw, bool in_data);

/* Makes ccw current: flags, count, program-controlled interruption, and the start of its data area.
 */
void chan_set_area(struct chan_prog *prog, const struct ccw *ccw);

/* Fetches len bytes of control words at addr. Returns 0 or a CSTAT_* check. */
uint8_t chan_fetch(struct chan_prog *prog, gabs_t addr, void *buf, uint32_t len);

/* The subchannel status for an error of struct chan_stor_ops; 0 for 0. */
uint8_t chan_stor_check(int rc);

/* Answers the commands that are the same for all devices, or passes the current one to its device.
 */
void chan_command(struct chan_prog *prog);

/* The program is over: its device hears of it. */
static inline void chan_over(struct chan_prog *prog)
{
	prog->state = CHAN_ENDED;
	if (prog->dev->ops->end)
		prog->dev->ops->end(prog->dev);
}

static inline bool chan_is_format1(const struct chan_prog *prog)
{
	return prog->flags & ORB_FORMAT;
}

/* The last byte that CCW and data addresses may reach without indirection. */
static inline uint32_t chan_addr_max(const struct chan_prog *prog)
{
	return chan_is_format1(prog) ? CCW_ADDR_MAX_1 : CCW_ADDR_MAX_0;
}

#endif
