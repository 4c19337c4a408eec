/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/sclp.h"

#include <stdio.h>

static const uint8_t cpu_list[] = {0, 1, 2, 3};
static const struct sclp_facts facts = {.storage = 256 * MiB,
	.cpus = cpu_list,
	.nr_configured = 2,
	.nr_standby = 2,
	.highest_cpu = 3,
	.loadparm = "LINUX"};

static uint8_t sccb[4096];
static struct sclp_state state;
static struct sclp_call call;
static char lines[4][SCLP_LINE_MAX + 1];
static int nr_lines;
static struct sclp_ident ident;

static void take_line(void *ctx, const char *text, size_t len)
{
	ck_assert_ptr_eq(ctx, &state);
	ck_assert_uint_le(len, SCLP_LINE_MAX);
	memcpy(lines[nr_lines % 4], text, len);
	lines[nr_lines++ % 4][len] = '\0';
}

static void take_ident(void *ctx, const struct sclp_ident *from)
{
	ck_assert_ptr_eq(ctx, &state);
	ident = *from;
}

static const struct sclp_sinks sinks = {take_line, take_ident, &state};

static void put16(size_t at, uint16_t value)
{
	sccb[at] = (uint8_t)(value >> 8);
	sccb[at + 1] = (uint8_t)value;
}

static void put32(size_t at, uint32_t value)
{
	put16(at, (uint16_t)(value >> 16));
	put16(at + 2, (uint16_t)value);
}

static unsigned int get16(size_t at)
{
	return sccb[at] << 8 | sccb[at + 1];
}

static uint64_t get64(size_t at)
{
	return (uint64_t)get16(at) << 48 | (uint64_t)get16(at + 2) << 32 | get16(at + 4) << 16 |
	       get16(at + 6);
}

static void set_up(void)
{
	sclp_reset(&state);
	nr_lines = 0;
	memset(&ident, 0, sizeof(ident));
}

/* Starts a block of len bytes; the rest of the page is filled with what nobody may touch. */
static void block(uint16_t len)
{
	memset(sccb, 0xAA, sizeof(sccb));
	memset(sccb, 0, len);
	put16(0, len);
}

/* Issues the command, takes the completion, returns the response code. */
static unsigned int serve_with(const struct sclp_facts *with, uint32_t command)
{
	call = (struct sclp_call){command, 0x5000, sccb, sizeof(sccb), 0};
	ck_assert_int_eq(sclp_service_call(&state, with, &sinks, &call), 0);
	ck_assert(sclp_signal_pending(&state));
	ck_assert_uint_eq(sclp_signal_take(&state) & SCLP_PARM_SCCB, 0x5000);
	return get16(6);
}

static unsigned int serve(uint32_t command)
{
	return serve_with(&facts, command);
}

/* Sets the guest's masks: receive all. */
static void open_masks(void)
{
	block(12 + 32);
	put16(10, 8);
	memset(sccb + 12, 0xFF, 16);
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_MASK), 0x0020);
}

START_TEST(address_must_be_a_doubleword_below_2g)
{
	ck_assert_int_eq(insn_servc_check(0x5000), 0);
	ck_assert_int_eq(insn_servc_check(0x7FFFFFF8), 0);
	ck_assert_int_eq(insn_servc_check(0x80000000), PGM_SPECIFICATION);
	ck_assert_int_eq(insn_servc_check(0x5004), PGM_SPECIFICATION);
	ck_assert_int_eq(insn_servc_check(0x100005000ull), PGM_SPECIFICATION);
}
END_TEST

START_TEST(length_of_the_block_is_checked)
{
	static const struct {
		uint16_t len;
		size_t room;
		unsigned int response;
		size_t stored;
	} cases[] = {
		{0, 4096, 0x0300, 8},
		{7, 4096, 0x0300, 8},
		{8, 4096, 0x0300, 8}, /* good, but too short for the answer */
		{4096, 4096, 0x0010, 4096},
		{4096, 4088, 0x0100, 8},
		{0xFFFF, 4096, 0x0100, 8},
		{160, 160, 0x0010, 160}, /* exactly two CPUs */
		{159, 160, 0x0300, 159},
		{8, 8, 0x0300, 8},
		{9, 8, 0x0100, 8},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		set_up();
		memset(sccb, 0, sizeof(sccb));
		put16(0, cases[i].len);
		call = (struct sclp_call){SCLP_READ_SCP_INFO, 0x5000, sccb, cases[i].room, 0};
		ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 0);
		ck_assert_msg(get16(6) == cases[i].response, "case %zu: %04X", i, get16(6));
		ck_assert_uint_eq(call.stored, cases[i].stored);
		ck_assert_uint_eq(get16(0), cases[i].len);
	}
}
END_TEST

START_TEST(unknown_commands_are_refused)
{
	static const uint32_t unknown[] = {
		0, 0x00020002, 0x00020101, 0x00040001, 0x00110001, 0x001A0001, 0xFFFFFFFF};

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
		block(64);
		ck_assert_uint_eq(serve(unknown[i]), 0x01F0);
	}
}
END_TEST

START_TEST(busy_until_completion_is_signalled)
{
	set_up();
	block(4096);
	call = (struct sclp_call){SCLP_READ_CPU_INFO, 0x6008, sccb, 4096, 0};
	ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 0);
	put16(6, 0);
	ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 2);
	ck_assert_uint_eq(get16(6), 0);
	ck_assert_uint_eq(call.stored, 0);
	ck_assert_uint_eq(sclp_signal_take(&state), 0x6008);
	ck_assert(!sclp_signal_pending(&state));
	ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 0);
}
END_TEST

START_TEST(scp_info_tells_storage_and_cpus)
{
	set_up();
	block(4096);
	memset(sccb + 8, 0xEE, 4096 - 8);
	ck_assert_uint_eq(serve(SCLP_READ_SCP_INFO_FORCED), 0x0010);
	ck_assert_uint_eq(get16(8), 256);
	ck_assert_uint_eq(sccb[10], 1);
	ck_assert_uint_eq(get16(16), 2);
	ck_assert_uint_eq(get16(18), 128);
	ck_assert_uint_eq(sccb[24], 0xD3); /* L */
	ck_assert_uint_eq(sccb[31], 0x40);
	ck_assert_uint_eq(get64(48), 0x0800000000000000ull);
	ck_assert_uint_eq(get16(120), 3);
	ck_assert_uint_eq(sccb[84] | sccb[85] | sccb[91] | sccb[134], 0);
	ck_assert_uint_eq(sccb[128], 0);
	ck_assert_uint_eq(sccb[144], 1);
	ck_assert_uint_eq(sccb[160], 0); /* standby CPUs aren't listed here */
	ck_assert_uint_eq(sccb[4095], 0);
}
END_TEST

START_TEST(storage_sizes_fit_their_fields)
{
	static const struct {
		uint64_t storage;
		uint32_t increment;
		unsigned int rn_max, rn_size, rn_size2;
		uint64_t rn_max2;
	} cases[] = {
		{65535 * MiB, 0, 65535, 1, 0, 0},
		{65536 * MiB, 0, 0, 1, 0, 65536},
		{2048 * GiB, 1, 0, 1, 0, 2048 * 1024},
		{2048 * GiB, 255, 8224, 255, 0, 0},
		{2048 * GiB, 256, 8192, 0, 256, 0},
		{16 * MiB + 4096, 0, 16, 1, 0, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sclp_facts big = facts;

		set_up();
		big.storage = cases[i].storage;
		big.increment_mb = cases[i].increment;
		block(4096);
		ck_assert_uint_eq(serve_with(&big, SCLP_READ_SCP_INFO), 0x0010);
		ck_assert_uint_eq(get16(8), cases[i].rn_max);
		ck_assert_uint_eq(sccb[10], cases[i].rn_size);
		ck_assert_uint_eq(get16(100) << 16 | get16(102), cases[i].rn_size2);
		ck_assert_uint_eq(get64(104), cases[i].rn_max2);
	}
}
END_TEST

START_TEST(one_cpu_is_not_taken_for_64)
{
	struct sclp_facts one = facts;

	set_up();
	one.highest_cpu = 0;
	block(4096);
	ck_assert_uint_eq(serve_with(&one, SCLP_READ_SCP_INFO), 0x0010);
	ck_assert_uint_eq(get16(120), 1);
}
END_TEST

START_TEST(cpu_info_lists_configured_then_standby)
{
	set_up();
	block(80);
	ck_assert_uint_eq(serve(SCLP_READ_CPU_INFO), 0x0010);
	ck_assert_uint_eq(get16(8), 2);
	ck_assert_uint_eq(get16(10), 16);
	ck_assert_uint_eq(get16(12), 2);
	ck_assert_uint_eq(get16(14), 48);
	for (unsigned int i = 0; i < 4; i++)
		ck_assert_uint_eq(sccb[16 + 16 * i], i);
	ck_assert_uint_eq(sccb[80], 0xAA);
	block(79);
	ck_assert_uint_eq(serve(SCLP_READ_CPU_INFO), 0x0300);
}
END_TEST

START_TEST(masks_of_any_length_are_answered)
{
	static const struct {
		uint16_t len, mask_len;
		unsigned int response;
	} cases[] = {
		{12 + 16, 4, 0x0020},
		{12 + 32, 8, 0x0020},
		{12 + 4, 1, 0x0020},
		{12 + 40, 10, 0x0020},
		{4096, 8, 0x0020}, /* Linux sends a whole page */
		{4096, 1021, 0x0020},
		{4096, 1022, 0x74F0},
		{4096, 0, 0x74F0},
		{12 + 31, 8, 0x72F0},
		{11, 0, 0x0300},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint16_t n = cases[i].mask_len;

		set_up();
		block(cases[i].len);
		if (cases[i].len >= 12)
			put16(10, n);
		ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_MASK), cases[i].response);
		if (cases[i].response != 0x0020 || n < 4)
			continue;
		/* host gets: message, priority message, identification */
		ck_assert_uint_eq(get16(12 + 2 * n), 0x40A0);
		ck_assert_uint_eq(get16(12 + 2 * n + 2), 0);
		/* host sends: command, priority command, quiesce */
		ck_assert_uint_eq(get16(12 + 3 * n), 0x8080);
		ck_assert_uint_eq(get16(12 + 3 * n + 2), 0x0008);
		if (n > 8)
			ck_assert_uint_eq(sccb[12 + 4 * n - 1], 0);
	}
}
END_TEST

/* A message event at offset at with one text object; returns its length. */
static uint16_t put_message(size_t at, const char *text)
{
	uint16_t len = (uint16_t)strlen(text);

	put16(at, 6 + 12 + 6 + 10 + len);
	sccb[at + 2] = SCLP_EV_MSG;
	put16(at + 6, 12 + 6 + 10 + len);
	put16(at + 8, 1);
	put32(at + 10, 0xD4C4C240);
	put32(at + 14, 1);
	put16(at + 18, 6); /* an object of another type before it */
	put16(at + 20, 1);
	put16(at + 24, 10 + len);
	put16(at + 26, 4);
	put16(at + 28, 0x1000);
	ebc_from_ascii(sccb + at + 34, text, len);
	return 34 + len;
}

START_TEST(messages_come_out_as_lines)
{
	uint16_t first, second;

	set_up();
	block(4096);
	first = put_message(8, "Linux version 6.1");
	second = put_message(8 + first, "");
	put16(0, 8 + first + second);
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x0020);
	ck_assert_int_eq(nr_lines, 2);
	ck_assert_str_eq(lines[0], "Linux version 6.1");
	ck_assert_str_eq(lines[1], "");
	ck_assert_uint_eq(sccb[8 + 3], 0x80);
	ck_assert_uint_eq(sccb[8 + first + 3], 0x80);

	/* Sent once more as it is, nothing is shown twice. */
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x0020);
	ck_assert_int_eq(nr_lines, 2);
}
END_TEST

START_TEST(long_lines_come_in_pieces_and_controls_as_blanks)
{
	char text[301];
	uint16_t len;

	set_up();
	memset(text, 'x', 300);
	text[300] = '\0';
	text[1] = '\033';
	block(4096);
	len = put_message(8, text);
	put16(0, 8 + len);
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x0020);
	ck_assert_int_eq(nr_lines, 2);
	ck_assert_uint_eq(strlen(lines[0]), 255);
	ck_assert_uint_eq(strlen(lines[1]), 45);
	ck_assert_int_eq(lines[0][1], ' ');
	for (unsigned int c = 0; c < 256; c++)
		sccb[8 + 34 + c] = (uint8_t)c;
	sccb[8 + 3] = 0;
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x0020);
	for (size_t i = 0; i < 255; i++)
		ck_assert((lines[2][i] & 0x7F) >= ' ' && lines[2][i] != 0x7F);
}
END_TEST

START_TEST(event_types_that_were_not_offered_are_refused)
{
	static const uint8_t types[] = {0, 0x01, 0x04, 0x08, 0x0C, 0x1A, 0x1D, 0xFF};

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		block(16);
		put16(8, 8);
		sccb[10] = types[i];
		ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x40F0);
		ck_assert_uint_eq(sccb[11], 0);
	}
}
END_TEST

START_TEST(bad_form_shows_nothing)
{
	static const struct {
		size_t at;
		uint16_t value;
	} cases[] = {
		{8, 0},
		{8, 5},
		{8, 17},
		{8, 46},
		{8, 0xFFFF},
		{14, 0},
		{14, 11},
		{14, 40},
		{14, 0xFFFF},
		{16, 2},
		{18, 0},
		{26, 0},
		{26, 3},
		{26, 0xFFFF},
		{26, 23},
		{32, 9},
		{32, 0},
		{32, 14},
		{32, 0xFFFF},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint16_t len;

		set_up();
		block(8 + 37);
		len = put_message(8, "bad");
		ck_assert_uint_eq(len, 37);
		put16(cases[i].at, cases[i].value);
		ck_assert_msg(serve(SCLP_WRITE_EVENT_DATA) == 0x73F0, "case %zu", i);
		ck_assert_int_eq(nr_lines, 0);
		ck_assert_uint_eq(sccb[11] & 0x80, 0);
	}
	set_up();
	block(8); /* no event at all */
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x73F0);
}
END_TEST

START_TEST(any_bytes_are_survived)
{
	uint32_t random = 20240229;

	printf("seed %u\n", random);
	for (int round = 0; round < 20000; round++) {
		uint16_t len;

		set_up();
		block(200);
		len = put_message(8, "a line of text");
		put_message(8 + len, "another");
		for (int n = 0; n < 4; n++) {
			random = random * 1664525 + 1013904223;
			sccb[2 + (random >> 8) % 120] = (uint8_t)(random >> 24);
		}
		call = (struct sclp_call){SCLP_WRITE_EVENT_DATA, 0x5000, sccb, 200, 0};
		ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 0);
		ck_assert_int_le(nr_lines, 30);
		ck_assert_uint_eq(sccb[200], 0xAA);
	}
}
END_TEST

START_TEST(identification_is_handed_on)
{
	set_up();
	block(8 + 80);
	put16(8, 80);
	sccb[10] = SCLP_EV_IDENT;
	ebc_from_str(sccb + 8 + 8, "LINUX", 8);
	ebc_from_str(sccb + 8 + 0x18, "PENGUIN8", 8);
	ebc_from_str(sccb + 8 + 0x38, "", 8);
	put32(8 + 0x2C, 0x00060100);
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x0020);
	ck_assert_str_eq(ident.type, "LINUX");
	ck_assert_str_eq(ident.name, "PENGUIN8");
	ck_assert_str_eq(ident.sysplex, "");
	ck_assert_uint_eq(ident.level, 0x60100);
	block(8 + 79);
	put16(8, 79);
	sccb[10] = SCLP_EV_IDENT;
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_DATA), 0x73F0);
}
END_TEST

START_TEST(commands_reach_the_guest_as_text_vectors)
{
	static const uint8_t vectors[] = {0x00, 0x1A, 0x01, 0x00, 0x00, 0x00, 0x00, 0x14, 0x13,
		0x10, 0x00, 0x10, 0x12, 0x12, 0x00, 0x0C, 0x13, 0x20, 0x08, 0x31, 0x06, 0x30};
	ebc8_t text[4];

	set_up();
	ck_assert_int_eq(sclp_send_command(&state, "date", false), -E_NOENT);
	open_masks();
	ck_assert(!sclp_signal_pending(&state));
	ck_assert_int_eq(sclp_send_command(&state, "date", false), 0);
	ck_assert_int_eq(sclp_send_command(&state, "who", false), -E_BUSY);
	ck_assert(sclp_signal_pending(&state));
	ck_assert_uint_eq(sclp_signal_take(&state), 1);

	block(4096);
	sccb[5] = 0x80;
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x0020);
	ck_assert_uint_eq(get16(0), 8 + sizeof(vectors) + 4);
	ck_assert_uint_eq(sccb[5], 0);
	ck_assert_mem_eq(sccb + 8, vectors, sizeof(vectors));
	ebc_from_ascii(text, "date", 4);
	ck_assert_mem_eq(sccb + 8 + sizeof(vectors), text, 4);

	block(4096);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x60F0);
	ck_assert_int_eq(sclp_send_command(&state, "who", false), 0);
}
END_TEST

START_TEST(text_has_its_limits)
{
	char text[SCLP_TEXT_MAX + 2];

	set_up();
	open_masks();
	memset(text, 'a', sizeof(text));
	text[SCLP_TEXT_MAX + 1] = '\0';
	ck_assert_int_eq(sclp_send_command(&state, text, true), -E_RANGE);
	ck_assert_int_eq(sclp_send_command(&state, "", true), -E_INVAL);
	text[SCLP_TEXT_MAX] = '\0';
	ck_assert_int_eq(sclp_send_command(&state, text, true), 0);
	block(8 + 22 + SCLP_TEXT_MAX - 1);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x75F0);
	block(8 + 22 + SCLP_TEXT_MAX);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x0020);
	ck_assert_uint_eq(sccb[10], 0x09);
	ck_assert_uint_eq(sccb[8 + 0x12], SCLP_TEXT_MAX + 4);
}
END_TEST

START_TEST(several_events_are_read_as_they_fit)
{
	set_up();
	open_masks();
	ck_assert_int_eq(sclp_send_quiesce(&state), 0);
	ck_assert_int_eq(sclp_send_quiesce(&state), 0);
	ck_assert_int_eq(sclp_send_command(&state, "one", true), 0);
	ck_assert_int_eq(sclp_send_command(&state, "two", false), 0);
	ck_assert_uint_eq(sclp_signal_take(&state), 1);

	block(8 + 25);
	call = (struct sclp_call){SCLP_READ_EVENT_DATA, 0x5000, sccb, 4096, 0};
	ck_assert_int_eq(sclp_service_call(&state, &facts, &sinks, &call), 0);
	ck_assert_uint_eq(get16(6), 0x0220);
	ck_assert_uint_eq(sccb[10], 0x09);
	ck_assert_uint_eq(sclp_signal_take(&state), 0x5001);

	block(4096);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x0020);
	ck_assert_uint_eq(sccb[10], 0x01);
	ck_assert_uint_eq(get16(8 + 25), 9);
	ck_assert_uint_eq(sccb[8 + 25 + 2], 0x1D);
	ck_assert_uint_eq(get16(8 + 25 + 9), 0);
}
END_TEST

START_TEST(selective_reads_want_a_mask_inside_the_guests_own)
{
	set_up();
	block(12 + 16);
	put16(10, 4);
	ck_assert(!sclp_gets_quiesce(&state));
	put32(12, 0x80000008); /* command and quiesce only */
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_MASK), 0x0020);
	ck_assert(sclp_gets_quiesce(&state));
	ck_assert_int_eq(sclp_send_quiesce(&state), 0);
	ck_assert_int_eq(sclp_send_command(&state, "x", true), -E_NOENT);

	block(64);
	sccb[2] = 1;
	put32(8, 0x80800000);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x70F0);
	block(64);
	sccb[2] = 1;
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x70F0);
	block(11);
	sccb[2] = 1;
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x70F0);
	block(64);
	sccb[2] = 1;
	put32(8, 0x80000000);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x62F0);
	block(64);
	sccb[2] = 2;
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x40F0);
	block(64);
	sccb[2] = 1;
	put32(8, 0x00000008);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x0020);
	ck_assert_uint_eq(sccb[10], 0x1D);
}
END_TEST

START_TEST(reset_and_closed_masks_forget_events)
{
	set_up();
	open_masks();
	ck_assert_int_eq(sclp_send_command(&state, "x", false), 0);
	block(12 + 32);
	put16(10, 8);
	ck_assert_uint_eq(serve(SCLP_WRITE_EVENT_MASK), 0x0020);
	open_masks();
	block(64);
	ck_assert_uint_eq(serve(SCLP_READ_EVENT_DATA), 0x60F0);
	ck_assert_int_eq(sclp_send_quiesce(&state), 0);
	sclp_reset(&state);
	ck_assert(!sclp_signal_pending(&state));
	ck_assert_int_eq(sclp_send_quiesce(&state), -E_NOENT);
}
END_TEST

UNIT_MAIN("logic/sclp", address_must_be_a_doubleword_below_2g, length_of_the_block_is_checked,
	unknown_commands_are_refused, busy_until_completion_is_signalled,
	scp_info_tells_storage_and_cpus, storage_sizes_fit_their_fields,
	one_cpu_is_not_taken_for_64, cpu_info_lists_configured_then_standby,
	masks_of_any_length_are_answered, messages_come_out_as_lines,
	long_lines_come_in_pieces_and_controls_as_blanks,
	event_types_that_were_not_offered_are_refused, bad_form_shows_nothing,
	any_bytes_are_survived, identification_is_handed_on,
	commands_reach_the_guest_as_text_vectors, text_has_its_limits,
	several_events_are_read_as_they_fit, selective_reads_want_a_mask_inside_the_guests_own,
	reset_and_closed_masks_forget_events)
