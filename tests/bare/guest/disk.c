// SPDX-License-Identifier: Apache-2.0
/* Channel programs for the disks of the bare guests. */
#include "disk.h"

struct irb irb __attribute__((aligned(8)));
struct ccw1 prog[64] __attribute__((aligned(8)));
static struct ckd_define_extent extent __attribute__((aligned(8)));
struct ckd_locate location __attribute__((aligned(8)));
static struct ckd_count counts[NR_RECS];
unsigned nr_ccws;

uint8_t *block(unsigned nr)
{
	return (uint8_t *)(SCRATCH + nr * PAGE_SIZE);
}

void add(uint8_t cmd, uint8_t flags, uint16_t count, const void *data)
{
	if (nr_ccws)
		prog[nr_ccws - 1].flags |= CCW_CC;
	prog[nr_ccws++] = (struct ccw1){cmd, flags, be16(count), be32((uint32_t)(uint64_t)data)};
}

/* Runs the program on the device. False: not channel end and device end alone. */
bool run(uint16_t devno)
{
	uint32_t ssid = io_find(devno);

	nr_ccws = 0;
	EXPECT(ssid, "no device %04X", devno);
	EXPECT(io_enable(ssid, CONSOLE_ISC) == 0, "MSCH of %04X", devno);
	EXPECT(io_run(ssid, prog, &irb) == 0, "no status from %04X", devno);
	return irb.scsw.dstat == DSTAT_END && !irb.scsw.cstat;
}

uint8_t sense[32];

void get_sense(uint16_t devno)
{
	add(CKD_SENSE, CCW_SLI, sizeof(sense), sense);
	run(devno);
}

void add_extent(uint8_t mask, unsigned first, unsigned last)
{
	extent = (struct ckd_define_extent){.mask = mask,
		.attributes = CKD_ATTR_ECKD,
		.first_cyl = be16((uint16_t)(first / CKD_3390_HEADS)),
		.first_head = be16(first % CKD_3390_HEADS),
		.last_cyl = be16((uint16_t)(last / CKD_3390_HEADS)),
		.last_head = be16(last % CKD_3390_HEADS)};
	add(CKD_DEFINE_EXTENT, 0, sizeof(extent), &extent);
}

void add_locate(uint8_t operation, unsigned track, uint8_t rec, uint8_t nr)
{
	location = (struct ckd_locate){.operation = operation,
		.nr = nr,
		.seek_cyl = be16((uint16_t)(track / CKD_3390_HEADS)),
		.seek_head = be16(track % CKD_3390_HEADS),
		.cyl = be16((uint16_t)(track / CKD_3390_HEADS)),
		.head = be16(track % CKD_3390_HEADS),
		.rec = rec};
	add(CKD_LOCATE_RECORD, 0, sizeof(location), &location);
}

/* Formats a track with blocks of 4096 bytes, all zeros. */
bool format(uint16_t devno, unsigned track)
{
	add_extent(CKD_MASK_WRITE_NOT_R0, track, track);
	add_locate(CKD_OP_FORMAT, track, 0, NR_RECS);
	for (unsigned i = 0; i < NR_RECS; i++) {
		counts[i] = (struct ckd_count){.cyl = be16((uint16_t)(track / CKD_3390_HEADS)),
			.head = be16(track % CKD_3390_HEADS),
			.rec = (uint8_t)(i + 1),
			.data_len = be16(PAGE_SIZE)};
		add(CKD_WRITE_CKD, CCW_SLI, sizeof(counts[i]), &counts[i]);
	}
	return run(devno);
}

/* Blocks of a track from or to block(0), block(1), ... */
bool transfer(uint16_t devno, unsigned track, uint8_t rec, uint8_t nr, bool is_write)
{
	add_extent(is_write ? CKD_MASK_WRITE_UPDATE : CKD_MASK_WRITE_NONE, track, track);
	add_locate(is_write ? CKD_OP_WRITE_DATA : CKD_OP_READ_DATA, track, rec, nr);
	for (unsigned i = 0; i < nr; i++)
		add(is_write ? CKD_WRITE_UPD_DATA : CKD_READ_DATA | CKD_MULTITRACK, 0, PAGE_SIZE,
			block(i));
	return run(devno);
}
