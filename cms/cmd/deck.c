// SPDX-License-Identifier: Apache-2.0
/* Reading decks of cards. */
#include "cmd/deck.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

static int begin(struct deck *deck)
{
	if (deck->is_begun)
		return 0;
	deck->is_begun = true;
	return deck->begin(deck, &deck->file);
}

static int netdata_record_came(
	void *ctx, const struct netdata_file *file, const uint8_t *data, uint32_t len)
{
	struct deck *deck = ctx;
	int rc;

	deck->file = *file;
	rc = begin(deck);
	return rc ? rc : deck->record(deck, data, len);
}

/* Is it a card with a name? Then a file of that name begins. */
static bool take_name(struct netdata_file *file, const ebc8_t *card)
{
	char text[READER_CARD + 1];
	struct plist plist;
	struct fileid id;
	const char *bad;

	ebc_to_ascii(text, card, READER_CARD);
	text[READER_CARD] = 0;
	if (memcmp(text, ":READ ", 6) != 0 || plist_parse(&plist, text))
		return false;
	if (fileid_make(&id, plist.token[1], plist.token[2], "", 'A', false, &bad))
		return false;
	*file = (struct netdata_file){.recfm = 'F', .lrecl = READER_CARD, .number = '1'};
	str_copy(file->fn, id.fn, sizeof(file->fn));
	str_copy(file->ft, id.ft, sizeof(file->ft));
	if (plist.token[3][0] && plist.token[3][1] >= '0' && plist.token[3][1] <= '6')
		file->number = plist.token[3][1];
	return true;
}

static int take_card(struct deck *deck, const ebc8_t *card)
{
	int rc;

	if (deck->is_netdata)
		return netdata_card(&deck->in, card);
	if (!deck->keeps_cards && take_name(&deck->file, card)) {
		deck->is_begun = true;
		return deck->begin(deck, &deck->file);
	}
	rc = begin(deck);
	return rc ? rc : deck->record(deck, card, READER_CARD);
}

static int prepare(struct deck *deck, const ebc8_t *first)
{
	deck->is_begun = false;
	deck->is_netdata = !deck->keeps_cards && netdata_is_first(first);
	deck->file = (struct netdata_file){.recfm = 'F', .lrecl = READER_CARD, .number = '1'};
	if (!deck->is_netdata)
		return 0;
	deck->in = (struct netdata_in){.record = netdata_record_came, .ctx = deck};
	deck->in.room = work_get(NETDATA_RECORD_MAX);
	return deck->in.room ? 0 : -E_NOMEM;
}

int deck_read(struct deck *deck, struct reader *reader)
{
	int rc = 0;
	const ebc8_t *card = reader_card(reader, &rc);

	if (card)
		rc = prepare(deck, card);
	while (card && !rc) {
		immediate_obey();
		rc = take_card(deck, card);
		if (!rc)
			card = reader_card(reader, &rc);
	}
	if (!rc && deck->is_netdata && !deck->in.is_over)
		return -E_FORMAT;
	/* A file without records is one all the same. */
	return rc || !deck->is_netdata ? rc : begin(deck);
}
