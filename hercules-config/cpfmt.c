// SPDX-License-Identifier: Apache-2.0
/* cpfmt: makes, fills, lists and checks the CP-owned 3390 volumes that Hercules runs from. */
#include "cpfmt.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"cpfmt create [--force] [--compressed] [--nucleus CYLS] [--alloc LIST] IMAGE TYPE VOLSER\n"
	"        makes an image. TYPE: 3390-1 -2 -3 -9 -27 -54, or 3390:CYLINDERS.\n"
	"        --nucleus  cylinders for two copies of CP, after cylinder 0 (default 12; 0: no "
	"IPL)\n"
	"        --alloc    what the next cylinders are for, in this order, for example\n"
	"                   DRCT=10,PARM=5,SPOL=300,TDSK=50,PAGE=END; the rest is PERM\n"
	"        --force    replaces an existing image\n"
	"        --compressed  each track by itself (CCKD), as the emulator's dasdinit -z does\n"
	"cpfmt nucleus IMAGE FILE      puts CP (cp.elf or cp.bin) on it, to be loaded by IPL\n"
	"cpfmt directory IMAGE FILE    puts an object directory on it\n"
	"cpfmt config IMAGE FILE       checks a SYSTEM CONFIG and puts it on it\n"
	"cpfmt list IMAGE              shows label, allocation, nucleus and directory\n"
	"cpfmt check IMAGE             reads and checks everything\n"
	"cpfmt repair IMAGE            mends cylinder 0 from the copies of its records\n"
	"Exit codes: 0 good, 1 refused or found wrong, 2 wrong usage. What is refused changes "
	"nothing.\n"
	"An empty track takes one block of the host's disk, a track in use 56832 bytes.\n";

static int wrong_usage(const char *what)
{
	fprintf(stderr, "cpfmt: %s; cpfmt --help shows how\n", what);
	return EXIT_USAGE;
}

static int create(int argc, char **argv)
{
	static const struct option options[] = {
		{"force", no_argument, NULL, 'f'},
		{"compressed", no_argument, NULL, 'z'},
		{"nucleus", required_argument, NULL, 'n'},
		{"alloc", required_argument, NULL, 'a'},
		{},
	};
	struct create_options chosen = {};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'f')
			chosen.force = true;
		else if (option == 'z')
			chosen.compressed = true;
		else if (option == 'n')
			chosen.nucleus = optarg;
		else if (option == 'a')
			chosen.alloc = optarg;
		else
			return wrong_usage("unknown option");
	}
	if (argc - optind != 3)
		return wrong_usage("create needs IMAGE TYPE VOLSER");
	return cpfmt_create(argv[optind], argv[optind + 1], argv[optind + 2], &chosen);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";

	if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0) {
		fputs(usage, stdout);
		return EXIT_GOOD;
	}
	if (strcmp(verb, "create") == 0)
		return create(argc - 1, argv + 1);
	if (strcmp(verb, "nucleus") == 0)
		return argc == 4 ? cpfmt_nucleus(argv[2], argv[3])
				 : wrong_usage("nucleus needs IMAGE FILE");
	if (strcmp(verb, "directory") == 0)
		return argc == 4 ? cpfmt_directory(argv[2], argv[3])
				 : wrong_usage("directory needs IMAGE FILE");
	if (strcmp(verb, "config") == 0)
		return argc == 4 ? cpfmt_config(argv[2], argv[3])
				 : wrong_usage("config needs IMAGE FILE");
	if (strcmp(verb, "list") == 0)
		return argc == 3 ? cpfmt_list(argv[2]) : wrong_usage("list needs IMAGE");
	if (strcmp(verb, "check") == 0)
		return argc == 3 ? cpfmt_check(argv[2]) : wrong_usage("check needs IMAGE");
	if (strcmp(verb, "repair") == 0)
		return argc == 3 ? cpfmt_repair(argv[2]) : wrong_usage("repair needs IMAGE");
	return wrong_usage("create, nucleus, directory, config, list, check or repair is wanted");
}
