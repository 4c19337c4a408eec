/* SPDX-License-Identifier: Apache-2.0 */
/* Initial program load of a virtual machine. */
#ifndef VIRT_IPL_H
#define VIRT_IPL_H

#include "nucleus/vmdbk.h"

#define IPL_PARM_MAX 64

/* What was IPLed and how: kept for re-IPL, and shown to the guest by DIAGNOSE X'308'. */
struct ipl_info {
	bool valid;
	uint16_t devno;
	char loadparm[9]; /* ASCII, "" for none */
	char parm[IPL_PARM_MAX + 1];
};

/* "" when there is none. vm lock held. */
const char *ipl_loadparm(struct vmdbk *vm);

#endif
