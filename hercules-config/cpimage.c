// SPDX-License-Identifier: Apache-2.0
/* cpimage: copies files into minidisks of a 3390 image and out, lists and checks them. */
#include "cpimage.h"

#include "lib/string.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"cpimage put [--ldl|--cdl|--raw] [--blksize N] [--label VOLID] [--directory OBJ]\n"
	"            [--kernel K [--parm P] [--initrd I]] IMAGE EXTENT FILE\n"
	"        formats a minidisk as Linux does and copies a file, such as a file system, into "
	"its\n"
	"        partition. --ldl (default) and --cdl are Linux's layouts; with --raw the file is\n"
	"        the whole disk with its own label. --blksize 4096 (default), 2048, 1024, 512.\n"
	"        --kernel (implies --cdl): IPL of the minidisk starts this kernel of Linux with "
	"the\n"
	"        line of parameters in the file P and the initial RAM disk I; they stand behind "
	"the\n"
	"        partition.\n"
	"cpimage get [--directory OBJ] IMAGE EXTENT FILE    copies the partition into a file\n"
	"cpimage list [--directory OBJ] IMAGE               shows the volume and its minidisks\n"
	"cpimage check --directory OBJ IMAGE                are the minidisks where they may be, "
	"and whole?\n"
	"EXTENT: 100:50, 50 cylinders from 100 on, or LINUX1/0200, a minidisk of the object "
	"directory\n"
	"        or ALL: put makes the whole volume, with its label, a disk of Linux\n"
	"OBJ, which directxa makes. Images that Hercules uses can be listed and got from, not "
	"changed.\n"
	"Exit codes: 0 good, 1 refused or found wrong, 2 wrong usage. What is refused changes "
	"nothing.\n";

void progress(const char *what, uint32_t done, uint32_t all)
{
	static uint32_t shown = UINT32_MAX;
	uint32_t percent = all ? (uint32_t)((uint64_t)done * 100 / all) : 100;

	if (!isatty(STDERR_FILENO) || percent == shown)
		return;
	shown = percent;
	fprintf(stderr, "\r%s: %u%%%s", what, percent, done == all ? "\n" : "");
}

/* ---- The command ----------------------------------------------------------------------------- */

static int wrong_usage(const char *what)
{
	fprintf(stderr, "cpimage: %s; cpimage --help shows how\n", what);
	return EXIT_USAGE;
}

struct command {
	struct put_options put;
	const char *directory;
};

/* Returns false when an option is wrong. */
static bool options_read(struct command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{"ldl", no_argument, NULL, 'l'},
		{"cdl", no_argument, NULL, 'c'},
		{"raw", no_argument, NULL, 'r'},
		{"blksize", required_argument, NULL, 'b'},
		{"label", required_argument, NULL, 'v'},
		{"directory", required_argument, NULL, 'd'},
		{"kernel", required_argument, NULL, 'k'},
		{"parm", required_argument, NULL, 'p'},
		{"initrd", required_argument, NULL, 'i'},
		{},
	};
	struct linux_boot_files *boot = &command->put.boot;
	uint64_t size;
	int option;

	*command = (struct command){.put = {.layout = LINUX_LDL, .block_size = 4096}};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'l': command->put.layout = LINUX_LDL; break;
		case 'c': command->put.layout = LINUX_CDL; break;
		case 'r': command->put.layout = LINUX_RAW; break;
		case 'v': command->put.volid = optarg; break;
		case 'd': command->directory = optarg; break;
		case 'p': boot->parm = optarg; break;
		case 'i': boot->initrd = optarg; break;
		case 'k':
			boot->kernel = optarg;
			command->put.layout = LINUX_CDL;
			break;
		case 'b':
			if (str_to_dec(optarg, strlen(optarg), &size) || size > 4096)
				return false;
			command->put.block_size = (uint32_t)size;
			break;
		default: return false;
		}
	}
	return boot->kernel || (!boot->parm && !boot->initrd);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	const void *directory = NULL;
	struct command command;
	char **operand;
	int nr;

	if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0) {
		fputs(usage, stdout);
		return EXIT_GOOD;
	}
	if (argc < 2 || !options_read(&command, argc - 1, argv + 1))
		return wrong_usage("put, get, list or check, and options");
	operand = argv + 1 + optind;
	nr = argc - 1 - optind;
	if (command.directory && !(directory = directory_open(command.directory)))
		return EXIT_REFUSED;
	if (strcmp(verb, "put") == 0 && nr == 3)
		return cpimage_put(operand[0], operand[1], operand[2], directory, &command.put);
	if (strcmp(verb, "get") == 0 && nr == 3)
		return cpimage_get(operand[0], operand[1], operand[2], directory);
	if (strcmp(verb, "list") == 0 && nr == 1)
		return cpimage_list(operand[0], directory);
	if (strcmp(verb, "check") == 0 && nr == 1 && directory)
		return cpimage_check(operand[0], directory);
	return wrong_usage(
		"put or get and IMAGE EXTENT FILE, list IMAGE, or check --directory OBJ IMAGE");
}
