// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'44' and X'9C': a virtual CPU gives up the rest of its time slice. */
#include "nucleus/dispatch.h"
#include "virt/diag.h"

/* X'44': to whoever waits for a real CPU. */
grc_t diag_044(struct vcpu *vcpu)
{
	(void)vcpu;
	dispatch_yield();
	return 0;
}
