// SPDX-License-Identifier: Apache-2.0
/*
 * Works on its disk, 0200, until CP's command EXTERNAL ends it: writes tracks and reads them back.
 * Says "BEAT n" now and then, "TROUBLE sense" when the disk begins to fail, "WELL AGAIN" when it
 * works again and what it had written last is still there.
 */
#include "bare.h"

#include "arch/ckd.h"

#define DISK      0x0200
#define NR_TRACKS 8
#define NR_RECS   12
#define BEAT      40 /* tracks */
#define PAUSE_MS  20
#define FACTOR    0x9E3779B97F4A7C15ul /* makes a number a pattern */

static struct irb irb __attribute__((aligned(8)));
static struct ccw1 prog[2 + NR_RECS] __attribute__((aligned(8)));
static struct ckd_define_extent extent __attribute__((aligned(8)));
static struct ckd_locate location __attribute__((aligned(8)));
static struct ckd_count counts[NR_RECS];
static uint64_t written[NR_TRACKS][NR_RECS]; /* what each block has for certain */
static uint64_t maybe[NR_TRACKS];            /* what the track was written with last */
static uint32_t ssid;

static uint64_t *block(unsigned nr)
{
	return (uint64_t *)(SCRATCH + nr * PAGE_SIZE);
}

/* One command for each block of a track. */
static bool run(uint8_t mask, uint8_t operation, uint8_t cmd, uint16_t len, unsigned track)
{
	const be16_t cyl = be16((uint16_t)(track / CKD_3390_HEADS));
	const be16_t head = be16(track % CKD_3390_HEADS);

	extent = (struct ckd_define_extent){mask, CKD_ATTR_ECKD, .first_cyl = cyl,
		.first_head = head, .last_cyl = cyl, .last_head = head};
	location = (struct ckd_locate){.operation = operation,
		.nr = NR_RECS,
		.seek_cyl = cyl,
		.seek_head = head,
		.cyl = cyl,
		.head = head,
		.rec = operation == CKD_OP_FORMAT ? 0 : 1};
	prog[0] = (struct ccw1){
		CKD_DEFINE_EXTENT, CCW_CC, be16(16), be32((uint32_t)(uint64_t)&extent)};
	prog[1] = (struct ccw1){
		CKD_LOCATE_RECORD, CCW_CC, be16(16), be32((uint32_t)(uint64_t)&location)};
	for (unsigned i = 0; i < NR_RECS; i++) {
		const void *data = len == PAGE_SIZE ? (void *)block(i) : &counts[i];

		counts[i] = (struct ckd_count){cyl, head, (uint8_t)(i + 1), 0, be16(PAGE_SIZE)};
		prog[2 + i] = (struct ccw1){cmd, CCW_SLI | (i + 1 < NR_RECS ? CCW_CC : 0),
			be16(len), be32((uint32_t)(uint64_t)data)};
	}
	return io_run(ssid, prog, &irb) == 0 && irb.scsw.dstat == DSTAT_END && !irb.scsw.cstat;
}

static void fill(uint64_t value)
{
	for (unsigned i = 0; i < NR_RECS; i++)
		for (unsigned j = 0; j < PAGE_SIZE / sizeof(uint64_t); j++)
			block(i)[j] = value * FACTOR + i;
}

static bool block_has(unsigned i, uint64_t value)
{
	for (unsigned j = 0; j < PAGE_SIZE / sizeof(uint64_t); j++)
		if (block(i)[j] != value * FACTOR + i)
			return false;
	return true;
}

/*
 * Does the track have what was written there? If the write failed the first blocks may be new and
 * those behind them old; from now on it is known.
 */
static bool is_right(unsigned track)
{
	unsigned i = 0;

	for (; i < NR_RECS && block_has(i, maybe[track]); i++)
		written[track][i] = maybe[track];
	while (i < NR_RECS && block_has(i, written[track][i]))
		i++;
	return i == NR_RECS;
}

static bool write_track(unsigned track, uint64_t value)
{
	fill(value);
	maybe[track] = value;
	if (!run(CKD_MASK_WRITE_UPDATE, CKD_OP_WRITE_DATA, CKD_WRITE_UPD_DATA, PAGE_SIZE, track))
		return false;
	for (unsigned i = 0; i < NR_RECS; i++)
		written[track][i] = value;
	return true;
}

/* False: the disk does not work. */
static bool work_on(unsigned track, uint64_t value)
{
	if (!run(CKD_MASK_WRITE_NONE, CKD_OP_READ_DATA, CKD_READ_DATA | CKD_MULTITRACK, PAGE_SIZE,
		    track))
		return false;
	EXPECT(is_right(track), "track %u has %016lX", track, block(0)[0]);
	return write_track(track, value);
}

static uint8_t sense_now(void)
{
	static uint8_t sense[32];

	if (be32_get(irb.esw.erw) & ERW_CONS)
		return irb.ecw[0];
	prog[0] = (struct ccw1){
		CKD_SENSE, CCW_SLI, be16(sizeof(sense)), be32((uint32_t)(uint64_t)sense)};
	io_run(ssid, prog, &irb);
	return sense[0];
}

/* False: EXTERNAL came. */
static bool pause(void)
{
	struct exec e = {0};
	bool is_over;

	LOAD_CR(0, CR0_INTKEY);
	is_over = exec_wait(&e, 0, PAUSE_MS) && e.kind == KIND_EXT && e.ext_code == EXT_INTKEY;
	LOAD_CR(0, 0);
	return !is_over;
}

static void disk_keeps_what_was_written(void)
{
	uint64_t value = 1;
	bool well = true;

	ssid = io_find(DISK);
	EXPECT(ssid && io_enable(ssid, CONSOLE_ISC) == 0, "no disk");
	for (unsigned track = 0; track < NR_TRACKS; track++, value++) {
		EXPECT(run(CKD_MASK_WRITE_NOT_R0, CKD_OP_FORMAT, CKD_WRITE_CKD, 8, track) &&
				write_track(track, value),
			"status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	}
	while (value % BEAT || pause()) {
		bool works = work_on(value % NR_TRACKS, value);

		if (!works && well)
			console_print("TROUBLE %02X", sense_now());
		if (works && !well)
			console_print("WELL AGAIN");
		if (value % BEAT == 0)
			console_print("BEAT %lu", value / BEAT);
		well = works;
		value++;
	}
}

const struct test tests[] = {TEST(disk_keeps_what_was_written), {0}};
