// SPDX-License-Identifier: Apache-2.0
/* The symbols and the text of CP, out of its ELF file. */
#include "elfsyms.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (256u << 20)

/* A big-endian number of 2, 4 or 8 bytes in an ELF structure. */
#define ELF_GET(member)                                                                            \
	(sizeof(member) == 2          ? BE_SWAP16(member)                                          \
		: sizeof(member) == 4 ? BE_SWAP32(member)                                          \
				      : BE_SWAP64(member))

static bool refuse(const char *path, const char *why)
{
	fprintf(stderr, "cpdump: %s: %s\n", path, why);
	return false;
}

static bool read_file(struct elf *elf, const char *path)
{
	FILE *file = fopen(path, "rb");
	long len = -1;

	if (file && fseek(file, 0, SEEK_END) == 0)
		len = ftell(file);
	if (len >= 0 && len <= (long)FILE_MAX)
		elf->file = malloc((size_t)len + 1);
	if (elf->file) {
		rewind(file);
		elf->len = fread(elf->file, 1, (size_t)len, file);
		elf->file[elf->len] = '\0'; /* ends every string in it */
	}
	if (file)
		fclose(file);
	return elf->file || refuse(path, "cannot be read");
}

static bool is_inside(const struct elf *elf, uint64_t offset, uint64_t len)
{
	return offset <= elf->len && len <= elf->len - offset;
}

/* Copies the nr-th of the structures of `size` bytes in a table; false: not in the file. */
static bool table_get(
	const struct elf *elf, uint64_t table, uint64_t nr, size_t size, void *structure)
{
	if (!is_inside(elf, table, 0) || nr >= (elf->len - table) / size)
		return false;
	memcpy(structure, elf->file + table + nr * size, size);
	return true;
}

static bool header_get(const struct elf *elf, Elf64_Ehdr *header)
{
	return table_get(elf, 0, 0, sizeof(*header), header) &&
	       memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
	       header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2MSB &&
	       ELF_GET(header->e_shentsize) == sizeof(Elf64_Shdr) &&
	       ELF_GET(header->e_phentsize) == sizeof(Elf64_Phdr);
}

/* Names are printed: nothing else than ASCII. */
static bool is_printable(const char *name)
{
	while (*name > ' ' && *name <= '~')
		name++;
	return !*name;
}

static int by_address(const void *a, const void *b)
{
	const struct elf_symbol *left = a, *right = b;

	return left->addr < right->addr ? -1 : left->addr > right->addr;
}

static bool symbols_read(struct elf *elf, const Elf64_Shdr *table, const Elf64_Shdr *strings)
{
	uint64_t nr = ELF_GET(table->sh_size) / sizeof(Elf64_Sym);
	Elf64_Sym symbol;

	if (!is_inside(elf, ELF_GET(table->sh_offset), ELF_GET(table->sh_size)))
		return false;
	free(elf->symbols);
	elf->nr_symbols = 0;
	elf->symbols = calloc(nr + 1, sizeof(elf->symbols[0]));
	for (uint64_t i = 0; elf->symbols && i < nr; i++) {
		uint64_t name;

		if (!table_get(elf, ELF_GET(table->sh_offset), i, sizeof(symbol), &symbol))
			return false;
		name = ELF_GET(strings->sh_offset) + ELF_GET(symbol.st_name);
		if (!symbol.st_name || !is_inside(elf, ELF_GET(strings->sh_offset), 0) ||
			!is_inside(elf, name, 1) || !is_printable((const char *)elf->file + name))
			continue;
		elf->symbols[elf->nr_symbols++] = (struct elf_symbol){
			.addr = ELF_GET(symbol.st_value),
			.size = ELF_GET(symbol.st_size),
			.name = (const char *)elf->file + name,
			.is_function = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC ||
				       ELF64_ST_TYPE(symbol.st_info) == STT_NOTYPE,
		};
	}
	if (elf->symbols)
		qsort(elf->symbols, elf->nr_symbols, sizeof(elf->symbols[0]), by_address);
	return elf->nr_symbols > 0;
}

bool elf_open(struct elf *elf, const char *path)
{
	Elf64_Ehdr header;
	Elf64_Shdr section, strings;

	*elf = (struct elf){};
	if (!read_file(elf, path))
		return false;
	if (!header_get(elf, &header)) {
		elf_close(elf);
		return refuse(path, "is not an ELF file of CP");
	}
	for (unsigned int i = 0; i < ELF_GET(header.e_shnum); i++) {
		if (!table_get(elf, ELF_GET(header.e_shoff), i, sizeof(section), &section))
			break;
		if (ELF_GET(section.sh_type) == SHT_SYMTAB &&
			table_get(elf, ELF_GET(header.e_shoff), ELF_GET(section.sh_link),
				sizeof(strings), &strings) &&
			symbols_read(elf, &section, &strings))
			return true;
	}
	elf_close(elf);
	return refuse(path, "has no symbols");
}

void elf_close(struct elf *elf)
{
	free(elf->symbols);
	free(elf->file);
	*elf = (struct elf){};
}

const struct elf_symbol *elf_symbol(const struct elf *elf, const char *name)
{
	for (size_t i = 0; i < elf->nr_symbols; i++)
		if (strcmp(elf->symbols[i].name, name) == 0)
			return &elf->symbols[i];
	return NULL;
}

const struct elf_symbol *elf_function(const struct elf *elf, uint64_t addr)
{
	const struct elf_symbol *text = elf_symbol(elf, "_text"), *end = elf_symbol(elf, "_etext");
	const struct elf_symbol *found = NULL;

	if (!text || !end || addr < text->addr || addr >= end->addr)
		return NULL;
	for (size_t i = 0; i < elf->nr_symbols && elf->symbols[i].addr <= addr; i++)
		if (elf->symbols[i].is_function && elf->symbols[i].name[0] != '_' &&
			elf->symbols[i].name[0] != '.')
			found = &elf->symbols[i];
	return found;
}

const uint8_t *elf_bytes(const struct elf *elf, uint64_t addr, uint64_t len)
{
	Elf64_Ehdr header;
	Elf64_Phdr segment;

	if (!header_get(elf, &header))
		return NULL;
	for (unsigned int i = 0; i < ELF_GET(header.e_phnum); i++) {
		uint64_t start, skip;

		if (!table_get(elf, ELF_GET(header.e_phoff), i, sizeof(segment), &segment))
			return NULL;
		start = ELF_GET(segment.p_paddr);
		if (ELF_GET(segment.p_type) != PT_LOAD || addr < start)
			continue;
		skip = addr - start;
		if (skip <= ELF_GET(segment.p_filesz) && len <= ELF_GET(segment.p_filesz) - skip &&
			is_inside(elf, ELF_GET(segment.p_offset), ELF_GET(segment.p_filesz)))
			return elf->file + ELF_GET(segment.p_offset) + skip;
	}
	return NULL;
}
