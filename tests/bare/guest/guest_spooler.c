// SPDX-License-Identifier: Apache-2.0
/*
 * Makes spool files for the user SPOOL1 and says which of them CP has acknowledged, until the
 * emulator is killed; or reads them, and says of each whether it is whole. The deck's parameter:
 * bits 0-31 the writer's number, 0 for the reader; bits 32-63 the number of its first file.
 *
 * What file number n of a writer is like follows from these two numbers, here and in the test that
 * looks at the result: so many cards; n modulo 4 = 1 gets another class; n modulo 4 = 0 is purged
 * when three more are there, the others when forty are.
 */
#include "bare.h"

#define READER     0x000C
#define PUNCH      0x000D
#define CARD       80
#define WORDS      (CARD / 4)
#define BATCH      100
#define READ_CARD  0x02
#define PUNCH_CARD 0x01
#define SOON       3 /* files later a file is purged */
#define LATE       40
#define KEPT       64 /* more than that */

static struct ccw1 prog[BATCH] __attribute__((aligned(8)));
static be32_t card[BATCH][WORDS];
static ebc8_t command[80];
static char answer[240];
static unsigned spids[KEPT]; /* of the last files */

/* What goes wrong here ends the guest: it would say later what is not so. */
#define NEED(condition, ...)                                                                       \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			console_print("FAIL " __VA_ARGS__);                                        \
			disabled_wait(WAIT_BAD);                                                   \
		}                                                                                  \
	} while (0)

static uint32_t nr_cards(uint32_t writer, uint32_t n)
{
	return 1 + ((n * 2654435761u + writer) >> 8) % 600 + (n % 16 == 5 ? 6000 : 0);
}

static uint32_t word_of(uint32_t writer, uint32_t n, uint32_t i, unsigned k)
{
	switch (k) {
	case 0: return writer;
	case 1: return n;
	case 2: return i;
	default: return ((n * 2654435761u + writer) ^ (i * 40503u + k * 7919u)) * 2246822519u;
	}
}

static uint32_t device(uint16_t devno)
{
	uint32_t ssid = io_find(devno);

	NEED(ssid && io_enable(ssid, CONSOLE_ISC) == 0, "no device %04X", devno);
	return ssid;
}

/* A CP command; its answer, cut, is in answer. Returns its return code. */
static uint64_t cp(const char *text)
{
	static ebc8_t buffer[sizeof(answer) - 1];
	struct exec e = {.gpr = {[2] = (uint64_t)command,
				 [3] = (uint64_t)buffer,
				 [4] = strlen(text) | 0x40000000,
				 [5] = sizeof(buffer)}};

	memset(buffer, EBC_BLANK, sizeof(buffer));
	ebc_from_ascii(command, text, strlen(text));
	exec_insn(&e, INSN_DIAG(2, 4, 0x008));
	NEED(e.kind == KIND_SVC, "%s: %s", text, exec_text(&e));
	ebc_to_ascii(answer, buffer, sizeof(buffer));
	answer[sizeof(buffer)] = '\0';
	return e.gpr[4];
}

/* ---- Writing -------------------------------------------------------------------- */

static void punch(uint32_t ssid, uint32_t writer, uint32_t n)
{
	uint32_t nr = nr_cards(writer, n), batch;
	struct irb irb = {};

	for (uint32_t first = 0; first < nr; first += batch) {
		batch = MIN(nr - first, (uint32_t)BATCH);
		for (uint32_t i = 0; i < batch; i++) {
			for (unsigned k = 0; k < WORDS; k++)
				card[i][k] = be32(word_of(writer, n, first + i, k));
			prog[i] = (struct ccw1){.cmd = PUNCH_CARD,
				.flags = i + 1 < batch ? CCW_CC : 0,
				.count = be16(CARD),
				.addr = be32((uint32_t)(uint64_t)card[i])};
		}
		NEED(io_run(ssid, prog, &irb) == 0 && irb.scsw.dstat == DSTAT_END,
			"punching ends with %02X", irb.scsw.dstat);
	}
}

/* The number in "RDR FILE 0012 SENT TO SPOOL1". */
static unsigned spid_of(void)
{
	unsigned nr = 0;
	const char *at = answer;

	while (*at && memcmp(at, "FILE ", 5) != 0)
		at++;
	for (at += *at ? 5 : 0; chr_is_digit(*at); at++)
		nr = nr * 10 + (unsigned)(*at - '0');
	return nr;
}

static void act(const char *done, uint32_t n, const char *format, unsigned arg)
{
	char text[60];
	uint64_t rc;

	str_format(text, sizeof(text), format, arg);
	rc = cp(text);
	NEED(rc == 0, "%s: %lu %.60s", text, rc, answer);
	console_print("%s %u", done, n);
}

static void purge(uint32_t n)
{
	act("PURGED", n, "PURGE SPOOL1 READER %u", spids[n % KEPT]);
}

static void write_files(uint32_t writer, uint32_t first)
{
	uint32_t ssid = device(PUNCH);
	char text[60];

	NEED(cp("SPOOL PUNCH TO SPOOL1 CLASS A") == 0, "SPOOL: %s", answer);
	for (uint32_t n = first;; n++) {
		punch(ssid, writer, n);
		str_format(text, sizeof(text), "CLOSE PUNCH NAME W%u F%u", writer, n);
		NEED(cp(text) == 0, "%s: %.60s", text, answer);
		spids[n % KEPT] = spid_of();
		NEED(spids[n % KEPT], "no number in %.60s", answer);
		console_print("CLOSED %u", n);
		if (n % 4 == 1)
			act("CHANGED", n, "CHANGE SPOOL1 READER %u CLASS X", spids[n % KEPT]);
		if (n >= first + SOON && (n - SOON) % 4 == 0)
			purge(n - SOON);
		if (n >= first + LATE && (n - LATE) % 4 != 0)
			purge(n - LATE);
	}
}

/* ---- Reading -------------------------------------------------------------------- */

/* Reads one card. Returns the device status. */
static uint8_t read(uint32_t ssid, struct irb *irb)
{
	prog[0] = (struct ccw1){.cmd = READ_CARD,
		.flags = CCW_SLI,
		.count = be16(CARD),
		.addr = be32((uint32_t)(uint64_t)card[0])};
	NEED(io_run(ssid, prog, irb) == 0, "reading does not end");
	return irb->scsw.dstat;
}

static bool is_good(uint32_t writer, uint32_t n, uint32_t i)
{
	for (unsigned k = 0; k < WORDS; k++)
		if (be32_get(card[0][k]) != word_of(writer, n, i, k))
			return false;
	return true;
}

/* Files until there is none: each ends with unit exception, the last is followed by unit check. */
static void read_files(void)
{
	uint32_t ssid = device(READER), writer = 0, n = 0, i = 0, bad = 0;
	struct irb irb = {};
	uint8_t dstat;

	while (read(ssid, &irb) == DSTAT_END)
		; /* what is left of the deck */
	while (!((dstat = read(ssid, &irb)) & DSTAT_UNIT_CHECK)) {
		if (dstat & DSTAT_UNIT_EXCEPTION) {
			bool good = !bad && i == nr_cards(writer, n);

			console_print("FILE %u %u %u %s", writer, n, i, good ? "WHOLE" : "BAD");
			i = bad = 0;
			continue;
		}
		if (!i) {
			writer = be32_get(card[0][0]);
			n = be32_get(card[0][1]);
		}
		bad += !is_good(writer, n, i++);
	}
	console_print("NO MORE FILES");
}

static void spool_files_are_acknowledged_or_whole(void)
{
	uint32_t writer = (uint32_t)(guest_parm.value >> 32);

	if (writer)
		write_files(writer, (uint32_t)guest_parm.value);
	else
		read_files();
}

const struct test tests[] = {TEST(spool_files_are_acknowledged_or_whole), {0}};
