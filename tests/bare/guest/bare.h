/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the bare guests are written with: tests, code under test, devices.
 *
 * A guest is a table of tests. Each runs instructions with exec_run() and says what it expects; the
 * guest writes "PASS name" or "FAIL name: what" for each on its console, in the end "DONE passed
 * failed", and loads a disabled wait PSW whose address is X'600D' or X'BAD'.
 *
 * Real storage: X'0'-X'1FFF' prefix area, X'2000' on the loading program, X'10000' on the guest,
 * up to X'98000' stacks, SCRATCH for the tests.
 */
#ifndef BARE_H
#define BARE_H

#include "arch/ccw.h"
#include "arch/ioint.h"
#include "arch/orb.h"
#include "arch/prefix.h"
#include "arch/psw.h"
#include "arch/schib.h"
#include "arch/scsw.h"
#include "arch/types.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#define SCRATCH     0x100000ul /* free storage up to SCRATCH_END */
#define SCRATCH_END 0x400000ul
#define BEYOND      0x7000000000000ul /* no guest has storage there */
#define WAIT_GOOD   0x600Dul
#define WAIT_BAD    0xBADul
#define WAIT_WILD   0x911ul /* an interruption that no test expected */

/* What a guest that must not be disturbed keeps in its storage; others look for it. */
#define SECRET 0x53454352C5E3A1B7ul

/* ---- Tests ---------------------------------------------------------------------- */

struct test {
	const char *name; /* a sentence_with_underscores */
	void (*run)(void);
};
extern const struct test tests[]; /* each guest's, up to one without a name */

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
/* Ends a test that makes no sense here; it does not count. */
void test_skip(const char *why);

/* ---- Code under test ------------------------------------------------------------ */

enum exec_kind { KIND_SVC, KIND_PGM, KIND_EXT, KIND_IO, KIND_MCK };

/* One run of an instruction, or of code, until the next interruption. */
struct exec {
	uint64_t gpr[16]; /* in and out */
	uint64_t mask;    /* in: PSW bits other than the addressing mode */
	bool amode31;     /* in: 31-bit addressing instead of 64-bit */
	uint64_t insn;    /* in: the instruction, left-aligned; SVC 0 is put behind it */
	const void *code; /* in: if not NULL, where to begin instead; it ends with SVC */
	enum exec_kind kind;
	struct psw old; /* the old PSW of that interruption */
	unsigned cc;
	uint16_t pgm, ilc;
	uint64_t tea;
	uint16_t ext_code, ext_cpu;
	uint32_t ext_parm;
	struct io_int_code io;
};

void exec_run(struct exec *e);
/* Executes one instruction with the registers of *e, which begin as they are there. */
void exec_insn(struct exec *e, uint64_t insn);

/* Waits until an interruption that mask (PSW bits) and CR0, CR6 allow, at most ms. False: none
 * came. */
bool exec_wait(struct exec *e, uint64_t mask, unsigned ms);

#define EXPECT_CC(e, want, what)                                                                   \
	EXPECT((e)->kind == KIND_SVC && (e)->cc == (want), "%s: %s, cc %u wanted", what,           \
		exec_text(e), want)
#define EXPECT_DONE(e, what)                                                                       \
	EXPECT((e)->kind == KIND_SVC, "%s: %s, completion wanted", what, exec_text(e))
#define EXPECT_PGM(e, want, what)                                                                  \
	EXPECT((e)->kind == KIND_PGM && (e)->pgm == (want), "%s: %s, program %04X wanted", what,   \
		exec_text(e), want)
const char *exec_text(const struct exec *e);

/* Formats, with operands behind a register. Lengths come from the first two bits as always. */
#define INSN_S(op, b2)           ((uint64_t)(op) << 48 | (uint64_t)(b2) << 44)
#define INSN_RRE(op, r1, r2)     ((uint64_t)(op) << 48 | (uint64_t)(r1) << 36 | (uint64_t)(r2) << 32)
#define INSN_RRF(op, m3, r1, r2) (INSN_RRE(op, r1, r2) | (uint64_t)(m3) << 44)
#define INSN_RS(op, r1, r3, b2, d2)                                                                \
	((uint64_t)(op) << 56 | (uint64_t)(r1) << 52 | (uint64_t)(r3) << 48 |                      \
		(uint64_t)(b2) << 44 | (uint64_t)(d2) << 32)
#define INSN_DIAG(r1, r3, code)  INSN_RS(0x83, r1, r3, 0, code)
#define INSN_SIGP(r1, r3, order) INSN_RS(0xAE, r1, r3, 0, order)

/* Runs a privileged or semiprivileged instruction in the problem state. */
void expect_privileged(uint64_t insn, const char *what);

/* ---- The machine ---------------------------------------------------------------- */

extern uint32_t ipl_ssid;
extern uint64_t old390;
extern uint32_t code390;
extern uint8_t saw390;
extern struct {
	char eye[8];
	uint64_t value;
} guest_parm;      /* value: from the one who made the deck */
extern bool is_vm; /* in a virtual machine; else the same deck runs on the emulator itself */

void guest_main(void);
void entry_restart(void);
void wild_interruption(enum exec_kind kind) __attribute__((noreturn));
void disabled_wait(uint64_t addr) __attribute__((noreturn));

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

static inline tod_t clock_get(void)
{
	tod_t tod;

	asm volatile("stck %0" : "=Q"(tod) : : "cc");
	return tod;
}

static inline struct prefix_arch *lowcore(void)
{
	return (struct prefix_arch *)0;
}

/* ---- Devices -------------------------------------------------------------------- */

/* The subsystem-identification word of a device number; 0: there is none. */
uint32_t io_find(uint16_t devno);
int io_stsch(uint32_t ssid, struct schib *schib);
int io_msch(uint32_t ssid, const struct schib *schib);
int io_ssch(uint32_t ssid, const struct orb *orb);
int io_tsch(uint32_t ssid, struct irb *irb);
int io_csch(uint32_t ssid);
int io_hsch(uint32_t ssid);
int io_xsch(uint32_t ssid);
int io_rsch(uint32_t ssid);
/* Enables a subchannel for interruptions of its subclass. Returns MSCH's condition code. */
int io_enable(uint32_t ssid, uint8_t isc);
/*
 * Starts a program of format-1 CCWs and waits for its end. Returns 0, or SSCH's condition code, or
 * -1 when no end came. *irb is the last status.
 */
int io_run(uint32_t ssid, const struct ccw1 *ccw, struct irb *irb);

#define CONSOLE_DEVNO 0x0009
#define CONSOLE_ISC   7
/* Writes one line. */
void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Waits for a line; returns its length. */
size_t console_read(char *line, size_t size);

#endif
