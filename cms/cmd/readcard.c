// SPDX-License-Identifier: Apache-2.0
/* READCARD, RECEIVE, DISK LOAD: a file in the virtual reader becomes a file on disk. */
#include "cmd/deck.h"
#include "cmd/notebook.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/storage.h"

/* Function: where records go. */
struct target {
	struct deck deck;
	struct disk *disk;
	struct fileid id;
	bool is_named;   /* the name is id, whatever the file tells */
	bool is_careful; /* what exists is not replaced */
	bool takes_notes;
	bool keeps_date;      /* the file has the date that it had */
	const char *notebook; /* where notes go */
	bool is_open, is_note;
	struct edf_file file;
	uint8_t *padded;           /* a record of a fixed length */
	const struct reader *from; /* its name in the spool, if nothing else tells one */
};

static struct target *target_of(struct deck *deck)
{
	return CONTAINER_OF(deck, struct target, deck);
}

/* "YYYYMMDDHHMMSS" as a date of the directory. False: it is none. */
static bool take_date(struct edf_time *date, const char *text)
{
	if (strlen(text) != 2 + 2 * sizeof(date->digits))
		return false;
	for (unsigned i = 0; i < strlen(text); i++)
		if (!chr_is_digit(text[i]))
			return false;
	date->is_20xx = text[0] == '2';
	for (unsigned i = 0; i < sizeof(date->digits); i++)
		date->digits[i] = (uint8_t)((text[2 + 2 * i] - '0') << 4 | (text[3 + 2 * i] - '0'));
	return true;
}

static int end_file(struct target *target)
{
	struct edf_time date;
	int rc;

	if (!target->is_open)
		return 0;
	target->is_open = false;
	rc = edf_close(&target->file,
		take_date(&date, target->keeps_date ? target->deck.file.changed : "") ? &date
										      : NULL);
	if (rc)
		edf_abandon(&target->file);
	return rc;
}

static int open_note(struct target *target)
{
	int rc = notebook_open(target->disk, &target->file, target->notebook);

	target->is_open = !rc;
	target->is_note = true;
	return rc;
}

/* The name by which the file is stored: as it is wanted, as it says, as CP says, or READCARD
 * CMSUT1. */
static void choose_name(struct target *target, const struct netdata_file *file)
{
	struct fileid *id = &target->id;
	const char *fn = file->fn, *ft = file->ft, *bad;
	struct fileid given;

	if (target->is_named)
		return;
	if (!fn[0]) {
		fn = target->from->file.name;
		ft = target->from->file.type;
	}
	if (fileid_make(&given, fn, ft, "", id->mode, false, &bad) != FILEID_GOOD) {
		fn = "READCARD";
		ft = "CMSUT1";
	}
	str_copy(id->fn, fn, sizeof(id->fn));
	str_copy(id->ft, ft, sizeof(id->ft));
	str_upper(id->fn);
	str_upper(id->ft);
	id->number = file->number >= '0' && file->number <= '6' ? file->number : '1';
	if (!file->fn[0])
		msg(MSG_NO_HEADER, id->fn, id->ft);
}

static int begin_file(struct deck *deck, const struct netdata_file *file)
{
	struct target *target = target_of(deck);
	struct fileid *id = &target->id;
	struct edf *fs = &target->disk->fs;
	struct edf_name name;
	ebc8_t fm[2];
	int rc = end_file(target);

	if (rc)
		return rc;
	if (file->is_note && target->takes_notes && !target->is_named)
		return open_note(target);
	choose_name(target, file);
	disk_name(&name, id->fn, id->ft);
	if (target->is_careful && edf_find(fs, &name))
		return -E_EXIST;
	if (edf_find(fs, &name))
		rc = edf_erase(fs, &name);
	fm[0] = ebc_from_chr(target->disk->mode);
	fm[1] = ebc_from_chr(id->number == '*' ? '1' : id->number);
	target->padded = work_get(MAX(file->lrecl, 1u));
	if (!rc)
		rc = target->padded ? edf_create(fs, &target->file, &name, fm,
					      file->recfm == 'F' ? EDF_FIXED : EDF_VARIABLE,
					      MAX(file->lrecl, 1u))
				    : -E_NOMEM;
	target->is_open = !rc;
	return rc;
}

static int take_record(struct deck *deck, const uint8_t *data, uint32_t len)
{
	struct target *target = target_of(deck);
	uint32_t lrecl = be32_get(target->file.fst.lrecl);
	bool is_fixed = target->file.fst.recfm == EDF_FIXED;
	int rc;

	if (is_fixed && len > lrecl)
		return -E_FORMAT;
	if (is_fixed && len < lrecl) {
		memset(target->padded, EBC_BLANK, lrecl);
		memcpy(target->padded, data, len);
		data = target->padded;
	}
	if (!len && !is_fixed)
		return 0; /* files have no such records */
	rc = edf_write(&target->file, 0, data, is_fixed ? lrecl : len);
	return MIN(rc, 0);
}

static int say_failed(const struct target *target, const struct reader *reader, int rc)
{
	if (rc == -E_FORMAT)
		return msg(MSG_BAD_DECK, reader->file.spid);
	return say_file_failed(rc, target->disk, target->id.fn, target->id.ft, true);
}

static void tell(const struct target *target, const struct netdata_file *file)
{
	const char mode[3] = {
		target->disk->mode, target->id.number == '*' ? '1' : target->id.number};

	if (target->is_note)
		console_format(
			"Note from %s added to %s NOTEBOOK A0", file->from_user, target->notebook);
	else if (file->from_user[0])
		console_format("File %s %s %s received from %s at %s", target->id.fn, target->id.ft,
			mode, file->from_user, file->from_node);
}

/* Reads a file; it leaves the reader when all of it is on the disk. */
static int read_file(struct target *target, const char *spid)
{
	struct reader *reader;
	int rc, failed;

	target->disk = args_disk_write(target->id.mode, &rc);
	if (!target->disk)
		return rc;
	reader = reader_open(spid, &rc);
	if (!reader)
		return rc;
	target->from = reader;
	target->deck.begin = begin_file;
	target->deck.record = take_record;
	failed = deck_read(&target->deck, reader);
	if (!failed)
		failed = end_file(target);
	if (failed)
		rc = say_failed(target, reader, failed);
	rc = disk_commit(target->disk, rc);
	reader_close(reader, !rc);
	if (!rc)
		tell(target, &target->deck.file);
	return rc;
}

/* READCARD fn ft [fm] | *: cards, in place of what was there. */
int cmd_readcard(const struct call *call)
{
	struct target *target = work_get(sizeof(*target));
	int rc = 0;

	if (!target)
		return msg(MSG_NO_STORAGE);
	target->is_named = strcmp(call->plist->token[1], "*") != 0 || args_nr(call) > 1;
	target->id = (struct fileid){"READCARD", "CMSUT1", 'A', '*'};
	if (target->is_named)
		rc = args_fileid(call, 1, args_nr(call), 'A', false, &target->id);
	target->deck.keeps_cards = target->is_named;
	if (!rc && args_nr(call) > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	return rc ? rc : read_file(target, "*");
}

/* PURGE: the file goes unread. */
static int purge(const char *spid)
{
	struct reader *reader;
	int rc;

	reader = reader_open(spid, &rc);
	if (!reader)
		return rc;
	reader->was_kept = false;
	reader_close(reader, true);
	console_format("File %s %s has been purged", reader->file.name, reader->file.type);
	return 0;
}

/*
 * RECEIVE [spoolid|*] [fn ft [fm]] [(REPLACE OLDDATE PURGE NOTEBOOK fn]: nothing is replaced unless
 * asked.
 */
int cmd_receive(const struct call *call)
{
	enum { REPLACE = 1, OLDDATE = 2, PURGE = 4 };
	const char *notebook = NOTEBOOK_FN, *bad;
	const struct option options[] = {{"REPLACE", 3, REPLACE, NULL, NULL},
		{"OLDDATE", 3, OLDDATE, NULL, NULL}, {"NEWDATE", 4, 0, NULL, NULL},
		{"PURGE", 2, PURGE, NULL, NULL}, {"NOTEBOOK", 4, 0, NULL, &notebook},
		{"NOLOG", 3, 0, NULL, NULL}};
	const unsigned nr = args_nr(call);
	struct target *target = work_get(sizeof(*target));
	struct fileid book;
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (!target)
		return msg(MSG_NO_STORAGE);
	if (nr > 4)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[5]);
	if (bits & PURGE)
		return purge(nr ? call->plist->token[1] : "*");
	if (fileid_make(&book, notebook, "NOTEBOOK", "A", 'A', false, &bad) != FILEID_GOOD)
		return msg(MSG_INVALID_OPERAND, notebook, "NOTEBOOK");
	target->is_careful = !(bits & REPLACE);
	target->keeps_date = bits & OLDDATE;
	target->notebook = notebook;
	target->is_named = nr > 1;
	target->takes_notes = true;
	target->id = (struct fileid){"READCARD", "CMSUT1", 'A', '*'};
	if (nr > 1)
		rc = args_fileid(call, 2, nr, 'A', false, &target->id);
	return rc ? rc : read_file(target, nr ? call->plist->token[1] : "*");
}

int disk_load(const struct call *call)
{
	struct target *target = work_get(sizeof(*target));

	if (!target)
		return msg(MSG_NO_STORAGE);
	if (args_nr(call) > 1)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[2]);
	target->id = (struct fileid){"READCARD", "CMSUT1", 'A', '*'};
	return read_file(target, "*");
}
