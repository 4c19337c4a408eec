// SPDX-License-Identifier: Apache-2.0
/* The virtual 3215 console, through its subchannel, as Linux's driver and CMS use it. */
#include "chan/harness.h"

#include "logic/dev_con3215.h"
#include "logic/subch.h"

#include "lib/ebcdic.h"

static struct guest guest; /* only its storage */
static struct subch sch;
static struct irb irb;
static struct con3215 con;

/* The terminal: what was written, each end of line as '/', and the lines that were typed. */
static struct {
	char text[80000];
	uint32_t len;
	int room; /* calls of write that are accepted; -1: all */
	const char *typed[4];
	int next;
	int cancels, alarms, longest;
} term;

static bool term_write(void *ctx, const char *text, uint32_t len, bool is_end)
{
	ck_assert_ptr_eq(ctx, &term);
	if (term.room == 0)
		return false;
	if (term.room > 0)
		term.room--;
	term.longest = MAX(term.longest, (int)len);
	memcpy(term.text + term.len, text, len);
	term.len += len;
	if (is_end)
		term.text[term.len++] = '/';
	term.text[term.len] = 0;
	return true;
}

static int term_read(void *ctx, char *line, uint32_t size)
{
	const char *typed = term.typed[term.next];

	ck_assert_ptr_eq(ctx, &term);
	if (!typed)
		return -E_AGAIN;
	ck_assert_uint_le(strlen(typed), size);
	memcpy(line, typed, strlen(typed));
	if (term.typed[++term.next])
		con3215_line_ready(&con, &sch);
	return (int)strlen(typed);
}

static void term_cancel(void *ctx)
{
	(void)ctx;
	term.cancels++;
}

static void term_alarm(void *ctx)
{
	(void)ctx;
	term.alarms++;
}

static struct vscreen screen;
static bool has_display, has_screen;
static int nr_changes, nr_closes;

static struct vscreen *term_screen(void *ctx, bool may_make)
{
	ck_assert_ptr_eq(ctx, &term);
	if (may_make && has_display && !has_screen) {
		vscreen_init(&screen, 24, 80);
		has_screen = true;
	}
	return has_screen ? &screen : NULL;
}

static void term_changed(void *ctx)
{
	ck_assert_ptr_eq(ctx, &term);
	nr_changes++;
}

static void term_close(void *ctx)
{
	ck_assert_ptr_eq(ctx, &term);
	has_screen = false;
	nr_closes++;
}

static const struct con3215_ops term_ops = {.write = term_write,
	.read = term_read,
	.cancel = term_cancel,
	.alarm = term_alarm,
	.screen = term_screen,
	.screen_changed = term_changed,
	.screen_close = term_close};

static void set_up(void)
{
	struct schib schib;

	memset(&term, 0, sizeof(term));
	term.room = -1;
	has_display = true;
	has_screen = false;
	nr_changes = nr_closes = 0;
	guest_init(&guest);
	con3215_init(&con, &term_ops, &term);
	subch_init(&sch, 0, 0x0009, 0x00, &con.dev, &guest_stor_ops, &guest);
	subch_store(&sch, &schib);
	schib.pmcw.flags = be16(PMCW_E | PMCW_V);
	schib.pmcw.flags6 = be32(PMCW6_S);
	ck_assert_int_eq(subch_modify(&sch, &schib), 0);
}

static enum chan_state go(void)
{
	struct orb orb;

	memset(&orb, 0, sizeof(orb));
	orb.flags = be32(ORB_FORMAT | ORB_LPM);
	orb.ccw = be32(0x1000);
	ck_assert_int_eq(subch_start(&sch, &orb), 0);
	return subch_run(&sch, 100);
}

static uint8_t end(void)
{
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	return irb.scsw.dstat;
}

/* Writes text, '\n' as NL, with one command. */
static void write_text(uint8_t cmd, const char *text)
{
	ebc_from_ascii(guest.stor + 0x2000, text, strlen(text));
	put_ccw1(&guest, 0x1000, cmd, 0, (uint16_t)strlen(text), 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
}

static const struct {
	uint8_t cmd;
	bool is_autocr;
	const char *text, *shown;
} writes[] = {
	{0x01, true, "hello", "hello/"},
	{0x01, false, "hello", "hello"},
	{0x09, false, "hello", "hello/"},
	{0x09, true, "hello", "hello/"},
	{0x01, true, "hello\n", "hello/"},
	{0x01, false, "hello\n", "hello/"},
	{0x09, false, "hello\n", "hello/"},
	{0x01, false, "a\n\nb\nc", "a//b/c"},
	{0x01, true, "a\n\nb\nc", "a//b/c/"},
	{0x09, false, "", "/"},
	{0x01, true, "", "/"},
	{0x01, false, "", ""},
	{0x01, false, "a\x1b(6n\x07\x7f\xe9", "a (6n  \xe9"},
};

START_TEST(writes_lines)
{
	for (size_t i = 0; i < ARRAY_LEN(writes); i++) {
		set_up();
		con.is_autocr = writes[i].is_autocr;
		write_text(writes[i].cmd, writes[i].text);
		ck_assert_str_eq(term.text, writes[i].shown);
	}
}
END_TEST

START_TEST(brackets_are_those_of_code_page_037)
{
	set_up();
	memcpy(guest.stor + 0x2000, "\xBA\xF1\xBB", 3);
	put_ccw1(&guest, 0x1000, 0x09, 0, 3, 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_str_eq(term.text, "[1]/");
	ck_assert_int_eq(end(), DSTAT_END);

	term.typed[0] = "[1]";
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 10, 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_mem_eq(guest.stor + 0x2000, "\xBA\xF1\xBB", 3);
}
END_TEST

START_TEST(a_line_goes_on_with_the_next_write_without_autocr)
{
	set_up();
	con.is_autocr = false;
	write_text(0x01, "login: ");
	write_text(0x01, "root\n#");
	ck_assert_str_eq(term.text, "login: root/#");
}
END_TEST

START_TEST(linux_writes_many_lines_and_a_no_op)
{
	set_up();
	con.is_autocr = false;
	for (uint32_t i = 0; i < 3968; i++)
		guest.stor[0x2000 + i] = i % 100 == 99 ? EBC_NL : 0xC1;
	put_ccw1(&guest, 0x1000, 0x01, CCW_SLI | CCW_CC, 3968, 0x2000);
	put_ccw1(&guest, 0x1008, 0x03, 0, 1, 0);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_uint_eq(term.len, 3968);
	for (uint32_t i = 0; i < 3968; i++)
		ck_assert_int_eq(term.text[i], i % 100 == 99 ? '/' : 'A');
	ck_assert_int_le(term.longest, CON3215_PIECE);
}
END_TEST

START_TEST(a_line_may_be_spread_over_chained_data)
{
	set_up();
	ebc_from_ascii(guest.stor + 0x2000, "one tw", 6);
	ebc_from_ascii(guest.stor + 0x3000, "o\nthree", 7);
	put_ccw1(&guest, 0x1000, 0x01, CCW_CD, 6, 0x2000);
	put_ccw1(&guest, 0x1008, 0x01, 0, 7, 0x3000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_str_eq(term.text, "one two/three/");
}
END_TEST

START_TEST(a_full_terminal_stops_the_guest_and_loses_nothing)
{
	static const char text[] = "one\ntwo\nthree\nfour";

	for (int room = 0; room < 5; room++) {
		set_up();
		term.room = room;
		ebc_from_ascii(guest.stor + 0x2000, text, strlen(text));
		put_ccw1(&guest, 0x1000, 0x01, 0, (uint16_t)strlen(text), 0x2000);
		ck_assert_int_eq(go(), CHAN_DEVICE);
		ck_assert(!subch_is_ready(&sch));
		for (int more = room; more < 5; more++) {
			ck_assert_int_eq(subch_run(&sch, 100), CHAN_DEVICE);
			term.room = 1;
			subch_wake(&sch);
			subch_run(&sch, 100);
		}
		ck_assert_int_eq(end(), DSTAT_END);
		ck_assert_str_eq(term.text, "one/two/three/four/");
	}
}
END_TEST

START_TEST(a_long_write_lets_others_have_their_turn)
{
	set_up();
	memset(guest.stor + 0x2000, 0xC1, 0x8000);
	put_ccw1(&guest, 0x1000, 0x01, 0, 0x8000, 0x2000);
	struct orb orb;

	memset(&orb, 0, sizeof(orb));
	orb.flags = be32(ORB_FORMAT | ORB_LPM);
	orb.ccw = be32(0x1000);
	ck_assert_int_eq(subch_start(&sch, &orb), 0);
	ck_assert_int_eq(subch_run(&sch, 1), CHAN_DEVICE);
	ck_assert(subch_is_ready(&sch));
	ck_assert_uint_lt(term.len, 0x2000);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert_uint_eq(term.len, 0x8001);
}
END_TEST

START_TEST(a_read_waits_for_a_line)
{
	set_up();
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(go(), CHAN_DEVICE);
	ck_assert(con.is_reading);
	term.typed[0] = "ls -l";
	con3215_line_ready(&con, &sch);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert(!con.is_reading);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_int_eq(be16_get(irb.scsw.count), 155);
	ck_assert_mem_eq(guest.stor + 0x2000, "\x93\xA2\x40\x60\x93\x00", 6);
	ck_assert(!subch_is_interrupting(&sch)); /* no attention for a line that was read */
}
END_TEST

START_TEST(attention_tells_of_a_line_and_then_it_is_read)
{
	set_up();
	term.typed[0] = "one";
	con3215_line_ready(&con, &sch);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(end(), DSTAT_ATTENTION);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_mem_eq(guest.stor + 0x2000, "\x96\x95\x85", 3);
}
END_TEST

START_TEST(each_of_many_lines_has_its_attention)
{
	set_up();
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	for (int i = 0; i < 3; i++) {
		term.typed[i] = "x";
		con3215_line_ready(&con, &sch); /* typed faster than the guest looks */
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(end(), DSTAT_ATTENTION);
		if (i == 0 && subch_is_interrupting(&sch))
			ck_assert_int_eq(end(), DSTAT_ATTENTION);
		ck_assert_int_eq(go(), CHAN_ENDED);
		ck_assert_int_eq(end(), DSTAT_END);
	}
	ck_assert_int_eq(term.next, 3);
	ck_assert(!subch_is_interrupting(&sch));
}
END_TEST

START_TEST(a_read_that_waited_leaves_an_attention_for_the_next_line)
{
	set_up();
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(go(), CHAN_DEVICE);
	term.typed[0] = "one";
	term.typed[1] = "two";
	con3215_line_ready(&con, &sch);
	con3215_line_ready(&con, &sch); /* before the first was read */
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_int_eq(end(), DSTAT_ATTENTION);
	ck_assert_int_eq(term.next, 1);
}
END_TEST

START_TEST(a_line_that_is_too_long_is_cut)
{
	set_up();
	term.typed[0] = "abcdef";
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 3, 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_mem_eq(guest.stor + 0x2000, "\x81\x82\x83\x00", 4);
	/* Without SLI that is an incorrect length. */
	set_up();
	term.typed[0] = "abcdef";
	put_ccw1(&guest, 0x1000, 0x0A, 0, 3, 0x2000);
	go();
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.cstat, CSTAT_INCORRECT_LENGTH);
}
END_TEST

START_TEST(an_empty_line_is_a_line)
{
	set_up();
	term.typed[0] = "";
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_int_eq(be16_get(irb.scsw.count), 160);
}
END_TEST

START_TEST(halt_takes_back_a_read)
{
	set_up();
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	go();
	ck_assert_int_eq(subch_halt(&sch), 0);
	ck_assert_int_eq(term.cancels, 1);
	ck_assert(!con.is_reading);
	ck_assert_int_eq(end(), DSTAT_END);
	term.typed[0] = "later";
	con3215_line_ready(&con, &sch);
	ck_assert_int_eq(end(), DSTAT_ATTENTION);
	ck_assert_int_eq(guest.stor[0x2000], 0);
}
END_TEST

START_TEST(tells_what_it_is)
{
	set_up();
	put_ccw1(&guest, 0x1000, CCW_CMD_SENSE_ID, CCW_SLI, 40, 0x2000);
	go();
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_mem_eq(guest.stor + 0x2000, "\xFF\x32\x15\x00\x32\x15\x00", 7);
	ck_assert_int_eq(be16_get(irb.scsw.count), 33);
}
END_TEST

START_TEST(sounds_the_alarm_and_rejects_what_it_does_not_know)
{
	set_up();
	put_ccw1(&guest, 0x1000, 0x0B, 0, 0, 0);
	go();
	ck_assert_int_eq(end(), DSTAT_END);
	ck_assert_int_eq(term.alarms, 1);
	put_ccw1(&guest, 0x1000, 0x02, CCW_SLI, 80, 0x2000);
	go();
	ck_assert_int_eq(end(), DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_int_eq(irb.ecw[0], SENSE_COMMAND_REJECT);
	ck_assert_uint_eq(be32_get(irb.esw.erw), ERW_CONS | ERW_SCNT(1));
}
END_TEST

START_TEST(bad_storage_ends_a_write)
{
	set_up();
	memset(guest.stor + STOR_SIZE - 10, 0xC1, 10);
	put_ccw1(&guest, 0x1000, 0x01, 0, 20, STOR_SIZE - 10);
	ck_assert_int_eq(go(), CHAN_ENDED);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.cstat, CSTAT_PROGRAM_CHECK);
	ck_assert_str_eq(term.text, "AAAAAAAAAA/");
}
END_TEST

/* One command of DIAGNOSE X'58'. Returns the device status. */
static uint8_t do58(uint8_t cmd, uint8_t control, const void *data, uint16_t len, uint16_t count)
{
	struct orb orb;

	if (len)
		memcpy(guest.stor + 0x2000, data, len);
	put_ccw0(&guest, 0x1000, cmd, CCW_SLI, count, 0x2000);
	guest.stor[0x1005] = control;
	memset(&orb, 0, sizeof(orb));
	orb.flags = be32(ORB_LPM);
	orb.ccw = be32(0x1000);
	ck_assert_int_eq(subch_start(&sch, &orb), 0);
	while (subch_run(&sch, 100) != CHAN_ENDED)
		ck_assert(subch_is_ready(&sch));
	return end();
}

START_TEST(a_full_screen_is_drawn_and_read)
{
	static const uint8_t stream[] = {0xC3, 0xC1}, key[] = {0x7D, 0x40, 0xC2};

	set_up();
	ck_assert_int_eq(do58(0x29, 0x80, stream, 2, 2), DSTAT_END);
	ck_assert_int_eq(nr_changes, 1);
	ck_assert_uint_eq(screen.cell[0].ch, 0xC1);
	ck_assert_uint_eq(vscreen_input(&screen, key, sizeof(key), 80), 0x7D);
	ck_assert_int_eq(do58(0x2A, 0x80, NULL, 0, 100), DSTAT_END);
	ck_assert_mem_eq(guest.stor + 0x2000, key, sizeof(key));
	ck_assert_int_eq(do58(0x2A, 0x00, NULL, 0, 4000), DSTAT_END);
	ck_assert_int_eq(4000 - be16_get(irb.scsw.count), 3 + 24 * 80);
	ck_assert_int_eq(do58(0x29, 0x00, stream, 2, 2), DSTAT_END);
	ck_assert_int_eq(nr_changes, 2);
}
END_TEST

static const struct {
	uint8_t cmd, control, sense;
	bool is_display, is_drawn;
} refused[] = {
	{0x29, 0x00, SENSE_COMMAND_REJECT, true, false}, /* to be erased first */
	{0x2A, 0x80, SENSE_COMMAND_REJECT, true, false},
	{0x29, 0x80, SENSE_INTERVENTION_REQUIRED, false, false}, /* no display */
	{0x29, 0x40, SENSE_COMMAND_REJECT, true, true},
	{0x29, 0x20, SENSE_COMMAND_REJECT, true, true}, /* structured fields */
	{0x29, 0x81, SENSE_COMMAND_REJECT, true, true},
	{0x2A, 0x01, SENSE_COMMAND_REJECT, true, true},
};

START_TEST(a_full_screen_is_refused)
{
	static const uint8_t stream[] = {0xC3, 0xC1}, bad[] = {0xC3, 0x11, 0x3F, 0xFF};

	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		set_up();
		has_display = refused[i].is_display;
		if (refused[i].is_drawn)
			ck_assert_int_eq(do58(0x29, 0xC0, stream, 2, 2), DSTAT_END);
		ck_assert_int_eq(do58(refused[i].cmd, refused[i].control, stream, 2, 2),
			DSTAT_END | DSTAT_UNIT_CHECK);
		ck_assert_int_eq(irb.ecw[0], refused[i].sense);
	}
	set_up();
	ck_assert_int_eq(do58(0x29, 0x80, bad, 4, 4), DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_int_eq(irb.ecw[0], 0x01);
}
END_TEST

START_TEST(lines_take_the_screen_away_when_they_say_so)
{
	static const uint8_t stream[] = {0xC3, 0xC1}, line[] = {0xC8, 0xC9, 0x15, 0xC1};

	set_up();
	ck_assert_int_eq(do58(0x29, 0x80, stream, 2, 2), DSTAT_END);
	ck_assert_int_eq(do58(0x19, 0x00, line, 4, 4), DSTAT_END);
	ck_assert_str_eq(term.text, "HI/A/");
	ck_assert(has_screen);
	ck_assert_int_eq(do58(0x19, 0x80, line, 2, 2), DSTAT_END);
	ck_assert_str_eq(term.text, "HI/A/HI/");
	ck_assert(!has_screen);
	ck_assert_int_eq(do58(0x29, 0x80, stream, 2, 2), DSTAT_END);
	ck_assert_int_eq(do58(0x19, 0xFF, line, 2, 2), DSTAT_END);
	ck_assert_str_eq(term.text, "HI/A/HI/");
	ck_assert(!has_screen);
	ck_assert_int_eq(nr_closes, 2);
}
END_TEST

UNIT_MAIN("logic/dev_con3215", a_full_screen_is_drawn_and_read, a_full_screen_is_refused,
	lines_take_the_screen_away_when_they_say_so, writes_lines, brackets_are_those_of_code_page_037, a_line_goes_on_with_the_next_write_without_autocr,
	linux_writes_many_lines_and_a_no_op, a_line_may_be_spread_over_chained_data,
	a_full_terminal_stops_the_guest_and_loses_nothing, a_long_write_lets_others_have_their_turn,
	a_read_waits_for_a_line, a_read_that_waited_leaves_an_attention_for_the_next_line,
	attention_tells_of_a_line_and_then_it_is_read, each_of_many_lines_has_its_attention,
	a_line_that_is_too_long_is_cut, an_empty_line_is_a_line, halt_takes_back_a_read,
	tells_what_it_is, sounds_the_alarm_and_rejects_what_it_does_not_know,
	bad_storage_ends_a_write)
