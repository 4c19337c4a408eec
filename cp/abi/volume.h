/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What CP and its host tools write on a CP-owned 3390 volume.
 *
 *	cylinder 0 head 0
 *	  R1  key IPL1, 24 bytes   IPL PSW and two CCWs
 *	  R2  key IPL2, 144 bytes  channel program that reads the rest of the IPL channel program
 *	  R3  key VOL1, 80 bytes   struct vol_label
 *	  R4  4096 bytes           struct vol_alloc: what each cylinder is for
 *	  R5  4096 bytes           struct vol_header: geometry, where the nucleus is
 *	  R6, R7                   copies of R4 and R5
 *	cylinder 0, other tracks: empty
 *
 *	a nucleus slot (two on a system residence volume; one is what IPL loads)
 *	  track 0   R1 struct vol_nucleus, R2.. the IPL channel program
 *	  track 1.. the nucleus, 12 records of 4096 bytes a track
 *
 *	the first DRCT extent, cut in two halves of whole tracks: the two copies of the directory
 *	  R1 of a half: struct vol_drct; then the object directory in 4096-byte records
 *
 *	the first PARM extent: the same for SYSTEM CONFIG, with a magic of its own
 *
 * A copy or a slot is replaced by writing the one that is not current and then the one record
 * that makes it current (DRCT: its header; nucleus: track 0 of the volume): after a crash one of
 * the two is whole. DRCT and PARM space is formatted with 4096-byte records throughout; PAGE, SPOL
 * and TDSK space begins as empty tracks, which whoever uses them formats.
 *
 * All of this can be damaged or forged: logic/volume checks it before anybody believes it.
 */
#ifndef ABI_VOLUME_H
#define ABI_VOLUME_H

#include "arch/types.h"

#define VOL_BLOCK_SIZE       4096
#define VOL_BLOCKS_PER_TRACK 12
#define VOL_TRACKS_PER_CYL   15

/* Records of cylinder 0 head 0. */
#define VOL_REC_IPL1        1
#define VOL_REC_IPL2        2
#define VOL_REC_LABEL       3
#define VOL_REC_ALLOC       4
#define VOL_REC_HEADER      5
#define VOL_REC_ALLOC_COPY  6
#define VOL_REC_HEADER_COPY 7

#define VOL_KEY_LEN  4 /* of IPL1, IPL2 and VOL1 */
#define VOL_IPL1_LEN 24
#define VOL_IPL2_LEN 144

/* The standard volume label. */
struct vol_label {
	ebc8_t id[4];          /* X'00' VOL1 */
	ebc8_t volser[6];      /* X'04' left-justified, padded with blanks */
	ebc8_t security;       /* X'0A' X'40' */
	uint8_t vtoc[5];       /* X'0B' zero: CP volumes have no VTOC */
	ebc8_t reserved10[21]; /* X'10' blanks */
	ebc8_t owner[14];      /* X'25' VOL_OWNER: says that CP wrote R4 and R5 */
	ebc8_t reserved33[29]; /* X'33' blanks */
};
static_assert(sizeof(struct vol_label) == 80, "volume label");
static_assert(offsetof(struct vol_label, owner) == 0x25, "volume label");

#define VOL_OWNER "STILLWATER CP"

/*
 * How each of CP's own records begins. The checksum is the CRC-32 (lib/crc32.h) of all 4096 bytes
 * with the checksum itself taken as zero.
 */
struct vol_prefix {
	be64_t magic;    /* X'00' 8 EBCDIC characters */
	be32_t checksum; /* X'08' */
	be32_t version;  /* X'0C' */
};
static_assert(sizeof(struct vol_prefix) == 16, "record prefix");

#define VOL_VERSION       1
#define VOL_MAGIC_ALLOC   0xe2e6c1d3d3d6c340ull /* SWALLOC_ */
#define VOL_MAGIC_HEADER  0xe2e6e5d6d3e4d4c5ull /* SWVOLUME */
#define VOL_MAGIC_NUCLEUS 0xe2e6d5e4c3d3c5e4ull /* SWNUCLEU */
#define VOL_MAGIC_DRCT    0xe2e6c4d9c3e34040ull /* SWDRCT__ */
#define VOL_MAGIC_PARM    0xe2e6d7c1d9d44040ull /* SWPARM__ */

/* What cylinders are for; the values stand on disk. */
enum vol_space {
	VOL_PERM = 1, /* minidisks, and whatever else nobody may allocate dynamically */
	VOL_DRCT = 2, /* object directory */
	VOL_PAGE = 3, /* paging */
	VOL_SPOL = 4, /* spool files */
	VOL_TDSK = 5, /* temporary minidisks */
	VOL_PARM = 6, /* system configuration file */
};
#define VOL_SPACE_LAST VOL_PARM

struct vol_extent {
	be32_t cyl;           /* X'00' first cylinder */
	be32_t nr_cyls;       /* X'04' at least 1 */
	uint8_t space;        /* X'08' enum vol_space */
	uint8_t reserved9[3]; /* X'09' zero */
};
static_assert(sizeof(struct vol_extent) == 12, "extent");

#define VOL_EXTENTS_MAX 339

/* R4: extents in ascending order that cover the volume without gap; cylinder 0 is PERM. */
struct vol_alloc {
	struct vol_prefix prefix;                  /* X'000' */
	be32_t nr_cyls;                            /* X'010' of the volume */
	be32_t nr_extents;                         /* X'014' 1 to VOL_EXTENTS_MAX */
	struct vol_extent extent[VOL_EXTENTS_MAX]; /* X'018' */
	uint8_t reservedffc[4];                    /* X'FFC' */
};
static_assert(sizeof(struct vol_alloc) == VOL_BLOCK_SIZE, "allocation map");
static_assert(offsetof(struct vol_alloc, extent) == 0x18, "allocation map");

/* R5. Tracks are counted from 0 at cylinder 0 head 0. */
struct vol_header {
	struct vol_prefix prefix;  /* X'000' */
	ebc8_t volser[6];          /* X'010' as in the label */
	be16_t nr_heads;           /* X'016' VOL_TRACKS_PER_CYL */
	be32_t nr_cyls;            /* X'018' */
	be32_t nucleus_active;     /* X'01C' slot that IPL loads, or VOL_NUCLEUS_NONE */
	be64_t created;            /* X'020' TOD clock */
	be32_t nucleus_track[2];   /* X'028' first track of each slot; 0: the volume has no slots */
	be32_t nucleus_nr_tracks;  /* X'030' tracks of each slot */
	uint8_t reserved34[0xfcc]; /* X'034' zero */
};
static_assert(sizeof(struct vol_header) == VOL_BLOCK_SIZE, "volume header");
static_assert(offsetof(struct vol_header, created) == 0x20, "volume header");
static_assert(offsetof(struct vol_header, nucleus_nr_tracks) == 0x30, "volume header");

#define VOL_NUCLEUS_NONE 0xffffffffu

/* R1 of a nucleus slot. */
struct vol_nucleus {
	struct vol_prefix prefix; /* X'000' */
	be64_t len_bytes;       /* X'010' of the nucleus, without the padding of its last record */
	be32_t nr_blocks;       /* X'018' records of the nucleus, from track 1 of the slot on */
	be32_t data_checksum;   /* X'01C' CRC-32 of len_bytes bytes */
	be64_t written;         /* X'020' TOD clock */
	be32_t chain_addr;      /* X'028' where the IPL channel program is in storage */
	be32_t chain_nr_blocks; /* X'02C' its records, from R2 on */
	uint8_t reserved30[0xfd0]; /* X'030' zero */
};
static_assert(sizeof(struct vol_nucleus) == VOL_BLOCK_SIZE, "nucleus header");
static_assert(offsetof(struct vol_nucleus, chain_nr_blocks) == 0x2c, "nucleus header");

/* R1 of a copy of the directory, or of SYSTEM CONFIG. The valid copy with the higher generation
 * holds. */
struct vol_drct {
	struct vol_prefix prefix;  /* X'000' */
	be64_t generation;         /* X'010' 1 up to VOL_GENERATION_MAX */
	be64_t len_bytes;          /* X'018' of the file, at least 1 */
	be32_t nr_blocks;          /* X'020' its records, from R2 on */
	be32_t data_checksum;      /* X'024' CRC-32 of len_bytes bytes */
	be64_t written;            /* X'028' TOD clock */
	uint8_t reserved30[0xfd0]; /* X'030' zero */
};
static_assert(sizeof(struct vol_drct) == VOL_BLOCK_SIZE, "directory header");
static_assert(offsetof(struct vol_drct, written) == 0x28, "directory header");

#define VOL_GENERATION_MAX 0x7fffffffffffffffull

#endif
