// SPDX-License-Identifier: Apache-2.0
/*
 * The eligible list, in a simulated system: guests that go through all of their pages again and
 * again, in storage that has no room for all of them.
 */
#include "lib/string.h"
#include "logic/eligible.h"
#include "unit.h"

#define GUESTS_MAX 10
#define SPEED      40000u /* pages that are touched a second, by all, when all are there */
#define COST       8u     /* so much longer takes one that is not */

static struct sim {
	struct eligible eligible;
	struct guest {
		struct eligible_guest state;
		char userid[DIR_USERID_LEN + 1];
		uint64_t pages, resident, touched;
		uint32_t nr_ins;
		bool waits, quick;
	} guests[GUESTS_MAX];
	unsigned nr_guests, nr_holds;
	uint64_t room;
	struct eligible_out out;
	tod_t now;
} sim;

static void begin(unsigned nr_guests, uint64_t pages, uint64_t room)
{
	memset(&sim, 0, sizeof(sim));
	sim.nr_guests = nr_guests;
	sim.room = room;
	sim.now = 1000 * TOD_S;
	for (unsigned i = 0; i < nr_guests; i++) {
		sim.guests[i].pages = pages;
		str_format(sim.guests[i].userid, sizeof(sim.guests[i].userid), "GUEST%u", i);
	}
}

static bool runs(const struct guest *guest)
{
	return !guest->waits && !guest->state.held;
}

/* Half of what a page costs that is not there is to take another out. */
static void take_out(uint64_t nr)
{
	sim.out.nr += nr;
	sim.out.time += nr * TOD_S * COST / SPEED / 2;
}

/* A half second: each guest that runs has the same time for its pages; what is not there is
 * brought. */
static void work(void)
{
	unsigned nr = 0;
	uint64_t wanted = 0, there = 0;

	for (unsigned i = 0; i < sim.nr_guests; i++) {
		nr += runs(&sim.guests[i]);
		wanted += runs(&sim.guests[i]) ? sim.guests[i].pages : 0;
	}
	for (unsigned i = 0; i < sim.nr_guests; i++) {
		struct guest *guest = &sim.guests[i];
		uint64_t time = SPEED / 2 / (nr ? nr : 1), missing, ins;

		if (!runs(guest))
			continue;
		/* Cyclic use of more than there is: nothing is there when its turn comes. */
		missing = wanted > sim.room ? time / COST : guest->pages - guest->resident;
		ins = missing * COST < time ? missing : time / COST;
		guest->nr_ins += (uint32_t)ins;
		guest->touched += ins + (time - ins * COST);
		guest->resident = wanted > sim.room ? sim.room / nr : guest->resident + ins;
		if (wanted > sim.room)
			take_out(ins);
	}
	for (unsigned i = 0; i < sim.nr_guests; i++)
		there += sim.guests[i].resident;
	for (unsigned i = 0; i < sim.nr_guests && there > sim.room; i++)
		if (!runs(&sim.guests[i])) {
			uint64_t least = MIN(sim.guests[i].resident, there - sim.room);

			sim.guests[i].resident -= least;
			there -= least;
			take_out(least);
		}
}

static enum eligible_act look(void)
{
	struct eligible_look look;
	enum eligible_act act;

	sim.now += ELIGIBLE_LOOK;
	work();
	eligible_begin(&sim.eligible, &look, &sim.out, sim.now);
	for (unsigned i = 0; i < sim.nr_guests; i++)
		eligible_consider(&look, &sim.guests[i].state, sim.guests[i].userid,
			sim.guests[i].nr_ins, runs(&sim.guests[i]), sim.guests[i].quick);
	act = eligible_end(&sim.eligible, &look, 2);
	for (unsigned i = 0; i < sim.nr_guests; i++) {
		struct guest *guest = &sim.guests[i];

		if ((act == ELIGIBLE_HOLD && !strcmp(guest->userid, look.hold)) ||
			(act == ELIGIBLE_FREE && !strcmp(guest->userid, look.free))) {
			ck_assert(guest->state.held == (act == ELIGIBLE_FREE));
			guest->state.held = act == ELIGIBLE_HOLD;
			guest->state.since = sim.now;
			sim.nr_holds += act == ELIGIBLE_HOLD;
		}
	}
	return act;
}

static unsigned nr_held(void)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < sim.nr_guests; i++)
		nr += sim.guests[i].state.held;
	return nr;
}

/* Half seconds. Returns how many pages all have touched in them. */
static uint64_t run_for(unsigned looks)
{
	uint64_t touched = 0;

	for (unsigned i = 0; i < sim.nr_guests; i++)
		touched -= sim.guests[i].touched;
	while (looks--)
		look();
	for (unsigned i = 0; i < sim.nr_guests; i++)
		touched += sim.guests[i].touched;
	return touched;
}

START_TEST(leaves_guests_alone_that_fit)
{
	begin(4, 10000, 40000);
	ck_assert_int_eq(look(), ELIGIBLE_NOTHING);
	ck_assert_int_eq(look(), ELIGIBLE_OVER);
	run_for(100);
	ck_assert_uint_eq(sim.nr_holds, 0);
}
END_TEST

START_TEST(lets_as_many_work_as_fit_and_all_in_turn)
{
	uint64_t touched, least = ~0ul, most = 0;

	begin(6, 10000, 22000);
	run_for(20);
	ck_assert_uint_ge(nr_held(), 3);
	touched = run_for(600);
	/* Without the list: an eighth of the speed. */
	ck_assert_uint_gt(touched, 300ul * SPEED * 6 / 10);
	for (unsigned i = 0; i < sim.nr_guests; i++) {
		least = MIN(least, sim.guests[i].touched);
		most = MAX(most, sim.guests[i].touched);
	}
	ck_assert_uint_lt(most, least * 3 / 2);
}
END_TEST

START_TEST(never_holds_the_last_one_nor_a_quick_one)
{
	begin(3, 30000, 20000);
	sim.guests[1].quick = true;
	run_for(600);
	for (unsigned i = 0; i < 100; i++) {
		look();
		ck_assert_uint_lt(nr_held(), 3);
		ck_assert(!sim.guests[1].state.held);
	}
}
END_TEST

START_TEST(lets_another_go_on_at_once_when_all_others_wait)
{
	begin(3, 15000, 20000);
	run_for(10);
	ck_assert_uint_eq(nr_held(), 2);
	for (unsigned i = 0; i < 3; i++)
		sim.guests[i].waits = !sim.guests[i].state.held;
	ck_assert_int_eq(look(), ELIGIBLE_FREE);
	ck_assert_uint_eq(nr_held(), 1);
}
END_TEST

START_TEST(ends_when_storage_suffices_again)
{
	unsigned looks = 0;

	begin(3, 15000, 20000);
	run_for(100);
	ck_assert_uint_eq(nr_held(), 2);
	sim.room = 100000;
	while (look() != ELIGIBLE_OVER)
		ck_assert_uint_lt(looks++, 100);
	ck_assert_uint_eq(nr_held(), 0);
}
END_TEST

UNIT_MAIN("logic/eligible", leaves_guests_alone_that_fit, lets_as_many_work_as_fit_and_all_in_turn,
	never_holds_the_last_one_nor_a_quick_one, lets_another_go_on_at_once_when_all_others_wait,
	ends_when_storage_suffices_again)
