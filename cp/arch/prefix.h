/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The prefix area (assigned storage locations) of z/Architecture, as far as the machine defines it.
 * PoP, Control, Assigned Storage Locations. Native integers: a CPU's own area. For a guest's area use
 * the PFX_* offsets with gstore_*.
 */
#ifndef ARCH_PREFIX_H
#define ARCH_PREFIX_H

#include "arch/psw.h"

struct prefix_arch {
	uint8_t ipl_psw[16];	   /* X'000' IPL PSW, CCWs */
	uint8_t pad_010[0x80 - 0x10];
	uint32_t ext_parm;	   /* X'080' */
	uint16_t ext_cpu_addr;	   /* X'084' */
	uint16_t ext_code;	   /* X'086' */
	uint16_t svc_ilc;	   /* X'088' */
	uint16_t svc_code;	   /* X'08A' */
	uint16_t pgm_ilc;	   /* X'08C' */
	uint16_t pgm_code;	   /* X'08E' */
	uint32_t dxc;		   /* X'090' */
	uint16_t monitor_class;	   /* X'094' */
	uint8_t per_code, per_atmid; /* X'096' */
	uint64_t per_addr;	   /* X'098' */
	uint8_t exc_access_id;	   /* X'0A0' */
	uint8_t per_access_id;	   /* X'0A1' */
	uint8_t op_access_id;	   /* X'0A2' */
	uint8_t pad_0a3[5];
	uint64_t trans_exc_addr;   /* X'0A8' */
	uint64_t monitor_code;	   /* X'0B0' */
	uint32_t io_schid;	   /* X'0B8' */
	uint32_t io_intparm;	   /* X'0BC' */
	uint32_t io_word;	   /* X'0C0' */
	uint8_t pad_0c4[0xE8 - 0xC4];
	uint64_t mcck_code;	   /* X'0E8' */
	uint8_t pad_0f0[0x120 - 0xF0];
	struct psw restart_old;	   /* X'120' */
	struct psw ext_old;	   /* X'130' */
	struct psw svc_old;	   /* X'140' */
	struct psw pgm_old;	   /* X'150' */
	struct psw mcck_old;	   /* X'160' */
	struct psw io_old;	   /* X'170' */
	uint8_t pad_180[0x1A0 - 0x180];
	struct psw restart_new;	   /* X'1A0' */
	struct psw ext_new;	   /* X'1B0' */
	struct psw svc_new;	   /* X'1C0' */
	struct psw pgm_new;	   /* X'1D0' */
	struct psw mcck_new;	   /* X'1E0' */
	struct psw io_new;	   /* X'1F0' */
};
static_assert(sizeof(struct prefix_arch) == 0x200, "prefix area");
static_assert(offsetof(struct prefix_arch, trans_exc_addr) == 0xA8, "prefix area");
static_assert(offsetof(struct prefix_arch, restart_new) == 0x1A0, "prefix area");

/* Offsets in a guest's prefix area */
#define PFX_EXT_PARM	 0x080
#define PFX_EXT_CPU	 0x084
#define PFX_EXT_CODE	 0x086
#define PFX_SVC_ID	 0x088 /* length of the instruction, code */
#define PFX_SVC_CODE	 0x08A
#define PFX_PGM_ILC	 0x08C
#define PFX_PGM_CODE	 0x08E
#define PFX_DXC		 0x090
#define PFX_MONITOR_CLASS 0x094
#define PFX_PER_CODE	 0x096
#define PFX_PER_ADDR	 0x098
#define PFX_EXC_ACCESS	 0x0A0
#define PFX_ARCH_MODE	 0x0A3
#define PFX_TEA		 0x0A8
#define PFX_MONITOR_CODE 0x0B0
#define PFX_STFL	 0x0C8
#define PFX_IO_SCHID	 0x0B8
#define PFX_IO_INTPARM	 0x0BC
#define PFX_IO_WORD	 0x0C0
#define PFX_MCCK_CODE	 0x0E8
#define PFX_RESTART_OLD	 0x120
#define PFX_EXT_OLD	 0x130
#define PFX_SVC_OLD	 0x140
#define PFX_PGM_OLD	 0x150
#define PFX_MCCK_OLD	 0x160
#define PFX_IO_OLD	 0x170
#define PFX_RESTART_NEW	 0x1A0
#define PFX_EXT_NEW	 0x1B0
#define PFX_SVC_NEW	 0x1C0
#define PFX_PGM_NEW	 0x1D0
#define PFX_MCCK_NEW	 0x1E0
#define PFX_IO_NEW	 0x1F0
#define PFX_EXT_PARM2	 0x11B8
#define PFX_SAVE_FPR	 0x1200
#define PFX_SAVE_GPR	 0x1280
#define PFX_SAVE_PSW	 0x1300
#define PFX_SAVE_PREFIX	 0x1318
#define PFX_SAVE_FPC	 0x131C
#define PFX_SAVE_TODPROG 0x1324
#define PFX_SAVE_TIMER	 0x1328
#define PFX_SAVE_CKC	 0x1330
#define PFX_SAVE_AR	 0x1340
#define PFX_SAVE_CR	 0x1380

/* Offsets in an ESA/390 guest's prefix area: old and new PSWs of 8 bytes, interruption codes as above */
#define PFX390_RESTART_NEW 0x000
#define PFX390_RESTART_OLD 0x008
#define PFX390_EXT_OLD	   0x018
#define PFX390_SVC_OLD	   0x020
#define PFX390_PGM_OLD	   0x028
#define PFX390_MCCK_OLD	   0x030
#define PFX390_IO_OLD	   0x038
#define PFX390_TEA	   0x090
#define PFX390_MONITOR_CODE 0x09C
#define PFX390_EXT_NEW	   0x058
#define PFX390_SVC_NEW	   0x060
#define PFX390_PGM_NEW	   0x068
#define PFX390_MCCK_NEW	   0x070
#define PFX390_IO_NEW	   0x078
#define PFX390_SAVE_TIMER  0x0D8 /* clock comparator behind it */
#define PFX390_SAVE_PSW	   0x100
#define PFX390_SAVE_PREFIX 0x108
#define PFX390_SAVE_AR	   0x120
#define PFX390_SAVE_FPR	   0x160
#define PFX390_SAVE_GPR	   0x180
#define PFX390_SAVE_CR	   0x1C0

#endif
