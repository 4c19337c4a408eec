/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who gets a real CPU next, and for whom it is taken away: the policy of the dispatcher.
 *
 * Virtual-time scheduling. Each virtual CPU that would like to run has a virtual time, which
 * advances while it runs, the slower the greater its weight: whoever is furthest behind runs next.
 * So over time each gets the part of the CPUs that its weight is of all weights. A machine's weight
 * is its share, divided among its virtual CPUs that are ready.
 *
 * Each real CPU has a dispatch list of its own, and takes from another CPU's when its own is empty
 * or when somebody there is further behind by more than SCHED_BIAS. All of them count in one
 * virtual time: that of the last one that was chosen.
 *
 * Who waited comes back with the time that it left with, or SCHED_CREDIT behind the others,
 * whichever is later: an interactive guest runs before those that compute, but only for as long as
 * its credit lasts, and it gains none by waiting again. Where so many come that nobody else runs,
 * the time by which they are late passes for all: they are served in turn, the first ones first.
 *
 * Nothing here locks or reads a clock. A list and the units in it are serialized by their owner;
 * struct sched and struct sched_machine are changed with atomic operations only, and need nothing.
 */
#ifndef LOGIC_SCHED_H
#define LOGIC_SCHED_H

#include "lib/heap.h"

#define SCHED_SHARE_USUAL  100
#define SCHED_RELATIVE_MAX 10000
#define SCHED_ABSOLUTE_MAX 1000 /* tenths of a percent */

/* Virtual time of a share of 100: 1/256 us. Shares of 1 over 16 CPUs wrap in a year and a half. */
#define SCHED_VIRTUAL_MS   256000ul
#define SCHED_CREDIT       (50 * SCHED_VIRTUAL_MS)
#define SCHED_CREDIT_QUICK (4 * SCHED_CREDIT) /* QUICKDSP */
#define SCHED_BIAS         (20 * SCHED_VIRTUAL_MS)

/* How far a machine may go ahead of its maximum share before it is held back. */
#define SCHED_LIMIT_BURST (10 * TOD_MS)

struct sched {
	uint64_t vtime;    /* of the last one that was chosen */
	uint64_t passed;   /* of it, since one without credit was chosen */
	uint64_t relative; /* sum of the relative shares of machines that are ready */
	uint64_t absolute; /* likewise, in tenths of a percent */
	uint32_t nr_cpus;  /* real ones */
	uint32_t nr_ready; /* how many are in all lists and wait, those beyond LIMITSOFT not counted
			    */
};

enum sched_limit { SCHED_NOLIMIT, SCHED_LIMITSOFT, SCHED_LIMITHARD };

struct sched_share {
	uint16_t value; /* 1 to 10000, or tenths of a percent, 1 to 1000 */
	bool is_absolute;
};

/* What one virtual machine may claim. Zeros: the usual share, no maximum. */
struct sched_machine {
	uint64_t paid_until; /* TOD up to which it has used its maximum up */
	uint32_t claim;      /* share, and how many of its virtual CPUs are ready */
	struct sched_share max;
	uint8_t limit; /* enum sched_limit; what to do beyond max */
	bool quick;    /* QUICKDSP */
};

enum sched_where {
	SCHED_OUT,
	SCHED_READY,
	SCHED_OVER,    /* beyond LIMITSOFT: waits for a CPU that nobody else wants */
	SCHED_RUNNING, /* or about to */
	SCHED_SURPLUS, /* likewise, and beyond LIMITSOFT */
};

/* One virtual CPU. Zeros to begin with. */
struct sched_unit {
	struct heap_node node; /* key: its virtual time */
	uint32_t burst_us;     /* it has run since it last waited */
	uint8_t where;         /* enum sched_where */
	bool counted;          /* in its machine's claim */
	uint8_t home;          /* whose list it belongs to: the caller's */
};

/* Not a virtual time: what the lists below show instead. */
#define SCHED_EMPTY ~0ul       /* nobody */
#define SCHED_LAST  (~0ul - 1) /* only who is beyond its maximum */

/* The dispatch list of one real CPU. */
struct sched_list {
	struct heap ready; /* SCHED_READY */
	struct heap over;  /* SCHED_OVER */
	/* May be read without the owner's lock: as of a moment ago. */
	uint64_t first;   /* virtual time of the least in ready; or SCHED_LAST, SCHED_EMPTY */
	uint64_t running; /* with which the one that runs began; SCHED_LAST; 0: none runs */
};

void sched_init(struct sched *sched, uint32_t nr_cpus);
void sched_list_init(struct sched_list *list);

/* ---- What a machine may claim ---- */

struct sched_share sched_share(const struct sched_machine *machine);
void sched_set_share(struct sched *sched, struct sched_machine *machine, struct sched_share share);

/*
 * Until when (TOD) the machine is beyond its maximum share; 0: it isn't. With LIMITHARD its virtual
 * CPUs must not run before; with LIMITSOFT they are inserted as `over`.
 */
tod_t sched_over_until(const struct sched_machine *machine, tod_t now);

/* ---- The life of a unit ---- */

/* It would like to run: it waited, or it has run and goes on. It is in no list and does not run. */
void sched_insert(struct sched *sched, struct sched_list *list, struct sched_unit *unit,
	struct sched_machine *machine, bool waited, bool over);

/* Its machine is within its maximum again. */
void sched_promote(struct sched *sched, struct sched_list *list, struct sched_unit *unit);

/*
 * The list, of nr, from which CPU `self` should take now, without any list's lock: what it takes
 * then may be gone. nr: none has anything.
 */
unsigned sched_choose(const struct sched_list *lists, unsigned nr, unsigned self);

/* Takes the next one out of `list`, to run. NULL: empty. */
struct sched_unit *sched_take(struct sched *sched, struct sched_list *list);

/* Takes that one, which is in `list`. */
void sched_take_this(struct sched *sched, struct sched_list *list, struct sched_unit *unit);

/* It begins to run on the CPU that owns `self`. */
void sched_begin(struct sched *sched, struct sched_list *self, struct sched_unit *unit);

/*
 * It has run for `used` TOD units up to `now`, and leaves the CPU that owns `self`: sched_insert or
 * sched_leave comes next.
 */
void sched_charge(struct sched *sched, struct sched_list *self, struct sched_unit *unit,
	struct sched_machine *machine, tod_t used, tod_t now);

/* It gives its turn up: whoever waits in any list goes first. Between sched_charge and
 * sched_insert. */
void sched_give_way(const struct sched_list *lists, unsigned nr, struct sched_unit *unit);

/* It can't run any more; takes it out of `list` if it is there. Does not run. */
void sched_leave(struct sched *sched, struct sched_list *list, struct sched_unit *unit,
	struct sched_machine *machine);

/* ---- Questions ---- */

/*
 * Whose turn to end for a unit that has become ready: the CPU whose guest is furthest ahead of it,
 * `home` if there is a choice. nr: nobody's, it must wait.
 */
unsigned sched_victim(
	const struct sched_list *lists, unsigned nr, unsigned home, const struct sched_unit *unit);

/* Is it in a list? */
static inline bool sched_is_queued(const struct sched_unit *unit)
{
	return unit->where == SCHED_READY || unit->where == SCHED_OVER;
}

/* May it go before all others because somebody gives it his turn? Only when it is near its own. */
bool sched_may_overtake(const struct sched_list *lists, unsigned nr, const struct sched_unit *unit);

/* 0 QUICKDSP, 1 interactive, 2 between, 3 computing: the number in Q0 to Q3. */
unsigned sched_class(const struct sched_unit *unit, const struct sched_machine *machine);

/* How far behind (negative: ahead of) the others it is, in virtual milliseconds. */
int64_t sched_lag_ms(const struct sched *sched, const struct sched_unit *unit);

#endif
