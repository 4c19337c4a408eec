// SPDX-License-Identifier: Apache-2.0
/* RDRLIST and PEEK: what is in the reader; it stays there. */
#include "cmd/deck.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"

#define LINES 200

/* RDRLIST: a line for each file. Not yet: as a full screen. */
int cmd_rdrlist(const struct call *call)
{
	struct reader_file *files;
	unsigned nr;
	int rc;

	if (args_nr(call))
		return msg(MSG_INVALID_PARAMETER, call->plist->token[1]);
	rc = reader_list(&files, &nr);
	if (rc)
		return rc;
	if (!nr)
		return msg(MSG_READER_EMPTY);
	console_write("Spid  Filename Filetype Class User      Records Hold Date  Time");
	for (unsigned i = 0; i < nr; i++)
		console_format("%-5s %-8s %-8s %c     %-8s %8u %s %s", files[i].spid, files[i].name,
			files[i].type, files[i].class, files[i].origin, files[i].nr_records,
			files[i].hold, files[i].date);
	return 0;
}

/* Function: records that are shown. */
struct peek {
	struct deck deck;
	uint32_t first, count, nr;
	char *text;
};

static struct peek *peek_of(struct deck *deck)
{
	return CONTAINER_OF(deck, struct peek, deck);
}

static int begin(struct deck *deck, const struct netdata_file *file)
{
	(void)deck;
	if (file->from_user[0])
		console_format("%s %s from %s at %s", file->is_note ? "Note" : file->fn,
			file->is_note ? "" : file->ft, file->from_user, file->from_node);
	else if (file->fn[0])
		console_format("%s %s", file->fn, file->ft);
	return 0;
}

static int show(struct deck *deck, const uint8_t *data, uint32_t len)
{
	struct peek *peek = peek_of(deck);

	peek->nr++;
	if (peek->nr < peek->first)
		return 0;
	if (peek->nr - peek->first >= peek->count)
		return -E_FULL; /* that is enough */
	ebc_to_ascii(peek->text, data, len);
	while (len && peek->text[len - 1] == ' ')
		len--;
	peek->text[len] = 0;
	for (uint32_t i = 0; i < len; i++)
		if ((uint8_t)peek->text[i] < ' ')
			peek->text[i] = '.';
	console_put(peek->text);
	return 0;
}

/* PEEK [spoolid] [(FROM n FOR n]: the first 200 records. */
int cmd_peek(const struct call *call)
{
	struct peek *peek = work_get(sizeof(*peek));
	const struct option options[] = {{"FROM", 2, 0, peek ? &peek->first : NULL, NULL},
		{"FOR", 3, 0, peek ? &peek->count : NULL, NULL}};
	struct reader *reader;
	uint32_t bits;
	int rc;

	if (!peek)
		return msg(MSG_NO_STORAGE);
	peek->first = 1;
	peek->count = LINES;
	rc = args_options(call, options, ARRAY_LEN(options), &bits);
	if (!rc && args_nr(call) > 1)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[2]);
	peek->text = work_get(NETDATA_RECORD_MAX + 1);
	if (!rc && !peek->text)
		rc = msg(MSG_NO_STORAGE);
	if (rc)
		return rc;
	reader = reader_open(args_nr(call) ? call->plist->token[1] : "*", &rc);
	if (!reader)
		return rc;
	peek->deck.begin = begin;
	peek->deck.record = show;
	rc = deck_read(&peek->deck, reader);
	reader_close(reader, false);
	return rc && rc != -E_FULL ? msg(MSG_BAD_DECK, reader->file.spid) : 0;
}
