/* SPDX-License-Identifier: Apache-2.0 */
/* The trace table: the last things that each CPU did, for abends and dumps. */
#ifndef MACH_TRACE_H
#define MACH_TRACE_H

#include "mach/cpu.h"

#define TRACE_ENTRIES 512 /* of each CPU; a power of 2 */

enum trace_type {
	TRACE_NONE,
#define TRACE(name, text, fields) TRACE_##name,
#include "mach/trace.def"
#undef TRACE
};

struct trace_entry {
	union {
		struct {
			uint32_t sequence; /* counts up; 0: never used */
			uint16_t type;
			uint16_t code;
		};
		uint64_t head;
	};
	uint64_t subject; /* virtual CPU or task */
	uint64_t a, b;
};
static_assert(sizeof(struct trace_entry) == 32, "trace entry");

/* Inline, because every interception makes an entry. No clock is read: that would move the emulator's clock. */
static inline void trace(
	enum trace_type type, uint16_t code, const void *subject, uint64_t a, uint64_t b)
{
	struct prefix_area *pfx = prefix();
	struct trace_entry *entry = &pfx->trace[pfx->trace_next % TRACE_ENTRIES];

	/* One store for all: each costs, and this is on the way of every interception. */
	register uint64_t head asm("r2") = (uint64_t)++pfx->trace_next << 32 | (uint64_t)type << 16 | code;
	register uint64_t r3 asm("r3") = (uint64_t)subject;
	register uint64_t r4 asm("r4") = a;
	register uint64_t r5 asm("r5") = b;

	asm("stmg	%1,%4,%0" : "=QS"(*entry) : "d"(head), "d"(r3), "d"(r4), "d"(r5));
}

/* Entry `back` steps before the newest one of this CPU, as text; false when there is none. */
bool trace_format(char *buf, size_t size, unsigned back);

#endif
