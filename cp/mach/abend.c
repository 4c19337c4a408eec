// SPDX-License-Identifier: Apache-2.0
/* Abends: the last words of CP, or of one task. */
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/cpu.h"
#include "mach/sclp.h"
#include "mach/trace.h"
#include "lib/string.h"

struct symbol {
	uint64_t addr;
	const char *name;
};

extern const struct symbol symtab[] __attribute__((weak)), symtab_end[] __attribute__((weak));
extern const char _text[], _etext[];

void abend_called(enum abend_code code, uint64_t info);
void program_check(void);
void unexpected_interruption(enum entry_reason reason);

static const struct {
	const char *code, *meaning;
} abends[] = {{"NONE", ""},
#define ABEND(code, meaning) {#code, meaning},
#include "mach/abend.def"
#undef ABEND
};

static const struct abend_ops *abend_ops;
static uint32_t abending; /* CPU address + 1 of the first to abend */
uint32_t nr_soft_abends;
struct abend_record abend_last;

void abend_set_ops(const struct abend_ops *ops)
{
	abend_ops = ops;
}

void symbol_format(char *buf, size_t size, uint64_t addr)
{
	size_t low = 0, high = symtab ? (size_t)(symtab_end - symtab) : 0;

	if (addr < (uint64_t)_text || addr >= (uint64_t)_etext || !high) {
		str_format(buf, size, "%016lX", (unsigned long)addr);
		return;
	}
	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (symtab[middle].addr <= addr)
			low = middle;
		else
			high = middle;
	}
	str_format(buf, size, "%s+X'%lX'", symtab[low].name, (unsigned long)(addr - symtab[low].addr));
}

/* Reads a doubleword that may not be there: false then. */
static bool peek(uint64_t addr, uint64_t *value)
{
	struct prefix_area *pfx = prefix();
	int readable = 0;

	asm volatile("	larl	%%r1,0f\n"
		     "	stg	%%r1,%[fixup]\n"
		     "	lg	%[value],0(%[addr])\n"
		     "	lhi	%[readable],1\n"
		     "0:	lghi	%%r1,0\n"
		     "	stg	%%r1,%[fixup]\n"
		     : [value] "=&d"(*value), [readable] "+&d"(readable), [fixup] "=Q"(pfx->pgm_fixup)
		     : [addr] "a"(addr)
		     : "1", "memory");
	return readable;
}

static void show_callers(const uint64_t gpr[16])
{
	uint64_t sp = gpr[15], back, return_addr;
	char name[80];

	/* After a stack overflow: a function's first instructions keep the old stack pointer in GR14. */
	if (!peek(sp, &back))
		sp = gpr[14];
	for (int depth = 0; depth < 24; depth++) {
		/* GR14 of the function that made the frame at sp stands in its caller's save area. */
		if (!peek(sp, &back) || !back || !peek(back + 48 + 8 * 8, &return_addr))
			break;
		symbol_format(name, sizeof(name), return_addr);
		sclp_printf("  called from %s", name);
		sp = back;
	}
}

static void show(const char *kind, enum abend_code code, uint64_t info, const struct psw *psw,
	const uint64_t gpr[16])
{
	char text[120];

	sclp_printf("HCPABE%s %s abend %s on CPU %02X: %s, info %016lX",
		kind[0] == 's' ? "1102I" : "1101W", kind, abends[code].code, this_cpu()->addr,
		abends[code].meaning, (unsigned long)info);
	symbol_format(text, sizeof(text), psw->addr);
	sclp_printf("  PSW %016lX %016lX %s", (unsigned long)psw->mask, (unsigned long)psw->addr, text);
	for (int i = 0; i < 16; i += 4)
		sclp_printf("  GPR%-2d %016lX %016lX %016lX %016lX", i, (unsigned long)gpr[i],
			(unsigned long)gpr[i + 1], (unsigned long)gpr[i + 2], (unsigned long)gpr[i + 3]);
	if (abend_ops && abend_ops->describe) {
		abend_ops->describe(text, sizeof(text));
		sclp_printf("  %s", text);
	}
}

static void show_trace(void)
{
	char text[120];

	for (unsigned back = 0; back < 12 && trace_format(text, sizeof(text), back); back++)
		sclp_printf("  trace %s", text);
}

/* The wait PSW's address carries the abend's number. */
static void __attribute__((noreturn)) stop_all(enum abend_code code)
{
	smp_stop_all(0xABE000ul + code);
}

/* Where the dump finds the registers, as if the CPU had stored its status (PoP, Store Status). */
static void store_status(const struct psw *psw, const uint64_t gpr[16])
{
	uint8_t *save = (uint8_t *)prefix();

	memcpy(save + PFX_SAVE_PSW, psw, sizeof(*psw));
	memcpy(save + PFX_SAVE_GPR, gpr, 16 * sizeof(gpr[0]));
	stctg_all((uint64_t *)(save + PFX_SAVE_CR));
}

/* One CPU at a time, unless it fails again while it fails. */
static void begin_abend(enum abend_code code)
{
	struct cpu *cpu = this_cpu();

	while (!cas32(&abending, 0, cpu->addr + 1u)) {
		if (*(volatile uint32_t *)&abending == cpu->addr + 1u)
			stop_all(code);
		diag44();
	}
}

static void fail(enum abend_code code, uint64_t info, const struct psw *at, const uint64_t registers[16])
{
	struct cpu *cpu = this_cpu();
	const struct psw psw = *at;
	uint64_t gpr[16];

	memcpy(gpr, registers, sizeof(gpr)); /* both stand where another program check puts its own */
	begin_abend(code);
	abend_last = (struct abend_record){code, cpu->addr, info};
	store_status(&psw, gpr);
	if (abend_ops && cpu->task && !cpu->lock_ranks) {
		show("soft", code, info, &psw, gpr);
		show_callers(gpr);
		nr_soft_abends++;
		abending = 0;
		abend_ops->recover();
		abending = cpu->addr + 1u;
	}
	show("hard", code, info, &psw, gpr);
	show_callers(gpr);
	show_trace();
	stop_all(code);
}

/* The rest of abend(), which has stored its caller's registers. */
void abend_called(enum abend_code code, uint64_t info)
{
	const uint64_t *gpr = prefix()->pgm_gpr;
	const struct psw psw = {epsw(), gpr[14]};

	fail(code, info, &psw, gpr);
}

void program_check(void)
{
	struct prefix_area *pfx = prefix();

	fail(ABEND_PRG001, (uint64_t)pfx->arch.pgm_code << 48 | (pfx->arch.trans_exc_addr & ~0xFFFull),
		&pfx->arch.pgm_old, pfx->pgm_gpr);
}

void unexpected_interruption(enum entry_reason reason)
{
	struct prefix_area *pfx = prefix();
	const struct psw *old = reason == ENTRY_EXT ? &pfx->arch.ext_old
		: reason == ENTRY_IO		    ? &pfx->arch.io_old
						    : &pfx->arch.mcck_old;

	fail(ABEND_INT001, reason, old, pfx->pgm_gpr);
}
