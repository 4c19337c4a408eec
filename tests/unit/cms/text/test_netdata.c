// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "lib/err.h"
#include "text/netdata.h"
#include "unit.h"

#define CARDS_MAX 2000

/* Function: what was punched, and what came out of it again. */
struct deck {
	uint8_t card[CARDS_MAX][NETDATA_CARD];
	unsigned nr;
	unsigned nr_records;
	uint32_t len[40];
	uint8_t first[40], last[40];
	struct netdata_file file;
};

static int punch(void *ctx, const uint8_t card[NETDATA_CARD])
{
	struct deck *deck = ctx;

	if (deck->nr == CARDS_MAX)
		return -E_FULL;
	memcpy(deck->card[deck->nr++], card, NETDATA_CARD);
	return 0;
}

static int take(void *ctx, const struct netdata_file *file, const uint8_t *data, uint32_t len)
{
	struct deck *deck = ctx;
	unsigned nr = deck->nr_records++;

	deck->file = *file;
	if (nr < 40) {
		deck->len[nr] = len;
		deck->first[nr] = len ? data[0] : 0;
		deck->last[nr] = len ? data[len - 1] : 0;
	}
	return nr == 39 ? -E_FULL : 0;
}

static const struct netdata_file profile = {"CMS1", "HERE", "CMS2", "THERE", "20261123021500",
	"PROFILE", "EXEC", '1', false, 'V', 65535, 70000, "19991231235959"};

static struct deck *send(const struct netdata_file *file, const uint32_t *lens, unsigned nr)
{
	struct deck *deck = calloc(1, sizeof(*deck));
	struct netdata_out out = {.card = punch, .ctx = deck};
	uint8_t *data = calloc(1, NETDATA_RECORD_MAX);

	netdata_begin(&out, file);
	for (unsigned i = 0; i < nr; i++) {
		memset(data, (int)i, lens[i]);
		netdata_record(&out, data, lens[i]);
	}
	ck_assert_int_eq(netdata_end(&out), 0);
	free(data);
	return deck;
}

/* Returns what the last card that was looked at gave. */
static int receive(struct deck *deck, bool *is_over)
{
	struct netdata_in in = {.record = take, .ctx = deck, .room = malloc(NETDATA_RECORD_MAX)};
	int rc = 0;

	for (unsigned i = 0; !rc && i < deck->nr; i++)
		rc = netdata_card(&in, deck->card[i]);
	*is_over = in.is_over;
	free(in.room);
	return rc;
}

START_TEST(file_comes_out_as_it_went_in)
{
	static const uint32_t lens[] = {1, 80, 252, 253, 254, 506, 507, 0, 65535, 3};
	struct deck *deck = send(&profile, lens, ARRAY_LEN(lens));
	bool is_over;

	ck_assert(netdata_is_first(deck->card[0]));
	ck_assert(!netdata_is_first(deck->card[3]));
	ck_assert_int_eq(receive(deck, &is_over), 0);
	ck_assert(is_over);
	ck_assert_uint_eq(deck->nr_records, ARRAY_LEN(lens));
	for (unsigned i = 0; i < ARRAY_LEN(lens); i++) {
		ck_assert_uint_eq(deck->len[i], lens[i]);
		ck_assert_uint_eq(deck->first[i], lens[i] ? i : 0);
		ck_assert_uint_eq(deck->last[i], lens[i] ? i : 0);
	}
	ck_assert_str_eq(deck->file.fn, "PROFILE");
	ck_assert_str_eq(deck->file.ft, "EXEC");
	ck_assert_str_eq(deck->file.from_user, "CMS1");
	ck_assert_str_eq(deck->file.from_node, "HERE");
	ck_assert_str_eq(deck->file.to_user, "CMS2");
	ck_assert_str_eq(deck->file.time, "20261123021500");
	ck_assert_str_eq(deck->file.changed, "19991231235959");
	ck_assert_int_eq(deck->file.number, '1');
	ck_assert_int_eq(deck->file.recfm, 'V');
	ck_assert_uint_eq(deck->file.lrecl, 65535);
	ck_assert_uint_eq(deck->file.size, 70000);
	ck_assert(!deck->file.is_note);
	free(deck);
}
END_TEST

START_TEST(note_is_told_from_a_file)
{
	struct netdata_file note = profile;
	struct deck *deck;
	uint32_t len = 5;
	bool is_over;

	note.is_note = true;
	note.recfm = 'F';
	deck = send(&note, &len, 1);
	ck_assert_int_eq(receive(deck, &is_over), 0);
	ck_assert(deck->file.is_note);
	ck_assert_int_eq(deck->file.recfm, 'F');
	free(deck);
}
END_TEST

START_TEST(errors_of_who_takes_cards_and_records_come_back)
{
	static const uint32_t lens[41] = {1};
	struct deck *deck = send(&profile, lens, 41);
	struct netdata_out out = {.card = punch, .ctx = deck};
	bool is_over;

	ck_assert_int_eq(receive(deck, &is_over), -E_FULL);
	ck_assert(!is_over);
	deck->nr = CARDS_MAX;
	ck_assert_int_eq(netdata_begin(&out, &profile), -E_FULL);
	free(deck);
}
END_TEST

/* Every byte of the control records in turn has each of some values: refused, or read to its end.
 */
START_TEST(damaged_streams_are_refused_or_read)
{
	static const uint8_t bytes[] = {0, 1, 2, 0x10, 0x40, 0x7F, 0x80, 0xC0, 0xFF};
	static const uint32_t lens[] = {100, 600, 5};
	struct deck *good = send(&profile, lens, ARRAY_LEN(lens));
	unsigned refused = 0;

	for (unsigned at = 0; at < good->nr * NETDATA_CARD; at++)
		for (unsigned i = 0; i < sizeof(bytes); i++) {
			struct deck *bad = malloc(sizeof(*bad));
			bool is_over;

			*bad = *good;
			bad->card[at / NETDATA_CARD][at % NETDATA_CARD] = bytes[i];
			refused += receive(bad, &is_over) < 0;
			ck_assert_uint_lt(strlen(bad->file.fn), 9);
			free(bad);
		}
	ck_assert_uint_gt(refused, 100);
	free(good);
}
END_TEST

UNIT_MAIN("cms/text/netdata", file_comes_out_as_it_went_in, note_is_told_from_a_file,
	errors_of_who_takes_cards_and_records_come_back, damaged_streams_are_refused_or_read)
