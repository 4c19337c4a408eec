// SPDX-License-Identifier: Apache-2.0
/* The virtual 3270 console, through its subchannel, as Linux's driver uses it. */
#include "chan/harness.h"

#include "arch/ds3270.h"
#include "logic/dev_con3270.h"
#include "logic/subch.h"

static struct guest guest; /* only its storage */
static struct subch sch;
static struct irb irb;
static struct vscreen screen;
static struct con3270 con;
static int nr_changes;

static void changed(void *ctx)
{
	ck_assert_ptr_eq(ctx, &screen);
	nr_changes++;
}

static void set_up(void)
{
	struct schib schib;

	nr_changes = 0;
	guest_init(&guest);
	vscreen_init(&screen, 43, 80);
	con3270_init(&con, &screen, changed, &screen);
	subch_init(&sch, 0, 0x0009, 0x00, &con.dev, &guest_stor_ops, &guest);
	subch_store(&sch, &schib);
	schib.pmcw.flags = be16(PMCW_E | PMCW_V);
	schib.pmcw.flags6 = be32(PMCW6_S);
	ck_assert_int_eq(subch_modify(&sch, &schib), 0);
}

/* One command with len bytes at X'2000'. Returns the device status. */
static uint8_t do_command(uint8_t cmd, uint16_t len)
{
	enum chan_state state;
	struct orb orb;

	put_ccw1(&guest, 0x1000, cmd, CCW_SLI, len, 0x2000);
	memset(&orb, 0, sizeof(orb));
	orb.flags = be32(ORB_FORMAT | ORB_LPM);
	orb.ccw = be32(0x1000);
	ck_assert_int_eq(subch_start(&sch, &orb), 0);
	do
		state = subch_run(&sch, 100);
	while (state != CHAN_ENDED && subch_is_ready(&sch));
	ck_assert_int_eq(state, CHAN_ENDED);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	return irb.scsw.dstat;
}

static uint8_t write_stream(uint8_t cmd, const uint8_t *data, size_t len)
{
	memcpy(guest.stor + 0x2000, data, len);
	return do_command(cmd, (uint16_t)len);
}

#define WRITE(cmd, ...)                                                                            \
	write_stream(cmd, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static uint32_t residual(void)
{
	return be16_get(irb.scsw.count);
}

START_TEST(writes_and_reads)
{
	static const uint8_t key[] = {AID_ENTER, 0x40, 0xC2, DS_SBA, 0x40, 0xC2, 0xC8, 0xC9};

	set_up();
	ck_assert_uint_eq(WRITE(CCW_3270_ERASE_WRITE_ALT, 0xC3, 0xC1, DS_SF, 0x40), DSTAT_END);
	ck_assert_int_eq(nr_changes, 1);
	ck_assert_uint_eq(screen.cell[0].ch, 0xC1);
	ck_assert_uint_eq(screen.rows, 43);
	ck_assert_uint_eq(vscreen_input(&screen, key, sizeof(key), 80), AID_ENTER);
	con3270_attention(&con, &sch);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_uint_eq(irb.scsw.dstat, DSTAT_ATTENTION);
	ck_assert_uint_eq(do_command(CCW_3270_READ_MODIFIED, 100), DSTAT_END);
	ck_assert_uint_eq(residual(), 100 - sizeof(key));
	ck_assert_mem_eq(guest.stor + 0x2000, key, sizeof(key));
	ck_assert_uint_eq(do_command(CCW_3270_READ_BUFFER, 8000), DSTAT_END);
	ck_assert_uint_eq(8000 - residual(), 3 + 43 * 80 + 1);
}
END_TEST

START_TEST(a_long_stream_comes_in_turns)
{
	set_up();
	memset(guest.stor + 0x2000, 0xC1, 0x8000);
	guest.stor[0x2000] = 0xC3;
	ck_assert_uint_eq(do_command(CCW_3270_ERASE_WRITE, 0x8000), DSTAT_END);
	ck_assert_uint_eq(residual(), 0);
	ck_assert_uint_eq(screen.at, (0x8000 - 1) % (24 * 80));
}
END_TEST

START_TEST(a_bad_stream_ends_with_operation_check)
{
	set_up();
	ck_assert_uint_eq(WRITE(CCW_3270_WRITE, 0xC3, DS_SBA, 0x3F, 0xFF, 0xC1),
		DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_uint_eq(irb.ecw[0], 0x01);
	ck_assert_uint_eq(WRITE(CCW_3270_WRITE_STRUCTURED, 0, 5, 0x0F, 0xFF, 2),
		DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_uint_eq(WRITE(CCW_3270_WRITE_STRUCTURED, 0, 5), DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_uint_eq(do_command(0x77, 1), DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert_uint_eq(irb.ecw[0], SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(answers_a_query_with_its_size)
{
	static const uint8_t usable[] = {0, 10, 0x81, 0x81, 1, 0, 0, 80, 0, 43};

	set_up();
	ck_assert_uint_eq(
		WRITE(CCW_3270_WRITE_STRUCTURED, 0, 5, 1, 0xFF, 2), DSTAT_END | DSTAT_ATTENTION);
	ck_assert_uint_eq(do_command(CCW_3270_READ_MODIFIED, 1000), DSTAT_END);
	ck_assert_uint_eq(guest.stor[0x2000], AID_STRUCTURED);
	ck_assert_mem_eq(guest.stor + 0x2009, usable, sizeof(usable));
	ck_assert_uint_eq(do_command(CCW_3270_READ_MODIFIED, 1000), DSTAT_END);
	ck_assert_uint_eq(guest.stor[0x2000], AID_NONE);
}
END_TEST

START_TEST(a_reset_takes_the_screen_away)
{
	set_up();
	ck_assert_uint_eq(WRITE(CCW_3270_ERASE_WRITE, 0xC3, 0xC1), DSTAT_END);
	ck_assert(screen.is_active);
	subch_reset(&sch);
	ck_assert(!screen.is_active);
	ck_assert_uint_eq(screen.cell[0].ch, 0);
	ck_assert_uint_eq(screen.alt_rows, 43);
}
END_TEST

START_TEST(erases_what_is_unprotected_and_can_be_selected)
{
	set_up();
	ck_assert_uint_eq(WRITE(CCW_3270_ERASE_WRITE, 0xC3, DS_SF, 0x40, 0xC1), DSTAT_END);
	ck_assert_uint_eq(do_command(CCW_3270_ERASE_UNPROTECTED, 1), DSTAT_END);
	ck_assert_uint_eq(screen.cell[1].ch, 0);
	ck_assert_uint_eq(do_command(CCW_3270_SELECT, 1), DSTAT_END);
}
END_TEST

UNIT_MAIN("logic/dev_con3270", writes_and_reads, a_long_stream_comes_in_turns,
	a_bad_stream_ends_with_operation_check, answers_a_query_with_its_size,
	a_reset_takes_the_screen_away, erases_what_is_unprotected_and_can_be_selected)
