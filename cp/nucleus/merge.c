// SPDX-License-Identifier: Apache-2.0
/*
 * Which pages may be equal.
 *
 *	digest of a page --> hint: a page of some guest had that digest when it was looked at
 *
 * A hint may be wrong by now, the guest may be gone, or be another one of that name: gspace_offer and
 * gspace_merge look at what is there. So nothing is to be done when a page changes, and a new hint may
 * overwrite an old one. The task that puts guests away is the only one here: no locks.
 */
#include "nucleus/merge.h"
#include "lib/string.h"
#include "mach/frame.h"
#include "nucleus/gspace_merge.h"
#include "nucleus/pageshare.h"

#define MORE_PART   8u    /* looked at again when it has so much of its own pages more, */
#define MORE_LEAST  256u  /* and so many */
#define TOGETHER    16u   /* pages for which a guest's lock is held */
#define FRAMES_HINT 8u    /* frames of storage for each hint */
#define NR_NAMES    1024u

/* Where a page with the digest was seen. */
struct hint {
	uint32_t digest; /* 0: none: zeros are not looked for */
	uint32_t page;   /* its number in the guest */
	uint32_t name;   /* index of names */
};

static struct hint *hints; /* nr_hints, a power of 2; NULL: not made yet */
static uint64_t nr_hints;
static char names[NR_NAMES][USERID_LEN + 1]; /* who was looked through last; "": free */
static uint32_t next_name;
static struct merge_counts counts;

void merge_count(struct merge_counts *out)
{
	*out = counts;
}

static uint32_t nr_own(const struct vmdbk *vm)
{
	uint32_t nr = vm->space.nr_pages, nr_shared = vm->space.nr_shared;

	return nr > nr_shared ? nr - nr_shared : 0;
}

bool merge_is_due(const struct vmdbk *vm)
{
	uint32_t nr = nr_own(vm), before = vm->nr_unmerged;

	/* Who has no more is put away when he does nothing. */
	return pageshare_is_allowed(vm) && nr > GSPACE_SETTLE_MAX &&
	       (!before || nr > before + MAX(before / MORE_PART, MORE_LEAST));
}

/* ---- Hints ----------------------------------------------------------------------------------- */

/* False: no storage. */
static bool make_hints(void)
{
	uint64_t wanted = frame_storage_size() / PAGE_SIZE / FRAMES_HINT, nr = 1;

	if (hints)
		return true;
	while (nr < wanted)
		nr *= 2;
	hints = (struct hint *)frame_alloc_contiguous(
		FRAME_CP, ROUND_UP(nr * sizeof(*hints), PAGE_SIZE) / PAGE_SIZE);
	nr_hints = hints ? nr : 0;
	return hints != NULL;
}

/* The hint is at one of two places. */
static struct hint *place_of(uint32_t digest, unsigned which)
{
	return &hints[(digest & (nr_hints - 1)) ^ which];
}

static const struct hint *find(uint32_t digest)
{
	for (unsigned which = 0; which < 2; which++)
		if (place_of(digest, which)->digest == digest)
			return place_of(digest, which);
	return NULL;
}

static void note(uint32_t digest, gabs_t addr, uint32_t name)
{
	unsigned which = place_of(digest, 0)->digest && place_of(digest, 0)->digest != digest;

	*place_of(digest, which) = (struct hint){digest, (uint32_t)(addr >> PAGE_SHIFT), name};
}

static uint32_t name_of(const struct vmdbk *vm)
{
	for (uint32_t i = 0; i < NR_NAMES; i++)
		if (strcmp(names[i], vm->userid) == 0)
			return i;
	next_name = (next_name + 1) % NR_NAMES;
	memcpy(names[next_name], vm->userid, sizeof(vm->userid));
	return next_name;
}

/* ---- Pages ----------------------------------------------------------------------------------- */

static struct gspace_pins pins_of(struct vmdbk *vm)
{
	return (struct gspace_pins){pageshare_is_prefix, vm};
}

/* The frame that the hint tells of, with a hold on it; 0: it is not there any more. */
static habs_t offered(const struct hint *hint)
{
	struct vmdbk *vm = vm_find(names[hint->name]);
	struct gspace_pins pins = pins_of(vm);
	habs_t frame = 0;

	if (!vm)
		return 0;
	lock_take(&vm->lock);
	if (vm->state == VM_ACTIVE && pageshare_is_allowed(vm)) {
		pageshare_begin(vm);
		frame = gspace_offer(
			&vm->space, (gabs_t)hint->page << PAGE_SHIFT, hint->digest, &pins);
	}
	lock_drop(&vm->lock);
	vm_put(vm);
	return frame;
}

static bool take(struct vmdbk *vm, gabs_t addr, habs_t frame)
{
	struct gspace_pins pins = pins_of(vm);
	bool done = false;

	lock_take(&vm->lock);
	if (vm->state == VM_ACTIVE) {
		if (frame)
			pageshare_begin(vm);
		done = gspace_merge(&vm->space, addr, frame, &pins);
	}
	lock_drop(&vm->lock);
	return done;
}

/* Of a page of the guest's own. False: there is none that is equal. */
static bool merge_page(struct vmdbk *vm, const struct gspace_page *page, uint32_t name)
{
	const struct hint *hint = find(page->digest);
	bool done;
	habs_t frame;

	if (!hint || (hint->name == name && hint->page == page->addr >> PAGE_SHIFT))
		return false;
	frame = offered(hint);
	if (!frame)
		return false;
	done = take(vm, page->addr, frame);
	counts.nr_equal += done;
	if (frame_drop(frame))
		frame_free(frame);
	return done;
}

static void look_at(struct vmdbk *vm, const struct gspace_page *page, uint32_t name)
{
	if (!page->digest)
		counts.nr_zeros += page->is_own && take(vm, page->addr, 0);
	else if (!page->is_own || !merge_page(vm, page, name))
		note(page->digest, page->addr, name);
}

void merge_guest(struct vmdbk *vm)
{
	struct gspace_page page[TOGETHER];
	uint32_t name = name_of(vm);
	gabs_t at = 0;

	if (!make_hints())
		return;
	while (at < vm->space.size && vm->state == VM_ACTIVE) {
		unsigned nr = gspace_look_alike(&vm->space, &at, page, TOGETHER);

		for (unsigned i = 0; i < nr; i++)
			look_at(vm, &page[i], name);
		task_sleep_until(0); /* others run: tasks are not interrupted */
	}
	vm->nr_unmerged = MAX(nr_own(vm), 1u);
	counts.nr_guests++;
}
