// SPDX-License-Identifier: Apache-2.0
/*
 * cmsnuc: makes the system disk of CMS, as a file of blocks that "cpimage put --raw" writes to a
 *minidisk.
 *
 *	block 1		IPL1 in its first bytes: PSW; read block 2; go there
 *	block 2		the channel program that reads the nucleus: for each track seek, search,
 *reads the last	the nucleus, from the beginning of a track on tracks
 *
 * A block is 4096 bytes, a track 12 of them. All is format-0 CCWs, hence below 16 MB.
 */
#include "arch/ccw.h"
#include "arch/ckd.h"
#include "lib/string.h"

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

static bool write_at(FILE *file, uint32_t block, const uint8_t *data, uint32_t nr)
{
	return fseek(file, (long)block * BLOCK, SEEK_SET) == 0 &&
	       fwrite(data, BLOCK, nr, file) == nr;
}

int main(int argc, char **argv)
{
	static uint8_t ipl1[BLOCK], program[BLOCK], zeros[BLOCK];
	unsigned long nr_cyls = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
	uint32_t nr_blocks, nr_tracks, track;
	FILE *file;
	bool good;

	if (argc != 4 || nr_cyls == 0 || nr_cyls > CKD_3390_CYLS_MAX) {
		fputs("usage: cmsnuc NUCLEUS CYLINDERS FILE\n"
		      "writes the system disk of CMS, of so many cylinders of a 3390, to FILE\n",
			stderr);
		return 2;
	}
	nr_blocks = read_nucleus(argv[1]);
	nr_tracks = (nr_blocks + TRACK_BLOCKS - 1) / TRACK_BLOCKS;
	if (!nr_blocks)
		return 1;
	if (nr_tracks + CKD_3390_HEADS > nr_cyls * CKD_3390_HEADS)
		return failed(argv[1], "the disk has not enough cylinders");
	track = (uint32_t)nr_cyls * CKD_3390_HEADS - nr_tracks;
	make_ipl1(ipl1);
	if (!make_program(program, track, nr_blocks))
		return failed(argv[1], "too long for one channel program");
	file = fopen(argv[3], "wb");
	if (!file)
		return failed(argv[3], strerror(errno));
	good = write_at(file, 0, ipl1, 1) && write_at(file, 1, program, 1) &&
	       write_at(file, track * TRACK_BLOCKS, nucleus, nr_blocks) &&
	       write_at(file, (uint32_t)nr_cyls * CKD_3390_HEADS * TRACK_BLOCKS - 1,
		       track * TRACK_BLOCKS + nr_blocks == nr_cyls * CKD_3390_HEADS * TRACK_BLOCKS
			       ? nucleus + (nr_blocks - 1) * BLOCK
			       : zeros,
		       1);
	if (fclose(file) || !good)
		return failed(argv[3], "cannot be written");
	return 0;
}
