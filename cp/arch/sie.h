/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SIE state description (format of SIE2BK), as far as Hercules 3.13 reads or writes it. IE, The
 * State Description; what the emulator honours is noted where it differs from what the name promises.
 */
#ifndef ARCH_SIE_H
#define ARCH_SIE_H

#include "arch/psw.h"

struct sie_block {
	uint8_t v; /* X'000' interventions: may be set by another CPU while the guest runs */
#define SIE_V_STOP 0x04
#define SIE_V_IO   0x02
#define SIE_V_EXT  0x01
	uint8_t s; /* X'001' */
	uint8_t mx; /* X'002' */
#define SIE_MX_RRF   0x80
#define SIE_MX_ESAME 0x08
#define SIE_MX_XC    0x01
	uint8_t m; /* X'003' */
#define SIE_M_VR  0x08 /* guest absolute is host absolute */
#define SIE_M_GPE 0x01
	uint32_t prefix;	/* X'004' */
	uint8_t pad_008[0x20];
	uint64_t cpu_timer;	/* X'028' */
	uint64_t ckc;		/* X'030' */
	uint64_t epoch;		/* X'038' */
	uint32_t svc_ctl;	/* X'040' */
#define SIE_SVC_ALL 0x80000000u
	uint16_t lctl_ctl;	/* X'044' bit n: intercept LCTL(G) of CR n */
#define SIE_LCTL_CR0  0x8000
#define SIE_LCTL_CR1  0x4000
#define SIE_LCTL_CR6  0x0200
#define SIE_LCTL_CR8  0x0080
#define SIE_LCTL_CR9  0x0040
#define SIE_LCTL_CR10 0x0020
#define SIE_LCTL_CR11 0x0010
#define SIE_LCTL_CR14 0x0002
	uint16_t cpu_addr;	/* X'046' not read by the emulator */
	uint8_t ic[4];		/* X'048' interception controls */
#define SIE_IC0_OPEREX 0x80
#define SIE_IC0_PRIVOP 0x40
#define SIE_IC0_PGMALL 0x20
#define SIE_IC0_STFL   0x10
#define SIE_IC1_LPSW   0x40
#define SIE_IC1_SSM    0x10
#define SIE_IC1_BSA    0x08
#define SIE_IC1_STCTL  0x04
#define SIE_IC1_STNSM  0x02
#define SIE_IC1_STOSM  0x01
#define SIE_IC2_ISKE   0x40
#define SIE_IC2_SSKE   0x20
#define SIE_IC2_RRBE   0x10
#define SIE_IC2_PC     0x08
#define SIE_IC2_PT     0x04
#define SIE_IC2_TPROT  0x02
#define SIE_IC2_LASP   0x01
#define SIE_IC3_PR     0x08
#define SIE_IC3_BAKR   0x04
	uint8_t ec[4];		/* X'04C' execution controls */
#define SIE_EC0_EXTA   0x80
#define SIE_EC0_WAIA   0x20
#define SIE_EC0_IOA    0x04
#define SIE_EC0_MVPG   0x01
#define SIE_EC2_PROTEX 0x20
	uint8_t c; /* X'050' interception code: not stored when a host interruption ends SIE */
#define SIE_C_INSN	4
#define SIE_C_PGM	8
#define SIE_C_INSN_PGM	12
#define SIE_C_EXTREQ	16
#define SIE_C_EXTINT	20
#define SIE_C_IOREQ	24
#define SIE_C_WAIT	28
#define SIE_C_VALIDITY	32
#define SIE_C_STOPREQ	40
#define SIE_C_OPEREX	44
#define SIE_C_IOINT	60
#define SIE_C_IOINSN	64
#define SIE_C_NONE	0xFF /* ours: what we put there before each entry */
	uint8_t f; /* X'051' */
#define SIE_F_FORMAT2 0x80
#define SIE_F_IF_PER  0x02
#define SIE_F_EX      0x01
	uint16_t lhcpu;		/* X'052' */
	uint16_t pad_054;	/* X'054' */
	uint16_t ipa;		/* X'056' instruction text; of the target if EXECUTE */
	uint32_t ipb;		/* X'058' */
	uint32_t ipc;		/* X'05C' */
	uint32_t rcpo;		/* X'060' */
#define SIE_RCPO_SKA 0x80000000u
	uint32_t scao;		/* X'064' */
	uint16_t pad_068;	/* X'068' */
	uint32_t pad_06a[1] __attribute__((packed));
	uint16_t tod_prog;	/* X'06E' */
	uint8_t pad_070[0x10];
	uint64_t mso;		/* X'080' */
	uint64_t mse;		/* X'088' last byte of guest storage */
	struct psw psw;		/* X'090' an ESA/390 guest has its 8 bytes in mask */
	uint64_t gr14, gr15;	/* X'0A0' */
	uint8_t pad_0b0[0x10];
	/* X'0C0' an image of the guest prefix area from X'80' on */
	uint32_t ext_parm;	/* X'0C0' */
	uint16_t ext_cpu;	/* X'0C4' */
	uint16_t ext_code;	/* X'0C6' */
	uint32_t pad_0c8;	/* X'0C8' */
	uint16_t pgm_ilc;	/* X'0CC' */
	uint16_t pgm_code;	/* X'0CE' */
	uint32_t dxc;		/* X'0D0' */
	uint16_t monitor_class; /* X'0D4' */
	uint16_t per_code;	/* X'0D6' */
	uint64_t per_addr;	/* X'0D8' */
	uint8_t exc_access_id;	/* X'0E0' */
	uint8_t pad_0e1[7];
	uint64_t tea;		/* X'0E8' or the monitor code */
	uint8_t pad_0f0[0x10];
	uint64_t cr[16];	/* X'100' also for ESA/390 guests */
	uint8_t pad_180[0x80];
};
/* Interception code and status at once, for one comparison. */
static inline uint16_t sie_c_f(const struct sie_block *sd)
{
	uint16_t value;

	__builtin_memcpy(&value, &sd->c, sizeof(value));
	return value;
}
#define SIE_C_F(c, f) ((c) << 8 | (f))

static_assert(sizeof(struct sie_block) == 512, "state description");
static_assert(offsetof(struct sie_block, ipa) == 0x56, "state description");
static_assert(offsetof(struct sie_block, tod_prog) == 0x6E, "state description");
static_assert(offsetof(struct sie_block, psw) == 0x90, "state description");
static_assert(offsetof(struct sie_block, tea) == 0xE8, "state description");
static_assert(offsetof(struct sie_block, cr) == 0x100, "state description");

#endif
