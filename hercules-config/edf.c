// SPDX-License-Identifier: Apache-2.0
/* edf: CMS minidisks in images: lists, copies files in and out, formats and checks. */
#include "edf.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"edf ls IMAGE EXTENT [FN [FT]]             lists files; * and % stand for any characters\n"
	"edf get [--binary] IMAGE EXTENT FN FT FILE    copies a file out; FILE -: shows it\n"
	"edf put [--binary] [--recfm F|V] [--lrecl N] IMAGE EXTENT FILE FN FT [FM]\n"
	"                                          copies a file in, in the place of an old one\n"
	"edf rm IMAGE EXTENT FN FT                 erases a file\n"
	"edf format [--blksize N] [--label VOLID] [--blocks N] IMAGE EXTENT\n"
	"                                          makes an empty CMS minidisk\n"
	"edf reserve IMAGE EXTENT FN FT            erases all files: this one gets all blocks, for "
	"a\n"
	"                                          program, or as the partition of a Linux guest\n"
	"edf label IMAGE EXTENT [VOLID]            shows the disk, or changes its label\n"
	"edf check IMAGE EXTENT                    reads everything; is each block used once?\n"
	"EXTENT: 100:50, 50 cylinders from 100 on, MAINT/0191, a minidisk of the object directory "
	"that\n"
	"        --directory names (directxa makes it), ALL, the whole volume, or -: IMAGE is a "
	"file "
	"of\n"
	"        blocks without tracks; format makes it with --blocks\n"
	"Lines of text become records of V (default), or of F with 80 characters or --lrecl, in "
	"EBCDIC\n"
	"(code page 037; the file is in ISO 8859-1); --binary copies bytes, in records of "
	"--lrecl.\n"
	"--blksize is 4096 (default), 2048, 1024 or 512; --label CMS001 by default, FM is A1.\n"
	"Images that Hercules uses can be listed and got from, not changed.\n"
	"Exit codes: 0 good, 1 refused or found wrong, 2 wrong usage. What is refused changes "
	"nothing.\n";

bool edf_error(const struct edf_command *command, const char *what, int rc)
{
	const char *path = command->path;

	switch (rc) {
	case -E_NOENT: return image_error(path, "%s: there is no such file", what);
	case -E_EXIST: return image_error(path, "%s: there is such a file", what);
	case -E_FULL: return image_error(path, "%s: the disk is full", what);
	case -E_INVAL: return image_error(path, "%s: the disk has not enough blocks", what);
	case -E_FORMAT: return image_error(path, "%s: damaged; edf check shows where", what);
	case -E_NOMEM: return image_error(path, "%s: not enough storage", what);
	default: return image_error(path, "%s: failed", what); /* why was said */
	}
}

bool edf_operand_name(char **operand, struct edf_name *name)
{
	str_upper(operand[0]);
	str_upper(operand[1]);
	if (edf_name_make(name, operand[0], strlen(operand[0]), operand[1], strlen(operand[1])) ==
		0)
		return true;
	fprintf(stderr,
		"edf: %s %s: not a file name and type, each 1 to 8 of A-Z 0-9 $ # @ + - : _\n",
		operand[0], operand[1]);
	return false;
}

/* A part of a name without blanks at its end; what cannot be shown becomes a question mark. */
static void part_text(char text[9], const ebc8_t part[8])
{
	size_t len = 8;

	ebc_to_ascii(text, part, len);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
	for (size_t i = 0; i < len; i++)
		text[i] = text[i] > ' ' && text[i] <= '~' ? text[i] : '?';
}

const char *edf_name_text(const struct edf_name *name, char text[NAME_SIZE])
{
	char fn[9], ft[9];

	part_text(fn, name->fn);
	part_text(ft, name->ft);
	str_format(text, NAME_SIZE, "%s %s", fn, ft);
	return text;
}

/* ---- ls -------------------------------------------------------------------------------------- */

/* Does text match a pattern with * (any characters) and % (one)? */
static bool matches(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			from = text;
		} else if (*pattern == '%' || chr_upper(*pattern) == chr_upper(*text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

static void date_text(char *text, size_t size, const uint8_t digits[6], bool is_20xx)
{
	str_format(text, size, "%s%02x-%02x-%02x %02x:%02x:%02x", is_20xx ? "20" : "19", digits[0],
		digits[1], digits[2], digits[3], digits[4], digits[5]);
}

static bool edf_ls(struct edf *fs, const struct edf_command *command)
{
	const char *wanted_fn = command->nr_operands > 0 ? command->operand[0] : "*";
	const char *wanted_ft = command->nr_operands > 1 ? command->operand[1] : "*";
	uint32_t shown = 0;

	for (uint32_t n = 0; n < edf_nr_files(fs); n++) {
		const struct edf_fst *fst = edf_file_nr(fs, n);
		char fn[9], ft[9], date[32], fm[2];

		part_text(fn, fst->name.fn);
		part_text(ft, fst->name.ft);
		if (!matches(wanted_fn, fn) || !matches(wanted_ft, ft))
			continue;
		if (shown++ == 0)
			printf("FILENAME FILETYPE FM FORMAT LRECL    RECORDS     BLOCKS DATE       "
			       "TIME\n");
		ebc_to_ascii(fm, fst->fm, sizeof(fm));
		date_text(date, sizeof(date), fst->date, fst->flags & EDF_FST_CENTURY);
		printf("%-8s %-8s %.2s %c %10u %10u %10u %s\n", fn, ft, fm, ebc_to_chr(fst->recfm),
			be32_get(fst->lrecl), be32_get(fst->nr_records), be32_get(fst->nr_blocks),
			date);
	}
	if (!shown && command->nr_operands > 0)
		return image_error(command->path, "there are no such files");
	return true;
}

/* ---- rm, reserve, label, check, format ---------------------------------------------------------------- */

/* Does to the file that the operands name what `act` does; for edf_erase, edf_reserve. */
static bool do_by_name(struct edf *fs, const struct edf_command *command,
	int (*act)(struct edf *fs, const struct edf_name *name))
{
	struct edf_name name;
	char text[NAME_SIZE];
	int rc;

	if (!edf_operand_name(command->operand, &name))
		return false;
	rc = act(fs, &name);
	return !rc || edf_error(command, edf_name_text(&name, text), rc);
}

static bool edf_rm(struct edf *fs, const struct edf_command *command)
{
	return do_by_name(fs, command, edf_erase);
}

static bool edf_reserve_all(struct edf *fs, const struct edf_command *command)
{
	return do_by_name(fs, command, edf_reserve);
}

/* "CMS001" as it stands in a label. */
static bool volid_make(const char *text, ebc8_t volid[6])
{
	char upper[VOLID_SIZE];

	if (volid_parse(text, strlen(text), upper)) {
		fprintf(stderr, "edf: %s: not a label of 1 to 6 characters\n", text);
		return false;
	}
	ebc_from_str(volid, upper, 6);
	return true;
}

static bool edf_label(struct edf *fs, const struct edf_command *command)
{
	const struct edf_label *label = &fs->label;
	uint32_t total = be32_get(label->blocks_total), used = edf_used_blocks(fs);
	char volid[7] = "", date[32];
	ebc8_t wanted[6];
	int rc;

	if (command->nr_operands > 0) {
		if (!volid_make(command->operand[0], wanted))
			return false;
		rc = edf_set_volid(fs, wanted);
		return !rc || edf_error(command, command->operand[0], rc);
	}
	ebc_to_ascii(volid, label->volid, sizeof(label->volid));
	date_text(date, sizeof(date), label->created, label->flags & EDF_LABEL_CENTURY);
	printf("LABEL  CYLS BLKSIZE FILES BLKS USED-(%%) BLKS LEFT BLK TOTAL FORMATTED\n");
	printf("%-6s %4u %7u %5u %9u-%02u %9u %9u %s\n", volid, be32_get(label->cyls_formatted),
		fs->block_size, edf_nr_files(fs), used,
		(unsigned int)((uint64_t)used * 100 / total), total - used, total, date);
	return true;
}

static void report(void *ctx, enum edf_problem problem, const struct edf_fst *fst, uint32_t block)
{
	const struct edf_command *command = ctx;
	char text[NAME_SIZE + 2] = "", number[32] = "";

	if (fst) {
		edf_name_text(&fst->name, text);
		strcat(text, ": ");
	}
	if (block)
		str_format(number, sizeof(number), "block %u: ", block);
	image_error(command->path, "%s%s%s", text, number, edf_problem_text(problem));
}

static bool edf_check_all(struct edf *fs, const struct edf_command *command)
{
	int nr = edf_check(fs, true, report, (void *)command);

	if (nr < 0)
		return edf_error(command, command->where, nr);
	if (nr > 0)
		return image_error(command->path, "%d problem%s", nr, nr == 1 ? "" : "s");
	printf("%s: %u files in %u blocks, no problems\n", command->path, edf_nr_files(fs),
		edf_used_blocks(fs));
	return true;
}

static bool edf_format_disk(struct cms_disk *disk, const struct edf_command *command)
{
	struct edf_geometry geometry = {.block_size = disk->block_size,
		.nr_blocks = disk->nr_blocks,
		.nr_cyls = disk->nr_cyls};
	int rc;

	if (!volid_make(command->label ? command->label : "CMS001", geometry.volid))
		return false;
	if (disk->nr_blocks < EDF_BLOCKS_MIN)
		return edf_error(command, command->where, -E_INVAL);
	if (!cms_disk_prepare(disk))
		return false;
	rc = edf_format(&cms_disk_ops, disk, &geometry);
	return !rc || edf_error(command, command->where, rc);
}

/* ---- The command ----------------------------------------------------------------------------- */

struct verb {
	const char *name;
	int operands_min, operands_max; /* behind the disk */
	bool writes;
	bool (*run)(struct edf *fs, const struct edf_command *command);
};

static const struct verb verbs[] = {
	{"ls", 0, 2, false, edf_ls},
	{"get", 3, 3, false, edf_get},
	{"put", 3, 4, true, edf_put},
	{"rm", 2, 2, true, edf_rm},
	{"reserve", 2, 2, true, edf_reserve_all},
	{"label", 0, 1, true, edf_label},
	{"check", 0, 0, false, edf_check_all},
	{"format", 0, 0, true, NULL},
};

static int wrong_usage(const char *what)
{
	fprintf(stderr, "edf: %s; edf --help shows how\n", what);
	return EXIT_USAGE;
}

static bool number_read(const char *text, uint32_t most, uint32_t *number)
{
	uint64_t value;

	if (str_to_dec(text, strlen(text), &value) || value < 1 || value > most)
		return false;
	*number = (uint32_t)value;
	return true;
}

/* Returns false when an option is wrong. */
static bool options_read(struct edf_command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{"binary", no_argument, NULL, 'x'},
		{"recfm", required_argument, NULL, 'f'},
		{"lrecl", required_argument, NULL, 'l'},
		{"blksize", required_argument, NULL, 'b'},
		{"blocks", required_argument, NULL, 'n'},
		{"label", required_argument, NULL, 'v'},
		{"directory", required_argument, NULL, 'd'},
		{},
	};
	bool good = true;
	int option;

	while (good && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'x': command->is_binary = true; break;
		case 'f':
			good = strlen(optarg) == 1 && strchr("FfVv", optarg[0]);
			command->recfm = chr_upper(optarg[0]) == 'F' ? EDF_FIXED : EDF_VARIABLE;
			break;
		case 'l': good = number_read(optarg, EDF_LRECL_MAX, &command->lrecl); break;
		case 'b':
			good = number_read(optarg, EDF_BLOCK_MAX, &command->block_size) &&
			       command->block_size >= EDF_BLOCK_MIN &&
			       (command->block_size & (command->block_size - 1)) == 0;
			break;
		case 'n': good = number_read(optarg, INT32_MAX, &command->nr_blocks); break;
		case 'v': command->label = optarg; break;
		case 'd': command->directory = optarg; break;
		default: good = false;
		}
	}
	if (command->is_binary && !command->recfm && command->lrecl)
		command->recfm = EDF_FIXED;
	if (!command->recfm)
		command->recfm = EDF_VARIABLE;
	if (command->recfm == EDF_FIXED && !command->lrecl)
		command->lrecl = 80;
	return good;
}

static bool run(const struct verb *verb, const struct edf_command *command)
{
	const void *directory = command->directory ? directory_open(command->directory) : NULL;
	bool is_write = verb->writes && !(verb->run == edf_label && command->nr_operands == 0);
	static struct cms_disk disk;
	static struct edf fs;
	bool good;
	int rc = 0;

	if ((command->directory && !directory) ||
		!cms_disk_open(&disk, command->path, command->where, directory,
			is_write ? IMAGE_WRITE : IMAGE_READ, verb->run ? 0 : command->block_size,
			verb->run ? 0 : command->nr_blocks))
		return false;
	if (!verb->run) {
		good = edf_format_disk(&disk, command);
	} else {
		rc = edf_mount(&fs, &cms_disk_ops, &disk, disk.block_size, disk.nr_blocks,
			disk.is_fba, is_write ? EDF_READ_WRITE : EDF_READ_ONLY);
		good = !rc ? verb->run(&fs, command) : edf_error(command, command->where, rc);
		if (good && is_write && (rc = edf_commit(&fs)) != 0)
			good = edf_error(command, command->where, rc);
		if (fs.ops)
			edf_unmount(&fs);
	}
	if (good && is_write)
		good = cms_disk_finish(&disk);
	cms_disk_close(&disk);
	return good;
}

int main(int argc, char **argv)
{
	struct edf_command command = {};
	const struct verb *verb = NULL;

	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(usage, stdout);
		return EXIT_GOOD;
	}
	for (size_t i = 0; argc > 1 && i < ARRAY_LEN(verbs); i++) {
		if (strcmp(argv[1], verbs[i].name) == 0)
			verb = &verbs[i];
	}
	if (!verb)
		return wrong_usage("ls, get, put, rm, reserve, format, label or check");
	if (!options_read(&command, argc - 1, argv + 1))
		return wrong_usage("an option is wrong");
	if (!command.block_size)
		command.block_size = EDF_BLOCK_MAX;
	command.operand = argv + 1 + optind;
	command.nr_operands = argc - 1 - optind - 2;
	if (command.nr_operands < verb->operands_min || command.nr_operands > verb->operands_max)
		return wrong_usage("IMAGE and EXTENT, and what the command needs");
	command.path = command.operand[0];
	command.where = command.operand[1];
	command.operand += 2;
	return run(verb, &command) ? EXIT_GOOD : EXIT_REFUSED;
}
