/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "arch/psw.h"
#include "lib/string.h"
#include "logic/diag258.h"

#define STORAGE (64 * MiB)
#define ESAME   DIAG258_ESAME
#define PROBLEM PSW_PROBLEM
#define NOTHING 0xFFFF /* rc is not to be given */

static struct diag_258 block_of(uint16_t function, uint16_t dwords, uint16_t version,
	uint64_t token, uint64_t select, uint64_t compare, uint64_t flags)
{
	return (struct diag_258){be16(0x258), be16(function), be16(dwords), be16(version),
		be64(token), be64(select), be64(compare), be64(flags)};
}

START_TEST(block_is_in_place)
{
	struct diag_258 block = block_of(1, 5, 2, 0x398, 3, 4, ESAME);
	static const uint8_t want[40] = {2, 0x58, 0, 1, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0x98, 0, 0,
		0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0x80};

	ck_assert(!memcmp(&block, want, sizeof(want)));
}
END_TEST

START_TEST(bad_blocks_are_refused)
{
	static const struct {
		uint16_t function, dwords, version;
		uint64_t token, select, compare, flags;
		grc_t rc;
	} cases[] = {
		{0, 5, 2, 0x398, PROBLEM, PROBLEM, ESAME, 0},
		{0, 6, 2, 0x398, PROBLEM, PROBLEM, ESAME, 0},
		{0, 4, 2, 0x398, PROBLEM, PROBLEM, ESAME, PGM_SPECIFICATION},
		{0, 5, 1, 0x398, PROBLEM, PROBLEM, ESAME, PGM_SPECIFICATION},
		{0, 5, 3, 0x398, PROBLEM, PROBLEM, ESAME, PGM_SPECIFICATION},
		{0, 5, 2, 0x39C, PROBLEM, PROBLEM, ESAME, PGM_SPECIFICATION},
		{0, 5, 2, 0x398, PROBLEM, PROBLEM | 1, ESAME, PGM_SPECIFICATION},
		{0, 5, 2, 0x398, PROBLEM | 1, PROBLEM, ESAME, 0},
		{0, 5, 2, 0x398, PROBLEM, PROBLEM, 0, PGM_SPECIFICATION},
		{0, 5, 2, STORAGE - 8, 0, 0, ESAME, 0},
		{0, 5, 2, STORAGE, 0, 0, ESAME, PGM_ADDRESSING},
		{0, 5, 2, ~7ull, 0, 0, ESAME, PGM_ADDRESSING},
		{1, 5, 2, 0, 0, 0, 0, 0},
		{1, 5, 2, 8, 0, 0, 0, PGM_SPECIFICATION},
		{1, 5, 2, 0, 1, 0, 0, PGM_SPECIFICATION},
		{1, 5, 2, 0, 0, 1, 0, PGM_SPECIFICATION},
		{1, 5, 2, 0, 0, 0, ESAME, PGM_SPECIFICATION},
		{2, 5, 2, 0, 0, 0, 0, PGM_SPECIFICATION},
		{0xFFFF, 5, 2, 0, 0, 0, 0, PGM_SPECIFICATION},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct diag_258 block =
			block_of(cases[i].function, cases[i].dwords, cases[i].version,
				cases[i].token, cases[i].select, cases[i].compare, cases[i].flags);
		struct pfault_terms terms = {0};
		uint32_t rc = NOTHING;

		ck_assert_int_eq(diag_258_service(&block, STORAGE, &terms, &rc), cases[i].rc);
		if (cases[i].rc)
			ck_assert_uint_eq(rc, NOTHING);
		ck_assert((terms.token & 1) == (!cases[i].rc && cases[i].function == 0));
	}
}
END_TEST

START_TEST(other_diagnose_codes_are_refused)
{
	struct diag_258 block = block_of(1, 5, 2, 0, 0, 0, 0);
	struct pfault_terms terms = {0};
	uint32_t rc;

	block.code = be16(0x25C);
	ck_assert_int_eq(diag_258_service(&block, STORAGE, &terms, &rc), PGM_SPECIFICATION);
}
END_TEST

START_TEST(token_stays_until_it_is_cancelled)
{
	const struct diag_258 first = block_of(0, 5, 2, 0x398, PROBLEM, PROBLEM, ESAME);
	const struct diag_258 second = block_of(0, 5, 2, 0x400, 0, 0, ESAME);
	const struct diag_258 end = block_of(1, 5, 2, 0, 0, 0, 0);
	struct pfault_terms terms = {0};
	uint32_t rc = NOTHING;

	ck_assert_int_eq(diag_258_service(&end, STORAGE, &terms, &rc), 0);
	ck_assert_uint_eq(rc, DIAG258_RC_NOT_ESTABLISHED);
	ck_assert_int_eq(diag_258_service(&first, STORAGE, &terms, &rc), 0);
	ck_assert_uint_eq(rc, DIAG258_RC_DONE);
	ck_assert_uint_eq(terms.token, 0x399);
	ck_assert_int_eq(diag_258_service(&second, STORAGE, &terms, &rc), 0);
	ck_assert_uint_eq(rc, DIAG258_RC_ESTABLISHED);
	ck_assert_uint_eq(terms.token, 0x399);
	ck_assert_uint_eq(terms.select, PROBLEM);
	ck_assert_int_eq(diag_258_service(&end, STORAGE, &terms, &rc), 0);
	ck_assert_uint_eq(rc, DIAG258_RC_DONE);
	ck_assert_int_eq(diag_258_service(&second, STORAGE, &terms, &rc), 0);
	ck_assert_uint_eq(rc, DIAG258_RC_DONE);
	ck_assert_uint_eq(terms.token, 0x401);
}
END_TEST

START_TEST(only_psws_that_fit_get_faults)
{
	struct pfault_terms terms = {0x398 | PFAULT_ESTABLISHED, PROBLEM, PROBLEM};

	ck_assert(pfault_fits(&terms, PROBLEM | PSW_EXT));
	ck_assert(!pfault_fits(&terms, PSW_EXT));
	terms.compare = 0;
	ck_assert(pfault_fits(&terms, PSW_EXT));
	ck_assert(!pfault_fits(&terms, PROBLEM));
	terms.token = 0x398;
	ck_assert(!pfault_fits(&terms, PSW_EXT));
}
END_TEST

UNIT_MAIN("logic/diag258", block_is_in_place, bad_blocks_are_refused,
	other_diagnose_codes_are_refused, token_stays_until_it_is_cancelled,
	only_psws_that_fit_get_faults)
