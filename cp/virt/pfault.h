/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that a guest hears are missing, and are back: DIAGNOSE X'258'. */
#ifndef VIRT_PFAULT_H
#define VIRT_PFAULT_H

#include "nucleus/vmdbk.h"

/*
 * The page at addr is missing: tells the guest, if it wants that and would have to wait, and has the page
 * brought in. False: nothing was done. The virtual CPU runs here, in the dispatcher.
 */
bool pfault_tell(struct vcpu *vcpu, gabs_t addr);

/* VF_CPSERVICE is on: gives one interruption to the virtual CPU, which is enabled. vm lock held. */
void pfault_deliver(struct vcpu *vcpu);

#endif
