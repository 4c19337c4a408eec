// SPDX-License-Identifier: Apache-2.0
/*
 * Which pages leave their frames.
 *
 *	free frames:  0 ... reserve ... low ... high
 *		      guests wait  |  the task begins  |  the task ends
 *
 * A round first lets those be put away who do nothing, if they are many (nucleus/settle.h): a guest that goes whole is
 * quicker away and back than its pages one by one. Then it looks at all guests, several times, each time less choosy, and ends
 * when enough is free: those idle for long, those idle at all, pages that were not referenced since the last look, any page.
 * Pages that are out and fill blocks go on to paging space when they take much of storage themselves.
 */
#include "nucleus/pageout.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/dispatch.h"
#include "nucleus/eligible.h"
#include "nucleus/gspace_out.h"
#include "nucleus/pageshare.h"
#include "nucleus/pagespace.h"
#include "nucleus/pagestore.h"
#include "nucleus/session.h"
#include "nucleus/settle.h"
#include "nucleus/trackcache.h"
#include "nucleus/vmdbk.h"

#define PAGES_A_TURN 512u        /* of one guest that is not idle, before the next one's turn */
#define SPARED_MOST  256u        /* pages that it may keep because they were referenced, likewise */
#define FULL_AGAIN   (1 * TOD_S) /* a round that found nothing is not repeated sooner */
#define BEGIN_AGAIN  (50 * TOD_MS)
#define PUT_AWAY     (1 * TOD_S) /* so long guests are put away before pages are taken */
#define LOOK_AGAIN   (1 * TOD_MS)
#define PROGRESS     64u /* a round that took less out did not help */
#define WARN_PERCENT 90u
#define CALM_PERCENT 80u
#define STORE_SHARE  8u /* blocks in frames may be this part of all frames */

/* How a pass chooses. */
struct pass {
	tod_t idle;     /* only guests that have been idle for so long */
	bool take_used; /* also pages that were referenced since the last look */
};
static const struct pass passes[] = {
	{60 * TOD_S, true},
	{2 * TOD_S, true},
	{0, false},
	{0, false},
	{0, true},
};

static uint64_t reserve, low, high; /* constant, frames */
static bool at_work;                /* atomic: a round goes on, or is about to begin */
static struct lock held_lock = LOCK_INIT(PAGEOUT);
static struct list held = LIST_INIT(held); /* held lock: by vmdbk.frame_link */
static uint32_t nr_held;                   /* held lock */
static struct timer begin_again;
static struct event round_over;
static tod_t full_since;                 /* atomic; 0: it is not */
static char last_userid[USERID_LEN + 1]; /* the task's */
static bool has_warned;                  /* the task's */
static struct pageout_counts counts;     /* the task's */

static void begin_due(struct timer *timer);

void pageout_init(void)
{
	uint64_t total = frame_storage_size() / PAGE_SIZE;

	reserve = MAX(total / 256, 64ul);
	low = reserve * 2 + 64;
	high = low + MAX(total / 64, 128ul);
	event_init(&round_over);
	timer_init(&begin_again, begin_due);
}

/* ---- One guest ------------------------------------------------------------------------------- */

/* How long all of its virtual CPUs have done nothing. */
static tod_t idle_time(struct vmdbk *vm, tod_t now)
{
	tod_t idle = now;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		const struct vcpu *vcpu = vm->vcpu[i];

		if (!vcpu || (vcpu->blocked & (VB_STOPPED | VB_CP) && !vcpu->running))
			continue;
		if (vcpu->running || !(vcpu->blocked & VB_WAIT) || !vcpu->wait_began)
			idle = 0;
		else
			idle = MIN(idle, now - MIN(vcpu->wait_began, now));
	}
	lock_drop(&vm->lock);
	return idle;
}

static bool is_enough(void)
{
	return frame_nr_free() >= high;
}

/* Blocks that fill too much of storage, or `all`, go to paging space. */
static void spill(bool all)
{
	struct pagestore_counts store;

	do {
		pagestore_count(&store);
		if (!all && store.nr_frames < frame_storage_size() / PAGE_SIZE / STORE_SHARE)
			return;
	} while (!is_enough() && pagestore_shrink());
}

/* Virtual CPUs that wait for frames may go on. */
static void release_held(void)
{
	for (uint32_t nr = __atomic_load_n(&nr_held, __ATOMIC_SEQ_CST); nr; nr--) {
		struct list *node;
		struct vmdbk *vm;

		lock_take(&held_lock);
		node = list_pop(&held);
		nr_held -= node != NULL;
		lock_drop(&held_lock);
		if (!node)
			return;
		vm = LIST_ENTRY(node, struct vmdbk, frame_link);
		lock_take(&vm->lock);
		vm_start(vm, VB_FRAME);
		lock_drop(&vm->lock);
		vm_put(vm);
	}
}

/* Lets others run: tasks are not interrupted. */
static void breathe(void)
{
	if (frame_nr_free() >= low)
		release_held();
	task_sleep_until(0);
}

/* Takes pages of one guest; goes on where the last pass over it stopped. */
static void take_from(struct vmdbk *vm, const struct pass *pass)
{
	struct gspace_walk walk = {
		.at = vm->page_at,
		.take_used = pass->take_used,
		.quick = !pass->idle,
		.is_pinned = pageshare_is_prefix,
		.ctx = vm,
	};
	gabs_t begin = walk.at;
	bool wrapped = false;
	tod_t now;

	while (!is_enough() &&
		(pass->idle || (walk.nr_taken < PAGES_A_TURN && walk.nr_spared < SPARED_MOST))) {
		now = clock_now();
		lock_take(&vm->lock);
		gspace_page_out(&vm->space, &walk);
		lock_drop(&vm->lock);
		if (!pass->idle)
			counts.working.time += clock_now() - now;
		spill(walk.is_full);
		walk.is_full = false;
		if (walk.at >= vm->space.size) {
			if (wrapped)
				break;
			wrapped = true;
			walk.at = 0;
		}
		if (wrapped && walk.at > begin)
			break;
		breathe();
	}
	vm->page_at = walk.at;
	counts.nr_out += walk.nr_taken;
	if (!pass->idle && walk.nr_taken) {
		counts.working.nr += walk.nr_taken;
		eligible_watch();
	}
}

/* ---- A round --------------------------------------------------------------------------------- */

/* Guests come by turns: the next pass goes on with the one behind the last that gave pages. */
static void one_pass(const struct pass *pass)
{
	struct vmdbk *vm = vm_find(last_userid);

	for (uint32_t nr = vm_count(); nr && !is_enough(); nr--) {
		vm = vm_next(vm);
		if (!vm)
			vm = vm_next(NULL);
		if (!vm)
			return;
		if (vm->space.nr_pages <= vm->space.nr_shared ||
			idle_time(vm, clock_now()) < pass->idle)
			continue;
		memcpy(last_userid, vm->userid, sizeof(last_userid));
		take_from(vm, pass);
	}
	vm_put(vm);
}

/* Tells the operator once when paging space gets full, or there is none and storage is. */
static void warn(void)
{
	struct pagespace_counts space;
	struct frame_counts frames;
	uint64_t total, used;
	char text[3][16];

	pagespace_count(&space);
	total = space.xstore_total + space.dasd_total;
	used = space.xstore_used + space.dasd_used;
	if (full_since || (total && used * 100 >= total * WARN_PERCENT)) {
		if (has_warned)
			return;
		has_warned = true;
		frame_count(&frames);
		str_format(text[0], sizeof(text[0]), "%llu",
			(unsigned long long)(frames.total - frame_nr_free()));
		str_format(text[1], sizeof(text[1]), "%llu", (unsigned long long)frames.total);
		str_format(text[2], sizeof(text[2]), "%llu of %llu", (unsigned long long)used,
			(unsigned long long)total);
		operator_msg(MSG_STORAGE_SHORT, text[0], text[1], text[2]);
	} else if (used * 100 < total * CALM_PERCENT || !total) {
		has_warned = false;
	}
}

/* Where many do nothing they are put away, by another task: this one waits for it. */
static void put_away(void)
{
	tod_t end = clock_now() + PUT_AWAY;

	settle_hurry(true);
	while (!is_enough() && settle_crowd_is_due() && clock_now() < end) {
		breathe();
		task_sleep_until(clock_now() + LOOK_AGAIN);
	}
	settle_hurry(false);
}

/* Returns how many pages it took out. */
static uint64_t one_round(void)
{
	uint64_t nr_before = counts.nr_out;

	put_away();
	while (!is_enough() && tc_shrink())
		;
	for (unsigned i = 0; i < ARRAY_LEN(passes) && !is_enough(); i++)
		one_pass(&passes[i]);
	if (!is_enough())
		spill(true);
	return counts.nr_out - nr_before;
}

/* Who is held from here on has seen that no round goes on, and begins the next one. */
static void round_ends(void)
{
	__atomic_store_n(&at_work, false, __ATOMIC_SEQ_CST);
	event_post(&round_over);
	release_held();
}

static void round_task(void *arg)
{
	uint64_t nr_taken;

	(void)arg;
	do {
		nr_taken = one_round();
	} while (nr_taken >= PROGRESS && frame_nr_free() < low);
	__atomic_store_n(&full_since, frame_nr_free() < low ? clock_now() : 0, __ATOMIC_RELAXED);
	warn();
	round_ends();
}

static void round_abended(void *arg)
{
	(void)arg;
	settle_hurry(false);
	round_ends();
}

/* Who waits waits for the end of a round: without storage for its task there will be one later. */
static void begin(void)
{
	if (task_start("page-out", round_task, NULL, NULL, round_abended))
		timer_set(&begin_again, clock_now() + BEGIN_AGAIN);
}

static void begin_due(struct timer *timer)
{
	(void)timer;
	begin();
}

static void start(void)
{
	if (__atomic_exchange_n(&at_work, true, __ATOMIC_SEQ_CST))
		return;
	event_clear(&round_over);
	begin();
}

/* ---- What others call ------------------------------------------------------------------------ */

static bool is_hopeless(void)
{
	tod_t since = __atomic_load_n(&full_since, __ATOMIC_RELAXED);

	return since && clock_now() - since < FULL_AGAIN;
}

void pageout_look(void)
{
	if (high && frame_nr_free() < low && !at_work && !is_hopeless())
		start();
}

bool pageout_is_short(void)
{
	return frame_nr_free() < reserve;
}

bool pageout_should_wait(void)
{
	return pageout_is_short() && (at_work || !is_hopeless());
}

bool pageout_hold(struct vcpu *vcpu)
{
	struct vmdbk *vm = vcpu->vm;

	if (!at_work && is_hopeless())
		return false;
	vcpu_block(vcpu, VB_FRAME);
	lock_take(&held_lock);
	if (list_is_empty(&vm->frame_link)) {
		vm_get(vm);
		list_add_tail(&held, &vm->frame_link);
		nr_held++;
	}
	lock_drop(&held_lock);
	start();
	return true;
}

bool pageout_wait(void)
{
	while (pageout_is_short()) {
		if (!at_work && is_hopeless())
			return false;
		start();
		event_wait(&round_over);
	}
	return true;
}

bool pageout_is_full(void)
{
	return __atomic_load_n(&full_since, __ATOMIC_RELAXED) && frame_nr_free() < low;
}

void pageout_count(struct pageout_counts *out)
{
	*out = counts;
	out->nr_free = frame_nr_free();
	out->low = low;
	out->high = high;
	out->reserve = reserve;
}
