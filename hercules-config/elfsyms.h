/* SPDX-License-Identifier: Apache-2.0 */
/* The symbols and the text of CP, out of its ELF file. */
#ifndef ELFSYMS_H
#define ELFSYMS_H

#include "arch/types.h"

struct elf_symbol {
	uint64_t addr, size;
	const char *name; /* points into the file */
	bool is_function;
};

struct elf {
	uint8_t *file; /* from malloc */
	size_t len;
	struct elf_symbol *symbols; /* from malloc, ascending by address */
	size_t nr_symbols;
};

/* Reads a 64-bit big-endian ELF file. Says on the standard error why it returns false. */
bool elf_open(struct elf *elf, const char *path);
void elf_close(struct elf *elf);

/* The first symbol with this name, or NULL. */
const struct elf_symbol *elf_symbol(const struct elf *elf, const char *name);

/* The function that addr lies in, or NULL. */
const struct elf_symbol *elf_function(const struct elf *elf, uint64_t addr);

/* The bytes that are loaded at addr, len of them, or NULL. */
const uint8_t *elf_bytes(const struct elf *elf, uint64_t addr, uint64_t len);

#endif
