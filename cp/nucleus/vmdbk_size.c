// SPDX-License-Identifier: Apache-2.0
/* How much control storage one user costs. */
#include "logic/sclp.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

static uint64_t console_bytes(const struct vconsole *console)
{
	uint64_t bytes;

	if (!console)
		return 0;
	bytes = stor_block_size(sizeof(*console));
	/* With a terminal the queue of output is there only while lines wait, as this answer's do. */
	if (!console->terminal && console->queue)
		bytes += stor_block_size(console->queue_size);
	if (console->set.pf)
		bytes += stor_block_size(sizeof(*console->set.pf));
	return bytes;
}

uint64_t vm_control_bytes(const struct vmdbk *vm)
{
	uint64_t bytes = stor_block_size(sizeof(*vm)) + console_bytes(vm->console);

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			bytes += stor_block_size(sizeof(struct vcpu));
	if (vm->max_vdevs)
		bytes += stor_block_size(vm->max_vdevs * sizeof(vm->vdevs[0]));
	for (unsigned i = 0; i < vm->nr_vdevs; i++) {
		bytes += stor_block_size(sizeof(struct vdev));
		if (vm->vdevs[i]->dev)
			bytes += stor_block_size(vm->vdevs[i]->type->size);
	}
	return vm->sclp ? bytes + stor_block_size(sizeof(struct sclp_state)) : bytes;
}
