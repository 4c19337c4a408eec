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

/* Is there a stack frame at sp that can be read without another program check? */
static bool is_frame(uint64_t sp)
{
	return sp >= (uint64_t)_etext && !(sp & 7) && sp < 64 * MiB;
}

static void show_callers(uint64_t sp)
{
	char name[80];

	for (int depth = 0; depth < 24 && is_frame(sp); depth++) {
		uint64_t back = *(uint64_t *)sp;

		if (!is_frame(back))
			break;
		/* GR14 of the function that made the frame at sp stands in its caller's save area. */
		symbol_format(name, sizeof(name), *(uint64_t *)(back + 48 + 8 * 8));
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
	if (psw) {
		symbol_format(text, sizeof(text), psw->addr);
		sclp_printf("  PSW %016lX %016lX %s", (unsigned long)psw->mask,
			(unsigned long)psw->addr, text);
	}
	for (int i = 0; gpr && i < 16; i += 4)
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

static void fail(enum abend_code code, uint64_t info, const struct psw *psw, const uint64_t gpr[16],
	uint64_t sp)
{
	struct cpu *cpu = this_cpu();

	if (!cas32(&abending, 0, cpu->addr + 1u))
		stop_all(code); /* a failure while failing, or another CPU was first */
	if (abend_ops && cpu->task && !cpu->lock_ranks) {
		show("soft", code, info, psw, gpr);
		show_callers(sp);
		nr_soft_abends++;
		abending = 0;
		abend_ops->recover();
		abending = cpu->addr + 1u;
	}
	show("hard", code, info, psw, gpr);
	show_callers(sp);
	show_trace();
	stop_all(code);
}

void abend(enum abend_code code, uint64_t info)
{
	fail(code, info, NULL, NULL, (uint64_t)__builtin_frame_address(0));
	__builtin_unreachable();
}

void program_check(void)
{
	struct prefix_area *pfx = prefix();
	uint64_t sp = pfx->pgm_gpr[15];

	fail(ABEND_PRG001, (uint64_t)pfx->arch.pgm_code << 48 | (pfx->arch.trans_exc_addr & ~0xFFFull),
		&pfx->arch.pgm_old, pfx->pgm_gpr, sp);
}

void unexpected_interruption(enum entry_reason reason)
{
	struct prefix_area *pfx = prefix();

	abend(ABEND_INT001, (uint64_t)reason << 56 |
		(reason == ENTRY_EXT ? pfx->arch.ext_old.addr : pfx->arch.io_old.addr));
}
