// SPDX-License-Identifier: Apache-2.0
/* The dispatcher's policy: virtual times, shares and their limits. */
#include "logic/sched.h"

/* struct sched_machine.claim */
#define CLAIM_VALUE    0x3FFFu /* of the share; 0: the usual one */
#define CLAIM_ABSOLUTE 0x8000u
#define CLAIM_ONE      0x10000u /* one virtual CPU that is ready */

#define WEIGHT_ONE     64   /* weight of a relative share of 1 */
#define ABSOLUTE_ALL   990u /* relative shares get at least 1 % together */
#define TOD_TO_VIRTUAL 4    /* TOD units are 16 times smaller */
#define INTERACTIVE_US 100000u
#define CREDIT_US      50000u /* a usual share's credit */
#define SHORT_US       1000000u

static uint64_t load(const uint64_t *value)
{
	return __atomic_load_n(value, __ATOMIC_RELAXED);
}

static void publish(uint64_t *value, uint64_t to)
{
	__atomic_store_n(value, to, __ATOMIC_RELAXED);
}

void sched_init(struct sched *sched, uint32_t nr_cpus)
{
	*sched = (struct sched){.vtime = SCHED_CREDIT_QUICK, .nr_cpus = nr_cpus};
}

void sched_list_init(struct sched_list *list)
{
	*list = (struct sched_list){.first = SCHED_EMPTY};
}

/* ---- Claims ---------------------------------------------------------------------------------- */

static struct sched_share share_of(uint32_t claim)
{
	uint16_t value = claim & CLAIM_VALUE;

	return (struct sched_share){value ? value : SCHED_SHARE_USUAL, claim & CLAIM_ABSOLUTE};
}

/* Adds a share to the system's sums, or takes it away. */
static void count_share(struct sched *sched, struct sched_share share, bool add)
{
	uint64_t *sum = share.is_absolute ? &sched->absolute : &sched->relative;

	__atomic_add_fetch(sum, add ? share.value : -(uint64_t)share.value, __ATOMIC_RELAXED);
}

struct sched_share sched_share(const struct sched_machine *machine)
{
	return share_of(__atomic_load_n(&machine->claim, __ATOMIC_RELAXED));
}

/*
 * Share and count are one word, so that whoever changes one of them knows the other at that
 * instant: the sums are exact when all have added their part.
 */
void sched_set_share(struct sched *sched, struct sched_machine *machine, struct sched_share share)
{
	uint32_t old = __atomic_load_n(&machine->claim, __ATOMIC_RELAXED), new;

	do
		new = old / CLAIM_ONE *CLAIM_ONE | share.value |
		      (share.is_absolute ? CLAIM_ABSOLUTE : 0);
	while (!__atomic_compare_exchange_n(
		&machine->claim, &old, new, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	if (old < CLAIM_ONE)
		return;
	count_share(sched, share_of(old), false);
	count_share(sched, share, true);
}

static void count_unit(struct sched *sched, struct sched_unit *unit, struct sched_machine *machine)
{
	if (unit->counted)
		return;
	unit->counted = true;
	uint32_t old = __atomic_fetch_add(&machine->claim, CLAIM_ONE, __ATOMIC_RELAXED);

	if (old < CLAIM_ONE)
		count_share(sched, share_of(old), true);
}

static void count_unit_no_more(
	struct sched *sched, struct sched_unit *unit, struct sched_machine *machine)
{
	uint32_t claim;

	if (!unit->counted)
		return;
	unit->counted = false;
	claim = __atomic_sub_fetch(&machine->claim, CLAIM_ONE, __ATOMIC_RELAXED);
	if (claim < CLAIM_ONE)
		count_share(sched, share_of(claim), false);
}

/* The weight of one of a machine's ready virtual CPUs, at least 1. */
static uint64_t weight(const struct sched *sched, const struct sched_machine *machine)
{
	uint32_t claim = __atomic_load_n(&machine->claim, __ATOMIC_RELAXED);
	uint32_t nr = MAX(claim / CLAIM_ONE, 1u);
	struct sched_share share = share_of(claim);
	uint64_t value = (uint64_t)share.value * WEIGHT_ONE;

	if (share.is_absolute) {
		uint64_t relative = load(&sched->relative), absolute = load(&sched->absolute);

		/* So that it is that part of all weights; when too much was promised, in
		 * proportion. */
		relative = relative ? relative : SCHED_SHARE_USUAL;
		if (absolute <= ABSOLUTE_ALL)
			value = value * relative / (SCHED_ABSOLUTE_MAX - absolute);
		else
			value = value * relative * ABSOLUTE_ALL /
				(absolute * (SCHED_ABSOLUTE_MAX - ABSOLUTE_ALL));
	}
	return MAX(value / nr, 1u);
}

/* ---- Maximum shares -------------------------------------------------------------------------- */

/* The machine's maximum as a part of all CPUs in millionths. */
static uint64_t max_part(const struct sched *sched, const struct sched_machine *machine)
{
	struct sched_share own = sched_share(machine);
	struct sched_share max = machine->max.value ? machine->max : own;
	uint64_t others = load(&sched->relative), absolute = load(&sched->absolute);

	if (max.is_absolute)
		return max.value * 1000ul;
	/* What it would get if that were its share. */
	if (!own.is_absolute)
		others -= MIN(others, own.value);
	absolute = MIN(absolute, ABSOLUTE_ALL);
	return MAX(max.value * 1000ul * (SCHED_ABSOLUTE_MAX - absolute) / (others + max.value), 1u);
}

/* Time that was used is paid for at the rate of the maximum share. */
static void pay(const struct sched *sched, struct sched_machine *machine, tod_t used, tod_t now)
{
	uint64_t old = load(&machine->paid_until), new;
	tod_t price = used * 1000 / MAX(max_part(sched, machine) * sched->nr_cpus / 1000, 1u);
	tod_t from = now - MIN(now, used + SCHED_LIMIT_BURST);

	do
		new = MAX(old, from) + price;
	while (!__atomic_compare_exchange_n(
		&machine->paid_until, &old, new, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
}

tod_t sched_over_until(const struct sched_machine *machine, tod_t now)
{
	tod_t until = load(&machine->paid_until);

	return machine->limit != SCHED_NOLIMIT && until > now ? until : 0;
}

/* ---- Lists ----------------------------------------------------------------------------------- */

static void publish_first(struct sched_list *list)
{
	const struct heap_node *least = heap_least(&list->ready);

	publish(&list->first, least                     ? least->key
			      : heap_least(&list->over) ? SCHED_LAST
							: SCHED_EMPTY);
}

/* The count goes up before anybody looks for an idle CPU, whose owner looks at it last of all. */
static void count_ready(struct sched *sched, const struct sched_unit *unit, uint32_t add)
{
	if (unit->where == SCHED_READY)
		__atomic_add_fetch(&sched->nr_ready, add, __ATOMIC_SEQ_CST);
}

static void put_in(struct sched *sched, struct sched_list *list, struct sched_unit *unit,
	enum sched_where where)
{
	unit->where = where;
	heap_insert(where == SCHED_OVER ? &list->over : &list->ready, &unit->node, unit->node.key);
	publish_first(list);
	count_ready(sched, unit, 1);
}

static void take_out(
	struct sched *sched, struct sched_list *list, struct sched_unit *unit, enum sched_where now)
{
	heap_remove(unit->where == SCHED_OVER ? &list->over : &list->ready, &unit->node);
	count_ready(sched, unit, -1u);
	unit->where = now;
	publish_first(list);
}

/*
 * Nobody is further behind the others than by his credit: not who waited, and not who could not run
 * as much as its weight would give it because a virtual CPU has only one real one at a time.
 */
static void limit_lag(const struct sched *sched, struct sched_unit *unit, uint64_t credit)
{
	unit->node.key = MAX(unit->node.key, load(&sched->vtime) - credit);
}

void sched_insert(struct sched *sched, struct sched_list *list, struct sched_unit *unit,
	struct sched_machine *machine, bool waited, bool over)
{
	if (waited)
		unit->burst_us = 0;
	limit_lag(sched, unit, machine->quick ? SCHED_CREDIT_QUICK : SCHED_CREDIT);
	count_unit(sched, unit, machine);
	put_in(sched, list, unit, over ? SCHED_OVER : SCHED_READY);
}

void sched_promote(struct sched *sched, struct sched_list *list, struct sched_unit *unit)
{
	if (unit->where != SCHED_OVER)
		return;
	take_out(sched, list, unit, SCHED_OUT);
	limit_lag(sched, unit, 0);
	put_in(sched, list, unit, SCHED_READY);
}

unsigned sched_choose(const struct sched_list *lists, unsigned nr, unsigned self)
{
	uint64_t best = load(&lists[self].first);
	uint64_t bias = best < SCHED_LAST ? SCHED_BIAS : 0;
	unsigned choice = best == SCHED_EMPTY ? nr : self;

	for (unsigned i = 0; i < nr; i++) {
		uint64_t first = load(&lists[i].first);

		if (first >= best || best - first <= bias)
			continue;
		best = first;
		bias = 0;
		choice = i;
	}
	return choice;
}

void sched_take_this(struct sched *sched, struct sched_list *list, struct sched_unit *unit)
{
	take_out(sched, list, unit, unit->where == SCHED_OVER ? SCHED_SURPLUS : SCHED_RUNNING);
}

struct sched_unit *sched_take(struct sched *sched, struct sched_list *list)
{
	struct heap_node *least = heap_least(&list->ready);
	struct sched_unit *unit;

	if (!least)
		least = heap_least(&list->over);
	if (!least)
		return NULL;
	unit = CONTAINER_OF(least, struct sched_unit, node);
	sched_take_this(sched, list, unit);
	return unit;
}

/*
 * While those run who have credit, the time of those who wait behind them stands still, but not the one that counts for who
 * comes: it passes by what each of them could have had. Else whoever of them waits once more in the middle of his work would
 * be behind all who come later.
 */
static void pass(struct sched *sched, uint64_t time)
{
	uint64_t absolute = MIN(load(&sched->absolute), ABSOLUTE_ALL);
	uint64_t weights = MAX(load(&sched->relative), SCHED_SHARE_USUAL) * SCHED_ABSOLUTE_MAX / (SCHED_ABSOLUTE_MAX - absolute);
	uint64_t passed = time * SCHED_SHARE_USUAL / weights;

	publish(&sched->passed, load(&sched->passed) + passed);
	publish(&sched->vtime, load(&sched->vtime) + passed);
}

/* One runs who has none: it is his time that counts. */
static void take_back(struct sched *sched, uint64_t key)
{
	uint64_t vtime = load(&sched->vtime), passed = load(&sched->passed);

	publish(&sched->vtime, vtime - MIN(passed, vtime - MIN(key, vtime)));
	publish(&sched->passed, 0);
}

void sched_begin(struct sched *sched, struct sched_list *self, struct sched_unit *unit)
{
	uint64_t key = unit->node.key;

	publish(&self->running, unit->where == SCHED_SURPLUS ? SCHED_LAST : key);
	/* Two CPUs may do this at once; then it goes back by what they differ in, which harms
	 * nobody. */
	if (unit->where == SCHED_RUNNING && key > load(&sched->vtime))
		publish(&sched->vtime, key);
	else if (unit->where == SCHED_RUNNING && unit->burst_us >= CREDIT_US)
		take_back(sched, key);
}

void sched_charge(struct sched *sched, struct sched_list *self, struct sched_unit *unit,
	struct sched_machine *machine, tod_t used, tod_t now)
{
	uint64_t time = (used >> TOD_TO_VIRTUAL) + 1;
	uint64_t burst = unit->burst_us + used / TOD_US;

	unit->burst_us = (uint32_t)MIN(burst, UINT32_MAX);
	publish(&self->running, 0);
	/* Time that nobody else wanted costs nothing. */
	if (unit->where != SCHED_SURPLUS) {
		unit->node.key +=
			time * (SCHED_SHARE_USUAL * WEIGHT_ONE) / weight(sched, machine) + 1;
		if (burst < CREDIT_US)
			pass(sched, time);
		if (machine->limit != SCHED_NOLIMIT)
			pay(sched, machine, used, now);
	}
	unit->where = SCHED_OUT;
}

void sched_give_way(const struct sched_list *lists, unsigned nr, struct sched_unit *unit)
{
	uint64_t least = SCHED_EMPTY;

	for (unsigned i = 0; i < nr; i++)
		least = MIN(least, load(&lists[i].first));
	/* So that this CPU takes it even from another's list. */
	if (least < SCHED_LAST)
		unit->node.key = MAX(unit->node.key, least + SCHED_BIAS + 1);
}

void sched_leave(struct sched *sched, struct sched_list *list, struct sched_unit *unit,
	struct sched_machine *machine)
{
	if (sched_is_queued(unit))
		take_out(sched, list, unit, SCHED_OUT);
	count_unit_no_more(sched, unit, machine);
}

/* ---- Questions ------------------------------------------------------------------------------- */

unsigned sched_victim(
	const struct sched_list *lists, unsigned nr, unsigned home, const struct sched_unit *unit)
{
	/* Half its credit must be left: else CPUs would be taken away for little. */
	uint64_t worst = unit->node.key + SCHED_CREDIT / 2;
	unsigned victim = nr;

	if (unit->where != SCHED_READY)
		return nr;
	if (home < nr && load(&lists[home].running) >= worst)
		return home;
	for (unsigned i = 0; i < nr; i++) {
		uint64_t running = load(&lists[i].running);

		if (running < worst)
			continue;
		worst = running;
		victim = i;
	}
	return victim;
}

bool sched_may_overtake(const struct sched_list *lists, unsigned nr, const struct sched_unit *unit)
{
	uint64_t least = SCHED_EMPTY;

	if (unit->where != SCHED_READY)
		return false;
	for (unsigned i = 0; i < nr; i++)
		least = MIN(least, load(&lists[i].first));
	return unit->node.key <= least || unit->node.key - least <= SCHED_CREDIT;
}

unsigned sched_class(const struct sched_unit *unit, const struct sched_machine *machine)
{
	if (machine->quick)
		return 0;
	return unit->burst_us < INTERACTIVE_US ? 1 : unit->burst_us < SHORT_US ? 2 : 3;
}

int64_t sched_lag_ms(const struct sched *sched, const struct sched_unit *unit)
{
	return (int64_t)(load(&sched->vtime) - unit->node.key) / (int64_t)SCHED_VIRTUAL_MS;
}
