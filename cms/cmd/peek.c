// SPDX-License-Identifier: Apache-2.0
/* RDRLIST and PEEK: what is in the reader; it stays there. */
#include "cmd/deck.h"
#include "cmd/panel.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"

#define LINES 200

/* Function: the reader on a full screen; in work storage. */
struct reader_panel {
	struct panel panel;
	struct reader_file *files;
};

static struct reader_panel *reader_of(struct panel *panel)
{
	return CONTAINER_OF(panel, struct reader_panel, panel);
}

static int refresh(struct panel *panel)
{
	return reader_list(&reader_of(panel)->files, &panel->nr);
}

static void spid_of(struct panel *panel, unsigned nr, char name[PANEL_NAME])
{
	str_copy(name, reader_of(panel)->files[nr].spid, PANEL_NAME);
}

static void file_line(struct panel *panel, unsigned nr, char text[PANEL_TEXT])
{
	const struct reader_file *file = &reader_of(panel)->files[nr];

	str_format(text, PANEL_TEXT, "%-5s %-8s %-8s %c     %-8s %8u %s %s", file->spid, file->name,
		file->type, file->class, file->origin, file->nr_records, file->hold, file->date);
}

/* RDRLIST: a full screen, or where there is none a line for each file. */
int cmd_rdrlist(const struct call *call)
{
	static const char header[] =
		"Spid  Filename Filetype Class User      Records Hold Date  Time";
	struct reader_panel *list = work_get(sizeof(*list));
	char text[PANEL_TEXT];
	int rc;

	if (args_nr(call))
		return msg(MSG_INVALID_PARAMETER, call->plist->token[1]);
	if (!list)
		return msg(MSG_NO_STORAGE);
	list->panel = (struct panel){.title = "RDRLIST",
		.header = header,
		.refresh = refresh,
		.line = file_line,
		.name = spid_of,
		.keys = "2=Refresh 3=Quit 7=Backward 8=Forward 9=Receive 10=Purge 11=Peek "
			"12=Cursor",
		.discard = "CP PURGE READER /",
		.help = "HELP RDRLIST",
		.key = {{9, "RECEIVE /"}, {10, "CP PURGE READER /"}, {11, "PEEK /"}}};
	rc = refresh(&list->panel);
	if (rc)
		return rc;
	if (!list->panel.nr)
		return msg(MSG_READER_EMPTY);
	if (panel_is_possible())
		return panel_run(&list->panel);
	console_put(header);
	for (unsigned i = 0; i < list->panel.nr; i++) {
		file_line(&list->panel, i, text);
		console_put(text);
	}
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
