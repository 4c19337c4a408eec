// SPDX-License-Identifier: Apache-2.0
/*
 * The virtual subchannel.
 *
 * The function, activity and status control bits of the SCSW are the subchannel's state and nothing
 * else is: ctl holds them in their places. The sections named below are in PoP, I/O Instructions
 * and PoP, Input/Output: Subchannel-Status Word.
 */
#include "logic/subch.h"

#include "logic/chan/dev.h"

#include "lib/err.h"
#include "lib/string.h"

#define PMCW_CHANGEABLE (PMCW_ISC | PMCW_E | PMCW_LM | PMCW_MM | PMCW_D)

static uint16_t pmcw_flags(const struct subch *sch)
{
	return be16_get(sch->pmcw.flags);
}

static bool is_valid(const struct subch *sch)
{
	return pmcw_flags(sch) & PMCW_V;
}

static bool is_enabled(const struct subch *sch)
{
	return is_valid(sch) && (pmcw_flags(sch) & PMCW_E);
}

static bool is_pending(const struct subch *sch)
{
	return sch->ctl & SCSW_SC_PENDING;
}

/* Only intermediate status is pending: the program still goes on, or is suspended. */
static bool is_intermediate(const struct subch *sch)
{
	return (sch->ctl & SCSW_SC) == (SCSW_SC_INTERMEDIATE | SCSW_SC_PENDING);
}

static bool has_function(const struct subch *sch)
{
	return sch->ctl & SCSW_FC;
}

static void set_pending(struct subch *sch, uint32_t status)
{
	sch->ctl |= status | SCSW_SC_PENDING;
	sch->is_interrupting = true;
}

/* No function, no status. */
static void set_idle(struct subch *sch)
{
	chan_halt(&sch->prog);
	sch->prog.dstat = sch->prog.cstat = 0;
	sch->prog.count = 0;
	sch->ctl = 0;
	sch->is_interrupting = false;
	sch->is_call = false;
}

/* Presents unsolicited status that was held back, attention before anything else and alone. */
static void present_held(struct subch *sch)
{
	uint8_t dstat = sch->held & DSTAT_ATTENTION ? DSTAT_ATTENTION : sch->held;

	if (!is_enabled(sch))
		sch->held = 0;
	if (!sch->held || has_function(sch) || is_pending(sch))
		return;
	sch->held &= ~dstat;
	set_idle(sch);
	sch->prog.dstat = dstat;
	sch->prog.cpa = 0;
	set_pending(sch, SCSW_SC_ALERT);
}

/* ---- Coming and going ------------------------------------------------------------------------ */

/* What a reset leaves of the PMCW. */
static void pmcw_reset(struct pmcw *pmcw)
{
	pmcw->intparm = be32(0);
	pmcw->flags = be16(be16_get(pmcw->flags) & PMCW_V);
	pmcw->lpm = pmcw->pim;
	pmcw->pnom = 0;
	pmcw->lpum = 0;
	pmcw->mbi = be16(0);
	pmcw->pom = 0xFF;
	pmcw->flags6 = be32(0);
}

void subch_init(struct subch *sch, uint16_t nr, uint16_t devno, uint8_t chpid, struct chan_dev *dev,
	const struct chan_stor_ops *stor, void *ctx)
{
	memset(sch, 0, sizeof(*sch));
	sch->nr = nr;
	sch->dev = dev;
	sch->stor = stor;
	sch->stor_ctx = ctx;
	sch->pmcw.flags = be16(PMCW_V);
	sch->pmcw.devno = be16(devno);
	sch->pmcw.pim = sch->pmcw.pam = SUBCH_PATH;
	sch->pmcw.chpid[0] = chpid;
	pmcw_reset(&sch->pmcw);
}

void subch_reset(struct subch *sch)
{
	set_idle(sch);
	sch->held = 0;
	sch->mba = be64(0);
	pmcw_reset(&sch->pmcw);
	if (!is_valid(sch))
		return;
	memset(sch->dev->sense, 0, sizeof(sch->dev->sense));
	if (sch->dev->ops->reset)
		sch->dev->ops->reset(sch->dev);
}

void subch_detach(struct subch *sch)
{
	subch_reset(sch);
	sch->pmcw.flags = be16(0);
	sch->dev = NULL;
}

/* The function that is in progress ends: deferred condition code 3. */
static void end_without_path(struct subch *sch)
{
	chan_halt(&sch->prog);
	sch->prog.dstat = 0;
	sch->ctl &= ~(SCSW_AC | SCSW_SC_INTERMEDIATE);
	sch->ctl |= SCSW_CC_3 | SCSW_N;
	set_pending(sch, SCSW_SC_ALERT | SCSW_SC_PRIMARY | SCSW_SC_SECONDARY);
}

void subch_set_path(struct subch *sch, bool is_operational)
{
	sch->pmcw.pam = is_operational ? SUBCH_PATH : 0;
	if (is_operational)
		return;
	if ((sch->ctl & SCSW_FC_START) && (!is_pending(sch) || is_intermediate(sch))) {
		sch->pmcw.pnom |= SUBCH_PATH;
		end_without_path(sch);
	}
}

/* ---- Images ---------------------------------------------------------------------------------- */

int subch_save(const struct subch *sch, struct subch_image *image)
{
	if ((sch->ctl & SCSW_AC) || sch->prog.state != CHAN_ENDED || sch->is_call)
		return -E_BUSY;
	*image = (struct subch_image){.pmcw = sch->pmcw,
		.mba = sch->mba,
		.ctl = sch->ctl,
		.cpa = sch->prog.cpa,
		.count = sch->prog.count,
		.dstat = sch->prog.dstat,
		.cstat = sch->prog.cstat,
		.held = sch->held,
		.is_interrupting = sch->is_interrupting};
	if (sch->dev)
		memcpy(image->sense, sch->dev->sense, sizeof(image->sense));
	return 0;
}

void subch_restore(struct subch *sch, const struct subch_image *image)
{
	sch->pmcw = image->pmcw;
	sch->mba = image->mba;
	sch->ctl = image->ctl;
	sch->prog.cpa = image->cpa;
	sch->prog.count = image->count;
	sch->prog.dstat = image->dstat;
	sch->prog.cstat = image->cstat;
	sch->held = image->held;
	sch->is_interrupting = image->is_interrupting;
	if (sch->dev)
		memcpy(sch->dev->sense, image->sense, sizeof(image->sense));
}

/* ---- Operands -------------------------------------------------------------------------------- */

bool subch_orb_is_valid(const struct orb *orb)
{
	uint32_t flags = be32_get(orb->flags);

	/* Transport mode is not offered. */
	if ((flags & (ORB_B | ORB_ZEROS)) || be32_get(orb->ccw) > CCW_ADDR_MAX_1)
		return false;
	if (!(flags & ORB_X))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(orb->zeros); i++) {
		if (be32_get(orb->zeros[i]))
			return false;
	}
	return !orb->reserved_d && !orb->reserved_f;
}

bool subch_schib_is_valid(const struct schib *schib)
{
	uint16_t flags = be16_get(schib->pmcw.flags);
	uint32_t flags6 = be32_get(schib->pmcw.flags6);

	if ((flags & PMCW_ZEROS) || (flags6 & PMCW6_ZEROS) || (flags & PMCW_LM) == PMCW_LM)
		return false;
	return !(flags6 & PMCW6_F) || !(be64_get(schib->mba) & SCHIB_MBA_ZEROS);
}

/* ---- Instructions ---------------------------------------------------------------------------- */

int subch_start(struct subch *sch, const struct orb *orb)
{
	uint32_t flags = be32_get(orb->flags);

	if (!is_enabled(sch))
		return 3;
	if (is_pending(sch))
		return 1;
	if (has_function(sch))
		return 2;
	if (!(ORB_LPM_OF(flags) & sch->pmcw.pam & sch->pmcw.pom))
		return 3;
	sch->pmcw.intparm = orb->intparm;
	sch->pmcw.lpm = ORB_LPM_OF(flags);
	sch->ctl = (flags & SCSW_FROM_ORB) | SCSW_FC_START | SCSW_AC_START_PENDING;
	chan_start(&sch->prog, sch->dev, sch->stor, sch->stor_ctx, flags, be32_get(orb->ccw));
	return 0;
}

int subch_ipl(struct subch *sch)
{
	if (!is_valid(sch) || !(sch->pmcw.pam & sch->pmcw.pom))
		return 3;
	if (is_pending(sch))
		return 1;
	if (has_function(sch))
		return 2;
	sch->pmcw.flags = be16(pmcw_flags(sch) | PMCW_E);
	sch->ctl = SCSW_FC_START | SCSW_AC_START_PENDING;
	chan_start_ipl(&sch->prog, sch->dev, sch->stor, sch->stor_ctx);
	return 0;
}

static void scsw_fill(const struct subch *sch, struct scsw *scsw)
{
	scsw->ctl = be32(sch->ctl);
	scsw->ccw = be32(sch->prog.cpa & CCW_ADDR_MAX_1);
	scsw->dstat = sch->prog.dstat;
	scsw->cstat = sch->prog.cstat;
	scsw->count = be16(sch->prog.count);
	/* Of a program that goes on, only what was reported is there to be seen. */
	if (sch->ctl & SCSW_AC) {
		scsw->dstat = 0;
		scsw->cstat &= CSTAT_PCI;
		scsw->count = be16(0);
	}
}

int subch_call(struct subch *sch, uint32_t flags, uint32_t ccw)
{
	if (!is_valid(sch) || !(sch->pmcw.pam & sch->pmcw.pom))
		return 3;
	if (is_pending(sch))
		return 1;
	if (has_function(sch))
		return 2;
	sch->ctl = (flags & SCSW_FROM_ORB) | SCSW_FC_START | SCSW_AC_START_PENDING;
	sch->is_call = true;
	chan_start(&sch->prog, sch->dev, sch->stor, sch->stor_ctx, flags, ccw);
	return 0;
}

bool subch_call_is_over(const struct subch *sch)
{
	return !sch->is_call || (is_pending(sch) && !is_intermediate(sch));
}

void subch_call_end(struct subch *sch, struct scsw *scsw, uint8_t sense[SENSE_MAX], bool clear)
{
	memset(scsw, 0, sizeof(*scsw));
	memset(sense, 0, SENSE_MAX);
	if (!sch->is_call)
		return;
	scsw_fill(sch, scsw);
	if (scsw->dstat & DSTAT_UNIT_CHECK)
		memcpy(sense, sch->dev->sense, SENSE_MAX);
	if ((scsw->dstat & DSTAT_UNIT_CHECK) && clear)
		memset(sch->dev->sense, 0, sizeof(sch->dev->sense));
	set_idle(sch);
	present_held(sch);
}

int subch_halt(struct subch *sch)
{
	uint32_t activity = sch->ctl & SCSW_AC;

	if (!is_enabled(sch))
		return 3;
	if (is_pending(sch) && !is_intermediate(sch))
		return 1;
	if (sch->ctl & (SCSW_FC_HALT | SCSW_FC_CLEAR))
		return 2;
	chan_halt(&sch->prog);
	sch->prog.dstat = sch->prog.cstat = 0;
	sch->ctl = (sch->ctl & (SCSW_FROM_ORB | SCSW_FC_START)) | SCSW_FC_HALT;
	/* A device that was working ends its operation with status of its own. */
	if (activity & SCSW_AC_DEV_ACTIVE) {
		sch->prog.dstat = DSTAT_END;
		set_pending(sch, SCSW_SC_PRIMARY | SCSW_SC_SECONDARY);
	} else {
		set_pending(sch, activity & SCSW_AC_SUSPENDED ? SCSW_SC_PRIMARY : 0);
	}
	return 0;
}

int subch_clear(struct subch *sch)
{
	if (!is_enabled(sch))
		return 3;
	set_idle(sch);
	sch->pmcw.pnom = 0;
	sch->pmcw.pom = 0xFF;
	memset(sch->dev->sense, 0, sizeof(sch->dev->sense));
	sch->ctl = SCSW_FC_CLEAR;
	set_pending(sch, 0);
	return 0;
}

int subch_resume(struct subch *sch)
{
	if (!is_enabled(sch))
		return 3;
	if (is_pending(sch))
		return 1;
	if (!(sch->ctl & SCSW_FC_START) || (sch->ctl & SCSW_AC_RESUME_PENDING) ||
		!(sch->ctl & SCSW_S))
		return 2;
	sch->ctl |= SCSW_AC_RESUME_PENDING;
	chan_continue(&sch->prog);
	return 0;
}

int subch_cancel(struct subch *sch)
{
	if (!is_enabled(sch))
		return 3;
	if (is_pending(sch))
		return 1;
	if (!(sch->ctl & SCSW_FC_START) ||
		!(sch->ctl & (SCSW_AC_START_PENDING | SCSW_AC_SUSPENDED)))
		return 2;
	set_idle(sch);
	return 0;
}

int subch_modify(struct subch *sch, const struct schib *schib)
{
	uint16_t flags = be16_get(schib->pmcw.flags) & PMCW_CHANGEABLE;

	if (!is_valid(sch))
		return 0;
	if (is_pending(sch))
		return 1;
	if (has_function(sch))
		return 2;
	sch->pmcw.intparm = schib->pmcw.intparm;
	sch->pmcw.flags = be16((pmcw_flags(sch) & ~PMCW_CHANGEABLE) | flags);
	sch->pmcw.lpm = schib->pmcw.lpm;
	sch->pmcw.pom = schib->pmcw.pom;
	sch->pmcw.mbi = schib->pmcw.mbi;
	sch->pmcw.flags6 = be32(be32_get(schib->pmcw.flags6) & ~PMCW6_ZEROS);
	sch->mba = schib->mba;
	present_held(sch); /* drops it when no longer enabled */
	return 0;
}

int subch_store(const struct subch *sch, struct schib *schib)
{
	memset(schib, 0, sizeof(*schib));
	schib->pmcw = sch->pmcw;
	schib->mba = sch->mba;
	scsw_fill(sch, &schib->scsw);
	return 0;
}

/* Concurrent sense: a unit check brings its sense bytes along, and the device forgets them. */
static void irb_add_sense(struct subch *sch, struct irb *irb)
{
	uint8_t len = MIN(sch->dev->sense_len, SENSE_MAX);

	if (!(irb->scsw.dstat & DSTAT_UNIT_CHECK) || !(be32_get(sch->pmcw.flags6) & PMCW6_S))
		return;
	irb->scsw.ctl = be32(be32_get(irb->scsw.ctl) | SCSW_E);
	irb->esw.erw = be32(ERW_CONS | ERW_SCNT(len));
	memcpy(irb->ecw, sch->dev->sense, len);
	memset(sch->dev->sense, 0, sizeof(sch->dev->sense));
}

int subch_test(struct subch *sch, struct irb *irb)
{
	if (!is_enabled(sch))
		return 3;
	memset(irb, 0, sizeof(*irb));
	scsw_fill(sch, &irb->scsw);
	irb->esw.lpum = sch->pmcw.lpum;
	if (!is_pending(sch) || sch->is_call)
		return 1;
	irb_add_sense(sch, irb);
	if (is_intermediate(sch)) { /* the function goes on */
		sch->ctl &= ~(SCSW_SC | SCSW_Z);
		sch->prog.cstat &= ~CSTAT_PCI;
		sch->is_interrupting = false;
	} else {
		set_idle(sch);
	}
	present_held(sch);
	return 0;
}

/* ---- The channel program --------------------------------------------------------------------- */

/* Status of a program that goes on: PCI, the first command was accepted, suspension. */
static void report_progress(struct subch *sch, bool was_accepted)
{
	bool is_report = sch->prog.cstat & CSTAT_PCI;

	if ((sch->ctl & SCSW_I) && !was_accepted && chan_is_accepted(&sch->prog)) {
		sch->ctl |= SCSW_Z;
		is_report = true;
	}
	if ((sch->ctl & SCSW_AC_SUSPENDED) && !(sch->ctl & SCSW_U))
		is_report = true;
	if (is_report && !(sch->ctl & SCSW_SC_INTERMEDIATE))
		set_pending(sch, SCSW_SC_INTERMEDIATE);
}

static void report_end(struct subch *sch)
{
	uint32_t status = SCSW_SC_PRIMARY | SCSW_SC_SECONDARY;
	uint8_t dstat = sch->prog.dstat, cstat = sch->prog.cstat;

	if ((dstat & ~DSTAT_END) || (cstat & ~CSTAT_PCI))
		status |= SCSW_SC_ALERT;
	if (cstat & CSTAT_PCI)
		status |= SCSW_SC_INTERMEDIATE;
	if ((dstat & DSTAT_BUSY) && !chan_is_accepted(&sch->prog))
		sch->ctl |= SCSW_CC_1;
	set_pending(sch, status);
}

enum chan_state subch_run(struct subch *sch, unsigned budget)
{
	bool was_accepted = chan_is_accepted(&sch->prog);
	bool was_suspended = sch->ctl & SCSW_AC_SUSPENDED;
	enum chan_state state;

	if (!subch_is_ready(sch))
		return sch->prog.state;
	sch->pmcw.lpum = SUBCH_PATH;
	state = chan_run(&sch->prog, budget);
	sch->ctl &= ~(SCSW_AC & ~SCSW_AC_RESUME_PENDING);
	if (was_suspended)
		sch->ctl &= ~SCSW_AC_RESUME_PENDING;
	switch (state) {
	case CHAN_ENDED:
		sch->ctl &= ~SCSW_AC;
		report_end(sch);
		return state;
	case CHAN_SUSPENDED:
		sch->ctl |= SCSW_AC_SUSPENDED;
		if (!(sch->ctl & SCSW_AC_RESUME_PENDING))
			break;
		/* Resumed beforehand: the next run fetches the CCW anew. */
		chan_continue(&sch->prog);
		return CHAN_FETCH;
	default: sch->ctl |= SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE; break;
	}
	report_progress(sch, was_accepted);
	return state;
}

bool subch_is_ready(const struct subch *sch)
{
	return chan_is_ready(&sch->prog);
}

void subch_wake(struct subch *sch)
{
	chan_wake(&sch->prog);
}

void subch_unsolicited(struct subch *sch, uint8_t dstat)
{
	sch->held |= dstat;
	present_held(sch);
}

/* ---- Interruptions --------------------------------------------------------------------------- */

bool subch_is_interrupting(const struct subch *sch)
{
	return sch->is_interrupting && !sch->is_call;
}

uint8_t subch_isc(const struct subch *sch)
{
	return PMCW_ISC_OF(pmcw_flags(sch));
}

void subch_interrupt(struct subch *sch, struct io_int_code *code)
{
	code->ssid = be32(SSID_ONE | sch->nr);
	code->intparm = sch->pmcw.intparm;
	code->id = be32(IOINT_ISC(subch_isc(sch)));
	sch->is_interrupting = false;
}
