// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes a subchannel and its channel programs: the input is a guest's storage and a script of
 * instructions against a console, in which each fetch may find storage changed. Besides what the
 * sanitizers find: storage is asked for within a page, with a key; a run ends within its budget;
 * what a subchannel says of itself fits together, and after CLEAR nothing is left of whatever it
 * was.
 */
#include "lib/err.h"
#include "lib/string.h"
#include "logic/dev_con3215.h"
#include "logic/subch.h"

#include <stdlib.h>

#define STORAGE      (4 * PAGE_SIZE)
#define RUNS_AT_MOST 64

struct world {
	const uint8_t *script;
	size_t left;
	uint8_t storage[STORAGE];
	struct subch sch;
	struct con3215 con;
	bool reads; /* the guest waits for a line */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static uint8_t next(struct world *world)
{
	if (!world->left)
		return 0;
	world->left--;
	return *world->script++;
}

static void next_bytes(struct world *world, void *buf, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((uint8_t *)buf)[i] = next(world);
}

/* ---- The guest's storage: pages 1 and 3 have keys -------------------------------------------- */

static int access(uint64_t addr, uint32_t len, uint8_t key)
{
	check(len > 0 && len <= PAGE_SIZE && addr / PAGE_SIZE == (addr + len - 1) / PAGE_SIZE);
	check(key < 16);
	if (addr >= STORAGE)
		return -E_RANGE;
	return key && addr / PAGE_SIZE % 2 && addr / PAGE_SIZE != key ? -E_PERM : 0;
}

static int fetch(void *ctx, gabs_t addr, void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;
	int rc = access(addr, len, key);

	if (rc)
		return rc;
	memcpy(buf, world->storage + addr, len);
	if (world->left && world->script[0] & 1) /* another CPU was quicker than the next fetch */
		world->storage[addr + next(world) % len] ^= next(world);
	return 0;
}

static int store(void *ctx, gabs_t addr, const void *buf, uint32_t len, uint8_t key)
{
	struct world *world = ctx;
	int rc = access(addr, len, key);

	if (!rc)
		memcpy(world->storage + addr, buf, len);
	return rc;
}

static const struct chan_stor_ops stor_ops = {.fetch = fetch, .store = store};

/* ---- The console ----------------------------------------------------------------------------- */

static bool con_write(void *ctx, const char *text, uint32_t len, bool is_end)
{
	check(len <= CON3215_PIECE);
	for (uint32_t i = 0; i < len; i++)
		check((uint8_t)text[i] >= ' ');
	(void)is_end;
	return next(ctx) != 1;
}

static int con_read(void *ctx, char *line, uint32_t size)
{
	struct world *world = ctx;
	uint8_t len = next(world);

	check(size >= CON3215_LINE);
	world->reads = len == 0;
	if (world->reads)
		return -E_AGAIN;
	memset(line, 'x', len);
	return len;
}

static void con_cancel(void *ctx)
{
	((struct world *)ctx)->reads = false;
}

/* One full screen for the run: whoever draws on it, what it holds stays in bounds. */
static struct vscreen screen;

static struct vscreen *con_screen(void *ctx, bool may_make)
{
	(void)ctx;
	if (may_make && !screen.rows)
		vscreen_init(&screen, 43, 80);
	return screen.rows ? &screen : NULL;
}

static void con_changed(void *ctx)
{
	(void)ctx;
}

static const struct con3215_ops con_ops = {
	.write = con_write,
	.read = con_read,
	.cancel = con_cancel,
	.screen = con_screen,
	.screen_changed = con_changed,
	.screen_close = con_changed};

/* ---- What the guest does --------------------------------------------------------------------- */

static void run(struct world *world)
{
	for (unsigned i = 0; i < RUNS_AT_MOST && subch_is_ready(&world->sch); i++)
		subch_run(&world->sch, 1 + next(world) % 32);
}

static void start(struct world *world)
{
	struct orb orb;

	memset(&orb, 0, sizeof(orb));
	next_bytes(world, &orb, ORB_SHORT);
	if (next(world) & 1) /* most ORBs at random are refused */
		orb.flags = be32((be32_get(orb.flags) & ~(ORB_ZEROS | ORB_B | ORB_X)) | 0x8000);
	orb.ccw = be32(be32_get(orb.ccw) % (STORAGE + 16) & ~(next(world) ? 7u : 0u));
	if (subch_orb_is_valid(&orb))
		check(subch_start(&world->sch, &orb) <= 3);
}

static void modify(struct world *world)
{
	struct schib schib;

	check(subch_store(&world->sch, &schib) <= 3);
	((uint8_t *)&schib)[next(world) % sizeof(schib)] = next(world);
	if (subch_schib_is_valid(&schib))
		check(subch_modify(&world->sch, &schib) <= 3);
}

static void test(struct world *world)
{
	struct io_int_code code;
	struct irb irb;

	if (subch_is_interrupting(&world->sch) && next(world) & 1)
		subch_interrupt(&world->sch, &code);
	check(subch_test(&world->sch, &irb) <= 3);
}

static void step(struct world *world)
{
	switch (next(world) % 12) {
	case 0:
	case 1: start(world); break;
	case 2: check(subch_halt(&world->sch) <= 3); break;
	case 3: check(subch_clear(&world->sch) <= 3); break;
	case 4: check(subch_resume(&world->sch) <= 3); break;
	case 5: check(subch_cancel(&world->sch) <= 3); break;
	case 6: modify(world); break;
	case 7: test(world); break;
	case 8: con3215_line_ready(&world->con, &world->sch); break;
	case 9: subch_wake(&world->sch); break;
	case 10:
		subch_unsolicited(
			&world->sch, next(world) & 1 ? DSTAT_ATTENTION : DSTAT_DEVICE_END);
		break;
	default: world->storage[(next(world) << 8 | next(world)) % STORAGE] = next(world);
	}
	run(world);
	check(!subch_is_interrupting(&world->sch) || (world->sch.ctl & SCSW_SC_PENDING));
	check(subch_isc(&world->sch) < 8);
}

static void enable(struct subch *sch)
{
	struct schib schib;

	subch_store(sch, &schib);
	schib.pmcw.flags = be16(be16_get(schib.pmcw.flags) | PMCW_E);
	check(subch_modify(sch, &schib) == 0);
}

/* Whatever it was: after CLEAR and the status of that it is as new, and enabled again it works. */
static void clear(struct world *world)
{
	const uint32_t active = SCSW_AC_START_PENDING | SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE;
	struct irb irb;

	subch_set_path(&world->sch, true);
	subch_test(&world->sch, &irb);
	subch_clear(&world->sch);
	run(world);
	subch_test(&world->sch, &irb);
	subch_test(&world->sch, &irb); /* held attention comes after it */
	subch_test(&world->sch, &irb);
	if (!(be16_get(world->sch.pmcw.flags) & PMCW_E))
		return;
	check(!(world->sch.ctl & active) && !world->reads);
	check(!subch_is_interrupting(&world->sch));
	check(subch_halt(&world->sch) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;

	memset(&world, 0, sizeof(world));
	world.script = data;
	world.left = size;
	memset(&screen, 0, sizeof(screen));
	con3215_init(&world.con, &con_ops, &world);
	subch_init(&world.sch, 1, 9, 0, &world.con.dev, &stor_ops, &world);
	enable(&world.sch);
	/* Programs, lists and data lie together, so that they hit each other. */
	next_bytes(&world, world.storage, MIN(size / 2, (size_t)512));
	for (unsigned page = 1; page < STORAGE / PAGE_SIZE; page++)
		memcpy(world.storage + page * PAGE_SIZE, world.storage, 512);
	while (world.left)
		step(&world);
	clear(&world);
	return 0;
}
