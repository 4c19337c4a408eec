/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ESA/390 guest is written with: code under test, storage, the signal processor.
 *
 * Real storage: X'0'-X'FFF' prefix area, X'10000' on the guest, up to X'90000' the stack, SCRATCH
 * for the tests.
 */
#ifndef ESA_H
#define ESA_H

#include "arch/ccw.h"
#include "arch/dat390.h"
#include "arch/orb.h"
#include "arch/prefix.h"
#include "arch/psw.h"
#include "arch/schib.h"
#include "arch/scsw.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#define SCRATCH 0x100000u
#define BEYOND  0x7FF00000u /* no guest has storage there */

/* Left word of an ESA/390 PSW */
#define PSW0_DAT     0x04000000u
#define PSW0_IO      0x02000000u
#define PSW0_EXT     0x01000000u
#define PSW0_ONE     0x00080000u
#define PSW0_MCCK    0x00040000u
#define PSW0_WAIT    0x00020000u
#define PSW0_PROBLEM 0x00010000u
#define PSW0_KEY(k)  ((uint32_t)(k) << 20)
#define PSW1_BA      0x80000000u

#define CR0_LAP390 0x10000000u
#define CR0_EMERG  0x00004000u
#define CR0_CALL   0x00002000u
#define CR0_CLOCK  0x00000800u
#define CR0_TIMER  0x00000400u
#define CR14_CRW   0x10000000u

/* The right halves of the masks in arch/psw.h are the same registers. */
static_assert((uint32_t)CR0_EMERGENCY == CR0_EMERG, "CR0");
static_assert((uint32_t)CR14_CHREPORT == CR14_CRW, "CR14");

struct test {
	const char *name; /* a sentence_with_underscores */
	void (*run)(void);
};
extern const struct test interruption_tests[], dat_tests[], cpu_tests[], io_tests[];

#define TEST(name)                                                                                 \
	{                                                                                          \
#name, name                                                                        \
	}

/* The first condition that does not hold fails the test, with the text as by str_format. */
#define EXPECT(condition, ...)                                                                     \
	do {                                                                                       \
		if (!(condition))                                                                  \
			test_failed(__VA_ARGS__);                                                  \
	} while (0)
void test_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));

enum kind { KIND_SVC, KIND_PGM, KIND_EXT, KIND_IO, KIND_MCK };

/* One run of code until the next interruption. */
struct exec {
	uint32_t gpr[16]; /* in and out */
	uint32_t mask;    /* in: PSW0_* */
	uint64_t insn;    /* in: one instruction, left-aligned; SVC 0 is put behind it */
	const void *code; /* in: if not NULL, where to begin instead */
	enum kind kind;
	uint32_t old[2]; /* the old PSW of that interruption */
	unsigned cc;
	uint16_t pgm, ilc, ext_code, ext_cpu;
	uint32_t tea;
};
void exec_run(struct exec *e);
void exec_insn(struct exec *e, uint64_t insn);
const char *exec_text(const struct exec *e);

#define EXPECT_DONE(e, what)                                                                       \
	EXPECT((e)->kind == KIND_SVC, "%s: %s, completion wanted", what, exec_text(e))
#define EXPECT_PGM(e, want, what)                                                                  \
	EXPECT((e)->kind == KIND_PGM && (e)->pgm == (want), "%s: %s, program %04X wanted", what,   \
		exec_text(e), want)

#define INSN_RR(op, r1, r2)  ((uint64_t)(op) << 56 | (uint64_t)(r1) << 52 | (uint64_t)(r2) << 48)
#define INSN_RRE(op, r1, r2) ((uint64_t)(op) << 48 | (uint64_t)(r1) << 36 | (uint64_t)(r2) << 32)
#define INSN_S(op, b2)       ((uint64_t)(op) << 48 | (uint64_t)(b2) << 44)
#define INSN_SI(op, i2, b1)  ((uint64_t)(op) << 56 | (uint64_t)(i2) << 48 | (uint64_t)(b1) << 44)
#define INSN_RX(op, r1, b2)  ((uint64_t)(op) << 56 | (uint64_t)(r1) << 52 | (uint64_t)(b2) << 44)
#define INSN_L(r1, b2)       INSN_RX(0x58, r1, b2)
#define INSN_ST(r1, b2)      INSN_RX(0x50, r1, b2)
#define INSN_NOP             (0x0700ull << 48)

#define STORE_CR(nr)                                                                               \
	({                                                                                         \
		uint32_t v_;                                                                       \
		asm volatile("stctl " #nr "," #nr ",%0" : "=Q"(v_));                               \
		v_;                                                                                \
	})
#define LOAD_CR(nr, value)                                                                         \
	do {                                                                                       \
		uint32_t v_ = (value);                                                             \
		asm volatile("lctl " #nr "," #nr ",%0" : : "Q"(v_) : "memory");                    \
	} while (0)

static inline uint64_t clock_get(void)
{
	uint64_t tod;

	asm volatile("stck %0" : "=Q"(tod) : : "cc");
	return tod;
}
#define MS 4096000ull /* one millisecond */

/* Storage at a real address. */
#define AT8(addr)  (*(volatile uint8_t *)(uint32_t)(addr))
#define AT16(addr) (*(volatile uint16_t *)(uint32_t)(addr))
#define AT32(addr) (*(volatile uint32_t *)(uint32_t)(addr))

/* One order of the signal processor, again while it is busy; the status in *status if not NULL. */
unsigned sigp(uint16_t cpu, uint8_t order, uint32_t parm, uint32_t *status);
enum {
	SIGP_SENSE = 0x01,
	SIGP_CALL = 0x02,
	SIGP_EMERGENCY = 0x03,
	SIGP_STOP = 0x05,
	SIGP_RESTART = 0x06,
	SIGP_INITIAL_RESET = 0x0B,
	SIGP_PREFIX = 0x0D,
	SIGP_STATUS = 0x0E,
};

void entry_svc(void);
void entry_restart(void);
void exec_enter(void);
unsigned to_zarch_and_back(unsigned *status);
void guest_main(void);

/* The subsystem-identification word of a device; 0: there is none. */
uint32_t io_find(uint16_t devno);
int io_start(uint32_t ssid, const struct orb *orb);
int io_test(uint32_t ssid, struct irb *irb);
/* Starts a program of format-0 CCWs and waits for its end with interruptions. 0, or why not. */
int io_run(uint32_t ssid, const void *ccw, struct irb *irb);
#define CONSOLE_DEVNO 0x0009
#define CONSOLE_ISC   7

void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Executes a CP command; its return code. */
unsigned cp_command(const char *text);

#endif
