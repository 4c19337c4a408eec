/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System-information blocks of STSI, one page each. PoP, Control Instructions, Store System
 * Information. Names are EBCDIC, padded with blanks.
 */
#ifndef ARCH_STSI_H
#define ARCH_STSI_H

#include "arch/types.h"

/* General register 0: function code and selector 1; the bits between must be zero. */
#define STSI_GR0_FC       0xF0000000u
#define STSI_GR0_FC_SHIFT 28
#define STSI_GR0_ZERO     0x0FFFFF00u
#define STSI_GR0_SEL1     0x000000FFu
/* General register 1: selector 2 */
#define STSI_GR1_ZERO 0xFFFF0000u
#define STSI_GR1_SEL2 0x0000FFFFu

struct sysib_111 { /* the machine */
	uint8_t pad_000[0x20];
	ebc8_t manufacturer[16]; /* X'020' */
	ebc8_t type[4];          /* X'030' */
	uint8_t pad_034[12];
	ebc8_t model_capacity[16]; /* X'040' */
	ebc8_t sequence[16];       /* X'050' */
	ebc8_t plant[4];           /* X'060' */
	ebc8_t model[16];          /* X'064' */
	uint8_t pad_074[0x1000 - 0x74];
};
static_assert(sizeof(struct sysib_111) == 4096, "SYSIB 1.1.1");
static_assert(offsetof(struct sysib_111, sequence) == 0x50, "SYSIB 1.1.1");
static_assert(offsetof(struct sysib_111, model) == 0x64, "SYSIB 1.1.1");

struct sysib_121 { /* one CPU; 2.2.1 has a logical CPU's id where this has none */
	uint8_t pad_000[0x50];
	ebc8_t sequence[16]; /* X'050' */
	ebc8_t plant[4];     /* X'060' */
	be16_t cpu_id;       /* X'064' in 2.2.1 only */
	be16_t cpu_addr;     /* X'066' */
	uint8_t pad_068[0x1000 - 0x68];
};
static_assert(sizeof(struct sysib_121) == 4096, "SYSIB 1.2.1");
static_assert(offsetof(struct sysib_121, cpu_addr) == 0x66, "SYSIB 1.2.1");

struct sysib_cpus {
	be16_t total;      /* X'0' the sum of the others */
	be16_t configured; /* X'2' */
	be16_t standby;    /* X'4' */
	be16_t reserved;   /* X'6' */
};
static_assert(sizeof(struct sysib_cpus) == 8, "SYSIB CPU counts");

#define SYSIB_122_FACTORS 64 /* how many multiprocessing factors we ever store */

struct sysib_122 {      /* the CPUs of the machine */
	uint8_t format; /* X'000' */
	uint8_t pad_001;
	be16_t acc_offset; /* X'002' of an area that we don't have */
	uint8_t pad_004[0x1C - 4];
	be32_t secondary_capability;      /* X'01C' */
	be32_t capability;                /* X'020' smaller is faster */
	struct sysib_cpus cpus;           /* X'024' */
	be16_t factor[SYSIB_122_FACTORS]; /* X'02C' percent of one CPU's, from two CPUs on */
	uint8_t pad_0ac[0x1000 - 0xAC];
};
static_assert(sizeof(struct sysib_122) == 4096, "SYSIB 1.2.2");
static_assert(offsetof(struct sysib_122, capability) == 0x20, "SYSIB 1.2.2");
static_assert(offsetof(struct sysib_122, factor) == 0x2C, "SYSIB 1.2.2");

struct sysib_222 { /* the logical partition */
	uint8_t pad_000[0x20];
	be16_t number; /* X'020' */
	uint8_t pad_022;
#define SYSIB_222_DEDICATED 0x80
#define SYSIB_222_SHARED    0x40
#define SYSIB_222_LIMITED   0x20
	uint8_t characteristics; /* X'023' */
	struct sysib_cpus cpus;  /* X'024' */
	ebc8_t name[8];          /* X'02C' */
	be32_t caf;              /* X'034' share of the machine in thousandths */
	uint8_t pad_038[0x48 - 0x38];
	be16_t dedicated; /* X'048' */
	be16_t shared;    /* X'04A' */
	uint8_t pad_04c[0x1000 - 0x4C];
};
static_assert(sizeof(struct sysib_222) == 4096, "SYSIB 2.2.2");
static_assert(offsetof(struct sysib_222, name) == 0x2C, "SYSIB 2.2.2");
static_assert(offsetof(struct sysib_222, shared) == 0x4A, "SYSIB 2.2.2");

struct sysib_vm {
	uint8_t pad_00[4];
	struct sysib_cpus cpus; /* X'04' */
	ebc8_t name[8];         /* X'0C' */
	be32_t caf;             /* X'14' share of the real CPUs in thousandths */
	ebc8_t cpi[16];         /* X'18' control-program identifier */
	uint8_t pad_28[24];
};
static_assert(sizeof(struct sysib_vm) == 64, "SYSIB 3.2.2 entry");
static_assert(offsetof(struct sysib_vm, cpi) == 0x18, "SYSIB 3.2.2 entry");

struct sysib_322 { /* the virtual machine, and below it those that its control programs run in */
	uint8_t pad_000[0x1F];
	uint8_t count;         /* X'01F' how many follow, innermost first */
	struct sysib_vm vm[8]; /* X'020' */
	uint8_t pad_220[0x1000 - 0x220];
};
static_assert(sizeof(struct sysib_322) == 4096, "SYSIB 3.2.2");
static_assert(offsetof(struct sysib_322, vm) == 0x20, "SYSIB 3.2.2");

#endif
