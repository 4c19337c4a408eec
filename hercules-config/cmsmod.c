// SPDX-License-Identifier: Apache-2.0
/* cmsmod: makes a MODULE of CMS out of a position-independent ELF program for s390x. */
#include "lib/string.h"
#include "text/module.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (2 * MODULE_IMAGE_MAX)

static uint8_t file[FILE_MAX], image[MODULE_IMAGE_MAX];
static size_t file_len;
static be32_t relocs[1 << 20];

static int failed(const char *path, const char *why)
{
	fprintf(stderr, "cmsmod: %s: %s\n", path, why);
	return 1;
}

static uint16_t get16(const void *at)
{
	return be16_get(*(const be16_t *)at);
}

static uint32_t get32(const void *at)
{
	return be32_get(*(const be32_t *)at);
}

static uint64_t get64(const void *at)
{
	return be64_get(*(const be64_t *)at);
}

/* A part of the file; NULL: it is not in it. */
static const uint8_t *part(uint64_t offset, uint64_t len)
{
	return offset <= file_len && len <= file_len - offset ? file + offset : NULL;
}

/* Copies the segments into image. *dynamic: where the dynamic section is in it, 0: nowhere. */
static const char *take_segments(uint64_t *len, uint64_t *mem_len, uint64_t *dynamic)
{
	const Elf64_Ehdr *elf = (const Elf64_Ehdr *)file;
	const uint16_t nr = get16(&elf->e_phnum);
	const Elf64_Phdr *ph = (const void *)part(get64(&elf->e_phoff), nr * sizeof(*ph));

	*len = *mem_len = *dynamic = 0;
	if (!ph)
		return "its program headers are not in it";
	for (uint16_t i = 0; i < nr; i++) {
		uint64_t at = get64(&ph[i].p_vaddr), size = get64(&ph[i].p_filesz);
		uint64_t mem = get64(&ph[i].p_memsz);
		const uint8_t *from = part(get64(&ph[i].p_offset), size);

		if (get32(&ph[i].p_type) == PT_DYNAMIC)
			*dynamic = at;
		if (get32(&ph[i].p_type) != PT_LOAD)
			continue;
		if (!from || size > mem || mem > MODULE_IMAGE_MAX || at > MODULE_IMAGE_MAX - mem)
			return "a segment is too long, or not in the file";
		memcpy(image + at, from, size);
		*len = MAX(*len, at + size);
		*mem_len = MAX(*mem_len, at + mem);
	}
	return *len >= sizeof(uint64_t) ? NULL : "nothing is to be loaded";
}

/*
 * What is to be added to, for one of the relocations that need no more than the address of the
 * image. False: it is another. symbols: where their table is; linkers refer to a function of the
 * program itself by it now and then.
 */
static bool take_value(const Elf64_Rela *entry, uint64_t symbols, uint64_t len, uint64_t *value)
{
	const uint64_t info = get64(&entry->r_info);
	const uint64_t at = symbols + ELF64_R_SYM(info) * sizeof(Elf64_Sym);
	const Elf64_Sym *symbol = (const void *)(image + at);

	*value = get64(&entry->r_addend);
	if (ELF64_R_TYPE(info) == R_390_RELATIVE)
		return true;
	if (ELF64_R_TYPE(info) != R_390_64 || !symbols || at > len - sizeof(*symbol) ||
		get16(&symbol->st_shndx) == SHN_UNDEF)
		return false;
	*value += get64(&symbol->st_value);
	return true;
}

/* Takes the relocations; their doublewords get what is to be added to. */
static const char *take_relocs(uint64_t len, uint64_t dynamic, uint32_t *nr_relocs)
{
	uint64_t rela = 0, rela_len = 0, symbols = 0, value;

	*nr_relocs = 0;
	for (uint64_t at = dynamic; dynamic && at + 16 <= len && get64(image + at); at += 16) {
		if (get64(image + at) == DT_RELA)
			rela = get64(image + at + 8);
		if (get64(image + at) == DT_SYMTAB)
			symbols = get64(image + at + 8);
		if (get64(image + at) == DT_RELASZ)
			rela_len = get64(image + at + 8);
	}
	if (rela > len || rela_len > len - rela ||
		rela_len / sizeof(Elf64_Rela) > ARRAY_LEN(relocs))
		return "its relocations are not in it";
	for (uint64_t at = rela; at + sizeof(Elf64_Rela) <= rela + rela_len;
		at += sizeof(Elf64_Rela)) {
		const Elf64_Rela *entry = (const void *)(image + at);
		uint64_t offset = get64(&entry->r_offset);

		if (!take_value(entry, symbols, len, &value) || offset > len - 8)
			return "it has relocations other than R_390_RELATIVE; link it with -pie";
		*(be64_t *)(image + offset) = be64(value);
		relocs[(*nr_relocs)++] = be32((uint32_t)offset);
	}
	return NULL;
}

static bool write_module(
	const char *path, uint64_t len, uint64_t mem_len, uint64_t entry, uint32_t nr_relocs)
{
	static const uint8_t zeros[MODULE_RECORD];
	const struct module_header header = {.magic = be64(MODULE_MAGIC),
		.version = be32(MODULE_VERSION),
		.image_len = be32((uint32_t)len),
		.bss_len = be32((uint32_t)(mem_len - len)),
		.entry = be32((uint32_t)entry),
		.nr_relocs = be32(nr_relocs)};
	FILE *out = fopen(path, "wb");
	long size;
	bool good;

	if (!out)
		return false;
	good = fwrite(&header, sizeof(header), 1, out) == 1 && fwrite(image, len, 1, out) == 1 &&
	       fwrite(relocs, sizeof(relocs[0]), nr_relocs, out) == nr_relocs;
	size = ftell(out);
	size = ROUND_UP(size, MODULE_RECORD) - size;
	good = good && fwrite(zeros, 1, (size_t)size, out) == (size_t)size;
	return fclose(out) == 0 && good;
}

int main(int argc, char **argv)
{
	const Elf64_Ehdr *elf = (const Elf64_Ehdr *)file;
	uint64_t len, mem_len, dynamic;
	uint32_t nr_relocs;
	const char *wrong;
	FILE *in;

	if (argc != 3) {
		fputs("usage: cmsmod PROGRAM MODULE\n"
		      "makes a MODULE file of CMS out of a program that was linked with -pie\n",
			stderr);
		return 2;
	}
	in = fopen(argv[1], "rb");
	if (!in)
		return failed(argv[1], strerror(errno));
	file_len = fread(file, 1, sizeof(file), in);
	fclose(in);
	if (file_len < sizeof(*elf) || memcmp(elf->e_ident, ELFMAG, SELFMAG) != 0 ||
		elf->e_ident[EI_CLASS] != ELFCLASS64 || get16(&elf->e_machine) != EM_S390)
		return failed(argv[1], "not a program for s390x");
	wrong = take_segments(&len, &mem_len, &dynamic);
	len = ROUND_UP(len, 8);
	mem_len = MAX(mem_len, len);
	if (!wrong)
		wrong = take_relocs(len, dynamic, &nr_relocs);
	if (wrong)
		return failed(argv[1], wrong);
	if (!write_module(argv[2], len, mem_len, get64(&elf->e_entry), nr_relocs))
		return failed(argv[2], strerror(errno));
	return 0;
}
