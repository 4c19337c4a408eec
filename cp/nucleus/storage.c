// SPDX-License-Identifier: Apache-2.0
/*
 * Control storage. A slab is one frame of FRAME_STORAGE; its frame descriptor holds the size class (a),
 * the count of blocks in use (b) and the slab's first free block (owner); slabs that have a free block
 * are in a list of their class (next, prev: frame addresses).
 */
#include "nucleus/storage.h"
#include "lib/string.h"
#include "mach/abend.h"
#include "mach/frame.h"
#include "mach/lock.h"

#define SMALL_MAX  2048u
#define NR_CLASSES ARRAY_LEN(sizes)
#define MAX_ORDER  4

/* Up to four between two powers of 2: a guest's control blocks come in many sizes, and a hundred thousand times. */
static const uint16_t sizes[] = {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 384, 448, 512, 576, 672, 800, 1024, 1344,
	SMALL_MAX};

static struct lock stor_lock = LOCK_INIT(STORAGE);
static habs_t slabs[NR_CLASSES]; /* first slab with a free block */
static uint64_t bytes_in_use, frames_in_use;

/* The class of what needs so many times 32 bytes. */
static const uint8_t classes[] = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, [11 ... 12] = 10, [13 ... 14] = 11,
	[15 ... 16] = 12, [17 ... 18] = 13, [19 ... 21] = 14, [22 ... 25] = 15, [26 ... 32] = 16,
	[33 ... 42] = 17, [43 ... 64] = 18};
static_assert(sizeof(classes) == SMALL_MAX / 32 + 1, "a class for each");

static unsigned class_of(size_t size)
{
	return classes[(size + 31) / 32];
}

static unsigned order_of(size_t size)
{
	unsigned order = 0;

	while ((PAGE_SIZE << order) < size)
		order++;
	return order;
}

static void slab_link(unsigned class, habs_t slab)
{
	struct frame *frame = frame_of(slab);

	frame->next = slabs[class];
	frame->prev = 0;
	if (slabs[class])
		frame_of(slabs[class])->prev = slab;
	slabs[class] = slab;
}

static void slab_unlink(unsigned class, habs_t slab)
{
	struct frame *frame = frame_of(slab);

	if (frame->prev)
		frame_of(frame->prev)->next = frame->next;
	else
		slabs[class] = frame->next;
	if (frame->next)
		frame_of(frame->next)->prev = frame->prev;
}

static habs_t slab_make(unsigned class)
{
	habs_t slab = frame_alloc(FRAME_STORAGE);
	uint64_t size = sizes[class];

	if (!slab)
		return 0;
	frame_of(slab)->a = (uint16_t)class;
	frame_of(slab)->owner = slab;
	for (habs_t block = slab; block + 2 * size <= slab + PAGE_SIZE; block += size)
		*(habs_t *)block = block + size;
	frames_in_use++;
	slab_link(class, slab);
	return slab;
}

static void *small_alloc(unsigned class)
{
	habs_t slab = slabs[class], block;
	struct frame *frame;

	if (!slab && !(slab = slab_make(class)))
		return NULL;
	frame = frame_of(slab);
	block = frame->owner;
	frame->owner = *(habs_t *)block;
	frame->b++;
	if (!frame->owner)
		slab_unlink(class, slab);
	bytes_in_use += sizes[class];
	*(habs_t *)block = 0;
	return (void *)block;
}

static void small_free(void *block, unsigned class)
{
	habs_t slab = (habs_t)block & ~(PAGE_SIZE - 1);
	struct frame *frame = frame_of(slab);

	cp_assert(frame->use == FRAME_STORAGE && frame->a == class && frame->b, STO001);
	memset(block, 0, sizes[class]);
	if (!frame->owner)
		slab_link(class, slab);
	*(habs_t *)block = frame->owner;
	frame->owner = (habs_t)block;
	bytes_in_use -= sizes[class];
	if (--frame->b == 0) {
		slab_unlink(class, slab);
		frames_in_use--;
		frame_free(slab);
	}
}

size_t stor_block_size(size_t size)
{
	return size <= SMALL_MAX ? sizes[class_of(size)] : PAGE_SIZE << order_of(size);
}

void *stor_alloc(size_t size)
{
	void *block;

	if (size > PAGE_SIZE << MAX_ORDER)
		return NULL;
	lock_take(&stor_lock);
	if (size <= SMALL_MAX) {
		block = small_alloc(class_of(size));
	} else {
		block = (void *)frame_alloc_run(FRAME_CP, order_of(size));
		if (block) {
			bytes_in_use += PAGE_SIZE << order_of(size);
			frames_in_use += 1u << order_of(size);
		}
	}
	lock_drop(&stor_lock);
	return block;
}

void stor_free(void *block, size_t size)
{
	if (!block)
		return;
	lock_take(&stor_lock);
	if (size <= SMALL_MAX) {
		small_free(block, class_of(size));
	} else {
		bytes_in_use -= PAGE_SIZE << order_of(size);
		frames_in_use -= 1u << order_of(size);
		frame_free_run((habs_t)block, order_of(size));
	}
	lock_drop(&stor_lock);
}

void stor_count(uint64_t *bytes, uint64_t *nr_frames)
{
	lock_take(&stor_lock);
	*bytes = bytes_in_use;
	*nr_frames = frames_in_use;
	lock_drop(&stor_lock);
}
