// SPDX-License-Identifier: Apache-2.0
/* A bare guest's frame: sets the machine up, runs the table of tests, says how it went. */
#include "bare.h"

extern void entry_svc(void), entry_pgm(void), entry_ext(void), entry_io(void), entry_mck(void);
extern char bss_begin[], bss_end[];

bool is_vm;

static char failure[160];
static const char *skipped;
static bool has_failed;
static bool is_console_up;

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

void test_skip(const char *why)
{
	skipped = why;
}

void disabled_wait(uint64_t addr)
{
	struct psw psw = {PSW_WAIT | PSW_AMODE64, addr};

	for (;;)
		asm volatile("lpswe %0" : : "Q"(psw) : "memory");
}

/* An interruption outside of code under test is this guest's or CP's mistake. */
void wild_interruption(enum exec_kind kind)
{
	const struct prefix_arch *pfx = lowcore();
	static bool again;

	if (!again && is_console_up) {
		again = true;
		console_print("FAIL wild interruption of kind %d, program %04X ilc %u at %016lX",
			kind, pfx->pgm_code, pfx->pgm_ilc, pfx->pgm_old.addr);
	}
	disabled_wait(WAIT_WILD);
}

static void set_up_prefix_area(void)
{
	struct prefix_arch *pfx = lowcore();
	const struct psw psw = {PSW_AMODE64, 0};

	pfx->ext_new = pfx->svc_new = pfx->pgm_new = pfx->mcck_new = pfx->io_new = psw;
	pfx->restart_new = psw;
	pfx->ext_new.addr = (uint64_t)entry_ext;
	pfx->svc_new.addr = (uint64_t)entry_svc;
	pfx->pgm_new.addr = (uint64_t)entry_pgm;
	pfx->mcck_new.addr = (uint64_t)entry_mck;
	pfx->io_new.addr = (uint64_t)entry_io;
	pfx->restart_new.addr = (uint64_t)entry_restart;
}

static bool in_virtual_machine(void)
{
	uint64_t id;

	asm volatile("stidp %0" : "=Q"(id));
	return id >> 56 == 0xFF;
}

static void run_all(unsigned *passed, unsigned *failed)
{
	for (const struct test *test = tests; test->name; test++) {
		has_failed = false;
		skipped = NULL;
		test->run();
		if (has_failed)
			console_print("FAIL %s: %s", test->name, failure);
		else if (skipped)
			console_print("SKIP %s: %s", test->name, skipped);
		else
			console_print("PASS %s", test->name);
		*failed += has_failed;
		*passed += !has_failed && !skipped;
	}
}

void guest_main(void)
{
	unsigned passed = 0, failed = 0;

	memset(bss_begin, 0, (size_t)(bss_end - bss_begin));
	LOAD_CR(0, 0);
	LOAD_CR(6, 0x80000000ul >> CONSOLE_ISC);
	set_up_prefix_area();
	is_vm = in_virtual_machine();
	is_console_up =
		io_find(CONSOLE_DEVNO) && io_enable(io_find(CONSOLE_DEVNO), CONSOLE_ISC) == 0;
	if (!is_console_up)
		disabled_wait(WAIT_BAD);
	run_all(&passed, &failed);
	console_print("DONE %u passed %u failed", passed, failed);
	disabled_wait(failed ? WAIT_BAD : WAIT_GOOD);
}
