// SPDX-License-Identifier: Apache-2.0
/* The subchannel as the I/O instructions see it. */
#include "chan/harness.h"

#include "logic/subch.h"

static struct guest guest;
static struct subch sch;
static struct irb irb;

#define FLAGS_E (PMCW_E | PMCW_V)

static struct schib schib_of(uint16_t flags, uint32_t flags6)
{
	struct schib schib;

	memset(&schib, 0, sizeof(schib));
	schib.pmcw.intparm = be32(0x12345678);
	schib.pmcw.flags = be16(flags);
	schib.pmcw.lpm = schib.pmcw.pom = 0xFF;
	schib.pmcw.flags6 = be32(flags6);
	return schib;
}

static void set_up(uint16_t flags, uint32_t flags6)
{
	struct schib schib = schib_of(flags, flags6);

	guest_init(&guest);
	subch_init(&sch, 3, 0x0009, 0x01, &guest.dev, &guest_stor_ops, &guest);
	ck_assert_int_eq(subch_modify(&sch, &schib), 0);
}

static struct orb orb_of(uint32_t flags)
{
	struct orb orb;

	memset(&orb, 0, sizeof(orb));
	orb.intparm = be32(0xCAFE0000);
	orb.flags = be32(flags | ORB_FORMAT | ORB_LPM);
	orb.ccw = be32(0x1000);
	return orb;
}

static int start(uint32_t flags)
{
	struct orb orb = orb_of(flags);

	return subch_start(&sch, &orb);
}

static uint32_t ctl(void)
{
	struct schib schib;

	subch_store(&sch, &schib);
	return be32_get(schib.scsw.ctl) & (SCSW_FC | SCSW_AC | SCSW_SC);
}

/* ---- Coming up ------------------------------------------------------------------------------- */

START_TEST(a_new_subchannel_is_valid_and_not_enabled)
{
	struct schib schib;

	guest_init(&guest);
	subch_init(&sch, 3, 0x0191, 0x01, &guest.dev, &guest_stor_ops, &guest);
	ck_assert_int_eq(subch_store(&sch, &schib), 0);
	ck_assert_int_eq(be16_get(schib.pmcw.devno), 0x0191);
	ck_assert_int_eq(be16_get(schib.pmcw.flags), PMCW_V);
	ck_assert_int_eq(schib.pmcw.pim & schib.pmcw.pam & schib.pmcw.pom & schib.pmcw.lpm, 0x80);
	ck_assert_int_eq(schib.pmcw.chpid[0], 1);
	ck_assert_int_eq(start(0), 3);
	ck_assert_int_eq(subch_halt(&sch), 3);
	ck_assert_int_eq(subch_clear(&sch), 3);
	ck_assert_int_eq(subch_resume(&sch), 3);
	ck_assert_int_eq(subch_cancel(&sch), 3);
	ck_assert_int_eq(subch_test(&sch, &irb), 3);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert(!subch_is_interrupting(&sch));
}
END_TEST

START_TEST(is_small)
{
	ck_assert_uint_le(sizeof(struct subch), 192);
}
END_TEST

START_TEST(modify_is_given_back_by_store)
{
	struct schib in =
		schib_of(FLAGS_E | 0x1800 | PMCW_MM | PMCW_D | 0x0020, PMCW6_S | PMCW6_X | PMCW6_F);
	struct schib out;

	set_up(0, 0);
	in.pmcw.mbi = be16(0x4321);
	in.pmcw.devno = be16(0xFFFF); /* this and the next two can't be changed */
	in.pmcw.pim = in.pmcw.pam = in.pmcw.chpid[0] = 0x55;
	in.mba = be64(0x1234567000040ull);
	ck_assert(subch_schib_is_valid(&in));
	ck_assert_int_eq(subch_modify(&sch, &in), 0);
	subch_store(&sch, &out);
	ck_assert_int_eq(be16_get(out.pmcw.flags), FLAGS_E | 0x1800 | PMCW_MM | PMCW_D | 0x0020);
	ck_assert_uint_eq(be32_get(out.pmcw.flags6), PMCW6_S | PMCW6_X | PMCW6_F);
	ck_assert_uint_eq(be32_get(out.pmcw.intparm), 0x12345678);
	ck_assert_int_eq(be16_get(out.pmcw.mbi), 0x4321);
	ck_assert_uint_eq(be64_get(out.mba), 0x1234567000040ull);
	ck_assert_int_eq(be16_get(out.pmcw.devno), 0x0009);
	ck_assert_int_eq(out.pmcw.pim, 0x80);
	ck_assert_int_eq(out.pmcw.pam, 0x80);
	ck_assert_int_eq(out.pmcw.chpid[0], 1);
	ck_assert_int_eq(subch_isc(&sch), 3);
}
END_TEST

/* PoP, Modify Subchannel, Program Exceptions. */
START_TEST(bad_schibs_are_operand_exceptions)
{
	static const struct {
		uint16_t flags;
		uint32_t flags6;
		uint64_t mba;
		bool is_valid;
	} rows[] = {
		{0x3800 | FLAGS_E | PMCW_MM | PMCW_D | PMCW_T, 7, 0x40, true},
		{0x8000, 0, 0, false},
		{0x4000, 0, 0, false},
		{0x0400, 0, 0, false},
		{0x0100, 0, 0, false},
		{0x0020, 0, 0, true},
		{0x0040, 0, 0, true},
		{0x0060, 0, 0, false},
		{0, 0x80000000, 0, false},
		{0, 0x00000008, 0, false},
		{0, PMCW6_F, 0x20, false},
		{0, 0, 0x20, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct schib schib = schib_of(rows[i].flags, rows[i].flags6);

		schib.mba = be64(rows[i].mba);
		ck_assert_msg(subch_schib_is_valid(&schib) == rows[i].is_valid, "row %d", (int)i);
	}
}
END_TEST

/* PoP, Start Subchannel, Program Exceptions. */
START_TEST(bad_orbs_are_operand_exceptions)
{
	static const struct {
		uint32_t flags, ccw, word4;
		uint8_t reserved;
		bool is_valid;
	} rows[] = {
		{0x0080FF00, 0x1000, 0, 0, true},
		{0xFFFBFFC0, 0x7FFFFFF8, 0, 0, true},
		{ORB_B, 0x1000, 0, 0, false},
		{0x02, 0x1000, 0, 0, false},
		{0x20, 0x1000, 0, 0, false},
		{0, 0x80000000, 0, 0, false},
		{0, 0x1000, 1, 1, true}, /* not there */
		{ORB_X, 0x1000, 0, 0, true},
		{ORB_X, 0x1000, 1, 0, false},
		{ORB_X, 0x1000, 0, 1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct orb orb;

		memset(&orb, 0, sizeof(orb));
		orb.flags = be32(rows[i].flags);
		orb.ccw = be32(rows[i].ccw);
		orb.zeros[3] = be32(rows[i].word4);
		orb.reserved_d = rows[i].reserved;
		ck_assert_msg(subch_orb_is_valid(&orb) == rows[i].is_valid, "row %d", (int)i);
	}
}
END_TEST

/* ---- A program, start to end ----------------------------------------------------------------- */

START_TEST(a_program_runs_and_interrupts)
{
	struct io_int_code code;

	set_up(FLAGS_E | 0x1800, PMCW6_S);
	put_ccw1(&guest, 0x1000, 0x02, CCW_SLI, 100, 0x2000);
	ck_assert_int_eq(start(ORB_P | ORB_H), 0);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_AC_START_PENDING);
	ck_assert_int_eq(start(0), 2);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert(subch_is_ready(&sch));
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(start(0), 1);
	subch_interrupt(&sch, &code);
	ck_assert_uint_eq(be32_get(code.ssid), 0x00010003);
	ck_assert_uint_eq(be32_get(code.intparm), 0xCAFE0000);
	ck_assert_uint_eq(be32_get(code.id), 3u << 27);
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(start(0), 1); /* status stays */
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl), SCSW_FORMAT | SCSW_P | SCSW_FC_START |
							  SCSW_SC_PRIMARY | SCSW_SC_SECONDARY |
							  SCSW_SC_PENDING);
	ck_assert_uint_eq(be32_get(irb.scsw.ccw), 0x1008);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_END);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	ck_assert_int_eq(be16_get(irb.scsw.count), 20);
	ck_assert_int_eq(irb.esw.lpum, 0x80);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl), 0);
	ck_assert_int_eq(start(0), 0);
}
END_TEST

START_TEST(unit_check_brings_sense_along_when_asked)
{
	set_up(FLAGS_E, PMCW6_S);
	put_ccw1(&guest, 0x1000, 0xC3, 0, 0, 0);
	start(0);
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_END | DSTAT_UNIT_CHECK);
	ck_assert(be32_get(irb.scsw.ctl) & SCSW_E);
	ck_assert(be32_get(irb.scsw.ctl) & SCSW_SC_ALERT);
	ck_assert_uint_eq(be32_get(irb.esw.erw), 0x01040000);
	ck_assert_int_eq(irb.ecw[0], SENSE_COMMAND_REJECT);
	ck_assert_int_eq(guest.dev.sense[0], 0);
	/* Without concurrent sense it stays with the device, for BASIC SENSE. */
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0xC3, 0, 0, 0);
	start(0);
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert(!(be32_get(irb.scsw.ctl) & SCSW_E));
	ck_assert_uint_eq(be32_get(irb.esw.erw), 0);
	ck_assert_int_eq(irb.ecw[0], 0);
	ck_assert_int_eq(guest.dev.sense[0], SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(a_program_check_is_alert_status)
{
	set_up(FLAGS_E, 0);
	start(0); /* X'1000' holds zeros */
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.cstat, CSTAT_PROGRAM_CHECK);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & SCSW_SC, SCSW_SC & ~SCSW_SC_INTERMEDIATE);
}
END_TEST

START_TEST(busy_at_once_is_deferred_condition_code_1)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x37, 0, 0, 0);
	start(0);
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & SCSW_CC, SCSW_CC_1);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & SCSW_CC, 0);
}
END_TEST

/* ---- Calls */

START_TEST(a_call_runs_without_being_enabled_and_tells_nobody_else)
{
	struct subch_image image;
	uint8_t sense[SENSE_MAX];
	struct scsw scsw;

	set_up(0, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 0);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_DEVICE);
	ck_assert(!subch_call_is_over(&sch));
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 2);
	guest.lines = 1;
	subch_wake(&sch);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert(subch_call_is_over(&sch));
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_save(&sch, &image), -E_BUSY);
	subch_call_end(&sch, &scsw, sense, true);
	ck_assert_int_eq(scsw.dstat, DSTAT_END);
	ck_assert_uint_eq(be32_get(scsw.ccw), 0x1008);
	ck_assert_uint_eq(ctl(), 0);
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 0);
}
END_TEST

START_TEST(status_of_a_call_is_not_the_guests)
{
	uint8_t sense[SENSE_MAX];
	struct scsw scsw;

	set_up(FLAGS_E, 0);
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 0); /* zeros */
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert_int_eq(start(0), 1);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert(!subch_is_interrupting(&sch));
	subch_call_end(&sch, &scsw, sense, true);
	ck_assert_int_eq(scsw.cstat, CSTAT_PROGRAM_CHECK);
	ck_assert(subch_is_interrupting(&sch)); /* the attention */
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 1);
}
END_TEST

START_TEST(a_reset_ends_a_call)
{
	uint8_t sense[SENSE_MAX];
	struct scsw scsw;

	set_up(0, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	ck_assert_int_eq(subch_call(&sch, ORB_FORMAT | ORB_LPM, 0x1000), 0);
	subch_run(&sch, 100);
	subch_reset(&sch);
	ck_assert(subch_call_is_over(&sch));
	subch_call_end(&sch, &scsw, sense, true);
	ck_assert_int_eq(scsw.dstat, 0);
	ck_assert_uint_eq(ctl(), 0);
}
END_TEST

START_TEST(a_waiting_device_keeps_the_subchannel_active)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	start(0);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_DEVICE);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE);
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(start(0), 2);
	ck_assert_int_eq(subch_cancel(&sch), 2);
	guest.lines = 1;
	subch_wake(&sch);
	ck_assert(subch_is_ready(&sch));
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(be16_get(irb.scsw.count), 155);
}
END_TEST

START_TEST(an_image_takes_status_to_another_machine_but_no_running_program)
{
	struct schib before, after;
	struct subch_image image;
	static struct guest other; /* of the other machine */
	struct subch twin;
	struct irb twins;

	set_up(FLAGS_E, PMCW6_S);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	start(0);
	ck_assert_int_eq(subch_save(&sch, &image), -E_BUSY);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_save(&sch, &image), -E_BUSY);
	guest.lines = 1;
	subch_wake(&sch);
	subch_run(&sch, 100);
	guest.dev.sense[0] = 0x40;
	subch_unsolicited(&sch, DSTAT_ATTENTION); /* waits behind the status */
	ck_assert_int_eq(subch_save(&sch, &image), 0);
	guest_init(&other);
	subch_init(&twin, 3, 0x0009, 0x01, &other.dev, &guest_stor_ops, &other);
	subch_restore(&twin, &image);
	subch_store(&sch, &before);
	subch_store(&twin, &after);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	ck_assert_uint_eq(other.dev.sense[0], 0x40);
	ck_assert(subch_is_interrupting(&twin));
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(subch_test(&twin, &twins), 0);
	ck_assert_mem_eq(&irb, &twins, sizeof(irb));
	ck_assert(subch_is_interrupting(&twin)); /* the attention */
}
END_TEST

START_TEST(modify_is_refused_while_something_is_going_on)
{
	struct schib schib = schib_of(PMCW_V, 0);

	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, 0, 0, 0);
	start(0);
	ck_assert_int_eq(subch_modify(&sch, &schib), 2);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_modify(&sch, &schib), 1);
	subch_test(&sch, &irb);
	ck_assert_int_eq(subch_modify(&sch, &schib), 0);
	ck_assert_int_eq(start(0), 3);
}
END_TEST

START_TEST(start_needs_a_path)
{
	struct orb orb = orb_of(0);
	struct schib schib = schib_of(FLAGS_E, 0);

	set_up(FLAGS_E, 0);
	orb.flags = be32(ORB_FORMAT | 0x7F00);
	ck_assert_int_eq(subch_start(&sch, &orb), 3);
	orb.flags = be32(ORB_FORMAT | 0x8000);
	ck_assert_int_eq(subch_start(&sch, &orb), 0);
	subch_clear(&sch);
	subch_test(&sch, &irb);
	schib.pmcw.pom = 0;
	subch_modify(&sch, &schib);
	ck_assert_int_eq(subch_start(&sch, &orb), 3);
}
END_TEST

/* ---- Intermediate status --------------------------------------------------------------------- */

START_TEST(pci_interrupts_while_the_program_goes_on)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_PCI | CCW_SLI, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & (SCSW_FC | SCSW_AC | SCSW_SC),
		SCSW_FC_START | SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE | SCSW_SC_INTERMEDIATE |
			SCSW_SC_PENDING);
	ck_assert_int_eq(irb.scsw.cstat, CSTAT_PCI);
	ck_assert_int_eq(irb.scsw.dstat, 0);
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	guest.lines = 1;
	subch_wake(&sch);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	ck_assert(!(be32_get(irb.scsw.ctl) & SCSW_SC_INTERMEDIATE));
}
END_TEST

START_TEST(pci_not_yet_taken_comes_with_the_end)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, CCW_PCI, 0, 0);
	start(0);
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.cstat, CSTAT_PCI);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & SCSW_SC, SCSW_SC & ~SCSW_SC_ALERT);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert_int_eq(irb.scsw.cstat, 0);
}
END_TEST

START_TEST(initial_status_interrupts_once_when_asked)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	start(ORB_I);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert(be32_get(irb.scsw.ctl) & SCSW_Z);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	subch_wake(&sch);
	subch_run(&sch, 100);
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
	ck_assert(!(be32_get(irb.scsw.ctl) & SCSW_Z));
}
END_TEST

START_TEST(suspends_and_resumes)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x07, CCW_S, 0, 0);
	start(ORB_S);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_SUSPENDED);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_resume(&sch), 1);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & (SCSW_FC | SCSW_AC | SCSW_SC),
		SCSW_FC_START | SCSW_AC_SUSPENDED | SCSW_SC_INTERMEDIATE | SCSW_SC_PENDING);
	ck_assert_uint_eq(be32_get(irb.scsw.ccw), 0x1010);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_AC_SUSPENDED);
	put_ccw1(&guest, 0x1008, 0x07, 0, 0, 0);
	ck_assert_int_eq(subch_resume(&sch), 0);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_AC_SUSPENDED | SCSW_AC_RESUME_PENDING);
	ck_assert_int_eq(subch_resume(&sch), 2);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert_uint_eq(
		ctl(), SCSW_FC_START | SCSW_SC_PRIMARY | SCSW_SC_SECONDARY | SCSW_SC_PENDING);
}
END_TEST

START_TEST(suspension_can_be_silent)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, CCW_S, 0, 0);
	start(ORB_S | ORB_U);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_SUSPENDED);
	ck_assert(!subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_resume(&sch), 0); /* the flag is still on */
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_SUSPENDED);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_AC_SUSPENDED);
	ck_assert_int_eq(subch_cancel(&sch), 0);
	ck_assert_uint_eq(ctl(), 0);
	ck_assert(!subch_is_interrupting(&sch));
}
END_TEST

START_TEST(resume_ahead_of_time_is_remembered)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_CC | CCW_SLI, 160, 0x2000);
	put_ccw1(&guest, 0x1008, 0x07, CCW_S, 0, 0);
	start(ORB_S);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_resume(&sch), 0);
	ck_assert_int_eq(subch_resume(&sch), 2);
	guest.lines = 1;
	subch_wake(&sch);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_FETCH);
	ck_assert(subch_is_ready(&sch));
	put_ccw1(&guest, 0x1008, 0x07, 0, 0, 0);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
}
END_TEST

START_TEST(resume_needs_leave_and_a_program)
{
	set_up(FLAGS_E, 0);
	ck_assert_int_eq(subch_resume(&sch), 2);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_resume(&sch), 2);
}
END_TEST

/* ---- Halt, clear, cancel --------------------------------------------------------------------- */

START_TEST(halt_of_an_idle_subchannel_is_pending_status_alone)
{
	set_up(FLAGS_E, 0);
	ck_assert_int_eq(subch_halt(&sch), 0);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_uint_eq(ctl(), SCSW_FC_HALT | SCSW_SC_PENDING);
	ck_assert_int_eq(subch_halt(&sch), 1);
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.dstat, 0);
	ck_assert_uint_eq(ctl(), 0);
}
END_TEST

START_TEST(halt_ends_what_the_device_does)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_PCI, 160, 0x2000);
	start(0);
	subch_run(&sch, 100); /* intermediate status does not keep halt off */
	ck_assert_int_eq(subch_halt(&sch), 0);
	ck_assert_int_eq(guest.halts, 1);
	subch_test(&sch, &irb);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & (SCSW_FC | SCSW_AC | SCSW_SC),
		SCSW_FC_START | SCSW_FC_HALT | SCSW_SC_PRIMARY | SCSW_SC_SECONDARY |
			SCSW_SC_PENDING);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_END);
	ck_assert_int_eq(be16_get(irb.scsw.count), 160);
	guest.lines = 1;
	subch_wake(&sch);
	subch_run(&sch, 100);
	ck_assert_int_eq(guest.resumes, 0);
	ck_assert_uint_eq(ctl(), 0);
}
END_TEST

START_TEST(halt_of_a_program_that_did_not_begin)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, 0, 0, 0);
	start(0);
	ck_assert_int_eq(subch_halt(&sch), 0);
	ck_assert_uint_eq(ctl(), SCSW_FC_START | SCSW_FC_HALT | SCSW_SC_PENDING);
	subch_run(&sch, 100);
	ck_assert_int_eq(guest.commands, 0);
}
END_TEST

START_TEST(halt_is_refused_while_status_is_pending)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, 0, 0, 0);
	start(0);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_halt(&sch), 1);
	subch_test(&sch, &irb);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert_int_eq(subch_halt(&sch), 1);
}
END_TEST

START_TEST(clear_ends_everything_and_says_so)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	start(ORB_S);
	subch_run(&sch, 100);
	ck_assert_int_eq(subch_clear(&sch), 0);
	ck_assert_int_eq(guest.halts, 1);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(subch_clear(&sch), 0); /* even over status that is pending */
	subch_test(&sch, &irb);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl), SCSW_FC_CLEAR | SCSW_SC_PENDING);
	ck_assert_int_eq(irb.scsw.dstat, 0);
	ck_assert_uint_eq(ctl(), 0);
}
END_TEST

START_TEST(an_endless_program_can_be_cleared)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x07, CCW_CC, 0, 0);
	put_ccw1(&guest, 0x1008, 0x08, 0, 0, 0x1000);
	start(0);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(subch_run(&sch, 100), CHAN_FETCH);
		ck_assert(subch_is_ready(&sch));
	}
	ck_assert_int_eq(subch_clear(&sch), 0);
	ck_assert(!subch_is_ready(&sch));
	subch_run(&sch, 100);
	ck_assert_int_eq(guest.commands, 300);
}
END_TEST

START_TEST(cancel_takes_back_a_start)
{
	set_up(FLAGS_E, 0);
	ck_assert_int_eq(subch_cancel(&sch), 2);
	start(0);
	ck_assert_int_eq(subch_cancel(&sch), 0);
	ck_assert_uint_eq(ctl(), 0);
	ck_assert(!subch_is_ready(&sch));
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert_int_eq(subch_cancel(&sch), 1);
}
END_TEST

/* ---- Unsolicited status ---------------------------------------------------------------------- */

START_TEST(attention_comes_alone)
{
	set_up(FLAGS_E, 0);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert(subch_is_interrupting(&sch));
	ck_assert_int_eq(start(0), 1);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl), SCSW_SC_ALERT | SCSW_SC_PENDING);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_ATTENTION);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	ck_assert_int_eq(subch_test(&sch, &irb), 1);
}
END_TEST

START_TEST(attention_waits_for_the_program_and_its_status)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	subch_unsolicited(&sch, DSTAT_DEVICE_END);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	ck_assert(!subch_is_interrupting(&sch));
	guest.lines = 1;
	subch_wake(&sch);
	subch_run(&sch, 100);
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_END);
	ck_assert(subch_is_interrupting(&sch));
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_ATTENTION);
	ck_assert(subch_is_interrupting(&sch));
	subch_test(&sch, &irb);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_DEVICE_END);
	ck_assert(!subch_is_interrupting(&sch));
}
END_TEST

START_TEST(attention_survives_a_clear)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_SLI, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	subch_clear(&sch);
	subch_test(&sch, &irb);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_ATTENTION);
}
END_TEST

/* ---- Reset, detach, paths, IPL --------------------------------------------------------------- */

START_TEST(reset_leaves_a_subchannel_as_new)
{
	struct schib schib;

	set_up(FLAGS_E | 0x1800 | PMCW_D, PMCW6_S);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	subch_reset(&sch);
	ck_assert_int_eq(guest.halts, 1);
	ck_assert_int_eq(guest.resets, 1);
	ck_assert(!subch_is_interrupting(&sch));
	subch_store(&sch, &schib);
	ck_assert_int_eq(be16_get(schib.pmcw.flags), PMCW_V);
	ck_assert_uint_eq(be32_get(schib.pmcw.intparm), 0);
	ck_assert_uint_eq(be32_get(schib.pmcw.flags6), 0);
	ck_assert_uint_eq(be32_get(schib.scsw.ctl), 0);
	ck_assert_int_eq(start(0), 3);
}
END_TEST

START_TEST(a_detached_device_is_not_operational)
{
	struct schib schib = schib_of(FLAGS_E, 0);

	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	subch_detach(&sch);
	ck_assert_int_eq(guest.halts, 1);
	memset(&guest, 0, sizeof(guest));                /* nobody may use it now */
	ck_assert_int_eq(subch_modify(&sch, &schib), 0); /* and changes nothing */
	ck_assert_int_eq(start(0), 3);
	ck_assert_int_eq(subch_test(&sch, &irb), 3);
	ck_assert_int_eq(subch_clear(&sch), 3);
	ck_assert_int_eq(subch_ipl(&sch), 3);
	subch_wake(&sch);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	subch_unsolicited(&sch, DSTAT_ATTENTION);
	subch_reset(&sch);
	ck_assert(!subch_is_interrupting(&sch));
	subch_store(&sch, &schib);
	ck_assert_int_eq(be16_get(schib.pmcw.flags), 0);
}
END_TEST

START_TEST(a_lost_path_is_deferred_condition_code_3)
{
	set_up(FLAGS_E, 0);
	put_ccw1(&guest, 0x1000, 0x0A, 0, 160, 0x2000);
	start(0);
	subch_run(&sch, 100);
	subch_set_path(&sch, false);
	ck_assert(subch_is_interrupting(&sch));
	subch_test(&sch, &irb);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & (SCSW_CC | SCSW_N), SCSW_CC_3 | SCSW_N);
	ck_assert_uint_eq(be32_get(irb.scsw.ctl) & SCSW_AC, 0);
	ck_assert_int_eq(start(0), 3);
	subch_set_path(&sch, true);
	ck_assert_int_eq(start(0), 0);
}
END_TEST

START_TEST(ipl_enables_and_loads)
{
	set_up(0, 0);
	ck_assert_int_eq(subch_ipl(&sch), 0);
	ck_assert_int_eq(subch_run(&sch, 1), CHAN_FETCH);
	put_ccw0(&guest, 8, 0x02, CCW_SLI, 80, 0x2000);
	ck_assert_int_eq(subch_run(&sch, 100), CHAN_ENDED);
	ck_assert_int_eq(subch_test(&sch, &irb), 0);
	ck_assert_int_eq(irb.scsw.dstat, DSTAT_END);
	ck_assert_int_eq(irb.scsw.cstat, 0);
	ck_assert_int_eq(guest.stor[23], 23);
	ck_assert_int_eq(guest.stor[0x204F], 79);
	ck_assert_int_eq(start(0), 0); /* enabled */
}
END_TEST

/* Any order of calls keeps the control bits in a state that the architecture knows. */
START_TEST(random_instructions_keep_it_sane)
{
	uint64_t seed = 20260101, state = seed;
	struct schib schib = schib_of(FLAGS_E, PMCW6_S);

	set_up(FLAGS_E, PMCW6_S);
	put_ccw1(&guest, 0x1000, 0x0A, CCW_CC | CCW_PCI | CCW_SLI, 9, 0x2000);
	put_ccw1(&guest, 0x1008, 0x07, CCW_CC | CCW_S, 0, 0);
	put_ccw1(&guest, 0x1010, 0x08, 0, 0, 0x1000);
	for (int i = 0; i < 20000; i++) {
		state = state * 6364136223846793005ull + 1442695040888963407ull;
		switch ((state >> 40) % 12) {
		case 0: start(ORB_S); break;
		case 1: start(ORB_I); break;
		case 2: subch_halt(&sch); break;
		case 3: subch_clear(&sch); break;
		case 4: subch_resume(&sch); break;
		case 5: subch_cancel(&sch); break;
		case 6: subch_modify(&sch, &schib); break;
		case 7: subch_unsolicited(&sch, DSTAT_ATTENTION); break;
		case 8:
			guest.lines = 1;
			subch_wake(&sch);
			break;
		case 9:
		case 10: subch_run(&sch, 3); break;
		default: subch_test(&sch, &irb); break;
		}
		/* Activity only in a started function; an interruption only with status. */
		if ((ctl() & SCSW_AC) && !(ctl() & SCSW_FC_START))
			ck_abort_msg("seed %u, call %d: %08X", (unsigned)seed, i, (unsigned)ctl());
		if (subch_is_interrupting(&sch) && !(ctl() & SCSW_SC_PENDING))
			ck_abort_msg("seed %u, call %d: %08X", (unsigned)seed, i, (unsigned)ctl());
		if (subch_is_ready(&sch) && !(ctl() & SCSW_AC))
			ck_abort_msg("seed %u, call %d: %08X", (unsigned)seed, i, (unsigned)ctl());
	}
	ck_assert_int_gt(guest.commands, 100);
}
END_TEST

UNIT_MAIN("logic/subch", a_new_subchannel_is_valid_and_not_enabled, is_small,
	modify_is_given_back_by_store, bad_schibs_are_operand_exceptions,
	bad_orbs_are_operand_exceptions, a_program_runs_and_interrupts,
	unit_check_brings_sense_along_when_asked, a_program_check_is_alert_status,
	busy_at_once_is_deferred_condition_code_1,
	a_call_runs_without_being_enabled_and_tells_nobody_else, status_of_a_call_is_not_the_guests,
	a_reset_ends_a_call, a_waiting_device_keeps_the_subchannel_active,
	an_image_takes_status_to_another_machine_but_no_running_program,
	modify_is_refused_while_something_is_going_on, start_needs_a_path,
	pci_interrupts_while_the_program_goes_on, pci_not_yet_taken_comes_with_the_end,
	initial_status_interrupts_once_when_asked, suspends_and_resumes, suspension_can_be_silent,
	resume_ahead_of_time_is_remembered, resume_needs_leave_and_a_program,
	halt_of_an_idle_subchannel_is_pending_status_alone, halt_ends_what_the_device_does,
	halt_of_a_program_that_did_not_begin, halt_is_refused_while_status_is_pending,
	clear_ends_everything_and_says_so, an_endless_program_can_be_cleared,
	cancel_takes_back_a_start, attention_comes_alone,
	attention_waits_for_the_program_and_its_status, attention_survives_a_clear,
	reset_leaves_a_subchannel_as_new, a_detached_device_is_not_operational,
	a_lost_path_is_deferred_condition_code_3, ipl_enables_and_loads,
	random_instructions_keep_it_sane)
