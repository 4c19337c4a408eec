// SPDX-License-Identifier: Apache-2.0
#include "logic/volume/dasderr.h"

#include "arch/ccw.h"
#include "arch/ckd.h"
#include "lib/err.h"
#include "unit.h"

START_TEST(each_end_has_its_meaning)
{
	static const struct {
		uint8_t cc, dstat, cstat, sense[SENSE_MAX];
		int rc;
		bool retry;
		const char *what;
	} rows[] = {
		{0, 0x0c, 0, {}, 0, false, NULL},
		{3, 0x0c, 0, {}, -E_NODEV, false, "not operational"},
		{1, 0, 0, {}, -E_IO, true, "busy"},
		{0, 0x0e, 0, {0x40}, -E_NODEV, false, "intervention required"},
		{0, 0x0e, 0, {0x50, 0x02}, -E_NODEV, false, "intervention required"},
		{0, 0x0e, 0, {0x10, 0x02}, -E_PERM, false, "write inhibited"},
		{0, 0x0e, 0, {0x00, 0x02}, -E_PERM, false, "write inhibited"},
		{0, 0x0e, 0, {0x10}, -E_IO, true, "equipment check"},
		{0, 0x0e, 0, {0x80}, -E_IO, false, "command reject"},
		{0, 0x0e, 0, {0x00, 0x08}, -E_NOENT, false, "no record found"},
		{0, 0x0e, 0, {0x00, 0x40}, -E_IO, false, "invalid track format"},
		{0, 0x0e, 0, {0x00, 0x04}, -E_IO, false, "file protected"},
		{0, 0x0e, 0, {0x00, 0x20}, -E_IO, false, "end of cylinder"},
		{0, 0x0e, 0, {0x08}, -E_IO, true, "data check"},
		{0, 0x0e, 0, {0x20}, -E_IO, true, "bus-out check"},
		{0, 0x0e, 0, {0x04}, -E_IO, true, "overrun"},
		{0, 0x0e, 0, {0x01, 0x10}, -E_IO, true, "unit check"},
		{0, 0x0c, 0x40, {}, -E_IO, false, "incorrect length"},
		{0, 0x0c, 0x20, {}, -E_IO, false, "program check"},
		{0, 0x0c, 0x10, {}, -E_IO, false, "protection check"},
		{0, 0x0c, 0x02, {}, -E_IO, true, "channel check"},
		{0, 0x0d, 0, {}, -E_IO, false, "end of file"},
		{0, 0, 0, {}, -E_IO, false, "missing interruption"},
		{0, 0x10, 0, {}, -E_IO, true, "unexpected status"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct dasd_end end = {rows[i].cc, rows[i].dstat, rows[i].cstat, rows[i].sense};
		struct dasd_verdict verdict = dasd_judge(&end);

		ck_assert_int_eq(verdict.rc, rows[i].rc);
		ck_assert_int_eq(verdict.retry, rows[i].retry);
		ck_assert_int_eq(verdict.tell, rows[i].rc && rows[i].rc != -E_NOENT);
		if (rows[i].what)
			ck_assert_str_eq(verdict.what, rows[i].what);
		else
			ck_assert_ptr_eq(verdict.what, NULL);
	}
}
END_TEST

/* No sense bytes may lead the look-up astray. */
START_TEST(every_pair_of_sense_bytes_is_an_error)
{
	for (unsigned int i = 0; i < 0x10000; i++) {
		uint8_t sense[SENSE_MAX] = {(uint8_t)(i >> 8), (uint8_t)i};
		struct dasd_end end = {0, DSTAT_END | DSTAT_UNIT_CHECK, 0, sense};

		ck_assert_int_lt(dasd_judge(&end).rc, 0);
	}
}
END_TEST

UNIT_MAIN("logic/volume/dasderr", each_end_has_its_meaning, every_pair_of_sense_bytes_is_an_error)
