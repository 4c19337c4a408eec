// SPDX-License-Identifier: Apache-2.0
/*
 * DIAGNOSE codes that guests are known to try and that this system doesn't have: a specification
 * exception, after which every one of them goes on without. A code that isn't in diag.def at all
 * gets the same; these have rows so that QUERY INTERCEPTS shows who asks for what.
 */
#include "virt/diag.h"

#define REFUSE(code)                                                                               \
	grc_t diag_##code(struct vcpu *vcpu)                                                       \
	{                                                                                          \
		(void)vcpu;                                                                        \
		return PGM_SPECIFICATION;                                                          \
	}

REFUSE(04C) /* Not yet: accounting records */
REFUSE(26C) /* Not yet: virtual networks */
REFUSE(2C4) /* files of a hardware console, which a virtual machine does not have */
REFUSE(318) /* the service processor doesn't offer it */
REFUSE(500) /* Not yet: virtio devices */
