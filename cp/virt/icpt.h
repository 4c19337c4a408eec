/* SPDX-License-Identifier: Apache-2.0 */
/* Interceptions: why a guest left SIE, and who answers. */
#ifndef VIRT_ICPT_H
#define VIRT_ICPT_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

/* Indices of vmdbk.icpt_count. */
enum icpt_reason {
#define ICPT(name, text) ICPT_##name,
#include "virt/icpt.def"
#undef ICPT
	ICPT_FIRST_INSN,
	ICPT_BEFORE_INSN = ICPT_FIRST_INSN - 1,
#define INSN(opcode, mnemonic, flags) ICPT_INSN_##mnemonic,
#include "virt/insn.def"
#undef INSN
	ICPT_FIRST_DIAG,
	ICPT_BEFORE_DIAG = ICPT_FIRST_DIAG - 1,
#define DIAG(code, name, classes, text) ICPT_DIAG_##code,
#include "virt/diag.def"
#undef DIAG
	NR_ICPT_REASONS
};
static_assert(NR_ICPT_REASONS <= NR_ICPT_MAX, "counters of interceptions");

/* "WAIT", "SSCH", "DIAG 044": the reason's name for QUERY INTERCEPTS; into buf of at least 12. */
void icpt_name(char *buf, size_t size, unsigned reason);

#define INSN_PROBLEM 0x01

/* Every instruction handler. */
#define INSN(opcode, mnemonic, flags) grc_t insn_##mnemonic(struct vcpu *vcpu);
#include "virt/insn.def"
#undef INSN

/* ---- Operands of the intercepted instruction ---------------------------------------------------------- */

static inline unsigned insn_r1(const struct vcpu *vcpu) /* of RR, RS, RX, SI, SS */
{
	return vcpu->sd.ipa >> 4 & 15;
}

static inline unsigned insn_r3(const struct vcpu *vcpu) /* of RS */
{
	return vcpu->sd.ipa & 15;
}

static inline unsigned insn_rre_r1(const struct vcpu *vcpu)
{
	return vcpu->sd.ipb >> 20 & 15;
}

static inline unsigned insn_rre_r2(const struct vcpu *vcpu)
{
	return vcpu->sd.ipb >> 16 & 15;
}

/* Cuts an address to the guest's addressing mode. */
uint64_t insn_wrap(const struct vcpu *vcpu, uint64_t addr);

/* The address of a base-displacement operand whose halfword is leftmost (S, RS, SI) in ipb. */
uint64_t insn_addr(const struct vcpu *vcpu);
/* The same with the long displacement of RSY. */
uint64_t insn_addr_long(const struct vcpu *vcpu);
/* Second base-displacement operand (SSE). */
uint64_t insn_addr2(const struct vcpu *vcpu);

/* Bytes of the instruction that was intercepted: 2, 4 or 6 (of EXECUTE: 4). */
unsigned insn_len(const struct vcpu *vcpu);

/* The instruction address of its PSW, and another one, cut to the addressing mode. */
uint64_t vcpu_psw_addr(const struct vcpu *vcpu);
void vcpu_set_psw_addr(struct vcpu *vcpu, uint64_t addr);

/* Puts the PSW back to the instruction, so that it is executed again. */
void insn_rewind(struct vcpu *vcpu);

/*
 * The handler's work goes on in a CP task: fn(vcpu) runs there while the virtual CPU waits, and ends by
 * calling insn_task_done with the result that a handler would return.
 */
grc_t insn_in_task(struct vcpu *vcpu, const char *name, void (*fn)(void *vcpu));
void insn_task_done(struct vcpu *vcpu, grc_t rc);

/* What such a result means to the guest. The CPU does not run. */
void insn_result(struct vcpu *vcpu, grc_t rc);

/* For the dispatcher: runs the virtual CPU until it must leave. */
void vcpu_run(struct vcpu *vcpu);

#endif
