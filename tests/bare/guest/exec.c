// SPDX-License-Identifier: Apache-2.0
/* Runs code under test: any instruction, any registers, any PSW, until the next interruption. */
#include "bare.h"

extern uint64_t exec_regs[16];
extern uint32_t exec_kind;
void exec_enter(const struct psw *psw);

#define SVC_0 0x0A00

static uint16_t buffer[8] __attribute__((aligned(8)));

static unsigned insn_length(uint64_t insn)
{
	static const uint8_t length[4] = {2, 4, 4, 6};

	return length[insn >> 62];
}

static void take_interruption(struct exec *e)
{
	const struct prefix_arch *pfx = lowcore();

	e->kind = exec_kind;
	switch (e->kind) {
	case KIND_SVC: e->old = pfx->svc_old; break;
	case KIND_PGM:
		e->old = pfx->pgm_old;
		e->pgm = pfx->pgm_code;
		e->ilc = pfx->pgm_ilc;
		e->tea = pfx->trans_exc_addr;
		break;
	case KIND_EXT:
		e->old = pfx->ext_old;
		e->ext_code = pfx->ext_code;
		e->ext_cpu = pfx->ext_cpu_addr;
		e->ext_parm = pfx->ext_parm;
		break;
	case KIND_IO:
		e->old = pfx->io_old;
		memcpy(&e->io, &pfx->io_schid, sizeof(e->io));
		break;
	case KIND_MCK: e->old = pfx->mcck_old; break;
	}
	e->cc = (e->old.mask & PSW_CC) >> PSW_CC_SHIFT;
}

void exec_run(struct exec *e)
{
	unsigned len = insn_length(e->insn);
	struct psw psw = {e->mask | PSW_AMODE64, (uint64_t)buffer};

	if (e->amode31)
		psw.mask &= ~PSW_EA;
	if (e->code) {
		psw.addr = (uint64_t)e->code;
	} else {
		memcpy(buffer, &e->insn, len);
		buffer[len / 2] = SVC_0;
	}
	memcpy(exec_regs, e->gpr, sizeof(e->gpr));
	exec_enter(&psw);
	memcpy(e->gpr, exec_regs, sizeof(e->gpr));
	take_interruption(e);
}

void exec_insn(struct exec *e, uint64_t insn)
{
	e->insn = insn;
	exec_run(e);
}

bool exec_wait(struct exec *e, uint64_t mask, unsigned ms)
{
	uint64_t cr0 = STORE_CR(0), limit = clock_get() + ms * TOD_MS, old;
	bool own_limit = !(cr0 & CR0_CKC), due;

	asm volatile("stckc %0" : "=Q"(old));
	if (own_limit) {
		asm volatile("sckc %0" : : "Q"(limit));
		LOAD_CR(0, cr0 | CR0_CKC);
	}
	e->mask = mask | PSW_EXT | PSW_WAIT;
	exec_run(e);
	e->mask = 0;
	due = own_limit && e->kind == KIND_EXT && e->ext_code == EXT_CKC;
	LOAD_CR(0, cr0);
	if (own_limit)
		asm volatile("sckc %0" : : "Q"(old));
	return !due;
}

const char *exec_text(const struct exec *e)
{
	static const char *const kind[] = {
		"completed", "program", "external", "I/O", "machine check"};
	static char text[60];

	switch (e->kind) {
	case KIND_PGM: str_format(text, sizeof(text), "program %04X ilc %u", e->pgm, e->ilc); break;
	case KIND_EXT: str_format(text, sizeof(text), "external %04X", e->ext_code); break;
	default: str_format(text, sizeof(text), "%s cc %u", kind[e->kind], e->cc); break;
	}
	return text;
}

void expect_privileged(uint64_t insn, const char *what)
{
	struct exec e = {.mask = PSW_PROBLEM};

	for (unsigned i = 1; i < 16; i++)
		e.gpr[i] = SCRATCH;
	exec_insn(&e, insn);
	EXPECT_PGM(&e, PGM_PRIVILEGED, what);
	EXPECT(e.old.mask & PSW_PROBLEM, "%s: the old PSW is not in the problem state", what);
}
