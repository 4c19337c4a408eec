/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual subchannel: what START, HALT, CLEAR, RESUME, CANCEL, MODIFY, STORE and TEST
 * SUBCHANNEL do to it, and the status and interruption that it has for its guest.
 *
 * The functions that stand for an instruction return its condition code, 0 to 3. A subchannel that
 * is not there at all (condition code 3) and addressing exceptions are the caller's. After any call
 * that takes a struct subch, the caller looks at subch_is_interrupting: whether the subchannel must
 * be in the guest's queue of I/O interruptions may have changed, in either direction. After
 * subch_start, subch_resume, subch_wake and subch_ipl it calls subch_run.
 *
 * All functions: pure, the caller holds the lock that guards the subchannel.
 */
#ifndef LOGIC_SUBCH_H
#define LOGIC_SUBCH_H

#include "arch/ioint.h"
#include "arch/orb.h"
#include "arch/schib.h"
#include "arch/scsw.h"
#include "arch/types.h"
#include "logic/chan/chan.h"

#define SUBCH_PATH 0x80 /* the one path, in PIM, PAM and the other masks */

/*
 * Function: one virtual subchannel with its device and channel program.
 * Located by: its virtual device. Serialized by: that device's lock.
 */
struct subch {
	struct pmcw pmcw;
	be64_t mba;            /* stored by MODIFY, given back by STORE; nothing is measured */
	uint16_t nr;           /* subchannel number, in subchannel set 0 */
	bool is_interrupting;  /* status pending, and the guest was not interrupted for it */
	bool is_call;          /* subch_call's: nobody else is told how the program ends */
	uint8_t held;          /* DSTAT_* unsolicited, waits until the subchannel is idle */
	uint32_t ctl;          /* SCSW_*, the SCSW's first word */
	struct chan_prog prog; /* the other words of the SCSW are here */
	struct chan_dev *dev;
	const struct chan_stor_ops *stor;
	void *stor_ctx;
};

/* What a guest sees of a subchannel at rest: for another machine that goes on from there. */
struct subch_image {
	struct pmcw pmcw;
	be64_t mba;
	uint32_t ctl, cpa;
	uint16_t count;
	uint8_t dstat, cstat, held;
	bool is_interrupting;
	uint8_t sense[SENSE_MAX]; /* the device's */
};

/*
 * Makes subchannel number nr with device number devno on channel path chpid, as after power-on:
 * valid, not enabled. dev, stor and ctx as in chan_start.
 */
void subch_init(struct subch *sch, uint16_t nr, uint16_t devno, uint8_t chpid, struct chan_dev *dev,
	const struct chan_stor_ops *stor, void *ctx);

/* I/O-system reset: ends what runs, without status, and resets the device. */
void subch_reset(struct subch *sch);

/*
 * The device goes: as subch_reset, and the device number is no longer valid. dev is not used
 * afterwards. The caller makes the channel report. subch_init brings a new device.
 */
void subch_detach(struct subch *sch);

/*
 * Makes the path available or not. When it is lost, a program that runs ends with path not
 * operational and deferred condition code 3.
 */
void subch_set_path(struct subch *sch, bool is_operational);

/*
 * Takes an image. 0, or -E_BUSY: a channel program runs or is suspended; status that waits for the
 * guest does no harm.
 */
int subch_save(const struct subch *sch, struct subch_image *image) MUST_CHECK;

/* Makes a subchannel, which subch_init has made with the same device number, what the image was. */
void subch_restore(struct subch *sch, const struct subch_image *image);

/*
 * Whether the operand, copied from the guest, is good; otherwise the guest gets an operand
 * exception. Of an ORB without ORB_X only the first ORB_SHORT bytes are looked at.
 */
bool subch_orb_is_valid(const struct orb *orb);
bool subch_schib_is_valid(const struct schib *schib);

/* The instructions. */
int subch_start(struct subch *sch, const struct orb *orb);
int subch_halt(struct subch *sch);
int subch_clear(struct subch *sch);
int subch_resume(struct subch *sch);
int subch_cancel(struct subch *sch);
int subch_modify(struct subch *sch, const struct schib *schib);
int subch_store(const struct subch *sch, struct schib *schib);
/* The IRB is to be stored in the guest for condition codes 0 and 1. */
int subch_test(struct subch *sch, struct irb *irb);

/*
 * Runs the channel program, if there is one, for at most budget steps, and takes over its status.
 * The result is chan_run's; subch_is_ready tells whether to call it again at once.
 */
enum chan_state subch_run(struct subch *sch, unsigned budget);
bool subch_is_ready(const struct subch *sch);

/* What the device waits for may have come. Then call subch_run. */
void subch_wake(struct subch *sch);

/*
 * The device has status that no program asked for: DSTAT_ATTENTION, DSTAT_DEVICE_END (became
 * ready). Presented as soon as no function and no status is in the way, attention before the rest
 * and alone; lost if the subchannel is not enabled.
 */
void subch_unsolicited(struct subch *sch, uint8_t dstat);

/*
 * Enables the subchannel and starts IPL's channel program (chan_start_ipl). When subch_run says
 * CHAN_ENDED the caller takes the status with subch_test: the IPL is good if cstat is 0 and dstat
 * DSTAT_END. Returns a condition code as subch_start does; the caller resets before.
 */
int subch_ipl(struct subch *sch);

/*
 * A program for one who waits for it, DIAGNOSE: enabled or not, there is no interruption. flags as
 * in the ORB; ccw is a good CCW address. Returns a condition code as subch_start does. Then call
 * subch_run; when subch_call_is_over, or earlier to give up, subch_call_end takes the status, and
 * of a unit check the sense bytes, which the device keeps unless `clear`. A subchannel that was
 * reset meanwhile is over, too, and its status is zeros.
 */
int subch_call(struct subch *sch, uint32_t flags, uint32_t ccw);
bool subch_call_is_over(const struct subch *sch);
void subch_call_end(struct subch *sch, struct scsw *scsw, uint8_t sense[SENSE_MAX], bool clear);

/* An interruption condition waits for the guest to be enabled for interruption subclass subch_isc.
 */
bool subch_is_interrupting(const struct subch *sch);
uint8_t subch_isc(const struct subch *sch);

/*
 * Gives the interruption to the guest, or to TEST PENDING INTERRUPTION: fills the code and clears
 * the interruption condition. Status stays pending until TEST SUBCHANNEL.
 */
void subch_interrupt(struct subch *sch, struct io_int_code *code);

#endif
