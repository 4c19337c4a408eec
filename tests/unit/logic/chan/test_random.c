// SPDX-License-Identifier: Apache-2.0
/*
 * Random channel programs against a tiny storage. Whatever a guest chains, each run ends within its
 * budget, storage is reached only through the callbacks and the right keys, and a halt ends all.
 *
 * CHAN_SEED in the environment repeats a run.
 */
#include "harness.h"

#include <stdio.h>
#include <time.h>

#define PROGRAMS 5000
#define GUARD    4096

/* The guest's storage has guards around it, and blocks with another key that must never change. */
static struct {
	uint8_t before[GUARD];
	struct guest guest;
	uint8_t after[GUARD];
} room;
static uint64_t state;

static uint32_t rnd(uint32_t below)
{
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)((state >> 33) % below);
}

static uint32_t rnd_addr(void)
{
	switch (rnd(8)) {
	case 0: return rnd(STOR_SIZE);
	case 1: return STOR_SIZE - rnd(16);
	case 2: return 0x7FFFFFFF - rnd(16);
	case 3: return (uint32_t)state;
	case 4: return 0x1000 + 8 * rnd(64);
	default: return rnd(STOR_SIZE) & ~2047u;
	}
}

static void fill(struct guest *guest, bool is_format1)
{
	static const uint8_t cmds[] = {0x01, 0x41, 0x02, 0x12, 0x22, 0x0A, 0x07, 0x17, 0x27, 0x47,
		0x03, 0x04, 0xE4, 0x08, 0x08};

	for (uint32_t i = 0; i < 64; i++) {
		uint8_t cmd = rnd(20) ? cmds[rnd(sizeof(cmds))] : (uint8_t)rnd(256);
		uint8_t flags = (uint8_t)(rnd(2) ? CCW_CC | CCW_SLI : rnd(256));
		uint16_t count = (uint16_t)(rnd(3) ? 1 + rnd(200) : rnd(65536));

		if (cmd == 0x08 && rnd(8))
			put_ccw1(guest, 0x1000 + 8 * i, cmd, 0, 0, 0x1000 + 8 * rnd(64));
		else if (is_format1)
			put_ccw1(guest, 0x1000 + 8 * i, cmd, flags, count, rnd_addr());
		else
			put_ccw0(guest, 0x1000 + 8 * i, cmd, flags, count, rnd_addr());
	}
	for (uint32_t i = 0; i < 128; i++)
		put_u32(guest, rnd(STOR_SIZE) & ~3u, rnd_addr());
	for (uint32_t i = 0; i < 16; i++)
		put_midaw(guest, rnd(STOR_SIZE) & ~15u, (uint8_t)(rnd(8) << 5),
			(uint16_t)(1 + rnd(80)), rnd(STOR_SIZE));
}

static void check_walls(const uint8_t *secret)
{
	static uint8_t wall[GUARD];

	memset(wall, 0xAA, GUARD);
	ck_assert(memcmp(room.before, wall, GUARD) == 0 && memcmp(room.after, wall, GUARD) == 0);
	ck_assert(memcmp(room.guest.stor + 0xF000, secret, 0x800) == 0);
}

static void run_one(struct guest *guest, struct chan_prog *prog)
{
	uint8_t secret[0x800];
	bool is_format1 = rnd(4);
	uint32_t orb = (is_format1 ? ORB_FORMAT : 0) | (rnd(2) ? ORB_H : 0) | (rnd(2) ? ORB_T : 0) |
		       (rnd(2) ? ORB_D : 0) | (rnd(2) ? ORB_S : 0) | 0x50000000;

	fill(guest, is_format1);
	for (size_t i = 0; i < sizeof(guest->keys); i++)
		guest->keys[i] = 0x50;
	guest->keys[0xF000 / 2048] = 0x61;
	guest->can_map = rnd(2);
	guest->lines = (int)rnd(3);
	memcpy(secret, guest->stor + 0xF000, sizeof(secret));
	chan_start(prog, &guest->dev, &guest_stor_ops, guest, orb, rnd(8) ? 0x1000 : rnd_addr());
	for (int turn = 0; turn < 20 && prog->state != CHAN_ENDED; turn++) {
		int before = guest->commands + guest->resumes;

		chan_run(prog, 10);
		if (guest->commands + guest->resumes - before > 10)
			ck_abort_msg("more than the budget allows");
		if (rnd(2))
			chan_wake(prog);
		if (rnd(2))
			chan_continue(prog);
	}
	chan_halt(prog);
	ck_assert_int_eq(chan_run(prog, 10), CHAN_ENDED);
	ck_assert(!chan_is_ready(prog));
	check_walls(secret);
}

START_TEST(random_programs_end_and_stay_in_their_storage)
{
	const char *given = getenv("CHAN_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
	struct chan_prog prog;

	printf("CHAN_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	state = seed;
	memset(&room, 0xAA, sizeof(room));
	guest_init(&room.guest);
	for (int i = 0; i < PROGRAMS; i++)
		run_one(&room.guest, &prog);
	ck_assert_int_gt(room.guest.commands, PROGRAMS / 4); /* they did something */
}
END_TEST

UNIT_MAIN("logic/chan/random", random_programs_end_and_stay_in_their_storage)
