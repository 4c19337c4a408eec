// SPDX-License-Identifier: Apache-2.0
/*
 * Disks of clones: the guest writes to a minidisk, two copy-on-write ones and a V-disk, and has CP
 * make as many copies of it as the deck's parameter says, which may be none. All write on, to
 * tracks of their own and to the same ones; each finds what was there at the moment of the CLONE
 * and what it has written itself. The copies tell BAREDISK, and go on looking: one that has another
 * userid by then is a copy of a copy, and does it all again.
 */
#include "bare.h"
#include "command.h"
#include "disk.h"

#include "arch/fba.h"

#define COPY         0x0202
#define VIEW         0x0204 /* its changes are in storage */
#define NR_DISKS     4
#define NR_TRACKS    6 /* or pages of the V-disk */
#define FIRST_REC    5
#define BLOCKS       3
#define ALL_OF_VDISK 2500 /* times BLOCKS pages */
#define WORDS        (BLOCKS * PAGE_SIZE / sizeof(uint64_t))
#define PARENT       0x50415245u
#define EMPTY        0u
#define FILL         200 /* the V-disk is written until there is no more storage */
#define STORM        100 /* the deck's parameter: copies are made for ever */

static const uint16_t devnos[NR_DISKS] = {DISK, COPY, VDISK, VIEW};
static uint32_t who[NR_DISKS][NR_TRACKS]; /* has written there */

/* Pages of the V-disk, counted in threes; without data they are given back. */
static bool fba_transfer(unsigned at, bool is_write, bool has_data)
{
	static struct fba_extent extent __attribute__((aligned(8)));
	static struct fba_locate locate __attribute__((aligned(8)));

	extent = (struct fba_extent){.mask = is_write ? 0 : FBA_MASK_WRITE_NOT,
		.locator = be32(at * BLOCKS * 8),
		.last = be32(BLOCKS * 8 - 1)};
	locate = (struct fba_locate){
		.operation = is_write ? FBA_OP_WRITE : FBA_OP_READ, .nr_blocks = be16(BLOCKS * 8)};
	add(FBA_DEFINE_EXTENT, 0, sizeof(extent), &extent);
	add(FBA_LOCATE, 0, sizeof(locate), &locate);
	add(is_write ? FBA_WRITE : FBA_READ, CCW_SLI, has_data ? BLOCKS * PAGE_SIZE : 0, block(0));
	return run(VDISK);
}

static bool move(unsigned disk, unsigned track, bool is_write)
{
	return devnos[disk] == VDISK ? fba_transfer(track, is_write, true)
				     : transfer(devnos[disk], track, FIRST_REC, BLOCKS, is_write);
}

static uint64_t word(uint32_t id, unsigned disk, unsigned track, unsigned i)
{
	return id ? (uint64_t)id << 32 | disk << 28 | track << 16 | i : 0;
}

static void put(unsigned disk, unsigned track, uint32_t id)
{
	uint64_t *words = (uint64_t *)block(0);

	for (unsigned i = 0; i < WORDS; i++)
		words[i] = word(id, disk, track, i);
	EXPECT(move(disk, track, true), "write %04X %u: status %02X%02X", devnos[disk], track,
		irb.scsw.dstat, irb.scsw.cstat);
	who[disk][track] = id;
}

static void erase(unsigned disk, unsigned track)
{
	bool is_good = devnos[disk] == VDISK ? fba_transfer(track, true, false)
					     : format(devnos[disk], track);

	EXPECT(is_good, "format %04X %u: status %02X%02X", devnos[disk], track, irb.scsw.dstat,
		irb.scsw.cstat);
	who[disk][track] = EMPTY;
}

/* What is wrong, or NULL. */
static const char *look_at(unsigned disk, unsigned track)
{
	static char bad[80];
	const uint64_t *words = (uint64_t *)block(0);

	memset(block(0), 0xEE, BLOCKS * PAGE_SIZE);
	str_format(bad, sizeof(bad), "%04X %u can't be read", devnos[disk], track);
	if (!move(disk, track, false))
		return bad;
	for (unsigned i = 0; i < WORDS; i++) {
		uint64_t want = word(who[disk][track], disk, track, i);

		if (words[i] == want)
			continue;
		str_format(bad, sizeof(bad), "%04X %u has %016lX not %016lX", devnos[disk], track,
			words[i], want);
		return bad;
	}
	return NULL;
}

static const char *look(void)
{
	const char *bad = NULL;

	for (unsigned at = 0; !bad && at < NR_DISKS * NR_TRACKS; at++)
		bad = look_at(at / NR_TRACKS, at % NR_TRACKS);
	return bad;
}

static void pause(unsigned ms)
{
	struct exec e;

	exec_wait(&e, 0, ms);
}

static void change(uint32_t id, const uint8_t *tracks, unsigned nr)
{
	for (unsigned disk = 0; disk < NR_DISKS; disk++)
		for (unsigned i = 0; i < nr; i++)
			put(disk, tracks[i], id);
}

static const char *live(uint32_t id)
{
	static const uint8_t mine[] = {0, 1, 3};
	const char *bad = look();

	if (!bad) {
		change(id, mine, sizeof(mine));
		for (unsigned disk = 0; disk < NR_DISKS; disk++)
			erase(disk, NR_TRACKS - 1);
		bad = look();
	}
	pause(300);
	return bad ? bad : look();
}

/* The number in the userid. */
static uint32_t self(void)
{
	uint64_t number = 0;

	cp("QUERY USERID");
	if (memcmp(cp_text, "CL", 2) != 0 || str_to_dec(cp_text + 2, 5, &number))
		return 0;
	return (uint32_t)number;
}

static void child(void)
{
	uint32_t last = 0;

	for (;;) {
		uint32_t now = self();
		char line[120];
		const char *bad;

		if (now == last) {
			pause(100);
			continue;
		}
		bad = live(now);
		str_format(
			line, sizeof(line), "MSG BAREDISK CHILD %05u %s", now, bad ? bad : "GOOD");
		cp(line);
		last = now;
	}
}

/* Makes copies for ever, and changes the disks meanwhile; which copies there are is another's
 * business. */
static void storm(void)
{
	char line[120];
	const char *bad = NULL;

	for (uint32_t round = 1; !bad; round++) {
		uint8_t track = (uint8_t)(round % NR_TRACKS);

		change(PARENT + round, &track, 1);
		cp("CLONE * AS POOL CL COUNT 3");
		bad = look();
		if (memcmp(cp_text, "CLONE=", 6) != 0)
			continue;
		change(self(), &track, 1);
		bad = bad ? bad : look();
		while (!bad)
			pause(1000);
	}
	str_format(line, sizeof(line), "MSG BAREDISK BAD %s", bad);
	cp(line);
}

/* Writes to the V-disk until it is refused; what is there stays, and can be written again. */
static void storage_for_disks_ends(void)
{
	unsigned nr = 0;

	memset(block(0), 0x5A, BLOCKS * PAGE_SIZE);
	while (nr < ALL_OF_VDISK && fba_transfer(nr, true, true))
		nr++;
	EXPECT(nr > 0 && nr < ALL_OF_VDISK && (irb.scsw.dstat & DSTAT_UNIT_CHECK),
		"%u writes, then status %02X%02X", nr, irb.scsw.dstat, irb.scsw.cstat);
	get_sense(VDISK);
	put(2, 0, PARENT);
	for (unsigned track = 1; track < NR_TRACKS; track++)
		put(2, track, PARENT + track);
	for (unsigned track = 0; track < NR_TRACKS; track++)
		EXPECT(!look_at(2, track), "%s", look_at(2, track));
	EXPECT(fba_transfer(nr - 1, false, true) && block(0)[0] == 0x5A, "the last is %02X",
		block(0)[0]);
}

/* True: this is one. */
static bool make_copies(void)
{
	char line[80];
	uint64_t rc;

	str_format(line, sizeof(line), "CLONE * AS POOL CL COUNT %lu", guest_parm.value);
	rc = cp(line);
	EXPECT(rc == 0, "return code %lu: %s", rc, cp_text);
	if (memcmp(cp_text, "CLONE=", 6) == 0)
		return true;
	console_print("%.*s", (int)(strlen(cp_text) - 1), cp_text);
	return false;
}

static void disks_of_clones_are_their_own(void)
{
	static const uint8_t ours[] = {0, 2, 4};
	const char *bad;

	if (guest_parm.value == FILL)
		return storage_for_disks_ends();
	for (unsigned disk = 0; disk < NR_DISKS; disk++) {
		for (unsigned track = 0; track < NR_TRACKS; track++) {
			if (devnos[disk] != VDISK)
				erase(disk, track);
			put(disk, track, PARENT);
		}
	}
	if (guest_parm.value == STORM)
		return storm();
	if (guest_parm.value && make_copies())
		return child();
	bad = look();
	EXPECT(!bad, "%s", bad);
	change(0x4F574E, ours, sizeof(ours));
	bad = look();
	pause(300);
	bad = bad ? bad : look();
	EXPECT(!bad, "%s", bad);
}

const struct test tests[] = {TEST(disks_of_clones_are_their_own), {0}};
