/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Saved systems and segments: what is in their spool files, and what DIAGNOSE X'64' answers.
 *
 * The data of the file's pages (struct splink) are one row of bytes:
 *
 *	struct nss_header
 *	struct nss_page, its record; and again for each page that is not zero; and one that ends it
 *
 * Of one that is defined and not saved there is the header alone.
 */
#ifndef ABI_NSS_H
#define ABI_NSS_H

#include "arch/types.h"

/* What the pages of a range are; also in DIAGNOSE X'64'. */
enum nss_type {
	NSS_SW, /* shared, all write */
	NSS_EW, /* each has his own, and writes */
	NSS_SR, /* shared, read-only */
	NSS_ER, /* each his own, read-only */
	NSS_SN, /* shared, all write, no data saved */
	NSS_EN, /* each his own, no data saved */
	NSS_SC, /* shared, read-only for guests; CP writes */
	NR_NSS_TYPES,
	NSS_MIXED = 7 /* X'64': a segment of EW and EN pages */
};

#define NSS_RANGES_MAX 64
#define NSS_PAGE_MAX   0x3fffffffu /* highest number of a page: 4 TiB */

/* Registers of the CPU that was saved. */
struct nss_cpu {
	be64_t psw[2];   /* X'000' */
	be64_t gpr[16];  /* X'010' */
	be64_t cr[16];   /* X'090' */
	be32_t ar[16];   /* X'110' */
	be64_t fpr[16];  /* X'150' */
	be32_t fpc;      /* X'1D0' */
	be32_t prefix;   /* X'1D4' */
	be32_t tod_prog; /* X'1D8' */
	uint8_t esame;   /* X'1DC' 1: z/Architecture */
	uint8_t reserved1dd[3];
};
static_assert(sizeof(struct nss_cpu) == 0x1e0, "saved CPU");
static_assert(offsetof(struct nss_cpu, fpr) == 0x150, "saved CPU");
static_assert(offsetof(struct nss_cpu, esame) == 0x1dc, "saved CPU");

struct nss_range_entry {
	be32_t first, last; /* X'0' numbers of pages */
	uint8_t type;       /* X'8' enum nss_type */
	uint8_t reserved9[3];
};
static_assert(sizeof(struct nss_range_entry) == 12, "range of a saved system");

struct nss_header {
#define NSS_MAGIC 0xe2e6d5e2e2f0f0f1ull /* SWNSS001 */
	be64_t magic;                   /* X'000' */
	ebc8_t name[8];                 /* X'008' padded with blanks */
					/* X'010' */
#define NSS_SEGMENT    0x80             /* a saved segment, not a system */
#define NSS_RESTRICTED 0x40             /* only for whom the directory names */
#define NSS_VMGROUP    0x20
#define NSS_SAVED      0x10 /* pages follow */
	uint8_t flags;
	uint8_t parm_first; /* X'011' registers for PARM of IPL; first X'10': none */
	uint8_t parm_last;  /* X'012' */
	uint8_t reserved13;
	be32_t nr_ranges;                             /* X'014' */
	be64_t minsize_kb;                            /* X'018' */
	struct nss_cpu cpu;                           /* X'020' */
	struct nss_range_entry range[NSS_RANGES_MAX]; /* X'200' */
};
static_assert(sizeof(struct nss_header) == 0x500, "header of a saved system");
static_assert(offsetof(struct nss_header, cpu) == 0x20, "header of a saved system");
static_assert(offsetof(struct nss_header, range) == 0x200, "header of a saved system");

/* Before each page's record. */
struct nss_page {
#define NSS_PAGE_END 0xffffffffu
	be32_t page;  /* X'0' its number, ascending; or that it was the last */
	be16_t len;   /* X'4' of the record behind this, 0 to 4096 */
	uint8_t form; /* X'6' enum page_form, without an origin */
	uint8_t key;  /* X'7' storage key */
};
static_assert(sizeof(struct nss_page) == 8, "page of a saved system");

/* ---- DIAGNOSE X'64' ---- */

#define DIAG064_LOADSHR   0x00
#define DIAG064_LOADNSHR  0x04
#define DIAG064_PURGESEG  0x08
#define DIAG064_FINDSEG   0x0c
#define DIAG064_LOADNOLY  0x10
#define DIAG064_SEGEXT    0x18
#define DIAG064_LOADSHRX  0x20 /* the same with 64-bit addresses */
#define DIAG064_LOADNSHRX 0x24
#define DIAG064_FINDSEGX  0x2c
#define DIAG064_LOADNOLYX 0x30
#define DIAG064_SEGEXTX   0x38

/* Return codes in Ry, with condition code 2 */
#define DIAG064_NOT_ALLOWED 36  /* restricted, and not in the directory */
#define DIAG064_NOT_FOUND   44  /* no such segment; or not loaded */
#define DIAG064_OVERLAP     104 /* another loaded segment is there */
#define DIAG064_IN_STORAGE  108 /* of LOADNOLY: it is within the guest's storage */
#define DIAG064_NO_STORAGE  449
#define DIAG064_IO_ERROR    174

/* SEGEXT's operand at Rx */
struct diag064_in {
	uint8_t op; /* X'00' DIAG064_EXT_* */
#define DIAG064_EXT_FIND 0x0c
	uint8_t reserved1[3];
	uint8_t rc; /* X'04' */
	uint8_t reserved5[3];
	ebc8_t name[8]; /* X'08' */
	be32_t out;     /* X'10' real address of the answer */
	be16_t out_len; /* X'14' and its length */
	uint8_t reserved16[2];
};
static_assert(sizeof(struct diag064_in) == 0x18, "SEGEXT");

#define DIAG064_RANGES 6

/* and its answers */
struct diag064_out {
	be64_t first, last; /* X'00' addresses of its first and last byte */
	be32_t nr_ranges;   /* X'10' */
	be32_t nr_stored;   /* X'14' of them here */
	struct {
		be64_t first; /* address of the first byte; in the last byte of this the type */
		be64_t last;
	} range[DIAG064_RANGES]; /* X'18' */
};
static_assert(sizeof(struct diag064_out) == 0x78, "SEGEXTX");

struct diag064_out31 {
	be32_t first, last; /* X'00' */
	be32_t nr_ranges;   /* X'08' */
	be32_t nr_stored;   /* X'0C' */
	struct {
		be32_t first, last;
	} range[DIAG064_RANGES]; /* X'10' */
};
static_assert(sizeof(struct diag064_out31) == 0x40, "SEGEXT");

#endif
