// SPDX-License-Identifier: Apache-2.0
/* The states of a channel program: chaining, waiting, yielding, budgets, suspension, halting, IPL.
 */
#include "harness.h"

static struct guest guest;
static struct chan_prog prog;

START_TEST(is_small)
{
	ck_assert_uint_le(sizeof(struct chan_prog), 128);
}
END_TEST

START_TEST(commands_chain)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x01, CCW_CC, 4, 0x2000);
	put_ccw1(&guest, 0x1010, 0x03, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1018, 0x02, 0, 80, 0x2000);
	put_ccw1(&guest, 0x1020, 0x07, 0, 0, 0);
	ck_assert_int_eq(run(&guest, &prog, ORB_FORMAT), CHAN_ENDED);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_mem_eq(guest.log, "\x07\x01\x02", 3);
	ck_assert_int_eq(guest.commands, 3);
	ck_assert_int_eq(guest.begins, 1);
	ck_assert_uint_eq(prog.cpa, 0x1020);
}
END_TEST

START_TEST(unusual_status_ends_the_chain)
{
	static const struct {
		uint8_t cmd, dstat;
		bool is_accepted;
	} rows[] = {{0x27, DSTAT_END | DSTAT_UNIT_EXCEPTION, false}, {0x37, DSTAT_BUSY, false},
		{0xC3, DSTAT_END | DSTAT_UNIT_CHECK, false}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		guest_init(&guest);
		put_ccw1(&guest, 0x1000, rows[i].cmd, CCW_CC, 0, 0);
		put_ccw1(&guest, 0x1008, 0x07, 0, 0, 0);
		run(&guest, &prog, ORB_FORMAT);
		assert_status(&prog, rows[i].dstat, 0);
		ck_assert_int_eq(guest.commands, 1);
		ck_assert_uint_eq(prog.cpa, 0x1008);
		ck_assert_int_eq(chan_is_accepted(&prog), rows[i].is_accepted);
	}
}
END_TEST

START_TEST(end_of_file_leaves_count_and_address_for_a_loader)
{
	guest_init(&guest); /* what Linux's reader loader computes from: 1 of 2 cards was read */
	put_ccw1(&guest, 0x1000, 0x02, CCW_CC | CCW_SLI, 80, 0x2000);
	put_ccw1(&guest, 0x1008, 0x27, CCW_SLI, 80, 0x2050);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END | DSTAT_UNIT_EXCEPTION, 0);
	ck_assert_uint_eq(prog.cpa, 0x1010);
	ck_assert_int_eq(prog.count, 80);
}
END_TEST

START_TEST(status_modifier_jumps_over_one_ccw)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x17, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x08, 0, 0, 0x1000);
	put_ccw1(&guest, 0x1010, 0x07, 0, 0, 0);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_mem_eq(guest.log, "\x17\x07", 2);
	put_ccw1(&guest, 0x1000, 0x17, 0, 0, 0); /* not chained: it is in the status */
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END | DSTAT_STATUS_MODIFIER, 0);
}
END_TEST

START_TEST(every_device_answers_sense_and_sense_id)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, CCW_CMD_SENSE_ID, CCW_SLI, 40, 0x2000);
	run(&guest, &prog, ORB_FORMAT);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(prog.count, 33);
	ck_assert_mem_eq(guest.stor + 0x2000, &guest_id, 7);
	/* Sense outlives NO-OP, is given once, and is lost with the next other command. */
	put_ccw1(&guest, 0x1000, 0xC3, 0, 0, 0);
	put_ccw1(&guest, 0x1100, 0x03, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1108, CCW_CMD_BASIC_SENSE, CCW_SLI, 32, 0x2100);
	run(&guest, &prog, ORB_FORMAT);
	run_at(&guest, &prog, ORB_FORMAT, 0x1100);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_int_eq(prog.count, 28);
	ck_assert_int_eq(guest.stor[0x2100], SENSE_COMMAND_REJECT);
	run_at(&guest, &prog, ORB_FORMAT, 0x1100);
	ck_assert_int_eq(guest.stor[0x2100], 0);
	run(&guest, &prog, ORB_FORMAT);
	put_ccw1(&guest, 0x1100, 0x07, CCW_CC, 0, 0);
	guest.stor[0x2100] = 0xEE;
	run_at(&guest, &prog, ORB_FORMAT, 0x1100);
	ck_assert_int_eq(guest.stor[0x2100], 0);
}
END_TEST

START_TEST(a_device_may_answer_later)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_CC | CCW_SLI, 160, 0x2000);
	put_ccw1(&guest, 0x1008, 0x07, 0, 0, 0);
	ck_assert_int_eq(run(&guest, &prog, ORB_FORMAT), CHAN_DEVICE);
	ck_assert(!chan_is_ready(&prog));
	ck_assert(chan_is_accepted(&prog));
	ck_assert_int_eq(chan_run(&prog, 1000), CHAN_DEVICE);
	ck_assert_int_eq(guest.resumes, 0);
	chan_wake(&prog); /* for nothing */
	ck_assert(chan_is_ready(&prog));
	ck_assert_int_eq(chan_run(&prog, 1000), CHAN_DEVICE);
	ck_assert_int_eq(guest.resumes, 1);
	guest.lines = 1;
	chan_wake(&prog);
	ck_assert_int_eq(chan_run(&prog, 1000), CHAN_ENDED);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_mem_eq(guest.stor + 0x2000, "hello", 5);
	ck_assert_int_eq(guest.resumes, 2);
	ck_assert_int_eq(guest.commands, 2);
}
END_TEST

START_TEST(a_device_that_yields_uses_the_budget)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x47, 0, 0, 0);
	chan_start(&prog, &guest.dev, &guest_stor_ops, &guest, ORB_FORMAT, 0x1000);
	ck_assert_int_eq(chan_run(&prog, 2), CHAN_DEVICE);
	ck_assert_int_eq(guest.resumes, 1);
	ck_assert(chan_is_ready(&prog));
	ck_assert_int_eq(chan_run(&prog, 2), CHAN_ENDED);
	ck_assert_int_eq(guest.resumes, 3);
}
END_TEST

START_TEST(an_endless_program_stops_after_each_budget)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x08, 0, 0, 0x1000);
	chan_start(&prog, &guest.dev, &guest_stor_ops, &guest, ORB_FORMAT, 0x1000);
	for (int i = 1; i <= 10; i++) {
		ck_assert_int_eq(chan_run(&prog, 100), CHAN_FETCH);
		ck_assert_int_eq(guest.commands, 100 * i);
	}
	ck_assert_uint_le(guest.fetches, 2 * 1000);
	chan_halt(&prog);
	ck_assert_int_eq(chan_run(&prog, 100), CHAN_ENDED);
	ck_assert_int_eq(guest.commands, 1000);
	ck_assert_int_eq(guest.halts, 0);
}
END_TEST

START_TEST(halting_tells_only_a_device_that_works)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	run(&guest, &prog, ORB_FORMAT);
	chan_halt(&prog);
	ck_assert_int_eq(guest.halts, 1);
	chan_halt(&prog);
	ck_assert_int_eq(guest.halts, 1);
	guest.lines = 1; /* a device that calls all the same does no harm */
	guest_give(&prog, 5);
	chan_wake(&prog);
	chan_yield(&prog);
	chan_check(&prog, 0xFF);
	ck_assert_int_eq(chan_run(&prog, 10), CHAN_ENDED);
	ck_assert_int_eq(guest.stor[0x2001], 0);
	ck_assert_int_eq(guest.dev.sense[0], 0);
}
END_TEST

START_TEST(device_hears_once_that_a_program_is_over)
{
	static const struct {
		uint8_t cmd, flags;
		bool is_halted;
	} rows[] = {
		{0x07, 0, false},      /* ends well */
		{0x27, 0, false},      /* unit exception */
		{0xFF, 0, false},      /* command reject */
		{0x07, CCW_CC, false}, /* the next CCW is refused */
		{0x0A, 0, true},       /* the device waits */
		{0x07, CCW_CC | CCW_S, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		guest_init(&guest);
		put_ccw1(&guest, 0x1000, rows[i].cmd, rows[i].flags, 1, 0x2000);
		run(&guest, &prog, ORB_FORMAT | ORB_S);
		ck_assert_int_eq(guest.ends, !rows[i].is_halted);
		chan_halt(&prog);
		chan_halt(&prog);
		ck_assert_int_eq(guest.ends, 1);
	}
}
END_TEST

START_TEST(suspends_before_a_ccw_and_fetches_it_anew)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x08, 0, 0, 0x1100);
	put_ccw1(&guest, 0x1100, 0x02, CCW_S | CCW_PCI, 80, 0x2000);
	ck_assert_int_eq(run(&guest, &prog, ORB_FORMAT | ORB_S), CHAN_SUSPENDED);
	ck_assert_uint_eq(prog.cpa, 0x1108);
	ck_assert_int_eq(prog.cstat, 0);
	ck_assert_int_eq(guest.commands, 1);
	ck_assert_int_eq(chan_run(&prog, 10), CHAN_SUSPENDED);
	chan_continue(&prog); /* the flag is still on */
	ck_assert_int_eq(chan_run(&prog, 10), CHAN_SUSPENDED);
	put_ccw1(&guest, 0x1100, 0x41, 0, 80, 0x2000);
	chan_continue(&prog);
	ck_assert_int_eq(chan_run(&prog, 10), CHAN_ENDED);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_mem_eq(guest.log, "\x07\x41", 2);
}
END_TEST

START_TEST(the_first_ccw_can_suspend)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x07, CCW_S, 0, 0);
	ck_assert_int_eq(run(&guest, &prog, ORB_FORMAT | ORB_S), CHAN_SUSPENDED);
	ck_assert(!chan_is_accepted(&prog));
	put_ccw1(&guest, 0x1000, 0x08, 0, 0, 0x1100); /* still the first: no TIC */
	chan_continue(&prog);
	chan_run(&prog, 10);
	assert_status(&prog, 0, CSTAT_PROGRAM_CHECK);
}
END_TEST

START_TEST(pci_is_seen_as_soon_as_the_ccw_is_current)
{
	guest_init(&guest);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_PCI | CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(run(&guest, &prog, ORB_FORMAT), CHAN_DEVICE);
	ck_assert_int_eq(prog.cstat, CSTAT_PCI);
}
END_TEST

START_TEST(ipl_reads_24_bytes_and_goes_on_with_them)
{
	guest_init(&guest);
	memset(guest.stor, 0xEE, 100);
	chan_start_ipl(&prog, &guest.dev, &guest_stor_ops, &guest);
	ck_assert_int_eq(chan_run(&prog, 1), CHAN_FETCH);
	ck_assert_int_eq(guest.stor[23], 23); /* of 80 */
	ck_assert_int_eq(guest.stor[24], 0xEE);
	ck_assert_uint_eq(prog.cpa, 8);
	put_ccw0(&guest, 8, 0x02, CCW_CC | CCW_SLI, 80, 0x2000);
	put_ccw0(&guest, 16, 0x08, 0, 0, 0x3000);
	put_ccw0(&guest, 0x3000, 0x02, CCW_SLI, 80, 0x2100);
	ck_assert_int_eq(chan_run(&prog, 10), CHAN_ENDED);
	assert_status(&prog, DSTAT_END, 0);
	ck_assert_uint_eq(prog.cpa, 0x3008);
	ck_assert_int_eq(guest.stor[0x214F], 79);
	ck_assert_mem_eq(guest.log, "\x02\x02\x02", 3);
}
END_TEST

START_TEST(ipl_may_go_on_with_a_tic)
{
	guest_init(&guest);
	chan_start_ipl(&prog, &guest.dev, &guest_stor_ops, &guest);
	chan_run(&prog, 1);
	put_ccw0(&guest, 8, 0x08, 0, 0, 0x3000);
	put_ccw0(&guest, 0x3000, 0x07, CCW_SLI, 1, 0);
	chan_run(&prog, 10);
	assert_status(&prog, DSTAT_END, 0);
}
END_TEST

UNIT_MAIN("logic/chan/run", is_small, commands_chain, unusual_status_ends_the_chain,
	end_of_file_leaves_count_and_address_for_a_loader, status_modifier_jumps_over_one_ccw,
	every_device_answers_sense_and_sense_id, a_device_may_answer_later,
	a_device_that_yields_uses_the_budget, an_endless_program_stops_after_each_budget,
	halting_tells_only_a_device_that_works, device_hears_once_that_a_program_is_over,
	suspends_before_a_ccw_and_fetches_it_anew, the_first_ccw_can_suspend,
	pci_is_seen_as_soon_as_the_ccw_is_current, ipl_reads_24_bytes_and_goes_on_with_them,
	ipl_may_go_on_with_a_tic)
