/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real CPUs. Each has a prefix area, whose part beyond the machine's own holds what the entry code
 * needs, and a struct cpu.
 *
 * CP runs with interruptions off, always. It takes external, I/O and machine-check interruptions in
 * few places only: at the SIE instruction, in the idle wait, and in a window for the service signal. An interruption there is a return value of
 * sie_run() or cpu_wait(): its parameters stand in the prefix area, nothing is nested, and no CP code
 * is ever interrupted by anything but its own program check.
 */
#ifndef MACH_CPU_H
#define MACH_CPU_H

#include "arch/prefix.h"
#include "arch/sie.h"

#define CPU_MAX 8

struct cpu;
struct trace_entry;

struct prefix_area {
	struct prefix_arch arch; /* X'000' */
	uint64_t entry_save[2];	 /* X'200' GR14-15 on entry */
	struct cpu *cpu;	 /* X'210' this CPU */
	uint64_t sie_sp;	 /* X'218' stack pointer of sie_run's caller, for dumps */
	uint64_t wait_sp;	 /* X'220' stack pointer of cpu_wait's caller */
	uint64_t abend_sp;	 /* X'228' stack for program checks of CP */
	uint64_t restart_sp;	 /* X'230' stack that a started CPU begins on */
	uint64_t scratch;	 /* X'238' where STOSM and STNSM store */
	struct psw wait_psw;	 /* X'240' */
	uint64_t pgm_gpr[16];	 /* X'250' registers at a program check of CP */
	uint64_t pgm_fixup;	 /* X'2D0' if not 0: where CP's next program check goes on */
	struct psw pgm_return;	 /* X'2D8' loaded then */
	struct trace_entry *trace; /* X'2E8' the trace table, here because each interception writes it */
	uint32_t trace_next;	 /* X'2F0' its next entry: counts up */
	uint8_t leave;		 /* X'2F4' `running` must leave: its time slice is used up, another one goes first, or a task
				  * waits. Set by any CPU */
	tod_t ckc;		 /* X'2F8' clock comparator as set: ~0 for none */
};
static_assert(offsetof(struct prefix_area, pgm_gpr) == 0x250, "prefix area");

struct cpu {
	uint16_t addr;		/* CPU address, as in SIGP */
	struct prefix_area *pfx; /* by absolute address; a CPU reaches its own at 0 */
	void *vcpu;		/* whose registers are loaded; the nucleus knows the type */
	void *running;		/* virtual CPU that has its turn here, NULL if none */
	void *space;		/* guest storage that its CR1 designates, NULL if none; the nucleus knows the type */
	void *task;		/* CP task that runs here; the nucleus knows the type */
	void *next;		/* virtual CPU that was taken out of its list to be the next one here */
	tod_t turn_began, slice_end; /* of `running` */
	bool yields;		/* `running` gives its turn up to all others */
	uint64_t nr_sie;	/* SIE entries */
	uint64_t nr_dispatch, nr_idle; /* turns given to virtual CPUs and tasks; waits entered */
	tod_t started;
	tod_t idle_time, idle_since; /* waited so far; began to wait: 0 while it works. Read without a lock */
	uint32_t lock_ranks;	/* debug: bit of each lock rank that is held */
	void *stack;		/* dispatcher's stack */
	bool online;
};

extern struct cpu cpus[CPU_MAX];
extern unsigned nr_cpus; /* online */

static inline struct prefix_area *prefix(void)
{
	return (struct prefix_area *)0;
}

static inline struct cpu *this_cpu(void)
{
	return prefix()->cpu;
}

/* Any CPU's prefix area. Its own a CPU reaches at 0 only: prefixing exchanges the two. */
static inline struct prefix_area *cpu_prefix(const struct cpu *cpu)
{
	return cpu == this_cpu() ? prefix() : cpu->pfx;
}

/* How sie_run() and cpu_wait() ended. */
enum entry_reason {
	ENTRY_INTERCEPT = 0, /* sie_run only: SIE ended by itself: the state description says why */
	ENTRY_EXT,
	ENTRY_IO,
	ENTRY_MCCK,
	ENTRY_PGM, /* sie_run only: host page fault */
};

/*
 * Runs a guest until something happens. sd: the state description, 512-byte aligned, and behind it, at
 * SIE_GPRS, R0 to R13 of the guest, loaded before and stored after; its floating-point and access
 * registers are the real ones. CR1 holds its address space. Interruptions are on while the guest runs,
 * off on return.
 *
 * Inline, and so used in one place only (its labels are entry.S's): a call would cost a tenth of an
 * interception. While the guest runs GR14 and GR15 are ours, the state description and the stack: SIE
 * keeps them and gives the guest its own from the state description. *sd is written back unchanged: so the
 * compiler takes it from GR14, and needs no other register or stack for it meanwhile.
 */
#define SIE_GPRS 512

/* Before the first sie_run of a function: where a dump finds what a CPU in SIE was doing. */
static inline void sie_prepare(void)
{
	asm volatile("stg	%%r15,%0" : "=T"(prefix()->sie_sp));
}

static inline enum entry_reason sie_run(struct sie_block **sd)
{
	register struct sie_block *r14 asm("r14") = *sd;
	register uint64_t reason asm("r2");

	asm volatile("	.globl	sie_insn, sie_done, sie_out\n"
		     "	lmg	%%r0,%%r13,%[gprs](%%r14)\n"
		     "	stosm	%[scratch],0x03\n" /* external and I/O */
		     "sie_insn:\n"
		     "	.insn	s,0xb2140000,0(%%r14)\n"
		     "sie_done:\n"
		     "	stnsm	%[scratch],0xfc\n"
		     "	stmg	%%r0,%%r13,%[gprs](%%r14)\n"
		     "	lghi	%%r2,%[intercept]\n"
		     "sie_out:\n" /* from an interruption with the reason */
		     : "+d"(r14), "=d"(reason)
		     : [gprs] "i"(SIE_GPRS), [scratch] "i"(offsetof(struct prefix_area, scratch)),
		     [intercept] "i"(ENTRY_INTERCEPT)
		     : "r0", "r1", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13",
		     "cc", "memory");
	*sd = r14;
	return (enum entry_reason)reason;
}

/* Runs a guest whose registers don't matter until it leaves SIE by itself; it shall begin with that one. */
struct sie_block;
void first_guest(struct sie_block *sd);
void first_guest_insn(void);

/* Waits for an interruption with all of them on; they are off again on return. */
enum entry_reason cpu_wait(void);

/* Takes one external interruption that is pending and enabled by CR0; ENTRY_INTERCEPT if none is. */
enum entry_reason ext_window(void);

/* Leaves this stack for another one: stores the pointer to go on with here in *save, takes `load`. */
void stack_switch(uint64_t *save, uint64_t load);

/* A stack pointer for stack_switch that calls fn(arg) on the empty stack whose end is `end`. */
uint64_t stack_prepare(void *end, void (*fn)(void *), void *arg);

/* Makes the area at absolute 0 fit for CP's first steps, on the CPU that was IPLed. First of all. */
void smp_boot(void *abend_stack, size_t len);

/* Makes the prefix areas, finds the other CPUs by SIGP SENSE and starts each in `entry` on its own stack. */
void smp_init(void);
void smp_start_others(void (*entry)(void));

/* Stops all CPUs, this one in a disabled wait at `address`. */
void smp_stop_all(uint64_t address) __attribute__((noreturn));

/*
 * Stops the other CPUs and loads from the device with that subsystem-identification word, as IPL does; all
 * subchannels are idle. page: a frame that no nucleus is loaded over. When the device can't be read that ends in a
 * disabled wait.
 */
void smp_ipl(uint32_t schid, habs_t page) __attribute__((noreturn));

/* Makes a waiting CPU look for work: an emergency signal. Other CPU only. */
void cpu_wake(struct cpu *cpu);

#endif
