/* SPDX-License-Identifier: Apache-2.0 */
/* Holds virtual CPUs that drive the TOD clock ahead of time: logic/clockguard.h says how that can
 * be. */
#ifndef NUCLEUS_CLOCKGUARD_H
#define NUCLEUS_CLOCKGUARD_H

#include "nucleus/vcpu.h"

/* Takes the clock's measure. Before there are guests. */
void clockguard_init(void);

/*
 * A virtual CPU had a part of its turn, which ended now: if it is time for a look and the clock is
 * ahead because of it, blocks it (VB_CLOCK) until time has caught up. Its real CPU; no locks held.
 */
void clockguard_look(struct vcpu *vcpu, tod_t now);

/* It will be deleted: it is not held any more. No locks held. */
void clockguard_forget(struct vcpu *vcpu);

#endif
