/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When CP itself fails. A hard abend shows code, PSW, registers, the chain of callers and the last
 * trace entries on the service processor's console and stops all CPUs in a disabled wait whose address
 * is the code's number; storage then holds everything for a dump. A soft abend, possible in a CP task
 * that holds no lock, shows the same, ends that task alone and lets CP go on.
 */
#ifndef MACH_ABEND_H
#define MACH_ABEND_H

#include "arch/types.h"

enum abend_code {
	ABEND_NONE,
#define ABEND(code, meaning) ABEND_##code,
#include "mach/abend.def"
#undef ABEND
	NR_ABENDS
};

/*
 * Ends CP, or the task. `info` is shown with the code. The caller's registers and PSW are kept in the
 * CPU's store-status area, for dumps.
 */
void abend(enum abend_code code, uint64_t info) __attribute__((noreturn));

/* Only for what no guest, person, directory or device can cause. */
#define cp_assert(condition, code)                                                                 \
	do {                                                                                       \
		if (__builtin_expect(!(condition), 0))                                             \
			abend(ABEND_##code, 0);                                                    \
	} while (0)

/*
 * What the nucleus knows about abends: set at start-up. recover: called for a failure in a task that
 * holds no lock; does not return when it could end that task. describe: one line about what runs on
 * this CPU, into buf.
 */
struct abend_ops {
	void (*recover)(void);
	void (*describe)(char *buf, size_t size);
};
void abend_set_ops(const struct abend_ops *ops);
extern uint32_t nr_soft_abends;

/* The last abend, for dumps. */
struct abend_record {
	uint32_t code; /* enum abend_code; 0: none */
	uint32_t cpu;
	uint64_t info;
};
extern struct abend_record abend_last;

/* Name and offset of the function that `addr` lies in, as text; at least 48 bytes. */
void symbol_format(char *buf, size_t size, uint64_t addr);

#endif
