/* SPDX-License-Identifier: Apache-2.0 */
/* A virtual CPU. */
#ifndef NUCLEUS_VCPU_H
#define NUCLEUS_VCPU_H

#include "arch/sie.h"
#include "lib/list.h"
#include "logic/diag258.h"
#include "logic/sched.h"
#include "mach/cpu.h"
#include "nucleus/task.h"
#include "nucleus/timer.h"

struct vmdbk;

/* Why a virtual CPU can't be dispatched; it can when no bit is on. */
#define VB_STOPPED 0x01 /* stopped state of the architecture */
#define VB_CP	   0x02 /* its user is in CP: CP READ */
#define VB_TASK	   0x04 /* a CP task works for it */
#define VB_WAIT	   0x08 /* enabled wait, nothing to deliver */
#define VB_RESET   0x10 /* being reset or logged off */
#define VB_LOOK	   0x20 /* a command reads or changes its registers */
#define VB_CLOCK   0x40 /* held until time has caught up with the clock */
#define VB_LIMIT   0x80 /* its machine has used its maximum share up for now: LIMITHARD */
#define VB_SETTLE  0x100 /* its machine's storage is being put away */
#define VB_ELIGIBLE 0x200 /* its machine is in the eligible list, for lack of storage */
#define VB_FRAME 0x400 /* waits for free frames: nucleus/pageout.h */
static_assert(VB_STOPPED + VB_CP + VB_TASK + VB_WAIT + VB_RESET + VB_LOOK + VB_CLOCK + VB_LIMIT +
	VB_SETTLE + VB_ELIGIBLE + VB_FRAME == 0x7FF, "a bit for each");

/* Pending interruptions that CP delivers; in vcpu.pending. */
#define VP_EMERGENCY 0x01 /* sources in emergency_from */
#define VP_EXTCALL   0x02 /* source in extcall_from */
#define VP_STOP	     0x04 /* SIGP STOP: at the next chance */
#define VP_RESTART   0x08 /* SIGP RESTART */
#define VP_PER	     0x20 /* program event of an instruction that CP simulated: sd.per_* */
#define VP_VM	     0x10 /* look at what is pending for the whole machine: I/O, service signal, ... */

/*
 * Function:      one virtual CPU
 * Located by:    vmdbk.vcpu[address]; a dispatch list; struct cpu.vcpu of the real CPU that runs it
 * Created by:    vcpu_create
 * Deleted by:    vcpu_delete
 * Serialized by: see the groups
 */
struct vcpu {
	struct sie_block sd; /* the real CPU that runs it; sd.v by anybody, atomically */
	uint64_t gpr[14];    /* the real CPU that runs it; GR14-15 are in sd */
	uint64_t fpr[16];    /* saved when it leaves a real CPU */
	uint32_t ar[16];
	uint32_t fpc;
	bool other_work;  /* this turn had another cause than a clock or did something else */
	uint8_t pgm_loop; /* program interruptions in a row that the new PSW caused; cleared together */

	/* constant */
	uint16_t addr; /* CPU address */

	struct vmdbk *vm;

	/* displist lock of its home, unit.home: nucleus/displist.h */
	struct sched_unit unit;
	struct cpu *running; /* on which real CPU it has its turn, or will have it next */
	struct event out;    /* posted when it has left its real CPU */
	uint32_t blocked;    /* VB_*; vcpu_needs_care reads it and `look` at once */

	/* vm lock, but `pending` and `look` are also read without */
	bool look;	  /* something may be deliverable: intr_deliver before the next SIE */
	uint8_t zero[3];  /* behind `look`, for vcpu_needs_care */
	uint32_t pending; /* VP_* */
	bool iucv_declared;   /* the guest has an IUCV buffer for this CPU */
	bool has_out_waiter;  /* displist lock of its home */
	uint16_t emergency_from; /* bit of each CPU address */
	uint16_t extcall_from, stop_from; /* who sent EXTERNAL CALL, STOP */
	uint8_t loaded_on;    /* address + 1 of the real CPU that may still have its floating-point
			       * registers; 0: they must be loaded. The CPU that runs it */
	/* The CPU that runs it, as the next ones: */
	uint8_t nr_idle_turns : 4; /* turns in a row that did nothing but take a clock interruption, up to a few */
	bool real_wanted : 1;	   /* it computes with DAT off: virt/realspace.h */
	bool real_on : 1;	   /* it is in SIE with DAT on instead */
	uint16_t usual_exit;  /* SIE_C_F() of exits that need no more thought; VB_LOOK to change it */
	struct timer wakeup;	 /* clock comparator of an enabled wait */
	tod_t wait_began;	 /* the CPU timer has run on since; 0: it was no wait */
	uint64_t time_used;	 /* of a real CPU, in TOD units */
	struct pfault_terms pfault; /* DIAGNOSE X'258' */
	void *per;		    /* TRACE (virt/per.h); NULL: not traced. VB_LOOK to change it */
};
#define VCPU_PER_BYTES 16384 /* at vcpu.per */
#define VCPU_USUAL_EXIT SIE_C_F(SIE_C_INSN, SIE_F_FORMAT2)
static_assert(sizeof(struct vcpu) <= 1024, "one block of control storage");
static_assert(offsetof(struct vcpu, gpr) == offsetof(struct vcpu, sd) + SIE_GPRS, "as sie_run wants it");

/* It is blocked, or something may be deliverable: most often neither, and on the way to each SIE. */
static inline bool vcpu_needs_care(const struct vcpu *vcpu)
{
	static_assert(offsetof(struct vcpu, look) == offsetof(struct vcpu, blocked) + 4 &&
			      offsetof(struct vcpu, blocked) % 8 == 0,
		"one doubleword");
	return *(const volatile uint64_t *)&vcpu->blocked != 0;
}

/* Guest general register n. */
static inline uint64_t vcpu_gpr(const struct vcpu *vcpu, unsigned n)
{
	return n < 14 ? vcpu->gpr[n] : n == 14 ? vcpu->sd.gr14 : vcpu->sd.gr15;
}

static inline void vcpu_set_gpr(struct vcpu *vcpu, unsigned n, uint64_t value)
{
	if (n < 14)
		vcpu->gpr[n] = value;
	else if (n == 14)
		vcpu->sd.gr14 = value;
	else
		vcpu->sd.gr15 = value;
}

/* Sets the right half only, as 32-bit instructions do. */
static inline void vcpu_set_gpr32(struct vcpu *vcpu, unsigned n, uint32_t value)
{
	vcpu_set_gpr(vcpu, n, (vcpu_gpr(vcpu, n) & 0xFFFFFFFF00000000ul) | value);
}

static inline bool vcpu_is_esame(const struct vcpu *vcpu)
{
	return vcpu->sd.mx & SIE_MX_ESAME;
}

static inline bool vcpu_is_problem_state(const struct vcpu *vcpu)
{
	return vcpu->sd.psw.mask & PSW_PROBLEM;
}

/* Condition code: bits 18-19 in both formats of PSW. */
static inline void vcpu_set_cc(struct vcpu *vcpu, unsigned cc)
{
	vcpu->sd.psw.mask = (vcpu->sd.psw.mask & ~PSW_CC) | (uint64_t)cc << PSW_CC_SHIFT;
}

/* Sets bits in sd.v so that the guest leaves SIE; another real CPU may be running it. */
static inline void vcpu_intervene(struct vcpu *vcpu, uint8_t bits)
{
	__atomic_or_fetch(&vcpu->sd.v, bits, __ATOMIC_ACQ_REL);
}

static inline void vcpu_intervene_no_more(struct vcpu *vcpu, uint8_t bits)
{
	__atomic_and_fetch(&vcpu->sd.v, (uint8_t)~bits, __ATOMIC_ACQ_REL);
}

/* Makes a CPU with its initial-reset state, stopped. NULL: no storage. */
struct vcpu *vcpu_create(struct vmdbk *vm, uint16_t addr);
void vcpu_delete(struct vcpu *vcpu);

/* Registers that are not switched by SIE: on getting and leaving a real CPU. */
void vcpu_load(struct vcpu *vcpu);
void vcpu_save(struct vcpu *vcpu);

/* Its guest's storage may have been fetched since then: SIE sees it from now on. */
void vcpu_load_space(const struct vcpu *vcpu);

#endif
