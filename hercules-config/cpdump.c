// SPDX-License-Identifier: Apache-2.0
/*
 * cpdump: formats a storage of CP that the emulator saved.
 *
 * After an abend CP stands in a disabled wait. On the emulator's panel, with END the last address
 * of storage in hexadecimal (at most 7FFFEFFF: the emulator writes no more at once):
 *
 *	savecore FILE 0 END
 */
#include "cpdump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cpdump [--trace N] DUMP CP.ELF\n"
	"Formats a storage of CP: the abend, CPUs, trace tables, locks, tasks and users.\n"
	"DUMP is what the emulator's command \"savecore DUMP 0 END\" wrote; CP.ELF the CP that "
	"ran\n"
	"(build/cp.elf). --trace N: the last N trace entries of each CPU, 64 if not given.\n";

struct options {
	const char *dump, *elf;
	unsigned int nr_trace;
};

void section_title(const char *title)
{
	printf("\n==== %s ====\n", title);
}

static bool options_read(struct options *options, int argc, char **argv)
{
	*options = (struct options){.nr_trace = 64};
	for (int i = 1; i < argc; i++) {
		char *end = NULL;

		if (strcmp(argv[i], "--trace") == 0 && i + 1 < argc) {
			options->nr_trace = (unsigned int)strtoul(argv[++i], &end, 10);
			if (!*argv[i] || *end)
				return false;
		} else if (argv[i][0] == '-' || options->elf) {
			return false;
		} else if (options->dump) {
			options->elf = argv[i];
		} else {
			options->dump = argv[i];
		}
	}
	return options->elf;
}

/* Is CP's text in the dump what the ELF file has? */
static bool is_same_cp(const struct dump *dump)
{
	uint64_t text = dump_symbol(dump, "_text"), end = dump_symbol(dump, "_etext");
	const uint8_t *bytes = end > text ? elf_bytes(&dump->elf, text, end - text) : NULL;
	uint8_t buf[4096];

	for (uint64_t at = 0; bytes && text + at < end; at += sizeof(buf)) {
		size_t len = MIN(sizeof(buf), end - text - at);

		if (!dump_read(dump, text + at, buf, len) || memcmp(buf, bytes + at, len) != 0)
			return false;
	}
	return bytes;
}

int main(int argc, char **argv)
{
	struct options options;
	struct dump dump;
	bool same;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (!options_read(&options, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!dump_open(&dump, options.dump, options.elf))
		return 1;
	printf("%s: %llu bytes of storage\n", options.dump, ADDR(dump.len));
	same = is_same_cp(&dump);
	if (!same)
		printf("CP's text in it is not that of %s: all that follows may be wrong\n",
			options.elf);
	show_abend(&dump);
	show_cpus(&dump);
	show_locks(&dump);
	show_tasks(&dump);
	show_users(&dump);
	show_traces(&dump, options.nr_trace);
	dump_close(&dump);
	return same ? 0 : 1;
}
