// SPDX-License-Identifier: Apache-2.0
/*
 * cmsnuc: makes the system disk of CMS, as a file of blocks that "cpimage put --raw" writes to a
 * minidisk.
 *
 *	block 1		IPL1 in its first bytes: PSW; read block 2; go there
 *	block 2		the channel program that reads the nucleus: for each track seek, search, reads
 *	the last	the nucleus, from the beginning of a track on
 *	tracks
 *
 * A block is 4096 bytes, a track 12 of them. All is format-0 CCWs, hence below 16 MB.
 */
#include "arch/ccw.h"
#include "arch/ckd.h"
#include "edf/edf.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "text/module.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK          4096u
#define TRACK_BLOCKS   CKD_3390_RECS_4K
#define LOAD_ADDR      0xF00000u  /* where the nucleus is linked to run */
#define LOAD_END       0x1000000u /* and what it may reach */
#define PROGRAM_ADDR   0x100000u  /* of the channel program, in storage that CMS uses for no data */
#define CCWS_PER_TRACK (3 + TRACK_BLOCKS)

static uint8_t nucleus[LOAD_END - LOAD_ADDR];

static int failed(const char *path, const char *why)
{
	fprintf(stderr, "cmsnuc: %s: %s\n", path, why);
	return 1;
}

static be64_t ccw0(uint8_t command, uint32_t addr, uint8_t flags, uint16_t count)
{
	return be64((uint64_t)command << 56 | (uint64_t)addr << 32 | (uint64_t)flags << 24 | count);
}

/* Block 1. */
static void make_ipl1(uint8_t *block)
{
	be64_t *word = (be64_t *)block;

	word[0] = be64(0x0008000080000000u | LOAD_ADDR);
	word[1] = ccw0(CKD_READ_DATA, PROGRAM_ADDR, CCW_CC, BLOCK);
	word[2] = ccw0(CKD_TIC, PROGRAM_ADDR, 0, 0);
}

/* Block 2: reads nr_blocks blocks from the track on. False: there is no room for so many. */
static bool make_program(uint8_t *block, uint32_t track, uint32_t nr_blocks)
{
	const uint32_t nr_tracks = (nr_blocks + TRACK_BLOCKS - 1) / TRACK_BLOCKS;
	const uint32_t operands = (nr_blocks + 3 * nr_tracks) * sizeof(be64_t);
	struct ckd_seek *seek = (struct ckd_seek *)(block + operands);
	be64_t *ccw = (be64_t *)block;
	uint32_t at = 0;

	if (operands + nr_tracks * sizeof(*seek) > BLOCK)
		return false;
	for (uint32_t nr = 0; nr < nr_blocks; nr++) {
		uint32_t t = nr / TRACK_BLOCKS;
		uint32_t operand = PROGRAM_ADDR + operands + t * sizeof(*seek);

		if (nr % TRACK_BLOCKS == 0) {
			seek[t] = (struct ckd_seek){.cyl = be16((track + t) / CKD_3390_HEADS),
				.head = be16((track + t) % CKD_3390_HEADS),
				.rec = 1};
			ccw[at] = ccw0(CKD_SEEK, operand, CCW_CC, CKD_SEEK_LEN);
			ccw[at + 1] = ccw0(CKD_SEARCH_ID_EQ, operand + CKD_SEARCH_ID, CCW_CC,
				CKD_SEARCH_ID_LEN);
			ccw[at + 2] = ccw0(CKD_TIC, PROGRAM_ADDR + (at + 1) * sizeof(be64_t), 0, 0);
			at += 3;
		}
		ccw[at++] = ccw0(CKD_READ_DATA, LOAD_ADDR + nr * BLOCK,
			nr + 1 < nr_blocks ? CCW_CC : 0, BLOCK);
	}
	return true;
}

/* Reads the nucleus; 0: it can't be, or is too long. */
static uint32_t read_nucleus(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file) {
		failed(path, strerror(errno));
		return 0;
	}
	len = fread(nucleus, 1, sizeof(nucleus), file);
	if (ferror(file) || len == 0 || fgetc(file) != EOF) {
		failed(path, "not a nucleus of at most 1 MB");
		len = 0;
	}
	fclose(file);
	return (uint32_t)((len + BLOCK - 1) / BLOCK);
}

/* ---- The file system, in storage ----------------------------------------- */

static uint8_t *disk; /* all blocks */

static int read_blocks(void *ctx, uint32_t block, uint32_t nr, void *buf)
{
	(void)ctx;
	memcpy(buf, disk + (size_t)(block - 1) * BLOCK, (size_t)nr * BLOCK);
	return 0;
}

static int write_blocks(void *ctx, uint32_t block, uint32_t nr, const void *buf)
{
	(void)ctx;
	memcpy(disk + (size_t)(block - 1) * BLOCK, buf, (size_t)nr * BLOCK);
	return 0;
}

static void *resize(void *ctx, void *old, size_t old_size, size_t size)
{
	(void)ctx;
	(void)old_size;
	if (size)
		return realloc(old, size);
	free(old);
	return NULL;
}

/* The same input makes the same disk: its files are of no special day. */
static void now(void *ctx, struct edf_time *time)
{
	(void)ctx;
	*time = (struct edf_time){{0x26, 0x01, 0x01}, true};
}

static const struct edf_ops ops = {read_blocks, write_blocks, resize, now};

/* Writes the content as records of the file. -E_*. */
static int write_records(struct edf_file *file, FILE *from)
{
	static uint8_t record[MODULE_RECORD];
	size_t len;
	int rc = 0;

	while (!rc && (len = fread(record, 1, sizeof(record), from)) > 0) {
		memset(record + len, 0, sizeof(record) - len);
		rc = edf_write(file, 0, record, sizeof(record));
	}
	return rc ? rc : edf_close(file, NULL);
}

/* Puts the program, "NAME=FILE", on the disk. */
static bool put_module(struct edf *fs, const char *text)
{
	const char *path = strchr(text, '=');
	const ebc8_t fm[2] = {ebc_from_chr('S'), ebc_from_chr('2')};
	struct edf_file file;
	struct edf_name name;
	FILE *from;
	int rc;

	if (!path || edf_name_make(&name, text, (size_t)(path - text), "MODULE", 6))
		return failed(text, "not NAME=FILE") == 0;
	from = fopen(path + 1, "rb");
	if (!from)
		return failed(path + 1, strerror(errno)) == 0;
	rc = edf_create(fs, &file, &name, fm, EDF_FIXED, MODULE_RECORD);
	if (!rc)
		rc = write_records(&file, from);
	fclose(from);
	return rc == 0 || failed(text, "does not fit on the disk") == 0;
}

/* Makes the file system in the first nr_blocks blocks, with the programs. */
static bool make_files(uint32_t nr_cyls, uint32_t nr_blocks, char **modules, int nr)
{
	struct edf_geometry geometry = {
		.block_size = BLOCK, .nr_blocks = nr_blocks, .nr_cyls = nr_cyls};
	struct edf fs = {};
	bool good = true;

	ebc_from_str(geometry.volid, "CMS190", sizeof(geometry.volid));
	if (edf_format(&ops, NULL, &geometry) ||
		edf_mount(&fs, &ops, NULL, BLOCK, nr_blocks, false, EDF_READ_WRITE))
		return failed("the disk", "no file system can be made") == 0;
	for (int i = 0; good && i < nr; i++)
		good = put_module(&fs, modules[i]);
	good = good && edf_commit(&fs) == 0;
	edf_unmount(&fs);
	return good;
}

/* ---- The disk ------------------------------------------------------------ */

static bool write_disk(const char *path, size_t nr_blocks)
{
	FILE *file = fopen(path, "wb");
	bool good = file && fwrite(disk, BLOCK, nr_blocks, file) == nr_blocks;

	if (file && fclose(file))
		good = false;
	return good || failed(path, strerror(errno)) == 0;
}

static int make_disk(uint32_t nr_cyls, char **argv, int argc)
{
	const uint32_t nr_blocks = read_nucleus(argv[1]);
	const uint32_t nr_tracks = (nr_blocks + TRACK_BLOCKS - 1) / TRACK_BLOCKS;
	const uint32_t total = nr_cyls * CKD_3390_HEADS * TRACK_BLOCKS;
	uint32_t track;

	if (!nr_blocks)
		return 1;
	if (nr_tracks + CKD_3390_HEADS > nr_cyls * CKD_3390_HEADS)
		return failed(argv[1], "the disk has not enough cylinders");
	disk = calloc(total, BLOCK);
	if (!disk)
		return failed(argv[3], strerror(errno));
	track = nr_cyls * CKD_3390_HEADS - nr_tracks;
	if (!make_files(nr_cyls, track * TRACK_BLOCKS, argv + 4, argc - 4))
		return 1;
	make_ipl1(disk);
	if (!make_program(disk + BLOCK, track, nr_blocks))
		return failed(argv[1], "too long for one channel program");
	memcpy(disk + (size_t)track * TRACK_BLOCKS * BLOCK, nucleus, (size_t)nr_blocks * BLOCK);
	return write_disk(argv[3], total) ? 0 : 1;
}

int main(int argc, char **argv)
{
	unsigned long nr_cyls = argc >= 4 ? strtoul(argv[2], NULL, 10) : 0;

	if (argc < 4 || nr_cyls == 0 || nr_cyls > CKD_3390_CYLS_1) {
		fputs("usage: cmsnuc NUCLEUS CYLINDERS FILE [NAME=MODULE]...\n"
		      "writes the system disk of CMS, of so many cylinders of a 3390, to FILE, "
		      "with the\n"
		      "programs as NAME MODULE\n",
			stderr);
		return 2;
	}
	return make_disk((uint32_t)nr_cyls, argv, argc);
}
