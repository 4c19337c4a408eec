// SPDX-License-Identifier: Apache-2.0
/*
 * Storage keys and whole pages: PoP, Control Instructions.
 *
 * Differs: the emulator executes PFMF and RRBM of a guest on the host's frame with the guest's address,
 * which would open CP's storage to guests; so these, and with them ISKE, SSKE and RRBE, which share
 * their interception controls, are simulated.
 */
#include "arch/dat.h"
#include "lib/err.h"
#include "lib/string.h"
#include "virt/gstore.h"
#include "virt/icpt.h"

static gabs_t key_operand(const struct vcpu *vcpu)
{
	return gstore_real_to_abs(vcpu, insn_wrap(vcpu, vcpu_gpr(vcpu, insn_rre_r2(vcpu)))) &
		~(PAGE_SIZE - 1);
}

static grc_t to_grc(int rc)
{
	return rc == -E_RANGE ? PGM_ADDRESSING : rc == -E_PERM ? PGM_PROTECTION : rc;
}

grc_t insn_iske(struct vcpu *vcpu)
{
	unsigned r1 = insn_rre_r1(vcpu);
	uint8_t key;
	int rc = gspace_get_key(&vcpu->vm->space, key_operand(vcpu), &key);

	if (!rc)
		vcpu_set_gpr(vcpu, r1, (vcpu_gpr(vcpu, r1) & ~0xFFul) | key);
	return to_grc(rc);
}

#define M3_NQ 0x8
#define M3_MR 0x4
#define M3_MC 0x2
#define M3_MB 0x1

/*
 * One page's key; with the conditional controls MR and MC a difference in R or C alone is left. *cc is
 * what the conditional form gives: 0 the key was left, 1 it was set.
 */
static int set_key(
	struct vcpu *vcpu, gabs_t page, uint8_t key, unsigned m3, uint8_t *old, unsigned *cc)
{
	uint8_t ignored = (m3 & M3_MR ? SKEY_R : 0) | (m3 & M3_MC ? SKEY_C : 0);
	int rc = gspace_get_key(&vcpu->vm->space, page, old);

	*cc = 0;
	if (rc)
		return rc;
	if (ignored && ((*old ^ key) & (0xFE & ~ignored)) == 0)
		return 0;
	*cc = 1;
	return gspace_set_key(&vcpu->vm->space, page, key);
}

/* The multiple-block control: every page to the end of the 1 MiB frame; the register moves on. */
static int set_keys(struct vcpu *vcpu, unsigned r2, uint8_t key, unsigned m3)
{
	gabs_t page = insn_wrap(vcpu, vcpu_gpr(vcpu, r2)) & ~(PAGE_SIZE - 1), end = (page | (MiB - 1)) + 1;
	unsigned cc;
	uint8_t old;
	int rc = 0;

	for (; page < end && !rc; page += PAGE_SIZE)
		rc = set_key(vcpu, page, key, m3, &old, &cc);
	if (rc)
		return rc;
	if (vcpu->sd.psw.mask & PSW_EA)
		vcpu_set_gpr(vcpu, r2, end);
	else
		vcpu_set_gpr32(vcpu, r2, (uint32_t)insn_wrap(vcpu, end));
	if (m3)
		vcpu_set_cc(vcpu, 3);
	return 0;
}

grc_t insn_sske(struct vcpu *vcpu)
{
	unsigned r1 = insn_rre_r1(vcpu), m3 = vcpu->sd.ipb >> 28, cc;
	uint8_t key = vcpu_gpr(vcpu, r1) & 0xFE, old = 0;
	int rc;

	if (m3 & M3_MB)
		return to_grc(set_keys(vcpu, insn_rre_r2(vcpu), key, m3 & (M3_MR | M3_MC)));
	rc = set_key(vcpu, key_operand(vcpu), key, m3 & (M3_MR | M3_MC), &old, &cc);
	if (!rc && (m3 & (M3_MR | M3_MC))) {
		vcpu_set_gpr(vcpu, r1, (vcpu_gpr(vcpu, r1) & ~0xFF00ul) | (uint64_t)old << 8);
		vcpu_set_cc(vcpu, cc);
	}
	return to_grc(rc);
}

grc_t insn_rrbe(struct vcpu *vcpu)
{
	int cc, rc = gspace_reset_ref(&vcpu->vm->space, key_operand(vcpu), &cc);

	if (!rc)
		vcpu_set_cc(vcpu, (unsigned)cc);
	return to_grc(rc);
}

/* RESET REFERENCE BITS MULTIPLE: the 64 pages of a 256 KiB block. */
grc_t insn_rrbm(struct vcpu *vcpu)
{
	gabs_t block = key_operand(vcpu) & ~(64 * PAGE_SIZE - 1);
	uint64_t bits = 0;

	for (unsigned i = 0; i < 64; i++) {
		int cc, rc = gspace_reset_ref(&vcpu->vm->space, block + i * PAGE_SIZE, &cc);

		if (rc)
			return to_grc(rc);
		if (cc & 2)
			bits |= BIT64(i);
	}
	vcpu_set_gpr(vcpu, insn_rre_r1(vcpu), bits);
	return 0;
}

/* ---- Whole pages ---------------------------------------------------------------------------------------- */

static grc_t clear_page(struct vcpu *vcpu, gabs_t page)
{
	return to_grc(gspace_zero(&vcpu->vm->space, page));
}

/* Clearing a whole page at a real address: low-address protection guards a part of the first two. */
static grc_t clear_real_page(struct vcpu *vcpu, greal_t page)
{
	if ((vcpu->sd.cr[0] & CR0_LAP) && page < (vcpu_is_esame(vcpu) ? 2 : 1) * PAGE_SIZE) {
		vcpu->sd.tea = page;
		return PGM_PROTECTION;
	}
	return clear_page(vcpu, gstore_real_to_abs(vcpu, page));
}

grc_t insn_tb(struct vcpu *vcpu)
{
	greal_t page = insn_wrap(vcpu, vcpu_gpr(vcpu, insn_rre_r2(vcpu))) & ~(PAGE_SIZE - 1);
	grc_t rc = clear_real_page(vcpu, page);

	if (rc)
		return rc;
	vcpu_set_gpr(vcpu, 0, 0);
	vcpu_set_cc(vcpu, 0);
	return 0;
}

/* R1 of PERFORM FRAME MANAGEMENT FUNCTION */
#define PFMF_RESERVED 0xFFFC0101ul
#define PFMF_SK	      0x20000ul
#define PFMF_CF	      0x10000ul
#define PFMF_FSC      0x7000ul
#define PFMF_NQ	      0x0800ul
#define PFMF_MR	      0x0400ul
#define PFMF_MC	      0x0200ul

grc_t insn_pfmf(struct vcpu *vcpu)
{
	unsigned r2 = insn_rre_r2(vcpu), m3;
	uint64_t control = vcpu_gpr(vcpu, insn_rre_r1(vcpu)) & 0xFFFFFFFFul;
	uint64_t addr = insn_wrap(vcpu, vcpu_gpr(vcpu, r2)) & ~(PAGE_SIZE - 1);
	uint64_t end = addr + PAGE_SIZE;
	bool large = (control & PFMF_FSC) == 0x1000;
	unsigned cc;
	uint8_t old;
	grc_t rc = 0;

	if (control & PFMF_RESERVED || (control & PFMF_FSC) > 0x1000)
		return PGM_SPECIFICATION;
	if (large)
		end = (addr | (MiB - 1)) + 1;
	m3 = (control & PFMF_MR ? M3_MR : 0) | (control & PFMF_MC ? M3_MC : 0);
	for (; addr < end && !rc; addr += PAGE_SIZE) {
		/* A large frame is named by its absolute address. */
		gabs_t page = large ? addr : gstore_real_to_abs(vcpu, addr);

		if (control & PFMF_CF)
			rc = large ? clear_page(vcpu, page) : clear_real_page(vcpu, addr);
		if (!rc && (control & PFMF_SK))
			rc = to_grc(set_key(vcpu, page, control & 0xFE, m3, &old, &cc));
	}
	if (!rc && large && (vcpu->sd.psw.mask & PSW_EA))
		vcpu_set_gpr(vcpu, r2, end);
	else if (!rc && large)
		vcpu_set_gpr32(vcpu, r2, (uint32_t)insn_wrap(vcpu, end));
	return rc;
}

/*
 * TEST PROTECTION comes here when the host page is not there, and always when the guest shares pages: what
 * CP's tables forbid is nobody's business. The access key is in bits 24-27 of the second operand's address.
 */
grc_t insn_tprot(struct vcpu *vcpu)
{
	uint8_t key = insn_addr2(vcpu) >> 4 & 15;
	unsigned cc = 0;
	grc_t rc = gstore_test(vcpu, insn_addr(vcpu), key, &cc);

	if (!rc)
		vcpu_set_cc(vcpu, cc);
	return rc;
}

/* MOVE PAGE is interpreted by SIE as CP sets it up. */
grc_t insn_mvpg(struct vcpu *vcpu)
{
	(void)vcpu;
	return PGM_OPERATION;
}
