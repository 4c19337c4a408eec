/* SPDX-License-Identifier: Apache-2.0 */
/* DIAGNOSE: what guests ask of CP directly. One file for each group of codes: diag_*.c. */
#ifndef VIRT_DIAG_H
#define VIRT_DIAG_H

#include "virt/gstore.h"
#include "virt/icpt.h"

/* Every handler: returns 0, or the program-interruption code. PGM_SPECIFICATION: not in this form.
 */
#define DIAG(code, name, classes, text) grc_t diag_##code(struct vcpu *vcpu);
#include "virt/diag.def"
#undef DIAG

/* The registers that DIAGNOSE names: Rx and Ry. */
static inline unsigned diag_rx(const struct vcpu *vcpu)
{
	return insn_r1(vcpu);
}

static inline unsigned diag_ry(const struct vcpu *vcpu)
{
	return insn_r3(vcpu);
}

/* The address in register r. Most codes take it as a real one: gstore_*_real. */
static inline uint64_t diag_addr(const struct vcpu *vcpu, unsigned r)
{
	return insn_wrap(vcpu, vcpu_gpr(vcpu, r));
}

#endif
