/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of a formatted dump, each to the standard output, and what they share. */
#ifndef CPDUMP_H
#define CPDUMP_H

#include "dump.h"

void section_title(const char *title);

/* Code, meaning and CPU of the last abend. */
void show_abend(const struct dump *dump);
/* Of each CPU: registers, what it did, its chain of callers, the locks that it holds. */
void show_cpus(const struct dump *dump);
/* Of each CPU the last nr trace entries, oldest first. */
void show_traces(const struct dump *dump, unsigned int nr);
/* Every static lock that somebody holds. */
void show_locks(const struct dump *dump);
void show_tasks(const struct dump *dump);
/* Every user with his virtual CPUs and counts of interceptions. */
void show_users(const struct dump *dump);

/*
 * The chain of callers from the stack frame at sp on. is_saved: what stands there was left by a
 * switch of stacks, so that the place to go on is in the frame itself.
 */
void show_callers(const struct dump *dump, uint64_t sp, bool is_saved);

/* "GR00 ..." four a line: 16 registers at addr. */
void show_registers(const struct dump *dump, const char *name, uint64_t addr);

/* The names of lock ranks whose bits are on, with a blank before each. */
void show_ranks(uint64_t ranks);

#define ADDR(value) ((unsigned long long)(value))

#endif
