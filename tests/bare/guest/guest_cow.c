// SPDX-License-Identifier: Apache-2.0
/*
 * Pages that are shared with the minidisk cache until somebody stores. The guest can't tell that
 * they are, so each test is about what it would see if CP got it wrong: a store that is lost, comes
 * twice, or shows in another page that had the same frame.
 */
#include "chaos.h"
#include "disk.h"

#include "abi/diag250.h"

#define REC 3

/* block(0) and block(1) have the same record: the same frame, if CP shares. */
#define ONE ((volatile uint8_t *)block(0))
#define TWO ((volatile uint8_t *)block(1))

static void prepare_track(void)
{
	EXPECT(format(DISK, TRACK), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	for (unsigned rec = 1; rec <= NR_RECS; rec++)
		for (unsigned at = 0; at < PAGE_SIZE; at++)
			block(rec - 1)[at] = disk_pattern(rec, at);
	EXPECT(transfer(DISK, TRACK, 1, NR_RECS, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
}

/* A record into a page; a read of a whole block at a page boundary is what CP maps. */
static void read_into(volatile void *page, unsigned rec)
{
	add_extent(CKD_MASK_WRITE_NONE, TRACK, TRACK);
	add_locate(CKD_OP_READ_DATA, TRACK, (uint8_t)rec, 1);
	add(CKD_READ_DATA | CKD_MULTITRACK, 0, PAGE_SIZE, (const void *)page);
	EXPECT_RUN(DISK_RO);
}

static void read_both(void)
{
	read_into(ONE, REC);
	read_into(TWO, REC);
}

/* The first place in a page that is not as the record, but for [from, to); PAGE_SIZE: none. */
static unsigned differs(const volatile uint8_t *page, unsigned rec, unsigned from, unsigned to)
{
	for (unsigned at = 0; at < PAGE_SIZE; at++)
		if ((at < from || at >= to) && page[at] != disk_pattern(rec, at))
			return at;
	return PAGE_SIZE;
}

#define EXPECT_RECORD(page, from, to, what)                                                        \
	EXPECT(differs(page, REC, from, to) == PAGE_SIZE, "%s: byte %u is %02X", what,             \
		differs(page, REC, from, to), (page)[differs(page, REC, from, to) % PAGE_SIZE])

/* ---- Stores ------------------------------------------------------------------------ */

/* Registers: 1 the page + X'100', 2 its beginning, 3 its end, 5 other storage, 6 what is executed.
 */
static const struct {
	const char *what;
	uint64_t insn;
	uint64_t target; /* of EX and EXRL */
	unsigned from, len;
} stores[] = {
	{"ST", 0x5000100000000000, 0, 0x100, 4},
	{"STG", 0xE30010000024ul << 16, 0, 0x100, 8},
	{"MVI", 0x9255100000000000, 0, 0x100, 1},
	{"MVC", 0xD20710005000ul << 16, 0, 0x100, 8},
	{"MVC from itself", 0xD20710011000ul << 16, 0, 0x101, 8},
	{"XC", 0xD70F10001000ul << 16, 0, 0x100, 16},
	{"OI", 0x9610100000000000, 0, 0x100, 1},
	{"NI", 0x94FE100000000000, 0, 0x100, 1},
	{"STM", 0x900F100000000000, 0, 0x100, 64},
	{"STMG", 0xEB0F10000024ul << 16, 0, 0x100, 128},
	{"CS", 0xBA09100000000000, 0, 0x100, 4},
	{"TR", 0xDC0F10005000ul << 16, 0, 0x100, 16},
	{"CVD", 0x4E00100000000000, 0, 0x100, 8},
	{"STCK", 0xB205100000000000, 0, 0x100, 8},
	{"STURA", 0xB246000100000000, 0, 0x100, 4},
	{"STURG", 0xB925000100000000, 0, 0x100, 8},
	{"STAP", 0xB212100000000000, 0, 0x100, 2},
	{"STCTG", 0xEB0010000025ul << 16, 0, 0x100, 8},
	{"EX of MVC", 0x4400600000000000, 0xD20710005000ul << 16, 0x100, 8},
	{"EX of XC with a length", 0x4440600000000000, 0xD70010001000ul << 16, 0x100, 0x45},
	{"EX of STG", 0x4400600000000000, 0xE30010000024ul << 16, 0x100, 8},
	{"EX of MVI", 0x4400600000000000, 0x9255100000000000, 0x100, 1},
	{"EX of ST", 0x4400600000000000, 0x5000100000000000, 0x100, 4},
	{"EXRL of MVC", 0xC60000000000ul << 16, 0xD20710005000ul << 16, 0x100, 8},
	{"EXRL of MVI", 0xC60000000000ul << 16, 0x9255100000000000, 0x100, 1},
	{"EXRL of ST", 0xC60000000000ul << 16, 0x5000100000000000, 0x100, 4},
	{"EXRL of STM", 0xC60000000000ul << 16, 0x900F100000000000, 0x100, 64},
	{"MVCL", 0x0E2A000000000000, 0, 0, PAGE_SIZE},
	{"EX of MVCL", 0x4400600000000000, 0x0E2A000000000000, 0, PAGE_SIZE},
	{"EXRL of MVCL", 0xC60000000000ul << 16, 0x0E2A000000000000, 0, PAGE_SIZE},
	{"MVPG", 0xB254002500000000, 0, 0, PAGE_SIZE},
};

/* The text runs in a stretch of its own, with the counter that shows how often it was executed. */
static uint16_t text[16] __attribute__((aligned(8)));
static uint64_t target __attribute__((aligned(8)));

static unsigned length_of(uint64_t insn)
{
	static const uint8_t length[4] = {2, 4, 4, 6};

	return length[insn >> 62];
}

/* AGHI 7,1 in front of it and AGHI 8,1 behind, then SVC: each is executed once. */
static void build_text(uint64_t insn)
{
	unsigned len = length_of(insn);
	uint64_t aghi7 = 0xA77B0001ul << 32, aghi8 = 0xA78B0001ul << 32, svc = 0x0A00ul << 48;

	if (insn >> 52 == 0xC60) { /* EXRL: how far it is to its target */
		int64_t distance = ((int64_t)&target - (int64_t)&text[2]) / 2;

		insn |= (uint64_t)(uint32_t)distance << 16;
	}
	memcpy(text, &aghi7, 4);
	memcpy(text + 2, &insn, len);
	memcpy(text + 2 + len / 2, &aghi8, 4);
	memcpy(text + 4 + len / 2, &svc, 2);
}

/* What the same does in storage that nobody shares. */
static uint8_t plain[PAGE_SIZE] __attribute__((aligned(4096)));

static struct exec registers(volatile uint8_t *page)
{
	struct exec e = {.code = text};

	e.gpr[0] = 0;
	e.gpr[1] = (uint64_t)page + 0x100;
	e.gpr[2] = (uint64_t)page;
	e.gpr[3] = PAGE_SIZE;
	e.gpr[4] = 0x44;
	e.gpr[5] = (uint64_t)block(6);
	e.gpr[6] = (uint64_t)&target;
	e.gpr[9] = 0x99999999;
	e.gpr[10] = (uint64_t)block(6);
	e.gpr[11] = PAGE_SIZE;
	return e;
}

static void one_store(unsigned nr, uint64_t mask, volatile uint8_t *window)
{
	uint64_t insn = stores[nr].insn;
	const char *what = stores[nr].what;
	unsigned from = stores[nr].from, to = from + stores[nr].len;
	struct exec e;

	read_both();
	memcpy(plain, (const void *)TWO, PAGE_SIZE);
	target = stores[nr].target;
	build_text(insn);
	e = registers(window);
	e.mask = mask;
	if (insn >> 56 == 0xBA) /* COMPARE AND SWAP succeeds */
		e.gpr[0] = *(volatile uint32_t *)(ONE + 0x100);
	exec_run(&e);
	EXPECT_DONE(&e, what);
	EXPECT(e.gpr[7] == 1 && e.gpr[8] == 1, "%s: executed %lu and %lu times", what, e.gpr[7],
		e.gpr[8]);
	EXPECT_RECORD(TWO, 0, 0, what);
	EXPECT_RECORD(ONE, from, to, what);
	EXPECT(memcmp((const void *)(ONE + from), plain + from, to - from) != 0,
		"%s: nothing stored", what);
	if (insn >> 48 == 0xB205 || insn >> 48 == 0xB212 || mask & PSW_DAT)
		return;
	e = registers(plain);
	if (insn >> 56 == 0xBA)
		e.gpr[0] = *(volatile uint32_t *)(plain + 0x100);
	exec_run(&e);
	for (unsigned at = 0; at < PAGE_SIZE; at++)
		EXPECT(ONE[at] == plain[at] || insn >> 56 == 0x90 || insn >> 56 == 0xEB ||
				stores[nr].target >> 56 == 0x90,
			"%s: byte %u is %02X instead of %02X", what, at, ONE[at], plain[at]);
}

static void every_store_goes_to_a_copy(void)
{
	prepare_track();
	for (unsigned nr = 0; nr < ARRAY_LEN(stores); nr++)
		one_store(nr, 0, ONE);
}

/*
 * An operand that crosses from a page into the next, of which one is shared, or both: what was done
 * in the first when the second could not be stored into is not done twice.
 */
static void crossing_operands_are_stored_into_once(void)
{
	static const struct {
		const char *what;
		uint64_t insn;
	} rows[] = {
		{"XC", 0xD70F10005000ul << 16},
		{"NC", 0xD40F10005000ul << 16},
		{"TR", 0xDC0F10005000ul << 16},
		{"MVC along itself", 0xD20E10011000ul << 16},
		{"MVO", 0xF1F710005000ul << 16},
		{"STMG", 0xEB3610000024ul << 16},
		{"MVCL", 0x0E2A000000000000},
		{"MVCLE", 0xA82A000000000000},
	};
	static uint8_t own[3 * PAGE_SIZE] __attribute__((aligned(4096)));

	prepare_track();
	for (unsigned nr = 0; nr < ARRAY_LEN(rows); nr++)
		for (unsigned private = 0; private < 3; private ++) { /* page 0, page 1, none */
			struct exec e;

			read_both();
			memcpy(own, (const void *)ONE, 2 * PAGE_SIZE);
			if (private < 2)
				block(private)[1] = own[private * PAGE_SIZE + 1];
			build_text(rows[nr].insn);
			e = registers(ONE);
			e.gpr[1] = (uint64_t)ONE + PAGE_SIZE - 8;
			e.gpr[2] = (uint64_t)ONE + 0x800;
			exec_run(&e);
			EXPECT_DONE(&e, rows[nr].what);
			EXPECT(e.gpr[7] == 1 && e.gpr[8] == 1, "%s: executed %lu and %lu times",
				rows[nr].what, e.gpr[7], e.gpr[8]);
			e = registers(own);
			e.gpr[1] = (uint64_t)own + PAGE_SIZE - 8;
			e.gpr[2] = (uint64_t)own + 0x800;
			exec_run(&e);
			for (unsigned at = 0; at < 2 * PAGE_SIZE; at++)
				EXPECT(ONE[at] == own[at],
					"%s, %u: byte %u is %02X instead of %02X", rows[nr].what,
					private, at, ONE[at], own[at]);
		}
}

/* ---- Translation --------------------------------------------------------------------- */

#define SEGMENTS   0xA0000ul
#define PAGES      0xA4000ul
#define SPACE_SIZE 0x800000ul
#define WINDOW     ((volatile uint8_t *)0x600000ul)

static uint64_t *pte_of(uint64_t addr)
{
	return (uint64_t *)PAGES + addr / PAGE_SIZE;
}

static void build_space(void)
{
	uint64_t *segments = (uint64_t *)SEGMENTS;

	for (unsigned i = 0; i < 512; i++)
		segments[i] = 0x20;
	for (unsigned i = 0; i < SPACE_SIZE / MiB; i++)
		segments[i] = PAGES + i * 2048ul;
	for (uint64_t page = 0; page < SPACE_SIZE; page += PAGE_SIZE)
		*pte_of(page) = page;
	*pte_of((uint64_t)WINDOW) = (uint64_t)ONE;
}

static void stores_through_translation_go_to_a_copy(void)
{
	static const uint64_t spaces[] = {PSW_DAT | PSW_AS_PRIM, PSW_DAT | PSW_AS_HOME};

	prepare_track();
	build_space();
	for (unsigned s = 0; s < 2; s++)
		for (unsigned nr = 0; nr < ARRAY_LEN(stores); nr++) {
			uint64_t real = stores[nr].insn >> 48;

			if (real == 0xB246 || real == 0xB925)
				continue;
			LOAD_CR(1, s == 0 ? SEGMENTS : 0);
			LOAD_CR(13, s == 0 ? 0 : SEGMENTS);
			one_store(nr, spaces[s], WINDOW);
			LOAD_CR(1, 0);
			LOAD_CR(13, 0);
		}
}

static void protection_of_the_guest_stays_its_own(void)
{
	struct exec e;

	prepare_track();
	build_space();
	*pte_of((uint64_t)WINDOW) |= 0x200;
	read_both();
	LOAD_CR(13, SEGMENTS);
	build_text(0x9255100000000000);
	e = registers(WINDOW);
	e.mask = PSW_DAT | PSW_AS_HOME;
	exec_run(&e);
	LOAD_CR(13, 0);
	EXPECT_PGM(&e, PGM_PROTECTION, "MVI through a protected page");
	EXPECT((e.tea & ~0xFFFul) == (uint64_t)WINDOW && (e.tea & 7) == 7, "TEA %016lX", e.tea);
	EXPECT(e.gpr[7] == 1 && e.gpr[8] == 0 && e.old.addr == (uint64_t)&text[4] && e.ilc == 4,
		"old PSW %016lX, length %u", e.old.addr, e.ilc);
	EXPECT_RECORD(ONE, 0, 0, "protected");
}

/* INVALIDATE PAGE TABLE ENTRY stores at a real address: into a shared page that holds a page table.
 */
static void page_table_in_a_shared_page_is_changed(void)
{
	struct exec e = {.gpr = {[1] = 0, [2] = 0x3000}};

	prepare_track();
	read_both();
	e.gpr[1] = (uint64_t)ONE;
	exec_insn(&e, INSN_RRE(0xB221, 1, 2));
	EXPECT_DONE(&e, "IPTE");
	EXPECT(((volatile uint64_t *)ONE)[3] & 0x400, "entry %016lX",
		((volatile uint64_t *)ONE)[3]);
	EXPECT_RECORD(ONE, 24, 32, "IPTE");
	EXPECT_RECORD(TWO, 0, 0, "IPTE");
}

/* ---- What CP stores, and keys ----------------------------------------------------------- */

static void what_cp_stores_goes_to_a_copy(void)
{
	static const char command[] = "QUERY TIME";
	ebc8_t ebcdic[16];
	struct exec e = {0};

	prepare_track();
	read_both();
	/* STIDP and STFLE are CP's; the answer of a command is, too. */
	e.gpr[1] = (uint64_t)ONE + 0x10;
	exec_insn(&e, INSN_S(0xB202, 1));
	EXPECT_DONE(&e, "STIDP");
	EXPECT_RECORD(ONE, 0x10, 0x18, "STIDP");
	EXPECT_RECORD(TWO, 0, 0, "STIDP");
	read_both();
	ebc_from_ascii(ebcdic, command, sizeof(command));
	e = (struct exec){.gpr = {[2] = (uint64_t)ebcdic,
				  [3] = (uint64_t)ONE + 0x800,
				  [4] = (sizeof(command) - 1) | 0x40000000ul,
				  [5] = 0x100}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
	EXPECT_CC(&e, 0u, "DIAGNOSE X'08'");
	EXPECT_RECORD(ONE, 0x800, 0x900, "DIAGNOSE X'08'");
	EXPECT_RECORD(TWO, 0, 0, "DIAGNOSE X'08'");
	/* A device stores less than a page. */
	read_both();
	add_extent(CKD_MASK_WRITE_NONE, TRACK, TRACK);
	add_locate(CKD_OP_READ_DATA, TRACK, 5, 1);
	add(CKD_READ_DATA | CKD_MULTITRACK, CCW_SLI, 100, (const void *)(ONE + 8));
	EXPECT_RUN(DISK_RO);
	EXPECT_RECORD(ONE, 8, 108, "100 bytes read");
	EXPECT_RECORD(TWO, 0, 0, "100 bytes read");
	EXPECT(ONE[8] == disk_pattern(5, 0) && ONE[107] == disk_pattern(5, 99), "%02X %02X", ONE[8],
		ONE[107]);
}

static uint8_t key_get(volatile uint8_t *page)
{
	struct exec e = {.gpr = {0, 0, (uint64_t)page}};

	exec_insn(&e, INSN_RRE(0xB229, 1, 2));
	return (uint8_t)e.gpr[1];
}

static void key_set(volatile uint8_t *page, uint8_t key)
{
	struct exec e = {.gpr = {0, key, (uint64_t)page}};

	exec_insn(&e, INSN_RRE(0xB22B, 1, 2));
	EXPECT_DONE(&e, "SSKE");
}

static void keys_are_of_one_page(void)
{
	struct exec e = {0};

	prepare_track();
	read_both();
	key_set(ONE, 0x38);
	EXPECT((key_get(ONE) & 0xF8) == 0x38 && (key_get(TWO) & 0xF8) == 0, "%02X and %02X",
		key_get(ONE), key_get(TWO));
	read_into(ONE, REC); /* with a key it is copied */
	EXPECT((key_get(ONE) & 0xF8) == 0x38, "%02X after a read", key_get(ONE));
	EXPECT_RECORD(ONE, 0, 0, "with a key");
	key_set(ONE, 0);
	read_both();
	e.gpr[2] = (uint64_t)TWO;
	exec_insn(&e, INSN_RRE(0xB22A, 0, 2)); /* RRBE */
	EXPECT_DONE(&e, "RRBE");
	EXPECT(!(key_get(TWO) & 4), "referenced: %02X", key_get(TWO));
	EXPECT_RECORD(TWO, 0, 0, "RRBE");
	/* Storing is not forbidden, and TEST PROTECTION says so. */
	read_both();
	e = (struct exec){.gpr = {[1] = (uint64_t)ONE, [2] = 0}};
	exec_insn(&e, 0xE501100020000000ul);
	EXPECT_CC(&e, 0u, "TPROT");
	e.gpr[2] = 0x30;
	exec_insn(&e, 0xE501100020000000ul);
	EXPECT_CC(&e, 1u, "TPROT with key 3");
}

/* ---- The disk --------------------------------------------------------------------------- */

static void what_was_read_stays(void)
{
	prepare_track();
	read_both();
	memset(block(2), 0xE7, PAGE_SIZE);
	add_extent(CKD_MASK_WRITE_UPDATE, TRACK, TRACK);
	add_locate(CKD_OP_WRITE_DATA, TRACK, REC, 1);
	add(CKD_WRITE_UPD_DATA, 0, PAGE_SIZE, block(2));
	EXPECT_RUN(DISK);
	EXPECT_RECORD(ONE, 0, 0, "after a write to the disk");
	read_into(TWO, REC);
	EXPECT(TWO[0] == 0xE7 && TWO[PAGE_SIZE - 1] == 0xE7, "%02X", TWO[0]);
	EXPECT_RECORD(ONE, 0, 0, "after a read elsewhere");
	TWO[5] = 0;
	read_into(ONE, REC);
	EXPECT(ONE[0] == 0xE7 && ONE[5] == 0xE7, "%02X %02X", ONE[0], ONE[5]);
	EXPECT(format(DISK, TRACK), "format: status %02X%02X", irb.scsw.dstat, irb.scsw.cstat);
	EXPECT(ONE[0] == 0xE7, "%02X after the track was formatted", ONE[0]);
}

/* The same by block I/O: block 0 of the disk is record 1 of track 0, so TRACK begins with TRACK *
 * NR_RECS. */
static void blocks_of_block_io_are_private(void)
{
	struct diag250_init init = {.head = {.devno = be16(DISK_RO), .form = DIAG250_64_BIT},
		.block_size = be32(PAGE_SIZE)};
	struct diag250_entry entries[2] = {{.type = DIAG250_READ}, {.type = DIAG250_READ}};
	struct diag250_io io = {.head = init.head, .nr_entries = be32(2)};
	struct exec e = {.gpr = {[2] = (uint64_t)&init, [4] = DIAG250_INITIALIZE}};

	for (unsigned track = 0; track <= TRACK; track++)
		EXPECT(format(DISK, track), "format: status %02X%02X", irb.scsw.dstat,
			irb.scsw.cstat);
	prepare_track();
	exec_insn(&e, INSN_DIAG(2, 4, 0x250));
	EXPECT_CC(&e, 0u, "initialize");
	for (unsigned i = 0; i < 2; i++) {
		entries[i].form64.block = be64(TRACK * NR_RECS + REC);
		entries[i].form64.buffer = be64((uint64_t)(i ? TWO : ONE));
	}
	io.form64.list = be64((uint64_t)entries);
	e = (struct exec){.gpr = {[2] = (uint64_t)&io, [4] = DIAG250_IO}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x250));
	EXPECT_CC(&e, 0u, "I/O");
	EXPECT_RECORD(ONE, 0, 0, "read");
	ONE[77]++;
	EXPECT_RECORD(ONE, 77, 78, "stored");
	EXPECT_RECORD(TWO, 0, 0, "the other one");
	e = (struct exec){.gpr = {[2] = (uint64_t)&init, [4] = DIAG250_REMOVE}};
	exec_insn(&e, INSN_DIAG(2, 4, 0x250));
}

/* TEST BLOCK clears one page, and leaves its key. */
static void cleared_pages_are_zeros(void)
{
	for (uint8_t key = 0; key < 0x20; key += 0x10) {
		struct exec e = {.gpr = {[2] = (uint64_t)ONE}};

		prepare_track();
		read_both();
		key_set(ONE, key);
		exec_insn(&e, INSN_RRE(0xB22C, 0, 2));
		EXPECT_DONE(&e, "TB");
		for (unsigned at = 0; at < PAGE_SIZE; at++)
			EXPECT(!ONE[at], "byte %u is %02X", at, ONE[at]);
		ONE[5] = 5;
		EXPECT(ONE[5] == 5 && !ONE[6] && (key_get(ONE) & 0xF8) == key, "key %02X",
			key_get(ONE));
		EXPECT_RECORD(TWO, 0, 0, "stored");
		key_set(ONE, 0);
	}
}

/* Released pages are zeros, and the record is as it was. */
static void released_pages_are_zeros(void)
{
	struct exec e = {.gpr = {[2] = (uint64_t)ONE, [4] = (uint64_t)ONE}};

	prepare_track();
	read_both();
	exec_insn(&e, INSN_DIAG(2, 4, 0x010));
	EXPECT_DONE(&e, "DIAGNOSE X'10'");
	for (unsigned at = 0; at < PAGE_SIZE; at++)
		EXPECT(!ONE[at], "byte %u is %02X", at, ONE[at]);
	EXPECT_RECORD(TWO, 0, 0, "released");
}

/* ---- Two CPUs ----------------------------------------------------------------------------- */

#define OTHER  1
#define ROUNDS 100

/* The purges of two CPUs are slow where the emulator's host is busy: as many rounds as there is
 * time for. */
#define ENOUGH   (3 * TOD_S)
#define TOO_LONG (30 * TOD_S)

static uint8_t other_area[8192] __attribute__((aligned(8192)));
static uint8_t other_stack[4096] __attribute__((aligned(8)));
static volatile uint64_t go, done;
static volatile uint8_t *volatile common;

static void order(uint8_t code, uint64_t parm)
{
	struct exec e;

	do {
		e = (struct exec){.gpr = {[5] = parm, [6] = OTHER}};
		exec_insn(&e, INSN_SIGP(4, 6, code));
		EXPECT_DONE(&e, "SIGP");
	} while (e.kind == KIND_SVC && e.cc == 2);
}

/* Stores into every eighth doubleword, at its own ones; reads others between. */
static void store_own(volatile uint8_t *page, unsigned who, uint64_t value)
{
	for (unsigned at = who * 8; at < PAGE_SIZE; at += 64)
		*(volatile uint64_t *)(page + at) = value;
}

static void other_stores(void)
{
	static uint8_t old_mask;
	uint64_t never = ~0ul;

	LOAD_CR(1, SEGMENTS);
	asm volatile("stosm %0,4" : "=Q"(old_mask) : : "memory");
	for (uint64_t round = 1;; round++) {
		while (go != round)
			asm volatile("sckc %0" : : "Q"(never) : "memory");
		store_own(common, 1, round);
		done = round;
	}
}

static bool is_as_stored(
	const volatile uint8_t *page, unsigned rec, uint64_t round, unsigned *where)
{
	for (unsigned at = 0; at < PAGE_SIZE; at++) {
		unsigned who = at / 8 % 8;
		uint8_t want =
			who < 2 ? (uint8_t)(round >> (7 - at % 8) * 8) : disk_pattern(rec, at);

		*where = at;
		if (page[at] != want)
			return false;
	}
	return true;
}

/* Both store into a page that is shared in the same moment: no store is lost, no other page
 * changed. */
static void two_cpus_store_into_one_page(void)
{
	uint64_t seed = guest_parm.value ? guest_parm.value : clock_get();
	tod_t begin = clock_get();
	uint64_t round = 0;
	unsigned where;

	prepare_track();
	build_space();
	chaos_seed(seed);
	console_print("seed %lu", seed);
	memcpy(other_area, lowcore(), 0x1000);
	*(uint64_t *)(other_area + 0xE10) = (uint64_t)other_stores;
	*(uint64_t *)(other_area + 0xE20) = (uint64_t)(other_stack + sizeof(other_stack) - 160);
	order(0x0B, 0);
	order(0x0D, (uint64_t)other_area);
	order(0x06, 0);
	while (++round <= ROUNDS && clock_get() < begin + ENOUGH) {
		unsigned rec = 1 + (unsigned)below(NR_RECS), first = (unsigned)below(32);
		volatile uint8_t *page = block(16 + first), *same = block(48 + first);

		read_into(page, rec);
		read_into(same, rec);
		common = page;
		go = round;
		for (uint64_t spin = below(64); spin; spin--)
			asm volatile("" : : : "memory");
		store_own(page, 0, round);
		while (done != round && clock_get() < begin + TOO_LONG)
			;
		EXPECT(done == round, "the other CPU is silent");
		EXPECT(is_as_stored(page, rec, round, &where),
			"round %lu record %u: byte %u is %02X", round, rec, where, page[where]);
		EXPECT(differs(same, rec, 0, 0) == PAGE_SIZE,
			"round %lu record %u: byte %u of another page", round, rec,
			differs(same, rec, 0, 0));
	}
	console_print("%lu rounds", round - 1);
	order(0x0B, 0);
}

const struct test tests[] = {
	TEST(every_store_goes_to_a_copy),
	TEST(crossing_operands_are_stored_into_once),
	TEST(stores_through_translation_go_to_a_copy),
	TEST(protection_of_the_guest_stays_its_own),
	TEST(page_table_in_a_shared_page_is_changed),
	TEST(what_cp_stores_goes_to_a_copy),
	TEST(keys_are_of_one_page),
	TEST(what_was_read_stays),
	TEST(blocks_of_block_io_are_private),
	TEST(cleared_pages_are_zeros),
	TEST(released_pages_are_zeros),
	TEST(two_cpus_store_into_one_page),
	{0},
};
