/* SPDX-License-Identifier: Apache-2.0 */
/* Dynamic address translation: ASCEs, table entries, PGSTEs. PoP, Storage, Dynamic Address Translation. */
#ifndef ARCH_DAT_H
#define ARCH_DAT_H

#include "arch/types.h"

/* Address-space-control element */
#define ASCE_ORIGIN   0xFFFFFFFFFFFFF000ull
#define ASCE_REAL     0x20ull /* real-space designation */
#define ASCE_DT	      0x0Cull
#define ASCE_DT_SHIFT 2
#define ASCE_DT_SEG   0x00ull
#define ASCE_DT_R3    0x04ull
#define ASCE_DT_R2    0x08ull
#define ASCE_DT_R1    0x0Cull
#define ASCE_TL	      0x03ull /* table length in units of 512 entries, less one */

/* Region- and segment-table entries */
#define RTE_ORIGIN   0xFFFFFFFFFFFFF000ull
#define RTE_TF	     0xC0ull
#define RTE_TF_SHIFT 6
#define RTE_INVALID  0x20ull
#define RTE_TT	     0x0Cull /* which table it is in: as in the ASCE */
#define RTE_TT_R3    0x04ull
#define RTE_TL	     0x03ull

#define STE_ORIGIN   0xFFFFFFFFFFFFF800ull /* of the page table */
#define STE_SFAA     0xFFFFFFFFFFF00000ull /* FC 1: the segment itself */
#define STE_FC	     0x400ull
#define STE_PROTECT  0x200ull
#define STE_INVALID  0x20ull
#define STE_COMMON   0x10ull

/* Page-table entry. The low byte belongs to software. */
#define PTE_FRAME    0xFFFFFFFFFFFFF000ull
#define PTE_INVALID  0x400ull
#define PTE_PROTECT  0x200ull

#define DAT_ENTRIES 2048 /* entries of a full region or segment table */
#define PT_ENTRIES  256	 /* entries of a page table: one segment of 1 MiB */

/*
 * A page table of a guest: 256 PTEs and, because the emulator finds a guest's storage keys there, 256
 * page-status-table entries directly behind them.
 */
#define PGSTE_KEY     0xF8 /* byte 0: guest's access control and fetch protection */
#define PGSTE_HOST_R  0x40 /* byte 1 */
#define PGSTE_HOST_C  0x20
#define PGSTE_GUEST_R 0x04
#define PGSTE_GUEST_C 0x02

struct pgste {
	uint8_t key;	  /* X'0' */
	uint8_t bits;	  /* X'1' */
	be16_t digest;	  /* X'2' CP's own, of a debug build: of the page while it is out */
	be32_t origin;    /* X'4' CP's own: nucleus/gspace_int.h; the emulator looks at the first two */
};
static_assert(sizeof(struct pgste) == 8, "PGSTE");

struct guest_page_table {
	uint64_t pte[PT_ENTRIES];	/* X'000' */
	struct pgste pgste[PT_ENTRIES]; /* X'800' */
};
static_assert(sizeof(struct guest_page_table) == 4096, "page table");

/* Storage keys */
#define SKEY_ACC 0xF0
#define SKEY_F	 0x08
#define SKEY_R	 0x04
#define SKEY_C	 0x02

#endif
