// SPDX-License-Identifier: Apache-2.0
/* NOTE and TELL: words for other people. */
#include "cmd/draft.h"
#include "cmd/notebook.h"
#include "cmd/people.h"
#include "cmd/sender.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/session.h"
#include "nuc/storage.h"

#define LINES_MAX 1000
#define HEAD      3 /* lines before the text, the last of them empty */

/* Function: a note that is being written; in work storage. */
struct note {
	char users[PEOPLE_MAX][9], user[9], node[9];
	unsigned nr_users, nr_lines;
	char *line[LINES_MAX];
};

static int add_line(struct note *note, const char *text)
{
	size_t len = strlen(text);

	if (note->nr_lines == LINES_MAX)
		return -E_FULL;
	note->line[note->nr_lines] = work_get(len + 1);
	if (!note->line[note->nr_lines])
		return -E_NOMEM;
	memcpy(note->line[note->nr_lines++], text, len + 1);
	return 0;
}

/* Date, sender and receivers. */
static int add_head(struct note *note)
{
	struct diag_270 now;
	char text[200], date[11], time[9];
	size_t len;
	int rc;

	cp_timer(&now);
	ebc_to_ascii(date, now.date_iso, 10);
	ebc_to_ascii(time, now.time, 8);
	date[10] = time[8] = 0;
	str_format(text, sizeof(text), "Date: %s, %s   From: %s at %s", date, time, note->user,
		note->node);
	rc = add_line(note, text);
	str_format(text, sizeof(text), "To:");
	for (unsigned i = 0; i < note->nr_users; i++) {
		len = strlen(text);
		str_format(text + len, sizeof(text) - len, "%s %s", i ? "," : "", note->users[i]);
	}
	if (!rc)
		rc = add_line(note, text);
	return rc ? rc : add_line(note, " ");
}

/* An empty line ends it; one with blanks is one of the note. */
static int read_lines(struct note *note)
{
	char line[CONSOLE_LINE + 1];
	int rc = 0;

	msg(MSG_TERMINAL_INPUT);
	for (;;) {
		console_read(line, true);
		if (rc || !line[0])
			return rc;
		rc = add_line(note, line);
	}
}

static int send(const struct note *note, const char *to)
{
	struct sender *sender = work_get(sizeof(*sender));
	ebc8_t record[CONSOLE_LINE + 200];
	int rc;

	if (!sender)
		return msg(MSG_NO_STORAGE);
	str_copy(sender->file.fn, note->user, sizeof(sender->file.fn));
	str_copy(sender->file.ft, "NOTE", sizeof(sender->file.ft));
	sender->file.number = '0';
	sender->file.recfm = 'V';
	sender->file.lrecl = sizeof(record);
	sender->file.is_note = true;
	rc = sender_open(sender, to);
	for (unsigned i = 0; !rc && i < note->nr_lines; i++) {
		uint32_t len = (uint32_t)MIN(strlen(note->line[i]), sizeof(record));

		ebc_from_ascii(record, note->line[i], len);
		if (sender_record(sender, record, len))
			break; /* told when it is closed */
	}
	rc = sender->unit ? sender_close(sender, rc) : rc;
	if (!rc)
		console_format("Note sent to %s at %s", to, note->node);
	return rc;
}

/* The sender keeps it, too. */
static int keep(const struct note *note, struct disk *disk)
{
	ebc8_t record[CONSOLE_LINE + 200];
	struct edf_file file;
	int rc = notebook_open(disk, &file, NOTEBOOK_FN);

	if (rc)
		return say_file_failed(rc, disk, "ALL", "NOTEBOOK", true);
	for (unsigned i = 0; rc >= 0 && i < note->nr_lines; i++) {
		uint32_t len = (uint32_t)MIN(strlen(note->line[i]), sizeof(record));

		ebc_from_ascii(record, note->line[i], len);
		rc = edf_write(&file, 0, record, len);
	}
	if (rc >= 0)
		rc = edf_close(&file, NULL);
	if (rc < 0) {
		edf_abandon(&file);
		rc = say_file_failed(rc, disk, "ALL", "NOTEBOOK", true);
	}
	return disk_commit(disk, rc);
}

static int take_line(void *ctx, const char *line)
{
	return add_line(ctx, line);
}

/* In XEDIT. *is_sent: it is complete. */
static int edit(struct note *note, const char *fn, bool *is_sent)
{
	int rc = draft_edit(fn, note->line, note->nr_lines, is_sent);

	if (rc)
		return rc;
	if (*is_sent) {
		note->nr_lines = 0;
		rc = draft_read(fn, take_line, note);
		return rc ? say_file_failed(rc, disk_of('A'), fn, "NOTE", false) : 0;
	}
	rc = draft_read(fn, take_line, note); /* behind the head that was there at first */
	if (!rc && note->nr_lines > 2 * HEAD)
		return msg(MSG_NOTE_KEPT, fn);
	rc = draft_erase(fn);
	return rc ? rc : msg(MSG_NO_NOTE);
}

static int send_all(const struct note *note)
{
	struct disk *disk = disk_of('A');
	int rc, sent = 0;

	for (unsigned i = 0; i < note->nr_users; i++) {
		rc = send(note, note->users[i]);
		sent = MAX(sent, rc);
	}
	rc = disk && !disk->is_read_only ? keep(note, disk) : 0;
	return MAX(rc, sent);
}

/*
 * NOTE name ...: what is written in XEDIT until SEND, or lines that are typed, are sent.
 */
int cmd_note(const struct call *call)
{
	struct note *note = work_get(sizeof(*note));
	const char *bad, *fn = call->plist->token[1];
	struct fileid id;
	bool is_sent = false;
	int rc;

	if (!note)
		return msg(MSG_NO_STORAGE);
	if (!args_nr(call))
		return msg(MSG_NO_FUNCTION);
	rc = people_find(call, 1, args_nr(call), note->users, &note->nr_users);
	if (rc)
		return rc;
	who_am_i(note->user, note->node);
	if (add_head(note))
		return msg(MSG_NO_STORAGE);
	if (draft_is_possible() &&
		fileid_make(&id, fn, "NOTE", "A", 'A', false, &bad) == FILEID_GOOD) {
		rc = edit(note, fn, &is_sent);
		if (!is_sent || rc)
			return rc;
		rc = send_all(note);
		return rc ? rc : draft_erase(fn);
	}
	if (read_lines(note))
		return msg(MSG_NO_STORAGE);
	return note->nr_lines == HEAD ? msg(MSG_NO_NOTE) : send_all(note);
}

/* TELL name [AT system] text */
int cmd_tell(const struct call *call)
{
	const struct plist *plist = call->plist;
	char line[256], users[PEOPLE_MAX][9];
	unsigned last = strcmp(plist->token[2], "AT") == 0 ? 3 : 1, nr;
	int rc;

	if (!plist->token[last + 1][0])
		return msg(MSG_NO_FUNCTION);
	rc = people_find(call, 1, last, users, &nr);
	for (unsigned i = 0; !rc && i < nr; i++) {
		str_format(
			line, sizeof(line), "MESSAGE %s %s", users[i], call_rest(call, last + 1));
		rc = command_cp(line);
	}
	return rc;
}
