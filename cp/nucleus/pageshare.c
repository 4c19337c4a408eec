// SPDX-License-Identifier: Apache-2.0
/* Who may have pages in common with others. */
#include "nucleus/pageshare.h"
#include "lib/err.h"

bool pageshare_is_allowed(const struct vmdbk *vm)
{
	return vm->flags & VMF_PAGESHARE;
}

void pageshare_controls(struct sie_block *sd)
{
	sd->ec[2] &= (uint8_t)~SIE_EC2_PROTEX;
	sd->ic[2] |= SIE_IC2_TPROT; /* the emulator would tell of our protection */
}

void pageshare_begin(struct vmdbk *vm)
{
	if (vm->space.may_share)
		return;
	vm->space.may_share = true;
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			pageshare_controls(&vm->vcpu[i]->sd);
}

bool pageshare_is_prefix(void *ctx, gabs_t page)
{
	const struct vmdbk *vm = ctx;

	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i] && (*(volatile uint32_t *)&vm->vcpu[i]->sd.prefix & ~0x1FFFu) ==
					   (page & ~0x1FFFul))
			return true;
	return false;
}

int pageshare_map(struct vmdbk *vm, gabs_t addr, const void *frame, uint8_t key)
{
	if (!pageshare_is_allowed(vm) || pageshare_is_prefix(vm, addr))
		return -E_PERM;
	pageshare_begin(vm);
	return gspace_map(&vm->space, addr, (habs_t)frame, key);
}
