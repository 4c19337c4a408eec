// SPDX-License-Identifier: Apache-2.0
/* A saved storage of CP. */
#include "dump.h"
#include "dump-offsets.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool dump_open(struct dump *dump, const char *path, const char *elf_path)
{
	struct stat stat;

	*dump = (struct dump){.fd = open(path, O_RDONLY | O_CLOEXEC)};
	if (dump->fd < 0 || fstat(dump->fd, &stat) || !S_ISREG(stat.st_mode)) {
		fprintf(stderr, "cpdump: %s: cannot be read\n", path);
		dump_close(dump);
		return false;
	}
	dump->len = (uint64_t)stat.st_size;
	if (!elf_open(&dump->elf, elf_path)) {
		dump_close(dump);
		return false;
	}
	return true;
}

void dump_close(struct dump *dump)
{
	if (dump->fd >= 0)
		close(dump->fd);
	elf_close(&dump->elf);
}

bool dump_has(const struct dump *dump, uint64_t addr, uint64_t len)
{
	return addr <= dump->len && len <= dump->len - addr;
}

bool dump_read(const struct dump *dump, uint64_t addr, void *buf, size_t len)
{
	if (dump_has(dump, addr, len) && pread(dump->fd, buf, len, (off_t)addr) == (ssize_t)len)
		return true;
	memset(buf, 0, len);
	return false;
}

uint64_t dump_get(const struct dump *dump, uint64_t base, uint64_t offset, unsigned int size)
{
	uint8_t bytes[8];
	uint64_t value = 0;

	if (size > sizeof(bytes) || base > UINT64_MAX - offset ||
		!dump_read(dump, base + offset, bytes, size))
		return 0;
	for (unsigned int i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return value;
}

void dump_string(const struct dump *dump, uint64_t addr, char *buf, size_t size)
{
	size_t len = 0;

	while (len + 1 < size && dump_read(dump, addr + len, buf + len, 1) && buf[len]) {
		if (buf[len] < ' ' || buf[len] > '~')
			buf[len] = '.';
		len++;
	}
	buf[len] = '\0';
}

uint64_t dump_symbol(const struct dump *dump, const char *name)
{
	const struct elf_symbol *symbol = elf_symbol(&dump->elf, name);

	return symbol ? symbol->addr : 0;
}

const char *dump_where(const struct dump *dump, uint64_t addr, char *buf)
{
	const struct elf_symbol *symbol = elf_function(&dump->elf, addr);

	if (symbol)
		snprintf(buf, DUMP_WHERE, "%s+X'%llX'", symbol->name,
			(unsigned long long)(addr - symbol->addr));
	else
		snprintf(buf, DUMP_WHERE, "%016llX", (unsigned long long)addr);
	return buf;
}

uint64_t dump_list_next(const struct dump *dump, uint64_t head, uint64_t node)
{
	uint64_t next = dump_get(dump, node, LIST_NEXT);

	/* Since each node must point back to where we come from, there is no way into a circle. */
	if (next && dump_get(dump, next, LIST_PREV) == node)
		return next == head ? 0 : next;
	printf("  the list is damaged behind %016llX\n", (unsigned long long)node);
	return 0;
}
