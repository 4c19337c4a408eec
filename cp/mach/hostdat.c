// SPDX-License-Identifier: Apache-2.0
/* CP's own address space. */
#include "mach/hostdat.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/cpu.h"
#include "mach/frame.h"
#include "arch/dat.h"

extern const char _text[], _etext[];

static uint64_t asce;
static uint64_t *low_pages; /* page tables of the low area: one run of PTEs */

static uint64_t *table_alloc(void)
{
	habs_t table = frame_alloc_run(FRAME_CP, 2);

	cp_assert(table, HDT001);
	for (unsigned i = 0; i < DAT_ENTRIES; i++)
		((uint64_t *)table)[i] = RTE_INVALID;
	return (uint64_t *)table;
}

/* Page tables of 2 KiB. */
static void build_low_area(uint64_t nr_segments)
{
	habs_t tables = frame_alloc_contiguous(FRAME_CP, (nr_segments + 1) / 2);

	cp_assert(tables, HDT001);
	low_pages = (uint64_t *)tables;
	for (uint64_t page = 0; page < nr_segments * MiB / PAGE_SIZE; page++) {
		habs_t addr = page * PAGE_SIZE;
		bool text = addr >= (habs_t)_text && addr < (habs_t)_etext;

		low_pages[page] = addr | (text ? PTE_PROTECT : 0);
	}
}

void hostdat_init(uint64_t size, habs_t low)
{
	uint64_t *regions = table_alloc();

	low = ROUND_UP(low, MiB);
	build_low_area(low / MiB);

	for (habs_t addr = 0; addr < size; addr += 2 * GiB) {
		uint64_t *segments = table_alloc();

		for (unsigned i = 0; i < DAT_ENTRIES && addr + i * MiB < size; i++) {
			habs_t at = addr + i * MiB;

			segments[i] = at < low ? (habs_t)&low_pages[at / PAGE_SIZE] : at | STE_FC;
		}
		regions[addr / (2 * GiB)] = (habs_t)segments | RTE_TT_R3 | RTE_TL;
	}
	asce = (habs_t)regions | ASCE_DT_R3 | ASCE_TL;
}

void hostdat_unmap(habs_t addr)
{
	low_pages[addr / PAGE_SIZE] |= PTE_INVALID;
}

void hostdat_enable(void)
{
	struct prefix_area *pfx = prefix();
	const uint64_t mode = PSW_DAT | PSW_AS_HOME;
	struct psw psw = {PSW_AMODE64 | mode, 0};

	LCTLG(0, stctg0() | CR0_EDAT | CR0_AFP); /* 1 MiB pages; the guest's floating point */
	LCTLG(1, asce);
	LCTLG(7, asce);
	LCTLG(13, asce);
	pfx->arch.ext_new.mask |= mode;
	pfx->arch.io_new.mask |= mode;
	pfx->arch.mcck_new.mask |= mode;
	pfx->arch.pgm_new.mask |= mode;
	pfx->arch.restart_new.mask |= mode;
	pfx->wait_psw.mask |= mode;
	asm volatile("	larl	1,0f\n"
		     "	stg	1,8(%0)\n"
		     "	lpswe	0(%0)\n"
		     "0:"
		     :
		     : "a"(&psw)
		     : "1", "memory");
	LCTLG(0, stctg0() | CR0_LAP);
}
