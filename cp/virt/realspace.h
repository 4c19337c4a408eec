/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guests that compute with DAT off, at the speed of those that compute with DAT on.
 *
 * The emulator finds storage operands in its translation buffer only if DAT is on; without, each access takes a longer
 * way, and in a guest one that is longer still. So a virtual CPU that computes with DAT off is given DAT and a
 * real-space designation instead: each address is then the same real address as before. What could tell the guest of
 * it, or depends on it, leaves SIE: then all is as it was again, and the instruction is executed once more.
 *
 * That is only done after a proof: for some milliseconds none of these instructions was executed, and nothing
 * interrupted the guest. Those who use DAT are gone from it long before.
 *
 *	host interruption -> proof -> host interruption, later -> real space -> ...
 *	      any interception: as it was, until the next host interruption
 *
 * Differs: LOAD REAL ADDRESS, and the instructions that are a special-operation exception with DAT off, do not leave
 * SIE. The first of them after such a time sees a real space and DAT on.
 */
#ifndef VIRT_REALSPACE_H
#define VIRT_REALSPACE_H

#include "nucleus/vcpu.h"

/* The host interrupted the guest, and its clock is set: does it compute with DAT off? Then that may begin. */
void realspace_consider(struct vcpu *vcpu);

/*
 * Before SIE, with vcpu.look: sets the controls for proof or real space, if that is wanted and can be done. False: the
 * guest runs as it is. realspace_end: after SIE, if realspace_is_on: all is as it was.
 */
bool realspace_begin(struct vcpu *vcpu) MUST_CHECK;
void realspace_end(struct vcpu *vcpu);

static inline bool realspace_is_on(const struct vcpu *vcpu)
{
	return vcpu->real_on;
}

/* An interception while it was on, which ends it. True: the instruction is to be executed again. */
bool realspace_left(struct vcpu *vcpu) MUST_CHECK;

#endif
