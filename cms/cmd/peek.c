// SPDX-License-Identifier: Apache-2.0
/* PEEK: what a file in the reader has; it stays there. On a full screen, or typed where there is none. */
#include "cmd/deck.h"
#include "cmd/panel.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"

#define LINES     200
#define LINES_MAX 20000 /* on a screen */

/* Function: records that are shown; in work storage. */
struct peek {
	struct deck deck;
	struct panel panel;
	uint32_t first, count, nr;
	char *text, **lines; /* lines NULL: they are typed */
	char title[80], receive[24];
};

static struct peek *peek_of(struct deck *deck)
{
	return CONTAINER_OF(deck, struct peek, deck);
}

static int begin(struct deck *deck, const struct netdata_file *file)
{
	struct peek *peek = peek_of(deck);
	size_t at;

	str_format(peek->title, sizeof(peek->title), "%s%s%s", file->is_note ? "Note" : file->fn,
		file->is_note ? "" : " ", file->is_note ? "" : file->ft);
	at = strlen(peek->title);
	if (file->from_user[0])
		str_format(peek->title + at, sizeof(peek->title) - at, " from %s at %s",
			file->from_user, file->from_node);
	if (!peek->lines && file->fn[0])
		console_put(peek->title);
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
	if (!peek->lines) {
		console_put(peek->text);
		return 0;
	}
	peek->lines[peek->panel.nr] = work_get(len + 1);
	if (!peek->lines[peek->panel.nr])
		return -E_NOMEM;
	memcpy(peek->lines[peek->panel.nr++], peek->text, len + 1);
	return 0;
}

/* ---- On a full screen ---------------------------------------------------- */

static int nothing_new(struct panel *panel)
{
	(void)panel;
	return 0;
}

static void line(struct panel *panel, unsigned nr, char text[PANEL_TEXT])
{
	const char *whole = CONTAINER_OF(panel, struct peek, panel)->lines[nr];

	str_copy(text, whole + MIN(strlen(whole), (size_t)panel->left), PANEL_TEXT);
}

static int show_screen(struct peek *peek, const char *spid)
{
	const unsigned nr = peek->panel.nr;

	str_format(peek->receive, sizeof(peek->receive), "RECEIVE %s", spid);
	peek->panel = (struct panel){.title = peek->title,
		.header = "",
		.nr = nr,
		.refresh = nothing_new,
		.line = line,
		.keys = "1=Help 3=Quit 7=Backward 8=Forward 9=Receive 10=Left 11=Right",
		.help = "HELP PEEK",
		.is_text = true,
		.key = {{9, peek->receive}}};
	return panel_run(&peek->panel);
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
	if (panel_is_possible())
		peek->lines = work_get(MIN(peek->count, LINES_MAX) * sizeof(*peek->lines));
	if (peek->lines)
		peek->count = MIN(peek->count, LINES_MAX);
	reader = reader_open(args_nr(call) ? call->plist->token[1] : "*", &rc);
	if (!reader)
		return rc;
	peek->deck.begin = begin;
	peek->deck.record = show;
	rc = deck_read(&peek->deck, reader);
	reader_close(reader, false);
	if (rc == -E_NOMEM)
		return msg(MSG_NO_STORAGE);
	if (rc && rc != -E_FULL)
		return msg(MSG_BAD_DECK, reader->file.spid);
	return peek->lines ? show_screen(peek, reader->file.spid) : 0;
}
