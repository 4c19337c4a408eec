/* SPDX-License-Identifier: Apache-2.0 */
/* A guest stores into a page that it shares: it gets a copy and does it again. */
#ifndef VIRT_UNSHARE_H
#define VIRT_UNSHARE_H

#include "nucleus/vcpu.h"

/*
 * SIE left for a program interruption (code 8). True: it was a protection exception that CP's
 * tables caused; all is done for the virtual CPU to go on. False: it is the guest's. Dispatcher.
 */
bool unshare_fault(struct vcpu *vcpu);

#endif
