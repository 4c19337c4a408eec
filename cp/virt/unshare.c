// SPDX-License-Identifier: Apache-2.0
/*
 * A guest stores into a page that it shares.
 *
 * All protection exceptions of a guest that shares pages leave SIE. The emulator names the page by
 * its logical address, and the space by the PSW's bits; instructions that store at a real address,
 * by that. Ours is an exception for a page that the guest's own tables let it store into and that
 * CP's don't. Keys and low-address protection are not looked at: with the page its own the guest
 * tries again, and gets that exception then.
 */
#include "virt/unshare.h"
#include "arch/psw.h"
#include "logic/gdat.h"
#include "logic/insn_back.h"
#include "mach/asm.h"
#include "mach/trace.h"
#include "nucleus/vmdbk.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/stop.h"

#define TEA_SPACE    3
#define TEA_LIST     0x8 /* access-list-controlled protection: the guest's */
#define SPURIOUS_MAX 200 /* in a row, without any other interception */

enum cause { GUESTS, OURS, NO_STORAGE };

/* Is the page at an absolute address shared? Then not any more. */
static enum cause unshare_page(struct vcpu *vcpu, gabs_t addr)
{
	int rc;

	if (!gspace_unprotect(&vcpu->vm->space, addr, &rc))
		return GUESTS;
	vcpu->pgm_loop = 0;
	return rc ? NO_STORAGE : OURS;
}

static enum cause unshare_named(struct vcpu *vcpu, uint64_t tea)
{
	struct gdat_result result = {0};
	enum cause cause = GUESTS;
	uint64_t page = tea & ~(PAGE_SIZE - 1);
	grc_t rc = gstore_walk(vcpu, page, tea & TEA_SPACE, &result);
	bool may_store = !rc && !result.dat_protected;

	if (may_store)
		cause = unshare_page(vcpu, result.abs & ~(PAGE_SIZE - 1));
	if (cause == GUESTS)
		cause = unshare_page(vcpu, gstore_real_to_abs(vcpu, page));
	if (cause == GUESTS)
		cause = unshare_page(vcpu, page);
	if (cause != GUESTS || !may_store || tea & TEA_LIST)
		return cause;
	/* Another virtual CPU was first; or it is a key, or low-address protection: soon we shall
	 * know. */
	if (!(tea & TEA_DAT_PROTECT) || ++vcpu->pgm_loop >= SPURIOUS_MAX)
		return GUESTS;
	tlb_purge_all();
	return OURS;
}

static bool fetch_text(void *vcpu, uint64_t addr, uint8_t insn[INSN_MAX])
{
	return gstore_read_insn(vcpu, ((struct vcpu *)vcpu)->sd.psw.mask, addr, insn) == 0;
}

/* The PSW back to the instruction. */
static void back_up(struct vcpu *vcpu, uint64_t tea)
{
	struct insn_end end = {.addr = vcpu_psw_addr(vcpu),
		.addr_mask = insn_wrap(vcpu, ~0ul),
		.len = vcpu->sd.pgm_ilc & 6,
		.page = tea & ~(PAGE_SIZE - 1),
		.fetch = fetch_text,
		.ctx = vcpu};

	for (unsigned i = 0; i < 16; i++)
		end.gpr[i] = vcpu_gpr(vcpu, i);
	vcpu_set_psw_addr(vcpu, end.addr - insn_back(&end));
}

bool unshare_fault(struct vcpu *vcpu)
{
	uint64_t tea = vcpu_is_esame(vcpu) ? vcpu->sd.tea : vcpu->sd.dxc & 0x7FFFFFFFul;
	enum cause cause;

	if ((vcpu->sd.pgm_code & 0x7F) != PGM_PROTECTION || !(vcpu->sd.pgm_ilc & 6))
		return false;
	cause = unshare_named(vcpu, tea);
	if (cause == GUESTS)
		return false;
	back_up(vcpu, tea);
	vcpu->vm->icpt_count[ICPT_UNSHARE]++;
	trace(TRACE_FAULT, PGM_PROTECTION, vcpu, tea, vcpu_psw_addr(vcpu));
	if (cause == NO_STORAGE)
		guest_stop_no_storage(vcpu);
	return true;
}
