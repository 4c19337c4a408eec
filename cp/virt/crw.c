// SPDX-License-Identifier: Apache-2.0
/* Channel reports: PoP, I/O Support Functions, Channel Report. */
#include "virt/crw.h"
#include "virt/intr.h"

#define CRW_OVERFLOW       0x20000000u
#define CRW_RSC_SUBCHANNEL 0x03000000u
#define CRW_ERC_INSTALLED  0x00040000u /* installed parameters initialized */

void crw_subchannel(struct vmdbk *vm, uint16_t subchannel)
{
	uint32_t crw = CRW_RSC_SUBCHANNEL | CRW_ERC_INSTALLED | subchannel;

	if (vm->nr_crws < ARRAY_LEN(vm->crw))
		vm->crw[vm->nr_crws++] = crw;
	else
		vm->crw[vm->nr_crws - 1] |= CRW_OVERFLOW;
	intr_post_vm(vm, VF_CRW);
}
