// SPDX-License-Identifier: Apache-2.0
/*
 * Which real CPUs may have translations of a guest's storage in their buffers, so that changing a
 * table seldom has to throw guests out of SIE on all of them.
 *
 *	cpu.space	what CR1 of that CPU designates: translations come into its buffer. NULL:
 *			none do
 *	space.clean_on	the CPU whose buffer has nothing of it that is not so any more; every
 *			other one may have, and purges its own before it attaches the space again
 *
 * Who purges makes himself the clean one, then looks who has attached it; who attaches puts that
 * down, then looks who is clean. Between the two steps of either is a serialization, so that of two
 * at the same time one sees the other.
 *
 * Translations go by the address of the uppermost table, which may have been another space's
 * before: when a space gets one no CPU is clean.
 */
#include "mach/asm.h"
#include "mach/cpu.h"
#include "nucleus/gspace_int.h"

void gspace_attach(struct gspace *space)
{
	struct cpu *cpu = this_cpu();
	uint64_t asce;

	if (cpu->space != space)
		(void)__atomic_exchange_n(&cpu->space, (void *)space, __ATOMIC_SEQ_CST);
	asce = __atomic_load_n(
		&space->asce, __ATOMIC_ACQUIRE); /* first: none is clean of a new one */
	if (__atomic_load_n(&space->clean_on, __ATOMIC_ACQUIRE) != cpu->addr + 1) {
		tlb_purge();
		__atomic_store_n(&space->clean_on, (uint8_t)(cpu->addr + 1), __ATOMIC_RELEASE);
	}
	LCTLG(1, asce);
}

void gspace_detach(void)
{
	LCTLG(1, gspace_nothing);
	__atomic_store_n(&this_cpu()->space, NULL, __ATOMIC_RELEASE);
}

void gspace_purge(struct gspace *space)
{
	struct cpu *cpu = this_cpu();

	(void)__atomic_exchange_n(&space->clean_on, (uint8_t)(cpu->addr + 1), __ATOMIC_SEQ_CST);
	for (unsigned i = 0; i < CPU_MAX; i++) {
		if (i != cpu->addr && __atomic_load_n(&cpus[i].space, __ATOMIC_ACQUIRE) == space)
			return tlb_purge_all();
	}
	tlb_purge();
}
