// SPDX-License-Identifier: Apache-2.0
/* Real frames: free lists by run length, and the mark below which frames have been used. */
#include "mach/frame.h"
#include "mach/abend.h"
#include "mach/asm.h"
#include "mach/cpu.h"
#include "mach/lock.h"

#define MAX_ORDER   4
#define KEY_BITS    0xF8 /* access control and fetch protection; the others say how it was used */
#define MIN_STORAGE (32 * MiB)

/*
 * Function:      who owns each frame
 * Located by:    frame_of()
 * Serialized by: the frame lock while free; else by the owner
 */
static struct frame *frames;

static struct lock frame_lock = LOCK_INIT(FRAME);
static habs_t next_unused, storage_end;
static habs_t free_runs[MAX_ORDER + 1];
static struct frame_counts counts;
static uint64_t nr_used; /* sum of counts.in_use */

/* Frame lock held, or nobody else is there. */
static void count_use(enum frame_use use, int64_t nr)
{
	counts.in_use[use] += (uint64_t)nr;
	nr_used += (uint64_t)nr;
}

struct frame *frame_of(habs_t addr)
{
	return &frames[addr >> PAGE_SHIFT];
}

uint64_t frame_storage_size(void)
{
	return storage_end;
}

/*
 * Guests of a CP that ran here before leave their storage keys behind. ISKE is cheap, SSKE throws the
 * other CPUs out of SIE: so set only what is not 0.
 */
static void clear_keys(habs_t start, habs_t end)
{
	for (habs_t page = start; page < end; page += PAGE_SIZE)
		if (iske(page) & KEY_BITS)
			sske(page, 0);
}

void frame_init(habs_t start, uint64_t size)
{
	uint64_t table = size / PAGE_SIZE * sizeof(struct frame);

	if (size < MIN_STORAGE)
		abend(ABEND_FRM003, size);
	storage_end = size & ~(PAGE_SIZE - 1);
	frames = (struct frame *)ROUND_UP(start, PAGE_SIZE);
	next_unused = ROUND_UP((habs_t)frames + table, PAGE_SIZE);
	cp_assert(next_unused < storage_end, FRM002);
	clear_keys(0, next_unused);
	counts.total = storage_end / PAGE_SIZE;
	count_use(FRAME_CP, (int64_t)(next_unused / PAGE_SIZE));
}

/*
 * Differs: the emulator applies the host's prefix with a 31-bit mask to what a guest in ESA/390 mode
 * (every IPL starts in it) addresses, so frames that are 0 or a prefix area modulo 2 GiB never go to
 * guests. They are few: all of them are left out.
 */
static bool is_alias(habs_t addr)
{
	habs_t low = addr & (2 * GiB - 1) & ~0x1FFFull;

	if (addr < 2 * GiB)
		return false;
	if (low == 0)
		return true;
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].pfx && (habs_t)cpus[i].pfx == low)
			return true;
	return false;
}

/* `len` bytes of frames that were never used, at a multiple of `align`. */
static habs_t take_unused(uint64_t len, uint64_t align)
{
	habs_t addr;

again:
	addr = ROUND_UP(next_unused, align);
	if (addr > storage_end || len > storage_end - addr)
		return 0;
	for (habs_t page = addr; page < addr + len; page += PAGE_SIZE)
		if (is_alias(page)) {
			next_unused = page + PAGE_SIZE;
			goto again;
		}
	/* Frames skipped for alignment are free ones. */
	for (habs_t page = next_unused; page < addr; page += PAGE_SIZE) {
		*frame_of(page) = (struct frame){.use = FRAME_FREE, .owner = free_runs[0]};
		free_runs[0] = page;
	}
	clear_keys(next_unused, addr + len);
	next_unused = addr + len;
	return addr;
}

static void begin_use(habs_t addr, uint64_t nr, enum frame_use use)
{
	for (habs_t page = addr; page < addr + nr * PAGE_SIZE; page += PAGE_SIZE)
		*frame_of(page) = (struct frame){.use = (uint8_t)use};
}

static void clear(habs_t addr, uint64_t nr)
{
	for (habs_t page = addr; page < addr + nr * PAGE_SIZE; page += PAGE_SIZE)
		mvcl_clear((void *)page, PAGE_SIZE);
}

habs_t frame_alloc_run_dirty(enum frame_use use, unsigned order)
{
	habs_t addr;

	lock_take(&frame_lock);
	addr = free_runs[order];
	if (addr)
		free_runs[order] = frame_of(addr)->owner;
	else
		addr = take_unused(PAGE_SIZE << order, PAGE_SIZE << order);
	if (addr)
		count_use(use, 1 << order);
	lock_drop(&frame_lock);
	if (!addr)
		return 0;
	begin_use(addr, 1u << order, use);
	return addr;
}

habs_t frame_alloc_run(enum frame_use use, unsigned order)
{
	habs_t addr = frame_alloc_run_dirty(use, order);

	if (addr)
		clear(addr, 1u << order);
	return addr;
}

habs_t frame_alloc_contiguous(enum frame_use use, uint64_t nr)
{
	habs_t addr;

	if (!nr || nr > storage_end / PAGE_SIZE)
		return 0;
	lock_take(&frame_lock);
	addr = take_unused(nr * PAGE_SIZE, PAGE_SIZE);
	if (addr)
		count_use(use, (int64_t)nr);
	lock_drop(&frame_lock);
	if (addr) {
		begin_use(addr, nr, use);
		clear(addr, nr);
	}
	return addr;
}

void frame_free_contiguous(habs_t addr, uint64_t nr)
{
	for (uint64_t i = 0; i < nr; i++)
		frame_free(addr + i * PAGE_SIZE);
}

habs_t frame_alloc(enum frame_use use)
{
	return frame_alloc_run(use, 0);
}

void frame_free_run(habs_t addr, unsigned order)
{
	struct frame *frame = frame_of(addr);

	cp_assert(frame->use != FRAME_FREE, FRM001);
	for (unsigned i = 0; i < 1u << order; i++)
		if (frame[i].key)
			sske(addr + i * PAGE_SIZE, 0);
	lock_take(&frame_lock);
	count_use(frame->use, -(1 << order));
	*frame = (struct frame){.use = FRAME_FREE, .owner = free_runs[order]};
	free_runs[order] = addr;
	lock_drop(&frame_lock);
}

void frame_free(habs_t addr)
{
	frame_free_run(addr, 0);
}

/* ---- Several have it ------------------------------------------------------------------------------------ */

void frame_get(habs_t addr)
{
	struct frame *frame = frame_of(addr);

	cp_assert(frame->use != FRAME_FREE, FRM004);
	__atomic_add_fetch(&frame->b, 1, __ATOMIC_RELAXED);
}

bool frame_drop(habs_t addr)
{
	struct frame *frame = frame_of(addr);

	cp_assert(frame->use != FRAME_FREE, FRM004);
	return __atomic_fetch_sub(&frame->b, 1, __ATOMIC_ACQ_REL) == 0;
}

bool frame_has_others(habs_t addr)
{
	return __atomic_load_n(&frame_of(addr)->b, __ATOMIC_ACQUIRE) != 0;
}

/* Frame lock held. */
static void set_use(struct frame *frame, uint8_t use)
{
	counts.in_use[frame->use]--;
	counts.in_use[use]++;
	frame->use = use;
}

/* Counts it as what it is now. Who calls has it, so that it stays. */
static void look_at_use(struct frame *frame)
{
	lock_take(&frame_lock);
	if (!__atomic_load_n(&frame->owner, __ATOMIC_ACQUIRE)) {
		if (frame->use == FRAME_SHARED)
			set_use(frame, (uint8_t)frame->a);
	} else if (frame->use != FRAME_SHARED) {
		frame->a = frame->use;
		set_use(frame, FRAME_SHARED);
	}
	lock_drop(&frame_lock);
}

/* Whole page tables are shared page by page: without the lock but for the first and the last guest. */
void frame_share(habs_t addr)
{
	struct frame *frame = frame_of(addr);

	frame_get(addr);
	if (__atomic_fetch_add(&frame->owner, 1, __ATOMIC_ACQ_REL) == 0)
		look_at_use(frame);
}

bool frame_unshare(habs_t addr)
{
	struct frame *frame = frame_of(addr);
	uint64_t nr = __atomic_load_n(&frame->owner, __ATOMIC_ACQUIRE);

	while (nr && !__atomic_compare_exchange_n(&frame->owner, &nr, nr - 1, false, __ATOMIC_ACQ_REL,
			     __ATOMIC_ACQUIRE))
		;
	if (nr == 1)
		look_at_use(frame);
	return frame_drop(addr);
}

void frame_make_private(habs_t addr)
{
	struct frame *frame = frame_of(addr);

	lock_take(&frame_lock);
	frame->owner = 0;
	set_use(frame, FRAME_GUEST);
	lock_drop(&frame_lock);
}

void frame_count(struct frame_counts *out)
{
	lock_take(&frame_lock);
	*out = counts;
	out->never_used = (storage_end - next_unused) / PAGE_SIZE;
	lock_drop(&frame_lock);
}

uint64_t frame_nr_used(enum frame_use use)
{
	return __atomic_load_n(&counts.in_use[use], __ATOMIC_RELAXED);
}

uint64_t frame_nr_free(void)
{
	uint64_t used = __atomic_load_n(&nr_used, __ATOMIC_RELAXED);

	return used < counts.total ? counts.total - used : 0;
}
