// SPDX-License-Identifier: Apache-2.0
/*
 * Fetching and checking channel-command words.
 *
 * Each is copied once. What a program check leaves in the CCW address of the SCSW is in PoP,
 * Input/Output: Subchannel-Status Word, CCW Address: the refused CCW plus 8, or the TIC plus 8 if
 * that led to no CCW at all.
 */
#include "logic/chan/internal.h"

#include "lib/err.h"
#include "lib/string.h"

uint8_t chan_stor_check(int rc)
{
	switch (rc) {
	case 0: return 0;
	case -E_RANGE: return CSTAT_PROGRAM_CHECK;
	case -E_PERM: return CSTAT_PROTECTION_CHECK;
	default: return CSTAT_DATA_CHECK;
	}
}

uint8_t chan_fetch(struct chan_prog *prog, gabs_t addr, void *buf, uint32_t len)
{
	int rc = prog->stor->fetch(prog->stor_ctx, addr, buf, len, ORB_KEY_OF(prog->flags));

	/* Control words, unlike data, that can't be had are the channel subsystem's failure. */
	return rc && rc != -E_RANGE && rc != -E_PERM ? CSTAT_CONTROL_CHECK : chan_stor_check(rc);
}

static void decode0(struct ccw *ccw, const void *raw)
{
	const struct ccw0 *from = raw;

	ccw->cmd = from->cmd;
	ccw->addr = (uint32_t)from->addr[0] << 16 | from->addr[1] << 8 | from->addr[2];
	ccw->flags = from->flags;
	ccw->control = from->control;
	ccw->count = be16_get(from->count);
}

static void decode1(struct ccw *ccw, const void *raw)
{
	const struct ccw1 *from = raw;

	ccw->cmd = from->cmd;
	ccw->addr = be32_get(from->addr);
	ccw->flags = from->flags;
	ccw->control = 0;
	ccw->count = be16_get(from->count);
}

/* Reads the CCW at prog->next and moves on. */
static uint8_t ccw_read(struct chan_prog *prog, struct ccw *ccw)
{
	uint8_t raw[8], check;

	if (prog->next % 8 || prog->next > chan_addr_max(prog) - 7)
		return CSTAT_PROGRAM_CHECK;
	check = chan_fetch(prog, prog->next, raw, sizeof(raw));
	if (check)
		return check;
	ccw->at = prog->next;
	if (chan_is_format1(prog))
		decode1(ccw, raw);
	else
		decode0(ccw, raw);
	prog->next += 8;
	prog->cpa = prog->next;
	return 0;
}

/* The checks of a transfer in channel before it is followed. */
static uint8_t tic_check(const struct chan_prog *prog, const struct ccw *tic)
{
	if (chan_is_format1(prog) && (tic->cmd != CCW_CMD_TIC || tic->flags || tic->count))
		return CSTAT_PROGRAM_CHECK;
	return 0;
}

/* The checks of any other CCW. */
static uint8_t ccw_check(const struct chan_prog *prog, const struct ccw *ccw, bool in_data)
{
	uint32_t align = ccw->flags & CCW_MIDA     ? sizeof(struct midaw)
			 : !(ccw->flags & CCW_IDA) ? 1
			 : prog->flags & ORB_H     ? sizeof(idaw2_t)
						   : sizeof(idaw1_t);
	bool may_be_empty = chan_is_format1(prog) && !in_data && !(ccw->flags & CCW_CD);

	if ((!in_data && (ccw->cmd & 0x0F) == 0) || (ccw->count == 0 && !may_be_empty) ||
		ccw->addr > chan_addr_max(prog) || ccw->addr % align ||
		((ccw->flags & CCW_S) && (in_data || !(prog->flags & ORB_S))) ||
		((ccw->flags & CCW_MIDA) && (!(prog->flags & ORB_D) || (ccw->flags & CCW_IDA))))
		return CSTAT_PROGRAM_CHECK;
	return 0;
}

uint8_t ccw_next(struct chan_prog *prog, struct ccw *ccw, bool in_data)
{
	bool is_first = prog->bits & CHAN_BIT_FIRST;
	uint8_t check;

	prog->cpa = prog->next + 8;
	check = ccw_read(prog, ccw);
	if (check)
		return check;
	if (ccw_cmd_is_tic(ccw->cmd)) {
		if (is_first || tic_check(prog, ccw))
			return CSTAT_PROGRAM_CHECK;
		prog->next = ccw->addr;
		check = ccw_read(prog, ccw);
		if (check & CSTAT_PROTECTION_CHECK)
			prog->cpa = prog->next + 8;
		if (check)
			return check;
		if (ccw_cmd_is_tic(ccw->cmd))
			return CSTAT_PROGRAM_CHECK;
	}
	return ccw_check(prog, ccw, in_data);
}
