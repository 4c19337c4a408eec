// SPDX-License-Identifier: Apache-2.0
/* RDRLIST: the files in the reader on a full screen. */
#include "cmd/reader.h"
#include "cmd/panel.h"
#include "lib/string.h"
#include "nuc/storage.h"

/* Function: the reader on a full screen; in work storage. */
struct reader_panel {
	struct panel panel;
	struct reader_file *files;
};

static struct reader_panel *reader_of(struct panel *panel)
{
	return CONTAINER_OF(panel, struct reader_panel, panel);
}

/* Is a to stand before b? New files come first. */
static bool is_before(const struct reader_file *a, const struct reader_file *b, unsigned how)
{
	switch (how) {
	case 0: return strcmp(a->type, b->type) < 0;
	case 1: return strcmp(a->date, b->date) > 0;
	default: return strcmp(a->origin, b->origin) < 0;
	}
}

static void sort(struct panel *panel, unsigned how)
{
	struct reader_file *files = reader_of(panel)->files;

	panel->top = 0;
	for (unsigned i = 1; i < panel->nr; i++) {
		const struct reader_file moved = files[i];
		unsigned j = i;

		for (; j && is_before(&moved, &files[j - 1], how); j--)
			files[j] = files[j - 1];
		files[j] = moved;
	}
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
		.keys = "2=Refresh 3=Quit 4-6=Sort type,date,user 7-8=Page 9=Receive 10=Purge "
			"11=Peek",
		.discard = "CP PURGE READER /",
		.help = "HELP RDRLIST",
		.sort = sort,
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
