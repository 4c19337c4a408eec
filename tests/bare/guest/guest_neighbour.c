// SPDX-License-Identifier: Apache-2.0
/*
 * A guest that others must not disturb: fills its storage and the storage keys with a pattern that
 * holds a secret, and looks after them, with a sign of life each time, until CP's command EXTERNAL
 * ends it.
 */
#include "bare.h"

#define FIRST   SCRATCH
#define LAST    0x800000ul
#define BEAT_MS 500

static uint64_t pattern(uint64_t addr)
{
	if ((addr & 0x1FF) == 0)
		return SECRET;
	return (addr ^ *(volatile uint64_t *)&guest_parm.value) * 0x9E3779B97F4A7C15ul;
}

/* Key 0 is the program's: others would only be in its way if fetch protection were on. */
static uint8_t pattern_key(uint64_t page)
{
	return (uint8_t)(pattern(page + 8) & 0xF0);
}

static void fill(void)
{
	for (uint64_t addr = FIRST; addr < LAST; addr += 8)
		*(uint64_t *)addr = pattern(addr);
	for (uint64_t page = FIRST; page < LAST; page += PAGE_SIZE)
		asm volatile("sske %0,%1" : : "d"(pattern_key(page)), "a"(page) : "memory");
}

static bool look(void)
{
	for (uint64_t addr = FIRST; addr < LAST; addr += 8)
		if (*(uint64_t *)addr != pattern(addr)) {
			test_failed("%lX has %016lX", addr, *(uint64_t *)addr);
			return false;
		}
	for (uint64_t page = FIRST; page < LAST; page += PAGE_SIZE) {
		uint64_t key = 0;

		asm volatile("iske %0,%1" : "+d"(key) : "a"(page));
		if ((key & 0xF8) != pattern_key(page)) {
			test_failed("page %lX has key %02lX", page, key);
			return false;
		}
	}
	return true;
}

static void storage_is_as_it_was_left(void)
{
	struct exec e = {0};

	fill();
	console_print("PATTERN SET");
	for (unsigned beat = 1; look(); beat++) {
		bool is_over;

		console_print("BEAT %u", beat);
		LOAD_CR(0, CR0_INTKEY);
		is_over =
			exec_wait(&e, 0, BEAT_MS) && e.kind == KIND_EXT && e.ext_code == EXT_INTKEY;
		LOAD_CR(0, 0);
		if (is_over)
			break;
	}
}

const struct test tests[] = {TEST(storage_is_as_it_was_left), {0}};
