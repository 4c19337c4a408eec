/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channel programs for the disks of the bare guests: 0200 a 3390 of two cylinders, 0201 the same
 * one read-only, 0202 the cylinders behind it, 0203 a V-disk of 800 blocks.
 */
#ifndef DISK_H
#define DISK_H

#include "bare.h"

#include "arch/ckd.h"

#define DISK      0x0200
#define DISK_RO   0x0201
#define NEIGHBOUR 0x0202
#define VDISK     0x0203
#define NR_RECS   12

/* A track of DISK that two guests read, and what is in its records. */
#define TRACK 7

static inline uint8_t disk_pattern(unsigned rec, unsigned at)
{
	return (uint8_t)(at * 7 + (at >> 8) * 13 + rec * 31 + 1);
}

extern struct irb irb;
extern struct ccw1 prog[64];
extern struct ckd_locate location; /* the program's */
extern unsigned nr_ccws;
extern uint8_t sense[32];

/* Where blocks are transferred from and to. */
uint8_t *block(unsigned nr);

/* Another CCW of the program, chained to the one before. */
void add(uint8_t cmd, uint8_t flags, uint16_t count, const void *data);

/* Runs the program on the device. False: not channel end and device end alone. */
bool run(uint16_t devno);
void get_sense(uint16_t devno);

#define EXPECT_RUN(devno)                                                                          \
	EXPECT(run(devno), "%04X: status %02X%02X", devno, irb.scsw.dstat, irb.scsw.cstat)
#define EXPECT_CHECK(devno, sense0, sense1)                                                        \
	do {                                                                                       \
		EXPECT(!run(devno) && (irb.scsw.dstat & DSTAT_UNIT_CHECK),                         \
			"%04X: status %02X%02X", devno, irb.scsw.dstat, irb.scsw.cstat);           \
		get_sense(devno);                                                                  \
		EXPECT(sense[0] == (sense0) && sense[1] == (sense1), "%04X: sense %02X%02X",       \
			devno, sense[0], sense[1]);                                                \
	} while (0)

void add_extent(uint8_t mask, unsigned first, unsigned last);
void add_locate(uint8_t operation, unsigned track, uint8_t rec, uint8_t nr);

/* Formats a track with NR_RECS blocks of 4096 bytes, all zeros. */
bool format(uint16_t devno, unsigned track);

/* Blocks of a track, from record rec on, from or to block(0), block(1), ... */
bool transfer(uint16_t devno, unsigned track, uint8_t rec, uint8_t nr, bool is_write);

#endif
