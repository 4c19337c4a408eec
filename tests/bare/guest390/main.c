// SPDX-License-Identifier: Apache-2.0
/* The ESA/390 guest's frame: code under test, the console by format-0 CCWs, the tables of tests. */
#include "esa.h"

void entry_pgm(void), entry_ext(void), entry_io(void), entry_mck(void);
uint64_t __udivdi3(uint64_t a, uint64_t b);
uint64_t __umoddi3(uint64_t a, uint64_t b);

extern char bss_begin[], bss_end[];
static char failure[160];
static bool has_failed;
static uint32_t console;

void test_failed(const char *format, ...)
{
	va_list args;

	if (has_failed)
		return;
	has_failed = true;
	va_start(args, format);
	str_vformat(failure, sizeof(failure), format, args);
	va_end(args);
}

/* What the compiler calls for 64-bit divisions. */
uint64_t __umoddi3(uint64_t a, uint64_t b)
{
	return a - __udivdi3(a, b) * b;
}

uint64_t __udivdi3(uint64_t a, uint64_t b)
{
	uint64_t quotient = 0, rest = 0;

	for (int bit = 63; bit >= 0; bit--) {
		rest = rest << 1 | (a >> bit & 1);
		quotient <<= 1;
		if (rest >= b) {
			rest -= b;
			quotient |= 1;
		}
	}
	return quotient;
}

/* ---- Code under test ------------------------------------------------------------ */

static void take_interruption(struct exec *e)
{
	static const uint8_t old[] = {
		PFX390_SVC_OLD, PFX390_PGM_OLD, PFX390_EXT_OLD, PFX390_IO_OLD, PFX390_MCCK_OLD};

	e->kind = (enum kind)AT32(0xE04);
	e->old[0] = AT32(old[e->kind]);
	e->old[1] = AT32(old[e->kind] + 4);
	e->cc = e->old[0] >> 12 & 3;
	e->pgm = AT16(PFX_PGM_CODE);
	e->ilc = AT16(PFX_PGM_ILC);
	e->tea = AT32(PFX390_TEA);
	e->ext_code = AT16(PFX_EXT_CODE);
	e->ext_cpu = AT16(PFX_EXT_CPU);
}

void exec_run(struct exec *e)
{
	static const uint8_t length[4] = {2, 4, 4, 6};
	static uint16_t buffer[8] __attribute__((aligned(8)));
	unsigned len = length[e->insn >> 62];

	if (!e->code) {
		memcpy(buffer, &e->insn, len);
		buffer[len / 2] = 0x0A00;
	}
	AT32(0xE08) = PSW0_ONE | e->mask;
	AT32(0xE0C) = PSW1_BA | (uint32_t)(e->code ? e->code : buffer);
	memcpy((void *)0xE40, e->gpr, sizeof(e->gpr));
	exec_enter();
	memcpy(e->gpr, (void *)0xE40, sizeof(e->gpr));
	take_interruption(e);
}

void exec_insn(struct exec *e, uint64_t insn)
{
	e->insn = insn;
	exec_run(e);
}

const char *exec_text(const struct exec *e)
{
	static const char *const kind[] = {
		"completed", "program", "external", "I/O", "machine check"};
	static char text[60];

	switch (e->kind) {
	case KIND_PGM: str_format(text, sizeof(text), "program %04X ilc %u", e->pgm, e->ilc); break;
	case KIND_EXT: str_format(text, sizeof(text), "external %04X", e->ext_code); break;
	default: str_format(text, sizeof(text), "%s cc %u", kind[e->kind], e->cc); break;
	}
	return text;
}

/* ---- Devices -------------------------------------------------------------------- */

#define IO_WRAPPER(name, insn, type)                                                               \
	int name(uint32_t ssid, type *operand)                                                     \
	{                                                                                          \
		register uint32_t reg1 asm("1") = ssid;                                            \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(insn " 0(%2)\n ipm %0\n srl %0,28"                                    \
			     : "=d"(cc)                                                            \
			     : "d"(reg1), "a"(operand)                                             \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}
static IO_WRAPPER(io_store, "stsch", struct schib) static IO_WRAPPER(
	io_modify, "msch", const struct schib) IO_WRAPPER(io_start, "ssch", const struct orb)
	IO_WRAPPER(io_test, "tsch", struct irb)

		uint32_t io_find(uint16_t devno)
{
	struct schib schib __attribute__((aligned(8)));

	for (uint32_t ssid = 0x10000; io_store(ssid, &schib) == 0; ssid++)
		if ((be16_get(schib.pmcw.flags) & PMCW_V) && be16_get(schib.pmcw.devno) == devno)
			return ssid;
	return 0;
}

static bool console_enable(void)
{
	struct schib schib __attribute__((aligned(8)));
	uint16_t flags;

	console = io_find(CONSOLE_DEVNO);
	if (!console || io_store(console, &schib))
		return false;
	flags = be16_get(schib.pmcw.flags) & ~PMCW_ISC;
	schib.pmcw.flags = be16((uint16_t)(flags | CONSOLE_ISC << 11 | PMCW_E));
	return io_modify(console, &schib) == 0;
}

int io_run(uint32_t ssid, const void *ccw, struct irb *irb)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.intparm = be32(0x1234ABCD), .flags = be32(0xFF00), .ccw = be32((uint32_t)ccw)};
	int cc = io_start(ssid, &orb);

	for (unsigned i = 0; !cc && i < 100; i++) {
		struct exec e = {.mask = PSW0_IO | PSW0_WAIT};
		struct irb now __attribute__((aligned(8)));

		exec_run(&e);
		if (e.kind != KIND_IO || AT32(PFX_IO_SCHID) != ssid || io_test(ssid, &now))
			continue;
		if (!(be32_get(now.scsw.ctl) & SCSW_FC_START))
			continue; /* an attention */
		*irb = now;
		if (AT32(PFX_IO_INTPARM) != 0x1234ABCD)
			return -2;
		if (be32_get(now.scsw.ctl) & SCSW_SC_SECONDARY || now.scsw.cstat)
			return 0;
	}
	return cc ? cc : -1;
}

void console_print(const char *format, ...)
{
	static char text[120];
	static ebc8_t line[121];
	static uint32_t ccw[2] __attribute__((aligned(8)));
	struct irb irb;
	size_t len;
	va_list args;

	va_start(args, format);
	str_vformat(text, sizeof(text), format, args);
	va_end(args);
	len = strlen(text);
	ebc_from_ascii(line, text, len);
	line[len] = EBC_NL;
	ccw[0] = 0x01u << 24 | (uint32_t)line;
	ccw[1] = 0x20u << 24 | (uint32_t)(len + 1);
	(void)io_run(console, ccw, &irb);
}

unsigned cp_command(const char *text)
{
	static ebc8_t command[80];
	uint32_t len = strlen(text);

	ebc_from_ascii(command, text, len);
	asm volatile("diag %1,%0,8" : "+d"(len) : "d"((uint32_t)command) : "cc", "memory");
	return len;
}

unsigned sigp(uint16_t cpu, uint8_t order, uint32_t parm, uint32_t *status)
{
	register uint32_t reg4 asm("4") = 0;
	register uint32_t reg5 asm("5") = parm;
	unsigned cc;

	do
		asm volatile("sigp %0,%3,0(%4)\n ipm %1\n srl %1,28"
			     : "+d"(reg4), "=&d"(cc)
			     : "d"(reg5), "d"((uint32_t)cpu), "a"((uint32_t)order)
			     : "cc", "memory");
	while (cc == 2);
	if (status)
		*status = reg4;
	return cc;
}

/* ---- The run -------------------------------------------------------------------- */

static void disabled_wait(uint32_t addr)
{
	AT32(0xE08) = PSW0_ONE | PSW0_WAIT;
	AT32(0xE0C) = PSW1_BA | addr;
	for (;;)
		asm volatile("lpsw 0xE08(0)" : : : "memory");
}

static void set_new_psw(uint32_t at, void (*function)(void))
{
	AT32(at) = PSW0_ONE;
	AT32(at + 4) = PSW1_BA | (uint32_t)function;
}

static void set_up(void)
{
	memset(bss_begin, 0, (size_t)(bss_end - bss_begin));
	set_new_psw(PFX390_RESTART_NEW, entry_restart);
	set_new_psw(PFX390_EXT_NEW, entry_ext);
	set_new_psw(PFX390_SVC_NEW, entry_svc);
	set_new_psw(PFX390_PGM_NEW, entry_pgm);
	set_new_psw(PFX390_MCCK_NEW, entry_mck);
	set_new_psw(PFX390_IO_NEW, entry_io);
	LOAD_CR(0, 0);
	LOAD_CR(6, 0x80000000u >> CONSOLE_ISC);
}

void guest_main(void)
{
	static const struct test *const tables[] = {
		interruption_tests, dat_tests, cpu_tests, io_tests};
	unsigned passed = 0, failed = 0;

	set_up();
	if (!console_enable())
		disabled_wait(0xBAD);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		for (const struct test *test = tables[i]; test->name; test++) {
			has_failed = false;
			test->run();
			if (has_failed)
				console_print("FAIL %s: %s", test->name, failure);
			else
				console_print("PASS %s", test->name);
			failed += has_failed;
			passed += !has_failed;
		}
	}
	console_print("DONE %u passed %u failed", passed, failed);
	disabled_wait(failed ? 0xBAD : 0x600D);
}
