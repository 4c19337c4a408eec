// SPDX-License-Identifier: Apache-2.0
/*
 * A file of 100,000 lines: what one does on a screen reaches lines of a screen, not all. Lines are
 * in pages that nobody may touch; each page that is touched is opened, and counted.
 */
#include "harness.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#define NR_LINES   100000u
#define ARENA_SIZE (64u << 20)
#define SMALL      512u /* bytes: what is smaller is a line */

static uint8_t *arena;
static size_t arena_used, page;
static volatile unsigned nr_touched;

static void touched(int nr, siginfo_t *info, void *context)
{
	uint8_t *at = info->si_addr;

	(void)context;
	if (at < arena || at >= arena + ARENA_SIZE) {
		signal(nr, SIG_DFL); /* it is another fault, which comes again */
		return;
	}
	nr_touched++;
	mprotect(arena + (size_t)(at - arena) / page * page, page, PROT_READ | PROT_WRITE);
}

static void *arena_get(void *ctx, size_t size)
{
	uint8_t *at = arena + arena_used;

	(void)ctx;
	if (size >= SMALL)
		return malloc(size);
	arena_used += (size + 15) & ~(size_t)15;
	ck_assert_uint_lt(arena_used, ARENA_SIZE);
	return at;
}

static void arena_put(void *ctx, void *at, size_t size)
{
	(void)ctx;
	if (size >= SMALL)
		free(at);
}

static int read_large(void *ctx, struct xedit_id *id, const struct xedit_reader *reader)
{
	char text[40];
	int rc = 0;

	(void)ctx;
	id->recfm = 'F';
	id->lrecl = 80;
	for (uint32_t n = 1; !rc && n <= NR_LINES; n++)
		rc = reader->record(reader->ctx, text,
			(size_t)str_format(text, sizeof(text), "This is line %u of many", n));
	return rc;
}

static struct xedit_ops large_ops;

static void begin_large(void)
{
	struct sigaction action = {.sa_sigaction = touched, .sa_flags = SA_SIGINFO};

	memset(&world, 0, sizeof(world));
	page = (size_t)sysconf(_SC_PAGESIZE);
	arena_used = 0;
	arena = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(arena, MAP_FAILED);
	large_ops = world_ops;
	large_ops.mem = (struct text_mem){arena_get, arena_put, NULL};
	large_ops.read = read_large;
	x = xedit_create(&large_ops, NULL);
	ck_assert_ptr_nonnull(x);
	ck_assert_int_eq(sigaction(SIGSEGV, &action, NULL), 0);
	ck_assert_int_eq(sigaction(SIGBUS, &action, NULL), 0);
	ck_assert_int_eq(xedit_open(x, "large file a"), 0);
	ck_assert_uint_eq(x->file->text.nr, NR_LINES);
}

static void end_large(void)
{
	mprotect(arena, ARENA_SIZE, PROT_READ | PROT_WRITE);
	xedit_delete(x);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	munmap(arena, ARENA_SIZE);
}

/* From here on pages count. */
static void watch(void)
{
	ck_assert_int_eq(mprotect(arena, ARENA_SIZE, PROT_NONE), 0);
	nr_touched = 0;
}

/* Pages that the lines of some screens can be in, and what an action adds. */
#define FEW 12u

static const char *const subcommands_at_a_place[] = {":50000", "forward", "backward 2", "down 7",
	"up 3", "input new", "delete 2", "recover", "undo", "cappend !", "shift right 2",
	"split column", "join", "bottom", "top", "set number on", "screen 2", "screen 1",
	"c/line/row/ 5", "duplicat 2", "query line", "screen 3 v", "screen 1", "repeat 3",
	"modify zone", "prefix on right", "prefix on left", "si", "undo", "status",
	"merge 2 :50050", "alter i o 3", "spill on", "arbchar on", "query cursor", "-5", "+7",
	":99990", "lprefix d3", "put 4", "get", "sort 8", "spltjoin", "verify 5 30", "right 10",
	"hextype 2", "recover 2", "uppercas 3", "count /line/ 5", "nfind x"};

START_TEST(a_subcommand_and_its_screen_touch_some_lines)
{
	begin_large();
	xedit_command(x, ":50000");
	for (unsigned i = 0; i < ARRAY_LEN(subcommands_at_a_place); i++) {
		watch();
		ck_assert_int_ge(xedit_command(x, subcommands_at_a_place[i]), 0);
		compose();
		ck_assert_msg(
			nr_touched <= FEW, "%s: %u pages", subcommands_at_a_place[i], nr_touched);
	}
	end_large();
}
END_TEST

START_TEST(what_is_typed_on_a_screen_touches_some_lines)
{
	begin_large();
	xedit_command(x, ":90000");
	compose();
	watch();
	press_key(AID_ENTER, 14, 9);
	type(14, 8, "Typed");
	type(15, 2, "d====");
	type(16, 2, "\"====");
	send();
	compose();
	ck_assert_uint_le(nr_touched, FEW);
	ck_assert_uint_ge(nr_touched, 1);
	press_key(AID_PF1 + 7, 23, 8);
	watch();
	send();
	compose();
	ck_assert_uint_le(nr_touched, FEW);
	end_large();
}
END_TEST

START_TEST(what_looks_for_a_string_touches_all_and_is_noticed)
{
	begin_large();
	watch();
	ck_assert_int_eq(xedit_command(x, "/no such string/"), 2);
	ck_assert_uint_gt(nr_touched, 4 * FEW);
	end_large();
}
END_TEST

UNIT_MAIN("cms/xedit/large", a_subcommand_and_its_screen_touch_some_lines,
	what_is_typed_on_a_screen_touches_some_lines,
	what_looks_for_a_string_touches_all_and_is_noticed)
