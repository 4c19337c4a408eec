// SPDX-License-Identifier: Apache-2.0
/*
 * Virtual disks: 0200 a 3390 of two cylinders, 0201 the same one read-only, 0202 the cylinders
 * behind it, 0203 a V-disk of 800 blocks.
 */
#include "disk.h"

#include "abi/diag250.h"
#include "abi/syncio.h"
#include "arch/fba.h"

/* ---- The 3390 --------------------------------------------------------------------- */

static void disk_says_what_it_is(void)
{
	static uint8_t id[20], rdc[64];

	add(CKD_SENSE_ID, CCW_SLI, sizeof(id), id);
	EXPECT_RUN(DISK);
	EXPECT(id[1] == 0x39 && id[4] == 0x33 && id[5] == 0x90, "SENSE ID %02X%02X %02X%02X", id[1],
		id[2], id[4], id[5]);
	add(CKD_READ_DEV_CHAR, 0, sizeof(rdc), rdc);
	EXPECT_RUN(DISK);
	EXPECT(rdc[13] == 2 && rdc[15] == CKD_3390_HEADS, "%u cylinders, %u heads", rdc[13],
		rdc[15]);
}

static void what_is_written_is_read(void)
{
	EXPECT(format(DISK, 3), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	for (unsigned i = 0; i < 5; i++)
		memset(block(i), (int)(0x10 + i), PAGE_SIZE);
	EXPECT(transfer(DISK, 3, 4, 5, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	memset(block(0), 0xEE, NR_RECS * PAGE_SIZE);
	EXPECT(transfer(DISK, 3, 1, NR_RECS, false), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	for (unsigned i = 0; i < NR_RECS; i++) {
		uint8_t want = i < 3 || i > 7 ? 0 : (uint8_t)(0x10 + i - 3);

		EXPECT(block(i)[0] == want && block(i)[PAGE_SIZE - 1] == want, "block %u is %02X",
			i, block(i)[0]);
	}
}

static void two_links_have_one_disk(void)
{
	EXPECT(format(DISK, 4), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	memset(block(0), 0x77, PAGE_SIZE);
	EXPECT(transfer(DISK, 4, 9, 1, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(transfer(DISK_RO, 4, 9, 1, false), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(block(0)[0] == 0x77, "block is %02X", block(0)[0]);
}

static void read_only_link_does_not_write(void)
{
	static const uint16_t devnos[] = {DISK, DISK_RO};

	add_extent(CKD_MASK_WRITE_UPDATE, 4, 4);
	add_locate(CKD_OP_WRITE_DATA, 4, 1, 1);
	EXPECT_CHECK(DISK_RO, SENSE_COMMAND_REJECT, CKD_SENSE1_WRITE_INHIBITED);
	/* DIAGNOSE X'210' says so, too */
	for (unsigned i = 0; i < 2; i++) {
		uint8_t *block210 = (uint8_t *)SCRATCH;
		struct exec e = {.gpr[2] = SCRATCH};

		memset(block210, 0, 16);
		block210[0] = (uint8_t)(devnos[i] >> 8);
		block210[1] = (uint8_t)devnos[i];
		block210[3] = 12;
		exec_insn(&e, INSN_DIAG(2, 0, 0x210));
		EXPECT_CC(&e, 0u, "DIAGNOSE X'210'");
		EXPECT(block210[4] == 0x04 && (block210[7] & 0x80) == (i ? 0x80 : 0),
			"%04X: class %02X flags %02X", devnos[i], block210[4], block210[7]);
	}
}

static void disk_ends_where_it_ends(void)
{
	static struct ckd_seek seek __attribute__((aligned(8)));

	EXPECT(format(NEIGHBOUR, 0), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	memset(block(0), 0x55, PAGE_SIZE);
	EXPECT(transfer(NEIGHBOUR, 0, 1, 1, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	/* the last track, and one more in a run */
	EXPECT(format(DISK, 29), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	add_extent(CKD_MASK_WRITE_UPDATE, 29, 29);
	add_locate(CKD_OP_WRITE_DATA, 29, NR_RECS, 2);
	add(CKD_WRITE_UPD_DATA, 0, PAGE_SIZE, block(1));
	add(CKD_WRITE_UPD_DATA, 0, PAGE_SIZE, block(1));
	EXPECT_CHECK(DISK, 0, CKD_SENSE1_FILE_PROTECTED);
	/* an extent, and a seek, beyond it */
	add_extent(CKD_MASK_WRITE_UPDATE, 0, 30);
	EXPECT_CHECK(DISK, SENSE_COMMAND_REJECT, 0);
	seek = (struct ckd_seek){.cyl = be16(2)};
	add(CKD_SEEK, 0, CKD_SEEK_LEN, &seek);
	EXPECT_CHECK(DISK, SENSE_COMMAND_REJECT, 0);
	EXPECT(transfer(NEIGHBOUR, 0, 1, 1, false), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(block(0)[0] == 0x55 && block(0)[PAGE_SIZE - 1] == 0x55, "neighbour's is %02X",
		block(0)[0]);
}

/* A program that formats a track, and one thing about it that lies. */
static void add_format(unsigned track, uint8_t nr, uint16_t claimed)
{
	static struct ckd_count count __attribute__((aligned(8)));

	count = (struct ckd_count){
		.cyl = be16(1), .head = be16(14), .rec = 1, .data_len = be16(claimed)};
	add_extent(CKD_MASK_WRITE_NOT_R0, 29, 29);
	add_locate(CKD_OP_FORMAT, track, 0, nr);
	for (unsigned i = 0; i < nr; i++)
		add(CKD_WRITE_CKD, CCW_SLI, sizeof(count), &count);
}

static void formatting_stays_on_its_track(void)
{
	EXPECT(format(DISK, 28) && format(NEIGHBOUR, 0), "format: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	memset(block(0), 0x55, PAGE_SIZE);
	EXPECT(transfer(DISK, 28, 12, 1, true) && transfer(NEIGHBOUR, 0, 1, 1, true),
		"write: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	add_format(28, 1, PAGE_SIZE); /* before the extent, and where the disk has no track */
	EXPECT_CHECK(DISK, 0, CKD_SENSE1_FILE_PROTECTED);
	add_format(30, 1, PAGE_SIZE);
	EXPECT_CHECK(DISK, SENSE_COMMAND_REJECT, 0);
	add_format(29, 13, PAGE_SIZE); /* more than a track holds */
	EXPECT_CHECK(DISK, 0, CKD_SENSE1_INVALID_TRACK);
	add_format(29, 1, 0xFFFF);
	EXPECT_CHECK(DISK, 0, CKD_SENSE1_INVALID_TRACK);
	add_format(29, 2, 8); /* more commands than were announced */
	location.nr = 1;
	EXPECT_CHECK(DISK, SENSE_COMMAND_REJECT, 0);
	EXPECT(transfer(DISK, 28, 12, 1, false) && block(0)[0] == 0x55, "before it is %02X",
		block(0)[0]);
	EXPECT(transfer(NEIGHBOUR, 0, 1, 1, false) && block(0)[0] == 0x55, "behind it is %02X",
		block(0)[0]);
}

static void search_that_never_ends_does_end(void)
{
	static struct ckd_seek seek __attribute__((aligned(8)));

	EXPECT(format(DISK, 3), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	seek = (struct ckd_seek){.head = be16(3), .rec = 99};
	add(CKD_SEEK, 0, CKD_SEEK_LEN, &seek);
	add(CKD_SEARCH_ID_EQ, 0, CKD_SEARCH_ID_LEN, &seek.cyl);
	prog[nr_ccws - 1].flags |= CCW_CC;
	prog[nr_ccws++] =
		(struct ccw1){.cmd = CCW_CMD_TIC, .addr = be32((uint32_t)(uint64_t)&prog[1])};
	EXPECT_CHECK(DISK, 0, CKD_SENSE1_NO_RECORD_FOUND);
}

static void data_from_nowhere_change_nothing(void)
{
	EXPECT(format(DISK, 5), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	memset(block(0), 0x33, PAGE_SIZE);
	EXPECT(transfer(DISK, 5, 2, 1, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	add_extent(CKD_MASK_WRITE_UPDATE, 5, 5);
	add_locate(CKD_OP_WRITE_DATA, 5, 2, 1);
	add(CKD_WRITE_UPD_DATA, 0, PAGE_SIZE, (void *)0x7FFF0000ul);
	EXPECT(!run(DISK) && (irb.scsw.cstat & CSTAT_PROGRAM_CHECK), "status %02X%02X",
		irb.scsw.dstat, irb.scsw.cstat);
	EXPECT(transfer(DISK, 5, 2, 1, false) && block(0)[0] == 0x33, "block is %02X", block(0)[0]);
}

/* ---- The V-disk -------------------------------------------------------------------- */

static bool fba_transfer(uint32_t first, uint16_t nr, bool is_write, uint16_t count)
{
	static struct fba_extent fba_extent __attribute__((aligned(8)));
	static struct fba_locate fba_locate __attribute__((aligned(8)));

	fba_extent = (struct fba_extent){.mask = is_write ? 0 : FBA_MASK_WRITE_NOT,
		.locator = be32(first),
		.last = be32(nr - 1u)};
	fba_locate = (struct fba_locate){
		.operation = is_write ? FBA_OP_WRITE : FBA_OP_READ, .nr_blocks = be16(nr)};
	add(FBA_DEFINE_EXTENT, 0, sizeof(fba_extent), &fba_extent);
	add(FBA_LOCATE, 0, sizeof(fba_locate), &fba_locate);
	add(is_write ? FBA_WRITE : FBA_READ, CCW_SLI, count, block(0));
	return run(VDISK);
}

static void vdisk_keeps_what_is_written(void)
{
	EXPECT(fba_transfer(0, 16, false, 8192), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(block(0)[0] == 0 && block(1)[PAGE_SIZE - 1] == 0, "a new one is not empty");
	memset(block(0), 0x99, 1024);
	EXPECT(fba_transfer(798, 2, true, 1024), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(fba_transfer(796, 4, false, 2048), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(block(0)[1023] == 0 && block(0)[1024] == 0x99 && block(0)[2047] == 0x99,
		"it has %02X %02X", block(0)[1023], block(0)[1024]);
	/* given back */
	EXPECT(fba_transfer(792, 8, true, 0), "discard: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	EXPECT(fba_transfer(796, 4, false, 2048) && block(0)[1024] == 0, "it still has %02X",
		block(0)[1024]);
	EXPECT(!fba_transfer(800, 1, false, 512), "there is a block 800");
}

/* ---- DIAGNOSE X'250' --------------------------------------------------------------- */

static int diag250(void *what, uint64_t function, unsigned *cc)
{
	struct exec e = {.gpr = {[2] = (uint64_t)what, [4] = function}};

	exec_insn(&e, INSN_DIAG(2, 4, 0x250));
	EXPECT(e.kind == KIND_SVC, "DIAGNOSE X'250': %s", exec_text(&e));
	*cc = e.cc;
	return (int)e.gpr[3];
}

static struct diag250_init d250_init __attribute__((aligned(8)));
static struct diag250_io d250_io __attribute__((aligned(8)));
static struct diag250_entry d250_list[4] __attribute__((aligned(8)));

static int d250_start(uint16_t devno, uint32_t size)
{
	unsigned cc;
	int rc;

	d250_init = (struct diag250_init){
		.head = {be16(devno), DIAG250_64_BIT}, .block_size = be32(size)};
	rc = diag250(&d250_init, DIAG250_INITIALIZE, &cc);
	EXPECT(cc == (rc > 4 ? 2 : 0), "INITIALIZE: rc %d cc %u", rc, cc);
	return rc;
}

static int d250_run(uint16_t devno, unsigned nr)
{
	unsigned cc;
	int rc;

	d250_io =
		(struct diag250_io){.head = {be16(devno), DIAG250_64_BIT}, .nr_entries = be32(nr)};
	d250_io.form64.list = be64((uint64_t)d250_list);
	rc = diag250(&d250_io, DIAG250_IO, &cc);
	EXPECT(cc == (rc == 0 ? 0 : rc <= 12 ? 1 : 2), "I/O: rc %d cc %u", rc, cc);
	return rc;
}

static int d250_end(uint16_t devno)
{
	unsigned cc;

	d250_init.head.devno = be16(devno);
	return diag250(&d250_init, DIAG250_REMOVE, &cc);
}

static void d250_entry(unsigned nr, uint8_t type, uint64_t number, void *buffer)
{
	d250_list[nr] = (struct diag250_entry){.type = type};
	d250_list[nr].form64.block = be64(number);
	d250_list[nr].form64.buffer = be64((uint64_t)buffer);
}

static void blocks_are_read_and_written_without_a_channel(void)
{
	static const uint16_t devnos[] = {DISK, VDISK};

	EXPECT(format(DISK, 0), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	for (unsigned i = 0; i < ARRAY_LEN(devnos); i++) {
		int rc = d250_start(devnos[i], 4096);

		EXPECT(rc == 0, "%04X: INITIALIZE %d", devnos[i], rc);
		EXPECT(be64_get(d250_init.form64.last) == (i ? 100 : 360), "%04X: %u blocks",
			devnos[i], (unsigned)be64_get(d250_init.form64.last));
		memset(block(0), (int)(0x61 + i), PAGE_SIZE);
		memset(block(1), 0xEE, 2 * PAGE_SIZE);
		d250_entry(0, DIAG250_WRITE, 7, block(0));
		d250_entry(1, DIAG250_READ, 6, block(1));
		d250_entry(2, DIAG250_READ, 7, block(2));
		rc = d250_run(devnos[i], 3);
		EXPECT(rc == 0, "%04X: I/O %d status %u %u %u", devnos[i], rc, d250_list[0].status,
			d250_list[1].status, d250_list[2].status);
		EXPECT(block(1)[0] == 0 && block(2)[PAGE_SIZE - 1] == 0x61 + i,
			"%04X: read %02X %02X", devnos[i], block(1)[0], block(2)[PAGE_SIZE - 1]);
		EXPECT(d250_end(devnos[i]) == 0, "REMOVE");
	}
	EXPECT(transfer(DISK, 0, 7, 1, false) && block(0)[0] == 0x61, "by the channel it is %02X",
		block(0)[0]);
}

static void block_requests_are_refused_where_they_must_be(void)
{
	EXPECT(d250_run(DISK, 1) == D250_RC_STATE, "not initialized");
	EXPECT(d250_start(0x0999, 4096) == D250_RC_NO_DEVICE, "no device");
	EXPECT(d250_start(CONSOLE_DEVNO, 4096) == D250_RC_DEVICE_TYPE, "a console");
	EXPECT(d250_start(DISK, 4095) == D250_RC_BLOCK_SIZE, "block size");
	EXPECT(d250_start(DISK_RO, 4096) == D250_RC_READ_ONLY, "a read-only disk");
	d250_entry(0, DIAG250_WRITE, 1, block(0));
	d250_entry(1, DIAG250_READ, 361, block(0));
	d250_entry(2, DIAG250_READ, 1, (void *)BEYOND);
	EXPECT(d250_run(DISK_RO, 3) == D250_RC_NONE, "nothing of it can be done");
	EXPECT(d250_list[0].status == D250_READ_ONLY && d250_list[1].status == D250_NO_BLOCK &&
			d250_list[2].status == D250_NO_STORAGE,
		"status %u %u %u", d250_list[0].status, d250_list[1].status, d250_list[2].status);
	EXPECT(d250_end(DISK_RO) == 0 && d250_end(DISK_RO) == D250_RC_STATE, "REMOVE");
}

/* ---- DIAGNOSE X'A4', X'A8', X'18': over when the instruction is ----------------------- */

/* Return code and condition code; -1: a program interruption of this code. */
static int synchronous(unsigned code, uint64_t x, uint64_t y, uint64_t r15, unsigned *cc)
{
	struct exec e = {.gpr = {[2] = x, [4] = y, [15] = r15}};

	exec_insn(&e, INSN_DIAG(2, 4, (uint64_t)code));
	*cc = e.kind == KIND_SVC ? e.cc : 0;
	return e.kind == KIND_SVC ? (int)(uint32_t)e.gpr[15] : -1;
}

static struct sgiop sgiop __attribute__((aligned(8)));
static struct sbiop sbiop __attribute__((aligned(8)));
static struct sbi_entry sbi_list[3] __attribute__((aligned(8)));

/* One program in prog, which add() has made. */
static int general_io(uint16_t devno, unsigned *cc)
{
	sgiop = (struct sgiop){.devno = be16(devno),
		.flags = SGIOP_FORMAT_1,
		.ccw = be32((uint32_t)(uint64_t)prog)};
	nr_ccws = 0;
	return synchronous(0xA8, (uint64_t)&sgiop, 0, 99, cc);
}

static void channel_programs_are_called(void)
{
	unsigned cc;
	int rc;

	memset(block(0), 0, PAGE_SIZE);
	add_extent(CKD_MASK_WRITE_NONE, 0, 0);
	add_locate(CKD_OP_READ_DATA, 0, 7, 1);
	add(CKD_READ_DATA, 0, PAGE_SIZE, block(0));
	rc = general_io(DISK, &cc);
	EXPECT(rc == 0 && cc == 0 && block(0)[0] == 0x61, "rc %d cc %u read %02X", rc, cc,
		block(0)[0]);
	EXPECT(sgiop.status.dstat == DSTAT_END && !sgiop.status.cstat, "status %02X%02X",
		sgiop.status.dstat, sgiop.status.cstat);
	EXPECT(be32_get(sgiop.last_ccw) == (uint64_t)(prog + 3), "CCW %08X",
		be32_get(sgiop.last_ccw));
	add_extent(CKD_MASK_WRITE_NONE, 0, 0);
	add_locate(CKD_OP_READ_DATA, 0, 77, 1);
	add(CKD_READ_DATA, 0, PAGE_SIZE, block(0));
	rc = general_io(DISK, &cc);
	EXPECT(rc == 13 && cc == 3 && (sgiop.status.dstat & DSTAT_UNIT_CHECK),
		"rc %d cc %u status %02X", rc, cc, sgiop.status.dstat);
	EXPECT(be16_get(sgiop.status.sense_len) == 32 &&
			sgiop.status.sense[1] == CKD_SENSE1_NO_RECORD_FOUND,
		"sense %02X%02X", sgiop.status.sense[0], sgiop.status.sense[1]);
	rc = general_io(0x0999, &cc);
	EXPECT(rc == 1 && cc == 1, "no device: rc %d cc %u", rc, cc);
	sgiop.key = 0x01;
	EXPECT(synchronous(0xA8, (uint64_t)&sgiop, 0, 0, &cc) == -1, "a key of five bits");
	EXPECT(synchronous(0xA8, (uint64_t)&sgiop + 2, 0, 0, &cc) == -1, "not on a word");
	EXPECT(transfer(DISK, 0, 7, 1, false), "afterwards: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
}

static int list_io(uint16_t devno, uint8_t type, uint32_t nr, unsigned *cc)
{
	sbiop = (struct sbiop){.devno = be16(devno),
		.type = type,
		.block_size = be32(PAGE_SIZE),
		.list = be32((uint32_t)(uint64_t)sbi_list),
		.nr = be32(nr)};
	return synchronous(0xA4, (uint64_t)&sbiop, 0, 99, cc);
}

static void lists_of_blocks_are_read_and_written(void)
{
	static const uint16_t devnos[] = {DISK, VDISK};
	unsigned cc;
	int rc;

	for (unsigned i = 0; i < ARRAY_LEN(devnos); i++) {
		memset(block(0), (int)(0x31 + i), PAGE_SIZE);
		memset(block(1), 0xEE, 2 * PAGE_SIZE);
		sbi_list[0] = (struct sbi_entry){be32(8), be32((uint32_t)(uint64_t)block(0))};
		rc = list_io(devnos[i], DIAG250_WRITE, 1, &cc);
		EXPECT(rc == 0 && cc == 0 && be32_get(sbiop.nr_done) == 1, "%04X: write %d cc %u",
			devnos[i], rc, cc);
		for (unsigned k = 0; k < 2; k++)
			sbi_list[k] = (struct sbi_entry){
				be32(7 + k), be32((uint32_t)(uint64_t)block(1 + k))};
		rc = list_io(devnos[i], DIAG250_READ, 2, &cc);
		EXPECT(rc == 0 && cc == 0 && be32_get(sbiop.nr_done) == 2, "%04X: read %d cc %u",
			devnos[i], rc, cc);
		EXPECT(block(1)[0] == 0 && block(2)[PAGE_SIZE - 1] == 0x31 + i, "%04X: %02X %02X",
			devnos[i], block(1)[0], block(2)[PAGE_SIZE - 1]);
	}
	EXPECT(transfer(DISK, 0, 9, 1, false) && block(0)[0] == 0x31, "by the channel it is %02X",
		block(0)[0]);
	EXPECT(list_io(DISK_RO, DIAG250_WRITE, 1, &cc) == 3 && cc == 1, "read-only");
	EXPECT(list_io(0x0999, DIAG250_READ, 1, &cc) == 1 && cc == 1, "no device");
	EXPECT(list_io(CONSOLE_DEVNO, DIAG250_READ, 1, &cc) == 2 && cc == 1, "a console");
	EXPECT(list_io(DISK, DIAG250_READ, 0, &cc) == 11 && cc == 2, "no blocks");
	EXPECT(list_io(DISK, DIAG250_READ, 501, &cc) == 11 && cc == 2, "too many");
	EXPECT(list_io(DISK, 3, 1, &cc) == -1, "neither a read nor a write");
	sbi_list[1].buffer = be32(0x7FFFF000);
	EXPECT(list_io(DISK, DIAG250_READ, 2, &cc) == 12 && cc == 2 && be32_get(sbiop.nr_done) == 1,
		"%u done before a buffer outside", be32_get(sbiop.nr_done));
	sbi_list[1] = (struct sbi_entry){be32(1000000), sbi_list[0].buffer};
	rc = list_io(DISK, DIAG250_READ, 2, &cc);
	EXPECT(rc == 13 && cc == 3 && (sbiop.status.dstat & DSTAT_UNIT_CHECK), "no block: %d cc %u",
		rc, cc);
}

/* SEEK, SEARCH, TIC and READ or WRITE, of format 0. */
static int standard_io(uint16_t devno, uint8_t cmd, uint64_t nr, unsigned *cc)
{
	static const struct ckd_seek place __attribute__((aligned(8))) = {.rec = 9};
	static struct ccw0 program[4] __attribute__((aligned(8)));
	const struct {
		uint8_t cmd, flags;
		uint16_t count;
		uint64_t addr;
	} ccws[] = {{CKD_SEEK, CCW_CC, 6, (uint64_t)&place},
		{CKD_SEARCH_ID_EQ, CCW_CC, 5, (uint64_t)&place + CKD_SEARCH_ID},
		{CKD_TIC, 0, 0, (uint64_t)&program[1]}, {cmd, 0, PAGE_SIZE, (uint64_t)block(0)}};

	for (unsigned i = 0; i < 4; i++)
		program[i] = (struct ccw0){.cmd = ccws[i].cmd,
			.addr = {(uint8_t)(ccws[i].addr >> 16), (uint8_t)(ccws[i].addr >> 8),
				(uint8_t)ccws[i].addr},
			.flags = ccws[i].flags,
			.count = be16(ccws[i].count)};
	return synchronous(0x18, devno, (uint64_t)program, nr, cc);
}

static void standard_programs_are_called(void)
{
	unsigned cc;
	int rc;

	memset(block(0), 0, PAGE_SIZE);
	rc = standard_io(DISK, CKD_READ_DATA, 1, &cc);
	EXPECT(rc == 0 && cc == 0 && block(0)[5] == 0x31, "rc %d cc %u read %02X", rc, cc,
		block(0)[5]);
	block(0)[5] = 0x77;
	rc = standard_io(DISK_RO, CKD_WRITE_DATA, 1, &cc);
	EXPECT(rc == 3 && cc == 1, "read-only: rc %d cc %u", rc, cc);
	rc = standard_io(DISK, CKD_WRITE_DATA, 1, &cc);
	EXPECT(rc == 0 && transfer(DISK, 0, 9, 1, false) && block(0)[5] == 0x77, "write: rc %d",
		rc);
	EXPECT(standard_io(0x0999, CKD_READ_DATA, 1, &cc) == 1 && cc == 1, "no device");
	EXPECT(standard_io(CONSOLE_DEVNO, CKD_READ_DATA, 1, &cc) == 2 && cc == 1, "a console");
	EXPECT(standard_io(DISK, CKD_READ_DATA, 0, &cc) == 11 && cc == 2, "no transfers");
	EXPECT(standard_io(DISK, CKD_READ_DATA, 16, &cc) == 11 && cc == 2, "too many");
	EXPECT(synchronous(0x18, DISK, 4, 1, &cc) == 5 && cc == 2, "not on a doubleword");
}

/* What "IPL 0200" then loads: a disabled wait PSW with an address to tell it by. */
static void disk_can_be_loaded_from(void)
{
	static struct {
		struct ckd_count count;
		be32_t psw[2];
		struct ccw0 ccw[2];
	} record __attribute__((aligned(8)));

	record.count = (struct ckd_count){.rec = 1, .data_len = be16(24)};
	record.psw[0] = be32(0x000A0000);
	record.psw[1] = be32(0x8000D15C);
	record.ccw[0] = (struct ccw0){.cmd = CKD_NOP, .flags = CCW_SLI, .count = be16(1)};
	add_extent(CKD_MASK_WRITE_NOT_R0, 0, 0);
	add_locate(CKD_OP_FORMAT, 0, 0, 1);
	add(CKD_WRITE_CKD, 0, sizeof(record), &record);
	EXPECT_RUN(DISK);
}

const struct test tests[] = {
	TEST(disk_says_what_it_is),
	TEST(what_is_written_is_read),
	TEST(two_links_have_one_disk),
	TEST(read_only_link_does_not_write),
	TEST(disk_ends_where_it_ends),
	TEST(formatting_stays_on_its_track),
	TEST(search_that_never_ends_does_end),
	TEST(data_from_nowhere_change_nothing),
	TEST(vdisk_keeps_what_is_written),
	TEST(blocks_are_read_and_written_without_a_channel),
	TEST(block_requests_are_refused_where_they_must_be),
	TEST(channel_programs_are_called),
	TEST(lists_of_blocks_are_read_and_written),
	TEST(standard_programs_are_called),
	TEST(disk_can_be_loaded_from),
	{0},
};
