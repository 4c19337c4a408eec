// SPDX-License-Identifier: Apache-2.0
/* cpdump: trace tables, locks and tasks. */
#include "cpdump.h"
#include "dump-offsets.h"

#include <stdio.h>
#include <string.h>

#define NAME_MAX 32

static const char *const trace_names[] = {
	"?",
#define TRACE(name, text, fields) text,
#include "mach/trace.def"
#undef TRACE
};

/* ---- Traces ---------------------------------------------------------------------------------- */

static void show_entry(const struct dump *dump, uint64_t entry)
{
	uint64_t type = dump_get(dump, entry, TRACE_TYPE);

	printf("  %10llu %-7s %04llX %010llX %016llX %016llX\n",
		ADDR(dump_get(dump, entry, TRACE_SEQUENCE)),
		trace_names[type < ARRAY_LEN(trace_names) ? type : 0],
		ADDR(dump_get(dump, entry, TRACE_CODE)), ADDR(dump_get(dump, entry, TRACE_SUBJECT)),
		ADDR(dump_get(dump, entry, TRACE_A)), ADDR(dump_get(dump, entry, TRACE_B)));
}

static void show_trace(const struct dump *dump, uint64_t cpu, unsigned int nr)
{
	uint64_t pfx = dump_get(dump, cpu, CPU_PFX);
	uint64_t table = dump_get(dump, pfx, AREA_TRACE), next = dump_get(dump, pfx, AREA_TRACE_NEXT);

	printf("\nCPU %02llX, %llu entries written\n", ADDR(dump_get(dump, cpu, CPU_ADDR)),
		ADDR(next));
	if (!dump_has(dump, table, (uint64_t)TRACE_COUNT * TRACE_SIZE)) {
		printf("  its trace table is not in the dump\n");
		return;
	}
	for (uint64_t i = next - MIN(next, MIN(nr, TRACE_COUNT)); i < next; i++)
		show_entry(dump, table + i % TRACE_COUNT * TRACE_SIZE);
}

void show_traces(const struct dump *dump, unsigned int nr)
{
	uint64_t cpus = dump_symbol(dump, "cpus");

	section_title("Trace tables, the oldest entry first");
	for (unsigned int i = 0; cpus && i < NR_CPUS_MAX; i++)
		if (dump_get(dump, cpus + (uint64_t)i * CPU_SIZE, CPU_ONLINE))
			show_trace(dump, cpus + (uint64_t)i * CPU_SIZE, nr);
}

/* ---- Locks ----------------------------------------------------------------------------------- */

static bool is_lock(const struct elf_symbol *symbol)
{
	const char *end = strrchr(symbol->name, '_');

	return symbol->size == LOCK_SIZE && end && strcmp(end, "_lock") == 0;
}

void show_locks(const struct dump *dump)
{
	section_title("Locks that are held");
	for (size_t i = 0; i < dump->elf.nr_symbols; i++) {
		const struct elf_symbol *symbol = &dump->elf.symbols[i];
		uint64_t owner = is_lock(symbol) ? dump_get(dump, symbol->addr, LOCK_OWNER) : 0;

		if (!owner)
			continue;
		printf("  %s by CPU %02llX, rank", symbol->name, ADDR(owner - 1));
		show_ranks(1ull << (dump_get(dump, symbol->addr, LOCK_RANK) & 63));
		printf("\n");
	}
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

static void show_task(const struct dump *dump, uint64_t task)
{
	uint64_t stack = dump_get(dump, task, TASK_STACK), sp = dump_get(dump, task, TASK_SP);
	uint64_t vm = dump_get(dump, task, TASK_VM), cpus = dump_symbol(dump, "cpus");
	char name[NAME_MAX], userid[9], where[DUMP_WHERE];

	dump_string(dump, dump_get(dump, task, TASK_NAME), name, sizeof(name));
	dump_string(dump, vm ? vm + VM_USERID : 0, userid, vm ? sizeof(userid) : 1);
	printf("\nTask %010llX \"%s\" for %s: %s\n", ADDR(task), name, vm ? userid : "CP",
		dump_where(dump, dump_get(dump, task, TASK_FN), where));
	for (unsigned int i = 0; i < NR_CPUS_MAX; i++) {
		uint64_t cpu = cpus + (uint64_t)i * CPU_SIZE;

		if (dump_get(dump, cpu, CPU_ONLINE) && dump_get(dump, cpu, CPU_TASK) == task) {
			printf("  runs on CPU %02llX\n", ADDR(dump_get(dump, cpu, CPU_ADDR)));
			return;
		}
	}
	if (!stack)
		printf("  has not begun\n");
	else
		show_callers(dump, sp, true);
}

void show_tasks(const struct dump *dump)
{
	uint64_t head = dump_symbol(dump, "all_tasks");

	section_title("Tasks");
	if (!head || !dump_has(dump, head, 16)) {
		printf("  not in the dump\n");
		return;
	}
	for (uint64_t node = dump_list_next(dump, head, head); node;
		node = dump_list_next(dump, head, node))
		show_task(dump, node - TASK_ALL_LINK);
}
