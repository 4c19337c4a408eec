// SPDX-License-Identifier: Apache-2.0
/*
 * The dispatcher's policy, in a simulated system: real CPUs that take turns as the dispatcher does,
 * and guests that compute, or wait and work a little.
 */
#include "lib/string.h"
#include "logic/sched.h"
#include "unit.h"

#include <stdio.h>

#define CPUS_MAX 8
#define SLICE    (10 * TOD_MS)

/* One virtual CPU. */
struct guest {
	struct sched_unit unit;
	struct sched_machine *machine;
	struct heap_node event; /* when it stops waiting or being held */
	tod_t work, sleep;      /* works so long, waits so long; work 0: for ever */
	tod_t left;             /* of this piece of work */
	tod_t used, ready_since;
	tod_t longest; /* from becoming ready to a CPU */
	unsigned home;
	bool in_events, waits;
};

struct real_cpu {
	struct guest *guest;
	tod_t began, ends;
};

static struct sim {
	struct sched sched;
	struct sched_list lists[CPUS_MAX];
	struct real_cpu cpus[CPUS_MAX];
	struct heap events;
	unsigned nr;
	tod_t now, idle; /* idle: CPU time that nobody used while somebody was ready */
	uint64_t turns, moves;
} sim;

static void begin(unsigned nr_cpus)
{
	memset(&sim, 0, sizeof(sim));
	sim.nr = nr_cpus;
	sim.now = 1000 * TOD_S;
	sched_init(&sim.sched, nr_cpus);
	for (unsigned i = 0; i < nr_cpus; i++)
		sched_list_init(&sim.lists[i]);
}

static void event_at(struct guest *guest, tod_t when)
{
	if (guest->in_events)
		heap_remove(&sim.events, &guest->event);
	heap_insert(&sim.events, &guest->event, when);
	guest->in_events = true;
}

static void end_turn(unsigned i, bool yields);

/* Ready, or held because its machine is beyond its maximum. */
static void make_ready(struct guest *guest, bool waited)
{
	tod_t until = sched_over_until(guest->machine, sim.now);
	unsigned victim;

	guest->waits = false;
	if (until)
		event_at(guest, until);
	if (until && guest->machine->limit == SCHED_LIMITHARD) {
		sched_leave(&sim.sched, &sim.lists[guest->home], &guest->unit, guest->machine);
		return;
	}
	guest->ready_since = sim.now;
	sched_insert(
		&sim.sched, &sim.lists[guest->home], &guest->unit, guest->machine, waited, until);
	if (!waited)
		return;
	for (unsigned i = 0; i < sim.nr; i++)
		if (!sim.cpus[i].guest)
			return; /* it takes it at once */
	victim = sched_victim(sim.lists, sim.nr, guest->home, &guest->unit);
	if (victim < sim.nr)
		end_turn(victim, false);
}

static void end_turn(unsigned i, bool yields)
{
	struct real_cpu *cpu = &sim.cpus[i];
	struct guest *guest = cpu->guest;
	tod_t used = sim.now - cpu->began;

	cpu->guest = NULL;
	guest->used += used;
	sched_charge(&sim.sched, &sim.lists[i], &guest->unit, guest->machine, used, sim.now);
	guest->left -= MIN(guest->left, used);
	if (guest->work && !guest->left) {
		guest->left = guest->work;
		guest->waits = true;
		event_at(guest, sim.now + guest->sleep);
		sched_leave(&sim.sched, &sim.lists[i], &guest->unit, guest->machine);
		return;
	}
	if (yields)
		sched_give_way(sim.lists, sim.nr, &guest->unit);
	make_ready(guest, false);
}

static bool begin_turn(unsigned i)
{
	unsigned from = sched_choose(sim.lists, sim.nr, i);
	struct real_cpu *cpu = &sim.cpus[i];
	struct guest *guest;

	if (from >= sim.nr)
		return false;
	guest = CONTAINER_OF(sched_take(&sim.sched, &sim.lists[from]), struct guest, unit);
	sched_begin(&sim.sched, &sim.lists[i], &guest->unit);
	if (guest->in_events) { /* it was beyond LIMITSOFT */
		heap_remove(&sim.events, &guest->event);
		guest->in_events = false;
	}
	sim.turns++;
	sim.moves += from != i;
	guest->home = i;
	guest->longest = MAX(guest->longest, sim.now - guest->ready_since);
	cpu->guest = guest;
	cpu->began = sim.now;
	cpu->ends = sim.now + (guest->work ? MIN(guest->left, SLICE) : SLICE);
	return true;
}

static bool somebody_waits(void)
{
	for (unsigned i = 0; i < sim.nr; i++)
		if (sim.lists[i].first != SCHED_EMPTY)
			return true;
	return false;
}

static void run(tod_t span)
{
	tod_t end = sim.now + span;

	for (;;) {
		struct heap_node *event;
		tod_t next = end;
		unsigned idle = 0;

		for (unsigned i = 0; i < sim.nr; i++) {
			if (!sim.cpus[i].guest && !begin_turn(i))
				idle++;
			else
				next = MIN(next, sim.cpus[i].ends);
		}
		event = heap_least(&sim.events);
		if (event)
			next = MIN(next, event->key);
		if (idle && somebody_waits())
			sim.idle += idle * (next - sim.now);
		sim.now = next;
		if (next == end)
			return;
		while ((event = heap_least(&sim.events)) != NULL && event->key <= sim.now) {
			struct guest *guest = CONTAINER_OF(event, struct guest, event);

			heap_remove(&sim.events, event);
			guest->in_events = false;
			if (guest->unit.where == SCHED_OVER)
				sched_promote(&sim.sched, &sim.lists[guest->home], &guest->unit);
			else
				make_ready(guest, guest->waits);
		}
		for (unsigned i = 0; i < sim.nr; i++)
			if (sim.cpus[i].guest && sim.cpus[i].ends <= sim.now)
				end_turn(i, false);
	}
}

/* Leaves nothing in the sums behind. */
static void ends_balanced(struct guest *guests, unsigned nr)
{
	for (unsigned i = 0; i < sim.nr; i++)
		if (sim.cpus[i].guest)
			end_turn(i, false);
	for (unsigned i = 0; i < nr; i++)
		sched_leave(
			&sim.sched, &sim.lists[guests[i].home], &guests[i].unit, guests[i].machine);
	ck_assert_uint_eq(sim.sched.relative, 0);
	ck_assert_uint_eq(sim.sched.absolute, 0);
	ck_assert_uint_eq(sim.sched.nr_ready, 0);
	for (unsigned i = 0; i < sim.nr; i++)
		ck_assert_uint_eq(sim.lists[i].first, SCHED_EMPTY);
}

static void set_relative(struct sched_machine *machine, uint16_t share)
{
	sched_set_share(&sim.sched, machine, (struct sched_share){share, false});
}

static void set_absolute(struct sched_machine *machine, uint16_t tenths)
{
	sched_set_share(&sim.sched, machine, (struct sched_share){tenths, true});
}

static void computes(struct guest *guest, struct sched_machine *machine)
{
	guest->machine = machine;
	make_ready(guest, true);
}

/* A part of all the time that there was, in thousandths. */
static unsigned part(const struct guest *guests, unsigned nr, tod_t span)
{
	tod_t used = 0;

	for (unsigned i = 0; i < nr; i++)
		used += guests[i].used;
	return (unsigned)(used * 1000 / (span * sim.nr));
}

static void ck_near(const char *what, uint64_t value, uint64_t wanted, unsigned percent)
{
	ck_assert_msg(
		value * 100 >= wanted * (100 - percent) && value * 100 <= wanted * (100 + percent),
		"%s: %lu, about %lu wanted", what, (unsigned long)value, (unsigned long)wanted);
}

/* ---- Shares ---------------------------------------------------------------------------------- */

START_TEST(time_goes_by_relative_shares)
{
	static const struct {
		unsigned cpus, vcpus;
		uint16_t shares[3];
		tod_t seconds;
	} rows[] = {
		{1, 1, {100, 200, 400}, 10},
		{2, 2, {100, 200, 400}, 10},
		{8, 8, {100, 200, 400}, 10},
		{2, 3, {100, 200, 400}, 10},
		{1, 16, {100, 200, 400}, 20},
		{1, 1, {1, 2, 4}, 10},
		{2, 4, {1, 2, 4}, 20},
		{1, 1, {2500, 5000, 10000}, 10},
		{2, 2, {2500, 5000, 10000}, 30},
		{1, 1, {1, 100, 10000}, 200},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sched_machine machines[3] = {0};
		struct guest guests[3 * 16] = {0};
		unsigned vcpus = rows[i].vcpus, sum = 0;
		char what[40];

		begin(rows[i].cpus);
		for (unsigned m = 0; m < 3; m++) {
			set_relative(&machines[m], rows[i].shares[m]);
			sum += rows[i].shares[m];
			for (unsigned v = 0; v < vcpus; v++)
				computes(&guests[m * vcpus + v], &machines[m]);
		}
		run(rows[i].seconds * TOD_S);
		snprintf(what, sizeof(what), "row %zu", i);
		for (unsigned m = 0; m < 3; m++) {
			tod_t used = 0;

			for (unsigned v = 0; v < vcpus; v++)
				used += guests[m * vcpus + v].used;
			ck_near(what, used,
				rows[i].seconds * TOD_S * rows[i].cpus * rows[i].shares[m] / sum,
				5);
		}
		ends_balanced(guests, 3 * vcpus);
	}
}
END_TEST

START_TEST(absolute_shares_are_parts_of_the_whole)
{
	struct sched_machine machines[5] = {0};
	struct guest guests[10] = {0};

	begin(2);
	set_absolute(&machines[0], 500);
	set_absolute(&machines[1], 100);
	set_relative(&machines[2], 300);
	for (unsigned i = 0; i < 10; i++)
		computes(&guests[i], &machines[i / 2]);
	run(20 * TOD_S);
	ck_near("50 %", part(guests, 2, 20 * TOD_S), 500, 5);
	ck_near("10 %", part(guests + 2, 2, 20 * TOD_S), 100, 5);
	/* 300, 100 and 100 share what is left. */
	ck_near("relative", part(guests + 4, 2, 20 * TOD_S), 240, 5);
	ck_near("usual", part(guests + 6, 2, 20 * TOD_S), 80, 5);
	ends_balanced(guests, 10);
}
END_TEST

START_TEST(absolute_shares_of_more_than_all_leave_the_others_something)
{
	struct sched_machine machines[4] = {0};
	struct guest guests[4] = {0};

	begin(1);
	for (unsigned i = 0; i < 3; i++)
		set_absolute(&machines[i], 1000);
	for (unsigned i = 0; i < 4; i++)
		computes(&guests[i], &machines[i]);
	run(50 * TOD_S);
	for (unsigned i = 0; i < 3; i++)
		ck_near("100 %", part(&guests[i], 1, 50 * TOD_S), 330, 5);
	ck_assert_uint_ge(guests[3].used, 400 * TOD_MS);
	ends_balanced(guests, 4);
}
END_TEST

START_TEST(a_new_share_counts_at_once)
{
	struct sched_machine machines[2] = {0};
	struct guest guests[2] = {0};
	struct sched_share share;

	begin(1);
	share = sched_share(&machines[0]);
	ck_assert_uint_eq(share.value, SCHED_SHARE_USUAL);
	ck_assert(!share.is_absolute);
	for (unsigned i = 0; i < 2; i++)
		computes(&guests[i], &machines[i]);
	run(TOD_S);
	ck_near("equal", part(guests, 1, TOD_S), 500, 5);
	set_relative(&machines[0], 900);
	guests[0].used = 0;
	run(10 * TOD_S);
	ck_near("nine of ten", part(guests, 1, 10 * TOD_S), 900, 5);
	set_absolute(&machines[0], 200);
	share = sched_share(&machines[0]);
	ck_assert_uint_eq(share.value, 200);
	ck_assert(share.is_absolute);
	guests[0].used = 0;
	run(10 * TOD_S);
	ck_near("a fifth", part(guests, 1, 10 * TOD_S), 200, 5);
	ends_balanced(guests, 2);
}
END_TEST

/* A virtual CPU has only one real one at a time: 10000 of 10200 can't be had. */
START_TEST(who_cannot_use_its_share_does_not_save_it_up)
{
	struct sched_machine machines[3] = {0};
	struct guest guests[3] = {0};

	begin(2);
	set_relative(&machines[0], 10000);
	for (unsigned i = 0; i < 3; i++)
		computes(&guests[i], &machines[i]);
	run(20 * TOD_S);
	ck_near("all of one CPU", guests[0].used, 20 * TOD_S, 1);
	ck_near("half of the other", guests[1].used, 10 * TOD_S, 5);
	/* Now it is like the others: it has no time to get back. */
	set_relative(&machines[0], 100);
	for (unsigned i = 0; i < 3; i++)
		guests[i].used = 0;
	run(3 * TOD_S);
	for (unsigned i = 0; i < 3; i++)
		ck_near("a third", guests[i].used, 2 * TOD_S, 5);
	ends_balanced(guests, 3);
}
END_TEST

/* ---- Limits ---------------------------------------------------------------------------------- */

START_TEST(limithard_holds_even_when_nobody_else_wants)
{
	static const struct {
		unsigned cpus, vcpus;
		struct sched_share own, max;
		unsigned part; /* thousandths of all CPUs */
	} rows[] = {
		{1, 1, {100, false}, {100, true}, 100}, {2, 1, {100, false}, {100, true}, 100},
		{2, 2, {100, false}, {700, true}, 700}, {1, 1, {100, false}, {1000, true}, 1000},
		{1, 1, {100, false}, {1, true}, 1}, {1, 4, {100, false}, {50, true}, 50},
		{1, 1, {300, true}, {0, false}, 300},     /* its own share is its maximum */
		{1, 1, {100, false}, {100, false}, 1000}, /* of nobody's but its own */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sched_machine machine = {.max = rows[i].max, .limit = SCHED_LIMITHARD};
		struct guest guests[4] = {0};
		char what[40];

		begin(rows[i].cpus);
		sched_set_share(&sim.sched, &machine, rows[i].own);
		for (unsigned v = 0; v < rows[i].vcpus; v++)
			computes(&guests[v], &machine);
		run(100 * TOD_S);
		snprintf(what, sizeof(what), "row %zu", i);
		ck_near(what, part(guests, rows[i].vcpus, 100 * TOD_S), rows[i].part, 5);
		ends_balanced(guests, rows[i].vcpus);
	}
}
END_TEST

START_TEST(limithard_holds_beside_others)
{
	struct sched_machine machines[3] = {{.max = {100, false}, .limit = SCHED_LIMITHARD}};
	struct guest guests[3] = {0};

	begin(1);
	set_relative(&machines[0], 1000);
	for (unsigned i = 0; i < 3; i++)
		computes(&guests[i], &machines[i]);
	run(20 * TOD_S);
	/* As if its share were 100 of 300. */
	ck_near("the maximum", part(guests, 1, 20 * TOD_S), 333, 5);
	ck_near("another", part(guests + 1, 1, 20 * TOD_S), 333, 5);
	ends_balanced(guests, 3);
}
END_TEST

START_TEST(limitsoft_gives_what_nobody_else_wants)
{
	struct sched_machine machines[2] = {{.max = {200, true}, .limit = SCHED_LIMITSOFT}};
	struct guest guests[2] = {0};

	begin(1);
	set_relative(&machines[0], 1000);
	computes(&guests[0], &machines[0]);
	run(10 * TOD_S);
	ck_near("alone", part(guests, 1, 10 * TOD_S), 1000, 1);
	/* What nobody wanted is not held against it: from the first second on it gets its maximum.
	 */
	for (unsigned i = 0; i < 3; i++) {
		guests[0].used = 0;
		if (!i)
			computes(&guests[1], &machines[1]);
		run(TOD_S);
		ck_near("beside another", part(guests, 1, TOD_S), 200, 10);
	}
	guests[0].used = 0;
	run(20 * TOD_S);
	ck_near("beside another", part(guests, 1, 20 * TOD_S), 200, 5);
	ends_balanced(guests, 2);
}
END_TEST

/* ---- Interactive guests ---------------------------------------------------------------------- */

START_TEST(interactive_guests_need_not_wait_for_those_that_compute)
{
	for (unsigned cpus = 1; cpus <= 2; cpus++) {
		struct sched_machine machines[18] = {0};
		struct guest guests[18] = {0};

		begin(cpus);
		for (unsigned i = 0; i < 16; i++)
			computes(&guests[i], &machines[i]);
		for (unsigned i = 16; i < 18; i++) {
			guests[i].work = guests[i].left = 2 * TOD_MS;
			guests[i].sleep = (100 + 7 * i) * TOD_MS;
			computes(&guests[i], &machines[i]);
		}
		run(2 * TOD_S); /* all are new to begin with */
		guests[16].longest = guests[17].longest = 0;
		run(60 * TOD_S);
		for (unsigned i = 16; i < 18; i++) {
			ck_assert_uint_ge(guests[i].used, 500 * TOD_MS);
			/* Only another such guest may be before it. */
			ck_assert_uint_le(guests[i].longest, 3 * TOD_MS);
		}
		for (unsigned i = 0; i < 16; i++)
			ck_near("computing", guests[i].used, guests[0].used, 5);
		ends_balanced(guests, 18);
	}
}
END_TEST

/*
 * New guests come faster than they can be served; one of them waits a moment in the middle of his work, as for a device. It
 * goes on when those have had their turn who were there, and not behind all who come.
 */
START_TEST(who_waits_again_is_not_behind_all_who_come)
{
	enum { COME = 4000, NR = 400 };
	static struct sched_machine machines[COME + 1];
	static struct guest guests[COME + 1];

	memset(machines, 0, sizeof(machines));
	memset(guests, 0, sizeof(guests));
	begin(1);
	for (unsigned i = 0; i <= COME; i++) {
		guests[i].machine = &machines[i];
		guests[i].work = guests[i].left = TOD_MS;
		guests[i].sleep = i ? 3600 * TOD_S : TOD_MS;
		guests[i].waits = true;
	}
	for (unsigned i = 0; i < NR; i++)
		make_ready(&guests[i], true);
	for (unsigned i = NR; i <= COME; i++)
		event_at(&guests[i], sim.now + (i - NR) * TOD_MS);
	run(COME / 2 * TOD_MS);
	ck_assert_uint_ge(guests[0].used, 3 * TOD_MS);
	ck_assert_uint_le(guests[0].longest, 3 * NR * TOD_MS);
	ends_balanced(guests, COME + 1);
}
END_TEST

/* Who waits a moment before each slice ends gets no more than its share for it. */
START_TEST(waiting_often_gains_nothing)
{
	struct sched_machine machines[3] = {0};
	struct guest guests[3] = {0};

	begin(1);
	for (unsigned i = 0; i < 2; i++)
		computes(&guests[i], &machines[i]);
	guests[2].work = guests[2].left = 9 * TOD_MS;
	guests[2].sleep = TOD_MS / 10;
	computes(&guests[2], &machines[2]);
	run(30 * TOD_S);
	ck_assert_uint_le(guests[2].used, 10 * TOD_S + 100 * TOD_MS);
	ck_near("one that computes", guests[0].used, 10 * TOD_S, 5);
	ends_balanced(guests, 3);
}
END_TEST

START_TEST(quickdsp_goes_before_other_interactive_guests)
{
	struct sched_machine quick = {.quick = true}, usual = {0}, hog = {0};
	struct guest guests[3] = {0};

	begin(1);
	computes(&guests[2], &hog);
	run(2 * TOD_S);
	guests[0].machine = &usual;
	guests[1].machine = &quick;
	sched_insert(&sim.sched, &sim.lists[0], &guests[0].unit, &usual, true, false);
	sched_insert(&sim.sched, &sim.lists[0], &guests[1].unit, &quick, true, false);
	ck_assert_uint_eq(sched_class(&guests[1].unit, &quick), 0);
	ck_assert_uint_eq(sched_class(&guests[0].unit, &usual), 1);
	ck_assert_uint_eq(sched_class(&guests[2].unit, &hog), 3);
	ck_assert_int_eq(sched_lag_ms(&sim.sched, &guests[1].unit), 200);
	ck_assert_int_eq(sched_lag_ms(&sim.sched, &guests[0].unit), 50);
	ck_assert_ptr_eq(sched_take(&sim.sched, &sim.lists[0]), &guests[1].unit);
}
END_TEST

/* ---- Yielding -------------------------------------------------------------------------------- */

START_TEST(who_yields_lets_another_go_first_even_from_another_list)
{
	for (unsigned from = 0; from < 2; from++) {
		struct sched_machine machines[2] = {0};
		struct guest guests[2] = {0};

		begin(2);
		guests[1].home = from;
		guests[1].unit.node.key = sim.sched.vtime + SCHED_BIAS / 2;
		computes(&guests[0], &machines[0]);
		ck_assert(begin_turn(0));
		ck_assert_ptr_eq(sim.cpus[0].guest, &guests[0]);
		guests[1].machine = &machines[1];
		sched_insert(
			&sim.sched, &sim.lists[from], &guests[1].unit, &machines[1], false, false);
		end_turn(0, true);
		ck_assert(begin_turn(0));
		ck_assert_ptr_eq(sim.cpus[0].guest, &guests[1]);
	}
}
END_TEST

START_TEST(only_who_is_near_its_turn_may_overtake)
{
	struct sched_machine machines[2] = {0};
	struct guest guests[2] = {0};

	begin(1);
	computes(&guests[0], &machines[0]);
	guests[1].unit.node.key = guests[0].unit.node.key + SCHED_CREDIT;
	computes(&guests[1], &machines[1]);
	ck_assert(sched_may_overtake(sim.lists, 1, &guests[1].unit));
	sched_leave(&sim.sched, &sim.lists[0], &guests[1].unit, &machines[1]);
	ck_assert(!sched_may_overtake(sim.lists, 1, &guests[1].unit));
	guests[1].unit.node.key = guests[0].unit.node.key + SCHED_CREDIT + 1;
	computes(&guests[1], &machines[1]);
	ck_assert(!sched_may_overtake(sim.lists, 1, &guests[1].unit));
	ends_balanced(guests, 2);
}
END_TEST

/* ---- Two CPUs -------------------------------------------------------------------------------- */

START_TEST(no_cpu_is_idle_while_somebody_waits)
{
	static struct sched_machine machines[200];
	static struct guest guests[200];
	unsigned seed = 20260407;

	printf("seed %u\n", seed);
	begin(2);
	memset(machines, 0, sizeof(machines));
	memset(guests, 0, sizeof(guests));
	for (unsigned i = 0; i < 200; i++) {
		seed = seed * 1103515245 + 12345;
		set_relative(&machines[i], (uint16_t)(1 + seed / 65536 % 1000));
		guests[i].work = guests[i].left = (1 + seed / 256 % 40) * TOD_MS;
		guests[i].sleep = (1 + seed / 4096 % 4000) * TOD_MS;
		computes(&guests[i], &machines[i]);
	}
	run(60 * TOD_S);
	ck_assert_uint_eq(sim.idle, 0);
	ck_assert_uint_gt(sim.turns, 1000);
	for (unsigned i = 0; i < 200; i++)
		ck_assert_uint_gt(guests[i].used, 0);
	ends_balanced(guests, 200);
}
END_TEST

START_TEST(guests_seldom_change_their_cpu)
{
	struct sched_machine machines[4] = {0};
	struct guest guests[4] = {0};

	begin(2);
	for (unsigned i = 0; i < 4; i++)
		computes(&guests[i], &machines[i]);
	run(60 * TOD_S);
	for (unsigned i = 0; i < 4; i++)
		ck_near("half a CPU", guests[i].used, 30 * TOD_S, 5);
	ck_assert_uint_le(sim.moves, sim.turns / 50);
	ends_balanced(guests, 4);
}
END_TEST

/* ---- Many ------------------------------------------------------------------------------------ */

#define MANY 100000u

START_TEST(a_hundred_thousand_are_served_by_their_shares_in_logarithmic_time)
{
	static const uint16_t shares[] = {100, 200, 400};
	struct sched_machine *machines = calloc(MANY, sizeof(*machines));
	struct guest *guests = calloc(MANY, sizeof(*guests));
	tod_t span = MANY * 7 * SLICE / 2, used[3] = {0}; /* 3, 6 and 12 slices for each */
	uint64_t compared = 0;

	begin(2);
	for (unsigned i = 0; i < MANY; i++) {
		set_relative(&machines[i], shares[i % 3]);
		guests[i].home = i % 2;
		computes(&guests[i], &machines[i]);
	}
	run(span);
	for (unsigned i = 0; i < MANY; i++) {
		tod_t due = span * 2 * shares[i % 3] / (700 * (tod_t)MANY / 3);

		used[i % 3] += guests[i].used;
		/* Each of them: all others may be a slice of theirs ahead in virtual time. */
		ck_assert_uint_ge(guests[i].used + SLICE + SLICE * shares[i % 3] / 100, due);
		ck_assert_uint_le(guests[i].used, due + SLICE + SLICE * shares[i % 3] / 100);
	}
	ck_near("200 to 100", used[1] / 1000, 2 * used[0] / 1000, 5);
	ck_near("400 to 100", used[2] / 1000, 4 * used[0] / 1000, 5);
	for (unsigned i = 0; i < sim.nr; i++)
		compared += sim.lists[i].ready.nr_compared;
	printf("%lu turns, %lu comparisons, %lu moves\n", (unsigned long)sim.turns,
		(unsigned long)compared, (unsigned long)sim.moves);
	/* A turn is one insertion and one removal; log2(100,000) is 17. */
	ck_assert_uint_le(compared, sim.turns * 2 * 17);
	free(guests);
	free(machines);
}
END_TEST

UNIT_MAIN("logic/sched", time_goes_by_relative_shares, absolute_shares_are_parts_of_the_whole,
	absolute_shares_of_more_than_all_leave_the_others_something, a_new_share_counts_at_once,
	who_cannot_use_its_share_does_not_save_it_up, limithard_holds_even_when_nobody_else_wants,
	limithard_holds_beside_others, limitsoft_gives_what_nobody_else_wants,
	interactive_guests_need_not_wait_for_those_that_compute, who_waits_again_is_not_behind_all_who_come,
	waiting_often_gains_nothing,
	quickdsp_goes_before_other_interactive_guests,
	who_yields_lets_another_go_first_even_from_another_list,
	only_who_is_near_its_turn_may_overtake, no_cpu_is_idle_while_somebody_waits,
	guests_seldom_change_their_cpu,
	a_hundred_thousand_are_served_by_their_shares_in_logarithmic_time)
