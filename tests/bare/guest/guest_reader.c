// SPDX-License-Identifier: Apache-2.0
/*
 * Reads what the guest "cow" has left on its disk, or, with a parameter, overwrites it. It ends
 * with the records in SCRATCH.
 */
#include "disk.h"

static void what_another_wrote_is_read(void)
{
	if (guest_parm.value)
		return test_skip("it writes");
	EXPECT(transfer(DISK_RO, TRACK, 1, NR_RECS, false), "read: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
	for (unsigned rec = 1; rec <= NR_RECS; rec++)
		for (unsigned at = 0; at < PAGE_SIZE; at++)
			EXPECT(block(rec - 1)[at] == disk_pattern(rec, at),
				"record %u byte %u is %02X", rec, at, block(rec - 1)[at]);
}

static void the_track_is_overwritten(void)
{
	if (!guest_parm.value)
		return test_skip("it reads");
	memset(block(0), 0, NR_RECS * PAGE_SIZE);
	EXPECT(transfer(DISK, TRACK, 1, NR_RECS, true), "write: status %02X%02X", irb.scsw.dstat,
		irb.scsw.cstat);
}

const struct test tests[] = {TEST(what_another_wrote_is_read), TEST(the_track_is_overwritten), {0}};
