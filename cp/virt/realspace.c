// SPDX-License-Identifier: Apache-2.0
/* Guests that compute with DAT off are run with DAT on, in a real space. */
#include "virt/realspace.h"
#include "arch/dat.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "virt/gstore.h"
#include "virt/icpt.h"

/* Of a private space, which a real space is, the machine protects nothing of this kind. */
#define CR0_OF_REAL (CR0_LAP | CR0_FPO)

#define PROOF (10 * TOD_MS)

/* Each real CPU's: of the virtual CPU that it ran last in this way. */
static struct place {
	const struct vcpu *vcpu;
	uint64_t at; /* where the guest was then: elsewhere it has been interrupted */
	tod_t proven_at;
	bool is_proven;
	/* the guest's own, while it is in SIE with others */
	uint64_t cr1;
	uint16_t lctl_ctl;
	uint8_t ic[4], ec0;
} places[CPU_MAX];

static bool can_begin(const struct vcpu *vcpu)
{
	const struct sie_block *sd = &vcpu->sd;

	return !vcpu->per && vcpu_is_esame(vcpu) &&
	       !(sd->psw.mask & (PSW_DAT | PSW_AS | PSW_PER | PSW_WAIT)) &&
	       !(sd->cr[0] & CR0_OF_REAL);
}

void realspace_consider(struct vcpu *vcpu)
{
	struct place *own = &places[this_cpu()->addr];
	tod_t now;

	if (!can_begin(vcpu))
		return;
	now = clock_now();
	if (!vcpu->real_wanted || own->vcpu != vcpu) {
		vcpu->real_wanted = true;
		own->vcpu = vcpu;
		own->at = vcpu->sd.psw.addr;
		own->proven_at = now + PROOF;
		own->is_proven = false;
	} else {
		own->is_proven = now >= own->proven_at;
	}
	if (!own->is_proven)
		clock_advance(own->proven_at);
	vcpu->look = true;
}

bool realspace_begin(struct vcpu *vcpu)
{
	struct place *own = &places[this_cpu()->addr];
	struct sie_block *sd = &vcpu->sd;

	if (!vcpu->real_wanted)
		return false;
	if (own->vcpu != vcpu || own->at != sd->psw.addr || !can_begin(vcpu)) {
		vcpu->real_wanted = false;
		return false;
	}
	vcpu->real_on = true;
	own->cr1 = sd->cr[1];
	own->lctl_ctl = sd->lctl_ctl;
	memcpy(own->ic, sd->ic, sizeof(own->ic));
	own->ec0 = sd->ec[0];
	vcpu->usual_exit = 0; /* none */
	if (own->is_proven) {
		sd->psw.mask |= PSW_DAT;
		sd->cr[1] = ASCE_REAL;
	}
	sd->lctl_ctl |= SIE_LCTL_CR0 | SIE_LCTL_CR1;
	sd->svc_ctl = SIE_SVC_ALL;
	sd->ic[0] |= SIE_IC0_PGMALL;
	sd->ic[1] |= SIE_IC1_LPSW | SIE_IC1_SSM | SIE_IC1_BSA | SIE_IC1_STCTL | SIE_IC1_STNSM |
		     SIE_IC1_STOSM;
	sd->ic[2] |= SIE_IC2_PC | SIE_IC2_PT | SIE_IC2_TPROT | SIE_IC2_LASP;
	sd->ic[3] |= SIE_IC3_PR | SIE_IC3_BAKR;
	sd->ec[0] &= (uint8_t)~SIE_EC0_EXTA; /* else the emulator would store the PSW */
	return true;
}

void realspace_end(struct vcpu *vcpu)
{
	struct place *own = &places[this_cpu()->addr];
	struct sie_block *sd = &vcpu->sd;

	vcpu->real_on = false;
	own->at = sd->psw.addr;
	vcpu->usual_exit = VCPU_USUAL_EXIT;
	sd->psw.mask &= ~PSW_DAT;
	sd->cr[1] = own->cr1;
	sd->lctl_ctl = own->lctl_ctl;
	sd->svc_ctl = 0;
	memcpy(sd->ic, own->ic, sizeof(own->ic));
	sd->ec[0] = own->ec0;
	vcpu->look = true; /* it begins again before the next entry */
}

/* The length of the instruction before the PSW's, which was an EXECUTE: X'44', or X'C6', of six bytes. */
static unsigned execute_len(struct vcpu *vcpu)
{
	uint8_t text[INSN_MAX];

	/* No guest has storage where a relative target that begins with X'44' would lie. */
	if (gstore_read_insn(
		    vcpu, vcpu->sd.psw.mask, insn_wrap(vcpu, vcpu->sd.psw.addr - 4), text) ||
		text[0] == 0x44)
		return 4;
	return 6;
}

bool realspace_left(struct vcpu *vcpu)
{
	struct sie_block *sd = &vcpu->sd;

	vcpu->real_wanted = false; /* until it computes again */
	if (sd->c != SIE_C_INSN && sd->c != SIE_C_IOINSN)
		return false;
	vcpu_set_psw_addr(
		vcpu, sd->psw.addr - (sd->f & SIE_F_EX ? execute_len(vcpu) : insn_len(vcpu)));
	return true;
}
