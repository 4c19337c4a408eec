// SPDX-License-Identifier: Apache-2.0
/* The trace table as text. */
#include "mach/trace.h"
#include "mach/cpu.h"
#include "lib/string.h"

static const char *const type_names[] = {"?",
#define TRACE(name, text, fields) text,
#include "mach/trace.def"
#undef TRACE
};

bool trace_format(char *buf, size_t size, unsigned back)
{
	const struct prefix_area *pfx = prefix();
	const struct trace_entry *entry;

	if (!pfx->trace || back >= TRACE_ENTRIES || back >= pfx->trace_next)
		return false;
	entry = &pfx->trace[(pfx->trace_next - 1 - back) % TRACE_ENTRIES];
	str_format(buf, size, "%8u %-7s %04X %010lX %016lX %016lX", entry->sequence,
		entry->type < ARRAY_LEN(type_names) ? type_names[entry->type] : "?", entry->code,
		(unsigned long)entry->subject, (unsigned long)entry->a, (unsigned long)entry->b);
	return true;
}
