/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Initial program load of a virtual machine: by the command, and again when the guest asks for it
 * with DIAGNOSE X'308'.
 */
#ifndef VIRT_IPL_H
#define VIRT_IPL_H

#include "logic/iplblock.h"
#include "logic/msg.h"
#include "nucleus/timer.h"
#include "nucleus/vmdbk.h"

/* What a guest asked of DIAGNOSE X'308'. */
enum ipl_again {
	AGAIN_CLEAR_RESET, /* reset of all and its registers, then the PSW at 0 */
	AGAIN_RESET,       /* reset, then the PSW at 0 */
	AGAIN_LOAD_CLEAR,  /* IPL with CLEAR */
	AGAIN_LOAD,        /* IPL without */
};

/*
 * Function:      what a machine was loaded from, for the next time
 * Located by:    vmdbk.ipl
 * Created by:    ipl_info, when first wanted
 * Deleted by:    ipl_delete, with the VMDBK
 * Serialized by: the vm lock; `again`, `cpu`, `ended` and `limit` by machine_claim
 */
struct ipl_info {
	bool is_loaded, is_next_set;
	struct ipl_source now;  /* what runs was loaded from this */
	struct ipl_source next; /* what DIAGNOSE X'308' said to load next; else `now` again */

	enum ipl_again again;
	uint16_t cpu;       /* address of the CPU that wants it */
	struct event ended; /* the channel program may have ended */
	struct timer limit; /* it has had its time */
};

/* Why an IPL failed: a message and its arguments. MSG_NONE: it did not. */
struct ipl_failure {
	enum msg_id msg;
	char args[3][40];
};

/* NULL when there is no control storage for it. No locks held. */
struct ipl_info *ipl_info(struct vmdbk *vm);
void ipl_delete(struct vmdbk *vm);

/*
 * Can the machine be loaded from this, as far as can be told without trying? True, or the reason in
 * *failure. No locks held.
 */
bool ipl_is_possible(
	struct vmdbk *vm, const struct ipl_source *source, struct ipl_failure *failure);

/*
 * Loads the machine: resets it, runs the device's channel program, and makes virtual CPU `cpu`
 * ready with the PSW that was loaded, still stopped. Waits for the device for a minute at most.
 * True, or the reason in *failure: then all CPUs are stopped. Between machine_begin and
 * machine_end; tasks only.
 */
bool ipl_load(struct vmdbk *vm, const struct ipl_source *source, uint16_t cpu, bool clear,
	struct ipl_failure *failure);

/*
 * Begins what a guest asked for on virtual CPU vcpu, which does not come back from its DIAGNOSE.
 * Returns 0; -E_NOENT when nothing is known to load from; -E_BUSY when the machine is being reset
 * already; -E_NOMEM. Dispatcher.
 */
int ipl_again(struct vcpu *vcpu, enum ipl_again again) MUST_CHECK;

/* "" when there is none. vm lock held. */
const char *ipl_loadparm(struct vmdbk *vm);

#endif
