// SPDX-License-Identifier: Apache-2.0
/*
 * A guest that another must not disturb: fills its storage and the storage keys with a pattern, and
 * looks after them when a line is typed.
 */
#include "bare.h"

#define FIRST SCRATCH
#define LAST  0x800000ul

static uint64_t pattern(uint64_t addr)
{
	return (addr ^ *(volatile uint64_t *)&guest_parm.value) * 0x9E3779B97F4A7C15ul;
}

/* Key 0 is the program's: others would only be in its way if fetch protection were on. */
static uint8_t pattern_key(uint64_t page)
{
	return (uint8_t)(pattern(page) & 0xF0);
}

static void fill(void)
{
	for (uint64_t addr = FIRST; addr < LAST; addr += 8)
		*(uint64_t *)addr = pattern(addr);
	for (uint64_t page = FIRST; page < LAST; page += PAGE_SIZE)
		asm volatile("sske %0,%1" : : "d"(pattern_key(page)), "a"(page) : "memory");
}

static void look(void)
{
	for (uint64_t addr = FIRST; addr < LAST; addr += 8)
		EXPECT(*(uint64_t *)addr == pattern(addr), "%lX has %016lX", addr,
			*(uint64_t *)addr);
	for (uint64_t page = FIRST; page < LAST; page += PAGE_SIZE) {
		uint64_t key = 0;

		asm volatile("iske %0,%1" : "+d"(key) : "a"(page));
		EXPECT((key & 0xF8) == pattern_key(page), "page %lX has key %02lX", page, key);
	}
}

static void storage_is_as_it_was_left(void)
{
	char line[20];

	fill();
	console_print("PATTERN SET");
	while (console_read(line, sizeof(line)) == 0)
		;
	look();
}

const struct test tests[] = {TEST(storage_is_as_it_was_left), {0}};
