// SPDX-License-Identifier: Apache-2.0
/* Initial program load of a virtual machine. */
#include "virt/ipl.h"

const char *ipl_loadparm(struct vmdbk *vm)
{
	const struct ipl_info *info = vm->ipl;

	return info ? info->loadparm : "";
}
