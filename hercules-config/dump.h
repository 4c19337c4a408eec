/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A saved storage of CP: a file that holds absolute storage from 0 on, perhaps not all of it.
 * Anything in it may be damaged; nothing outside the file is ever read.
 *
 * The members of CP's structures come from the generated dump-offsets.h as "offset, bytes":
 *
 *	if (dump_has(dump, vm, VM_SIZE))
 *		refs = dump_get(dump, vm, VM_REFS);
 */
#ifndef DUMP_H
#define DUMP_H

#include "elfsyms.h"

struct dump {
	int fd;
	uint64_t len;
	struct elf elf;
};

#define DUMP_WHERE 96 /* room for what dump_where writes */

/* Opens both files. Says on the standard error why it returns false. */
bool dump_open(struct dump *dump, const char *path, const char *elf_path);
void dump_close(struct dump *dump);

/* Is all of this in the file? */
bool dump_has(const struct dump *dump, uint64_t addr, uint64_t len);

/* Copies out of it; false, and zeros, when not all of it is there. */
bool dump_read(const struct dump *dump, uint64_t addr, void *buf, size_t len);

/* A number of 1, 2, 4 or 8 bytes at base + offset; 0 when it is not there. */
uint64_t dump_get(const struct dump *dump, uint64_t base, uint64_t offset, unsigned int size);

/* A string of up to size - 1 characters, unprintable ones as full stops, into buf. */
void dump_string(const struct dump *dump, uint64_t addr, char *buf, size_t size);

/* The address of a variable of CP; 0: there is none of this name. */
uint64_t dump_symbol(const struct dump *dump, const char *name);

/* "function+X'n'", or the address alone, into buf of DUMP_WHERE bytes, which is returned. */
const char *dump_where(const struct dump *dump, uint64_t addr, char *buf);

/*
 * Walks a list of CP's (lib/list.h) whose head is at `head`: the node after `node` (first: the
 * head), or 0 at the end. A damaged list ends early, and a line says so.
 */
uint64_t dump_list_next(const struct dump *dump, uint64_t head, uint64_t node);

#endif
