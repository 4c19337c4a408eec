// SPDX-License-Identifier: Apache-2.0
/* The trace table. No clock is read: that would move the emulator's clock. */
#include "mach/trace.h"
#include "mach/cpu.h"
#include "lib/string.h"

static const char *const type_names[] = {"?",
#define TRACE(name, text, fields) text,
#include "mach/trace.def"
#undef TRACE
};

void trace(enum trace_type type, uint16_t code, const void *subject, uint64_t a, uint64_t b)
{
	struct cpu *cpu = this_cpu();
	struct trace_entry *entry = &cpu->trace[cpu->trace_next % TRACE_ENTRIES];

	entry->sequence = ++cpu->trace_next;
	entry->type = (uint16_t)type;
	entry->code = code;
	entry->subject = (uint64_t)subject;
	entry->a = a;
	entry->b = b;
}

bool trace_format(char *buf, size_t size, unsigned back)
{
	struct cpu *cpu = this_cpu();
	const struct trace_entry *entry;

	if (!cpu->trace || back >= TRACE_ENTRIES || back >= cpu->trace_next)
		return false;
	entry = &cpu->trace[(cpu->trace_next - 1 - back) % TRACE_ENTRIES];
	str_format(buf, size, "%8u %-7s %04X %010lX %016lX %016lX", entry->sequence,
		entry->type < ARRAY_LEN(type_names) ? type_names[entry->type] : "?", entry->code,
		(unsigned long)entry->subject, (unsigned long)entry->a, (unsigned long)entry->b);
	return true;
}
