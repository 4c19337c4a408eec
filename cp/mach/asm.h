/* SPDX-License-Identifier: Apache-2.0 */
/* One wrapper for each instruction that C can't say: operands in, condition code out, no decisions. */
#ifndef MACH_ASM_H
#define MACH_ASM_H

#include "arch/psw.h"

#define CC_OF "ipm %[cc]\n srl %[cc],28"

static inline tod_t stckf(void)
{
	tod_t tod;

	asm volatile("stckf %0" : "=Q"(tod) : : "cc");
	return tod;
}

static inline void sckc(tod_t comparator)
{
	asm volatile("sckc %0" : : "Q"(comparator));
}

static inline void spt(uint64_t timer)
{
	asm volatile("spt %0" : : "Q"(timer));
}

static inline uint64_t stpt(void)
{
	uint64_t timer;

	asm volatile("stpt %0" : "=Q"(timer));
	return timer;
}

/* The left half of the PSW. */
static inline uint64_t epsw(void)
{
	uint32_t high, low;

	asm volatile("epsw %0,%1" : "=d"(high), "=d"(low));
	return (uint64_t)high << 32 | low;
}

static inline void diag44(void)
{
	asm volatile("diag 0,0,0x44" : : : "memory");
}

static inline uint16_t stap(void)
{
	uint16_t addr;

	asm volatile("stap %0" : "=Q"(addr));
	return addr;
}

static inline uint64_t stidp(void)
{
	uint64_t id;

	asm volatile("stidp %0" : "=Q"(id));
	return id;
}

static inline void set_prefix(uint32_t addr)
{
	asm volatile("spx %0" : : "Q"(addr) : "memory");
}

static inline int sigp(uint16_t cpu, uint8_t order, uint64_t parm, uint32_t *status)
{
	register uint64_t r0 asm("0") = 0;
	register uint64_t r1 asm("1") = parm;
	int cc;

	asm volatile("sigp %[st],%[cpu],0(%[order])\n" CC_OF
		     : [cc] "=d"(cc), [st] "+d"(r0), "+d"(r1)
		     : [cpu] "d"((uint64_t)cpu), [order] "a"((uint64_t)order)
		     : "cc", "memory");
	if (status)
		*status = (uint32_t)r0;
	return cc;
}

static inline int servc(uint32_t command, void *sccb)
{
	int cc;

	asm volatile(".insn rre,0xb2200000,%[cmd],%[sccb]\n" CC_OF
		     : [cc] "=d"(cc)
		     : [cmd] "d"((uint64_t)command), [sccb] "a"((uint64_t)sccb)
		     : "cc", "memory");
	return cc;
}

static inline void stfle(uint64_t *list, unsigned nr)
{
	register uint64_t r0 asm("0") = nr - 1;

	asm volatile(".insn s,0xb2b00000,0(%1)" : "+d"(r0) : "a"(list) : "cc", "memory");
}

#define LCTLG(n, value)                                                                            \
	do {                                                                                       \
		uint64_t cr_ = (value);                                                            \
		asm volatile("lctlg " #n "," #n ",%0" : : "Q"(cr_) : "memory");                    \
	} while (0)

static inline uint64_t stctg0(void)
{
	uint64_t cr;

	asm volatile("stctg 0,0,%0" : "=Q"(cr));
	return cr;
}

/* All control registers. */
static inline void stctg_all(uint64_t cr[16])
{
	asm volatile("stctg 0,15,%0" : "=Q"(*(uint64_t(*)[16])cr));
}

/*
 * Clears everything in every CPU's translation look-aside buffer, guests' too. Differs: IPTE leaves
 * stale guest entries on other CPUs; this IDTE (clearing by ASCE) does not, and is ten times cheaper.
 */
static inline void tlb_purge_all(void)
{
	asm volatile(".insn rrf,0xb98e0000,%0,%1,%2,0"
		     :
		     : "a"(0ul), "a"(0x800ul), "a"(0ul)
		     : "memory");
}

/* Clears everything in this CPU's translation look-aside buffer, guests' too. */
static inline void tlb_purge(void)
{
	asm volatile("ptlb" : : : "memory");
}

static inline uint8_t iske(habs_t addr)
{
	uint64_t key = 0;

	asm volatile(".insn rre,0xb2290000,%0,%1" : "+d"(key) : "a"(addr));
	return (uint8_t)key;
}

static inline void sske(habs_t addr, uint8_t key)
{
	asm volatile(".insn rrf,0xb22b0000,%0,%1,0,0" : : "d"((uint64_t)key), "a"(addr) : "memory");
}

/* RESET REFERENCE BIT EXTENDED; cc: 0 R0C0, 1 R0C1, 2 R1C0, 3 R1C1 before. */
static inline int rrbe(habs_t addr)
{
	int cc;

	asm volatile(".insn rre,0xb22a0000,0,%[addr]\n" CC_OF
		     : [cc] "=d"(cc)
		     : [addr] "a"(addr)
		     : "cc");
	return cc;
}

/* Clears whole pages: MVCL is one memset on the emulator. */
static inline void mvcl_clear(void *page, size_t len)
{
	register uint64_t r2 asm("2") = (uint64_t)page;
	register uint64_t r3 asm("3") = len;
	register uint64_t r4 asm("4") = 0;
	register uint64_t r5 asm("5") = 0;

	asm volatile("mvcl 2,4" : "+d"(r2), "+d"(r3), "+d"(r4), "+d"(r5) : : "cc", "memory");
}

/* Copies up to 64 KB: on the emulator three times as fast as MVC. */
static inline void mvcle_copy(void *dst, const void *src, size_t len)
{
	register uint64_t r2 asm("2") = (uint64_t)dst;
	register uint64_t r3 asm("3") = len;
	register uint64_t r4 asm("4") = (uint64_t)src;
	register uint64_t r5 asm("5") = len;

	asm volatile("0:	mvcle	2,4,0\n"
		     "	jo	0b"
		     : "+d"(r2), "+d"(r3), "+d"(r4), "+d"(r5)
		     :
		     : "cc", "memory");
}

static inline void mvpg_copy(void *dst, const void *src)
{
	register uint64_t r0 asm("0") = 0;

	asm volatile(".insn rre,0xb2540000,%0,%1" : : "a"(dst), "a"(src), "d"(r0) : "cc", "memory");
}

/* Expanded storage: block to page, page to block. Returns the condition code: 3: there is no such block. */
static inline int pgin(void *page, uint32_t block)
{
	int cc;

	asm volatile(".insn rre,0xb22e0000,%[page],%[block]\n" CC_OF
		     : [cc] "=d"(cc)
		     : [page] "a"(page), [block] "d"((uint64_t)block)
		     : "cc", "memory");
	return cc;
}

static inline int pgout(const void *page, uint32_t block)
{
	int cc;

	asm volatile(".insn rre,0xb22f0000,%[page],%[block]\n" CC_OF
		     : [cc] "=d"(cc)
		     : [page] "a"(page), [block] "d"((uint64_t)block)
		     : "cc", "memory");
	return cc;
}

/* Channel subsystem. The subsystem-identification word goes in register 1. */
#define IO_INSN(name, opcode)                                                                      \
	static inline int name(uint32_t schid, const volatile void *operand)                       \
	{                                                                                          \
		register uint64_t r1 asm("1") = schid;                                             \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(".insn s," #opcode ",0(%[op])\n" CC_OF                                \
			     : [cc] "=d"(cc)                                                       \
			     : "d"(r1), [op] "a"(operand)                                          \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}
IO_INSN(ssch, 0xb2330000)
IO_INSN(tsch, 0xb2350000)
IO_INSN(msch, 0xb2320000)
IO_INSN(stsch, 0xb2340000)
#undef IO_INSN

#define IO_INSN(name, opcode)                                                                      \
	static inline int name(uint32_t schid)                                                     \
	{                                                                                          \
		register uint64_t r1 asm("1") = schid;                                             \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(".insn s," #opcode ",0(0)\n" CC_OF                                    \
			     : [cc] "=d"(cc)                                                       \
			     : "d"(r1)                                                             \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}
IO_INSN(csch, 0xb2300000)
IO_INSN(hsch, 0xb2310000)
#undef IO_INSN

/* RESET CHANNEL PATH; the channel-path identifier goes in register 1. */
static inline int rchp(uint8_t chpid)
{
	register uint64_t r1 asm("1") = chpid;
	int cc;

	asm volatile(".insn s,0xb23b0000,0(0)\n" CC_OF : [cc] "=d"(cc) : "d"(r1) : "cc", "memory");
	return cc;
}

static inline int stcrw(uint32_t *crw)
{
	int cc;

	asm volatile(".insn s,0xb2390000,%[crw]\n" CC_OF : [cc] "=d"(cc), [crw] "=Q"(*crw) : : "cc");
	return cc;
}

/* Atomic compare and swap: true if *word was `old` and is now `new`. */
static inline bool cas32(uint32_t *word, uint32_t old, uint32_t new)
{
	return __sync_bool_compare_and_swap(word, old, new);
}

#endif
