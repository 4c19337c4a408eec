// SPDX-License-Identifier: Apache-2.0
/* cpdump: the abend, and what each real CPU did. */
#include "cpdump.h"
#include "dump-offsets.h"

#include "arch/psw.h"

#include <stdio.h>

#define FRAME_GR14                                                                                 \
	(48 + 8 * 8) /* where a function keeps its return address in its caller's frame */
#define DEPTH_MAX 64

static const struct {
	const char *code, *meaning;
} abends[] = {
	{"none", "no abend is on record"},
#define ABEND(code, meaning) {#code, meaning},
#include "mach/abend.def"
#undef ABEND
};

static const char *const ranks[] = {
#define LOCK(name, what) #name,
#include "mach/locks.def"
#undef LOCK
};

void show_abend(const struct dump *dump)
{
	uint64_t record = dump_symbol(dump, "abend_last"),
		 code = dump_get(dump, record, ABEND_CODE);
	uint64_t soft = dump_symbol(dump, "nr_soft_abends");

	section_title("Abend");
	if (!record || !dump_has(dump, record, ABEND_SIZE)) {
		printf("  not in the dump\n");
		return;
	}
	if (code < ARRAY_LEN(abends))
		printf("  %s: %s\n", abends[code].code, abends[code].meaning);
	else
		printf("  code %llu: unknown\n", ADDR(code));
	if (code)
		printf("  on CPU %02llX, info %016llX\n", ADDR(dump_get(dump, record, ABEND_CPU)),
			ADDR(dump_get(dump, record, ABEND_INFO)));
	printf("  soft abends so far: %llu\n", ADDR(dump_get(dump, soft, 0, 4)));
}

void show_registers(const struct dump *dump, const char *name, uint64_t addr)
{
	for (unsigned int i = 0; i < 16; i++) {
		if (i % 4 == 0)
			printf("  %s%-2u", name, i);
		printf(" %016llX%s", ADDR(dump_get(dump, addr, i * 8ull, 8)),
			i % 4 == 3 ? "\n" : "");
	}
}

void show_callers(const struct dump *dump, uint64_t sp, bool is_saved)
{
	char where[DUMP_WHERE];

	if (is_saved && dump_has(dump, sp, FRAME_GR14 + 8))
		printf("  at %s\n", dump_where(dump, dump_get(dump, sp, FRAME_GR14, 8), where));
	for (unsigned int depth = 0; depth < DEPTH_MAX; depth++) {
		uint64_t back = dump_get(dump, sp, 0, 8);

		if (!back || back <= sp || !dump_has(dump, back, FRAME_GR14 + 8))
			break;
		printf("  called from %s\n",
			dump_where(dump, dump_get(dump, back, FRAME_GR14, 8), where));
		sp = back;
	}
}

void show_ranks(uint64_t bits)
{
	for (unsigned int i = 0; i < ARRAY_LEN(ranks); i++)
		if (bits >> i & 1)
			printf(" %s", ranks[i]);
	if (bits >> ARRAY_LEN(ranks))
		printf(" and unknown ones");
}

static void show_psw(const struct dump *dump, const char *name, uint64_t addr)
{
	uint64_t mask = dump_get(dump, addr, 0, 8), next = dump_get(dump, addr, 8, 8);
	char where[DUMP_WHERE];

	printf("  %-13s %016llX %016llX %s\n", name, ADDR(mask), ADDR(next),
		dump_where(dump, next, where));
}

/* The stack that a CPU was on: cpu_wait() and sie_prepare() keep its pointer in the prefix area. */
static void show_stack(const struct dump *dump, uint64_t pfx)
{
	uint64_t mask = dump_get(dump, pfx, AREA_SAVED_PSW, 8);
	uint64_t addr = dump_get(dump, pfx, AREA_SAVED_PSW + 8, 8);

	if (mask & PSW_WAIT)
		show_callers(dump, dump_get(dump, pfx, AREA_WAIT_SP), true);
	else if (addr &&
		 (addr == dump_symbol(dump, "sie_insn") || addr == dump_symbol(dump, "sie_done")))
		show_callers(dump, dump_get(dump, pfx, AREA_SIE_SP), false);
	else
		show_callers(dump, dump_get(dump, pfx, AREA_SAVED_GPR + 15 * 8, 8), false);
}

/* Whose virtual CPU and which task it had. */
static void show_work(const struct dump *dump, uint64_t cpu)
{
	uint64_t vcpu = dump_get(dump, cpu, CPU_RUNNING), task = dump_get(dump, cpu, CPU_TASK);
	char name[32];

	if (vcpu) {
		dump_string(dump, dump_get(dump, vcpu, VCPU_VM) + VM_USERID, name, 9);
		printf("  runs virtual CPU %02llX of %s\n", ADDR(dump_get(dump, vcpu, VCPU_ADDR)),
			name);
	}
	if (task) {
		dump_string(dump, dump_get(dump, task, TASK_NAME), name, sizeof(name));
		printf("  runs task \"%s\"\n", name);
	}
	printf("  SIE entries %llu, turns given %llu, waits %llu\n",
		ADDR(dump_get(dump, cpu, CPU_NR_SIE)), ADDR(dump_get(dump, cpu, CPU_NR_DISPATCH)),
		ADDR(dump_get(dump, cpu, CPU_NR_IDLE)));
}

static void show_cpu(const struct dump *dump, uint64_t cpu)
{
	uint64_t pfx = dump_get(dump, cpu, CPU_PFX), held = dump_get(dump, cpu, CPU_LOCK_RANKS);

	printf("\nCPU %02llX, prefix area at %llX\n", ADDR(dump_get(dump, cpu, CPU_ADDR)),
		ADDR(pfx));
	if (!dump_has(dump, pfx, AREA_SIZE)) {
		printf("  its prefix area is not in the dump\n");
		return;
	}
	show_psw(dump, "PSW", pfx + AREA_SAVED_PSW);
	show_registers(dump, "GPR", pfx + AREA_SAVED_GPR);
	show_registers(dump, "CR", pfx + AREA_SAVED_CR);
	show_work(dump, cpu);
	if (held) {
		printf("  holds");
		show_ranks(held);
		printf("\n");
	}
	show_stack(dump, pfx);
	show_psw(dump, "external old", pfx + AREA_EXT_OLD);
	show_psw(dump, "program old", pfx + AREA_PGM_OLD);
	show_psw(dump, "I/O old", pfx + AREA_IO_OLD);
	show_psw(dump, "m-check old", pfx + AREA_MCCK_OLD);
	show_psw(dump, "restart old", pfx + AREA_RESTART_OLD);
	printf("  external code %04llX, program code %04llX at %016llX, subchannel %08llX\n",
		ADDR(dump_get(dump, pfx, AREA_EXT_CODE)), ADDR(dump_get(dump, pfx, AREA_PGM_CODE)),
		ADDR(dump_get(dump, pfx, AREA_TEA)), ADDR(dump_get(dump, pfx, AREA_IO_SCHID)));
}

void show_cpus(const struct dump *dump)
{
	uint64_t cpus = dump_symbol(dump, "cpus");

	section_title("CPUs");
	if (!cpus || !dump_has(dump, cpus, (uint64_t)NR_CPUS_MAX * CPU_SIZE)) {
		printf("  not in the dump\n");
		return;
	}
	for (unsigned int i = 0; i < NR_CPUS_MAX; i++)
		if (dump_get(dump, cpus + (uint64_t)i * CPU_SIZE, CPU_ONLINE))
			show_cpu(dump, cpus + (uint64_t)i * CPU_SIZE);
}
