/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions that C has no words for. */
#ifndef NUC_MACHINE_H
#define NUC_MACHINE_H

#include "arch/orb.h"
#include "arch/schib.h"
#include "nuc/lowcore.h"

/* Of a large buffer: its pages are not touched at the start. */
#define NOT_ZEROED __attribute__((section(".bss.noinit")))

#define STORE_CR(nr)                                                                               \
	({                                                                                         \
		uint64_t v_;                                                                       \
		asm volatile("stctg " #nr "," #nr ",%0" : "=S"(v_));                               \
		v_;                                                                                \
	})
#define LOAD_CR(nr, value)                                                                         \
	do {                                                                                       \
		uint64_t v_ = (value);                                                             \
		asm volatile("lctlg " #nr "," #nr ",%0" : : "S"(v_) : "memory");                   \
	} while (0)

/* I/O interruptions off; returns what was before, for io_restore. */
static inline uint8_t io_disable(void)
{
	uint8_t old;

	asm volatile("stnsm %0,0xFC" : "=Q"(old) : : "memory");
	return old & 3;
}

static inline void io_restore(uint8_t old)
{
	uint8_t scratch;

	if (old)
		asm volatile("stosm %0,0x02" : "=Q"(scratch) : : "memory");
}

/* Waits, enabled, for one interruption. Called and left with I/O interruptions off. */
static inline void wait_interruption(void)
{
	struct psw psw = {PSW_AMODE64 | PSW_WAIT | PSW_IO, 0};

	asm volatile("	larl	1,0f\n"
		     "	stg	1,8(%0)\n"
		     "	lpswe	0(%0)\n"
		     "0:	stnsm	0(%0),0xFC"
		     :
		     : "a"(&psw)
		     : "1", "memory", "cc");
}

static inline void load_psw(uint64_t mask, uint64_t addr) __attribute__((noreturn));
static inline void load_psw(uint64_t mask, uint64_t addr)
{
	struct psw psw = {mask, addr};

	for (;;)
		asm volatile("lpswe %0" : : "Q"(psw) : "memory");
}

/* Gives a page of storage an access key (0 to 15); fetches stay free for all. */
static inline void key_set(uint64_t page, unsigned key)
{
	asm volatile("sske %0,%1" : : "d"((uint64_t)key << 4), "a"(page) : "memory");
}

/* Stores with a key; a program check if it does not fit that of the storage. len: 1 to 256 bytes.
 */
static inline void move_with_key(void *dst, const void *src, size_t len, unsigned key)
{
	register uint64_t reg0 asm("0") = len - 1;
	register uint64_t reg1 asm("1") = (uint64_t)key << 4;

	asm volatile("mvcdk 0(%2),0(%3)" : : "d"(reg0), "d"(reg1), "a"(dst), "a"(src) : "memory");
}

/* ---- Channel subsystem: condition codes ------------------------------------------------------ */

#define SUBCHANNEL_WRAPPER(name, type)                                                             \
	static inline int name(uint32_t ssid, type *operand)                                       \
	{                                                                                          \
		register uint64_t reg1 asm("1") = ssid;                                            \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(#name " 0(%2)\n ipm %0\n srl %0,28"                                   \
			     : "=d"(cc)                                                            \
			     : "d"(reg1), "a"(operand)                                             \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}

SUBCHANNEL_WRAPPER(stsch, struct schib)
SUBCHANNEL_WRAPPER(msch, const struct schib)
SUBCHANNEL_WRAPPER(ssch, const struct orb)
SUBCHANNEL_WRAPPER(tsch, struct irb)

static inline void hsch(uint32_t ssid)
{
	register uint64_t reg1 asm("1") = ssid;

	asm volatile("hsch" : : "d"(reg1) : "cc", "memory");
}

#endif
