// SPDX-License-Identifier: Apache-2.0
/* STOP: puts virtual CPUs into the stopped state. */
#include "cmd/vcpus.h"
#include "nucleus/dispatch.h"

/* STOP [CPU {ALL|address ...}] */
int cmd_stop(struct cmd *cmd)
{
	uint32_t mask;
	int rc = cmd_vcpus(cmd, &mask);

	for (unsigned i = 0; !rc && i < VCPU_MAX; i++)
		if (mask & 1u << i)
			vcpu_block_wait(cmd->vm->vcpu[i], VB_STOPPED);
	return rc;
}
