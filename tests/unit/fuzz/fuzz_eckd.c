// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzer of the virtual 3390: two guests with one disk, each a row of channel programs whose
 * commands and operands the input chooses, good ones more often than not. The store checks that
 * nothing outside of a program's extent is asked for; nothing may be held or lost afterwards.
 */
#include "lib/err.h"
#include "logic/chan/chan.h"
#include "logic/eckd/eckd.h"

#include <stdlib.h>
#include <string.h>

#define ASSERT(expr)                                                                               \
	do {                                                                                       \
		if (!(expr))                                                                       \
			abort();                                                                   \
	} while (0)
#define FAKE_FAIL(text) abort()
#include "../logic/eckd/fake_disk.h"

#define NR_CYLS  2
#define STORAGE  0x20000
#define CCWS     0x100
#define MAX_CCWS 40
#define DATA     0x1000

struct world {
	const uint8_t *script;
	size_t left;
	struct fake_disk disk;
	struct eckd eckd[2];
	uint8_t storage[STORAGE];
	uint32_t next_data;
	unsigned nr_ccws;
};

static const struct eckd *running;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t script_byte(struct world *world)
{
	if (!world->left)
		return 0;
	world->left--;
	return *world->script++;
}

static void check_extent(uint32_t track)
{
	ASSERT(running && track >= running->first && track <= running->last);
}

static int stor_fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;

	(void)key;
	if (addr > STORAGE || len > STORAGE - addr)
		return -E_RANGE;
	memcpy(buf, world->storage + addr, len);
	return 0;
}

static int stor_store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;

	(void)key;
	if (addr > STORAGE || len > STORAGE - addr)
		return -E_RANGE;
	memcpy(world->storage + addr, buf, len);
	return 0;
}

static const struct chan_stor_ops stor_ops = {.fetch = stor_fetch, .store = stor_store};

/* The commands that the input picks from with one byte; the last is anything. */
static const uint8_t commands[] = {CKD_DEFINE_EXTENT, CKD_LOCATE_RECORD, CKD_LOCATE_RECORD_EX,
	CKD_READ_DATA, 0x86, CKD_READ_KEY_DATA, 0x8e, CKD_READ_CKD, 0x9e, CKD_READ_COUNT, 0x92,
	CKD_READ_MULTI_CKD, CKD_READ_R0, 0x96, CKD_READ_HOME, CKD_READ_TRACK, CKD_READ_IPL,
	CKD_WRITE_UPD_DATA, CKD_WRITE_UPD_KEY, CKD_WRITE_DATA, CKD_WRITE_KEY_DATA, CKD_WRITE_CKD,
	CKD_WRITE_CKD_NEXT, CKD_WRITE_R0, CKD_WRITE_FULL_TRACK, CKD_ERASE, CKD_SEARCH_ID_EQ, 0xb1,
	CKD_SEARCH_KEY_EQ, 0xa9, CKD_SEARCH_HOME_EQ, CKD_SEARCH_ID_HE, CKD_SEEK, CKD_SEEK_CYL,
	CKD_SEEK_HEAD, CKD_RECALIBRATE, CKD_SET_FILE_MASK, CKD_SET_SECTOR, CKD_READ_SECTOR,
	CKD_PERFORM_SUBSYS, CKD_READ_SUBSYS_DATA, CKD_RESERVE, CKD_RELEASE, CKD_STEAL, 0};

/* Puts bytes of the input into storage at the place of the next operand. */
static void put_script(struct world *world, uint32_t len)
{
	for (uint32_t i = 0; i < len && world->next_data + i < STORAGE; i++)
		world->storage[world->next_data + i] = script_byte(world);
}

/* An operand that may be good: addresses near each other, flags from the input. */
static uint32_t make_operand(struct world *world, uint8_t cmd)
{
	uint8_t *at = world->storage + world->next_data;
	uint8_t where = script_byte(world), what = script_byte(world);
	uint8_t head = where % 15, cyl = where / 15 % 2;
	static const uint8_t operations[] = {0x01, 0x03, 0x06, 0x16, 0x0c, 0x0b, 0x43, 0x46, 0x4c,
		0x81, 0x86, 0xc3, 0xd6, 0x3f, 0x00, 0x02};

	memset(at, 0, 32);
	switch (cmd) {
	case CKD_DEFINE_EXTENT:
		at[0] = what;
		at[1] = 0xc0;
		at[9] = at[13] = cyl;
		at[11] = head;
		at[15] = head + (what & 3);
		return 16;
	case CKD_LOCATE_RECORD:
	case CKD_LOCATE_RECORD_EX:
		at[0] = operations[what % 16];
		at[3] = 1 + what / 64;
		at[5] = at[9] = cyl;
		at[7] = at[11] = head;
		at[12] = what / 16 % 4;
		at[17] = at[0] == 0x3f ? 0x11 : 0;
		at[19] = at[0] == 0x3f ? 2 : 0;
		at[20] = (uint8_t)(0xff00 >> at[3]);
		return cmd == CKD_LOCATE_RECORD ? 16 : at[0] == 0x3f ? 22 : 20;
	case CKD_WRITE_CKD:
	case CKD_WRITE_CKD_NEXT:
	case CKD_WRITE_R0:
	case CKD_WRITE_FULL_TRACK:
	case CKD_ERASE:
		at[1] = cyl;
		at[3] = head;
		at[4] = cmd == CKD_WRITE_R0 || cmd == CKD_WRITE_FULL_TRACK ? 0 : what % 8;
		at[5] = what & 0x80 ? what % 16 : 0;
		at[6] = what & 0x40 ? what : 0;
		at[7] = 8;
		if (cmd == CKD_WRITE_FULL_TRACK && (what & 1))
			at[16 + 4] = 1, at[16 + 7] = 8;
		return 8 + what;
	case CKD_SEEK:
	case CKD_SEEK_CYL:
	case CKD_SEEK_HEAD: at[3] = cyl, at[5] = head; return 6;
	case 0xb1:
	case CKD_SEARCH_ID_EQ:
	case CKD_SEARCH_ID_HE: at[1] = cyl, at[3] = head, at[4] = what % 8; return 5;
	case CKD_SEARCH_HOME_EQ: at[1] = cyl, at[3] = head; return 4;
	case CKD_PERFORM_SUBSYS: at[0] = 0x18, at[6] = what & 1 ? 0x41 : 0x0e; return 12;
	default: return what * 16u;
	}
}

static void add_ccw(struct world *world)
{
	uint8_t choice = script_byte(world), bits = script_byte(world);
	uint8_t cmd = commands[choice % sizeof(commands)];
	struct ccw1 *ccw = (struct ccw1 *)(world->storage + CCWS) + world->nr_ccws++;
	uint32_t len;

	if (!cmd)
		cmd = script_byte(world);
	len = make_operand(world, cmd);
	if (bits & 0x80)
		put_script(world, bits % 32);
	if ((bits & 0x60) == 0x60)
		len = script_byte(world) * 256u + script_byte(world);
	*ccw = (struct ccw1){cmd, (bits & 0x10 ? 0 : CCW_SLI) | (bits == 0x0f ? CCW_CD : CCW_CC),
		be16((uint16_t)len), be32(world->next_data)};
	world->next_data = MIN(world->next_data + len + 32, STORAGE - 0x2000u);
	if ((cmd & 0x07) == 1 && (bits & 8) && world->nr_ccws < MAX_CCWS) {
		ccw[1] = (struct ccw1){
			CCW_CMD_TIC, 0, be16(0), be32(CCWS + 8 * (world->nr_ccws - 1))};
		world->nr_ccws++;
	}
}

static void run_program(struct world *world)
{
	uint8_t choice = script_byte(world);
	struct eckd *eckd = &world->eckd[choice & 1];
	unsigned nr = 1 + choice / 2 % 8, steps = 0;
	struct chan_prog prog;

	world->nr_ccws = 0;
	world->next_data = DATA;
	memset(world->storage, 0, CCWS + MAX_CCWS * 8);
	while (nr-- && world->nr_ccws < MAX_CCWS - 2)
		add_ccw(world);
	if (choice & 0x80) /* or for ever */
		((struct ccw1 *)(world->storage + CCWS))[world->nr_ccws - 1].flags &=
			(uint8_t)~CCW_CC;
	world->disk.is_lazy = choice & 0x10;
	world->disk.is_full = (choice & 0x60) == 0x60;
	world->disk.failure = choice == 0x15 ? -E_IO : 0;
	running = eckd;
	chan_start(&prog, &eckd->dev, &stor_ops, world, ORB_FORMAT | ORB_LPM, CCWS);
	while (prog.state != CHAN_ENDED && steps++ < 300) {
		chan_run(&prog, 10);
		chan_wake(&prog);
	}
	chan_halt(&prog);
	ASSERT(!eckd->pin && !eckd->list && !eckd->one.data);
	ASSERT(world->disk.held == 0 && world->disk.blocks == 0);
	running = NULL;
	world->disk.said_again = false;
}

static void check_tracks(const struct world *world)
{
	for (unsigned i = 0; i < world->disk.nr_tracks; i++) {
		const struct ckd_track *track = world->disk.track[i];
		uint32_t cells = 0;

		for (unsigned k = 0; track && k < track->nr_records; k++)
			cells += ckd_record_cells(&track->record[k].count);
		ASSERT(cells <= CKD_3390_CELLS && (!track || cells == track->cells));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct eckd_identity identity;
	struct world *world = calloc(1, sizeof(*world));

	world->script = data;
	world->left = size;
	fake_disk_create(&world->disk, NR_CYLS * 15);
	world->disk.check = check_extent;
	world->disk.is_shared = true;
	for (int i = 0; i < 2; i++)
		eckd_init(&world->eckd[i], &fake_store, &world->disk, NR_CYLS, false, &identity);
	fake_add(&world->disk, 0, 1, 4, 24, 1);
	fake_add(&world->disk, 0, 2, 0, 4096, 1);
	fake_add(&world->disk, 1, 1, 0, 4096, 1);
	while (world->left) {
		run_program(world);
		check_tracks(world);
	}
	fake_disk_delete(&world->disk);
	free(world);
	return 0;
}
