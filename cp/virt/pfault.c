// SPDX-License-Identifier: Apache-2.0
/*
 * Pages that a guest hears are missing.
 *
 *	fault --> external interruption "missing" with the guest's token: its kernel lets the process wait
 *	      \-> a task brings the page in --> external interruption "back" with the same token
 *
 * Only where the virtual CPU would have to wait: for a disk, or for a frame when few are left. A page that is
 * packed in storage is there sooner than the guest could do anything else.
 */
#include "virt/pfault.h"
#include "logic/pfault.h"
#include "nucleus/pageout.h"
#include "nucleus/storage.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/intr.h"

#define TASKS_MAX 64 /* of all guests: others must not run out of them */

/* What the task does. */
struct page_in {
	struct vmdbk *vm; /* with a reference */
	gabs_t addr;
	unsigned nr; /* in vm->pfaults */
};

static uint32_t nr_at_work; /* atomic */

static void end_task(void)
{
	__atomic_sub_fetch(&nr_at_work, 1, __ATOMIC_RELAXED);
}

/* Its processes may go on: where that is of no use the next fault tells. */
static void end(void *arg)
{
	struct page_in *in = arg;
	struct vmdbk *vm = in->vm;

	end_task();
	lock_take(&vm->lock);
	if (pfault_end(vm->pfaults, in->nr))
		intr_post_vm(vm, VF_CPSERVICE);
	lock_drop(&vm->lock);
	vm_put(vm);
	stor_free(in, sizeof(*in));
}

static void bring_in(void *arg)
{
	const struct page_in *in = arg;

	if (in->vm->state == VM_ACTIVE && pageout_wait())
		(void)!gspace_touch(&in->vm->space, in->addr);
	end(arg);
}

static bool begin_task(void)
{
	if (__atomic_add_fetch(&nr_at_work, 1, __ATOMIC_RELAXED) <= TASKS_MAX)
		return true;
	end_task();
	return false;
}

/* vm lock held: the task can't come to its end before the guest knows of its beginning. */
static bool start(struct vmdbk *vm, gabs_t addr, uint64_t token)
{
	struct page_in *in;
	int nr;

	if (!vm->pfaults)
		vm->pfaults = stor_alloc(sizeof(*vm->pfaults));
	if (!vm->pfaults || !begin_task())
		return false;
	in = stor_alloc(sizeof(*in));
	if (!in)
		return end_task(), false;
	nr = pfault_begin(vm->pfaults, token);
	*in = (struct page_in){vm, addr, (unsigned)nr};
	vm_get(vm);
	if (nr >= 0 && !task_start("page-in", bring_in, in, vm, end))
		return true;
	if (nr >= 0)
		pfault_cancel(vm->pfaults, (unsigned)nr);
	vm_put(vm);
	stor_free(in, sizeof(*in));
	end_task();
	return false;
}

/* What the guest has established allows it, and it is enabled. */
static bool may_be_told(const struct vcpu *vcpu)
{
	uint64_t mask = vcpu->sd.psw.mask;

	return pfault_fits(&vcpu->pfault, mask) && mask & PSW_EXT && vcpu->sd.cr[0] & CR0_SERVSIG &&
	       vcpu_is_esame(vcpu) && !vcpu->per;
}

bool pfault_tell(struct vcpu *vcpu, gabs_t addr)
{
	struct vmdbk *vm = vcpu->vm;
	bool told = false;
	be64_t token;

	if (!may_be_told(vcpu) || addr >= vm->space.size ||
		!(pageout_should_wait() || gspace_is_on_disk(&vm->space, addr)))
		return false;
	if (gstore_read_real(
		    vcpu, vcpu->pfault.token & ~(greal_t)PFAULT_ESTABLISHED, &token, sizeof(token)))
		return false;
	lock_take(&vm->lock);
	if (start(vm, addr, be64_get(token))) {
		vm->icpt_count[ICPT_PFAULT]++;
		intr_external(vcpu, EXT_CPSERVICE, PFAULT_SUBCODE_MISSING, 0, be64_get(token));
		vcpu->look = true;
		told = true;
	}
	lock_drop(&vm->lock);
	return told;
}

void pfault_deliver(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;
	uint64_t token;
	bool is_there = vm->pfaults && pfault_take(vm->pfaults, &token);

	if (!is_there || !pfault_is_back(vm->pfaults))
		vm->floating &= ~VF_CPSERVICE;
	if (is_there)
		intr_external(vcpu, EXT_CPSERVICE, PFAULT_SUBCODE_BACK, 0, token);
}
