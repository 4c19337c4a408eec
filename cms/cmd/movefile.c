// SPDX-License-Identifier: Apache-2.0
/* MOVEFILE: from one definition to another, so also from the terminal or reader to a file, and on. */
#include "cmd/reader.h"
#include "cmd/unitrec.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/filedef.h"
#include "nuc/immediate.h"
#include "nuc/session.h"
#include "nuc/storage.h"

/* Function: one MOVEFILE; in work storage. */
struct move {
	const struct filedef *in, *out;
	struct disk *in_disk, *out_disk; /* NULL: something else */
	struct reader *reader;           /* NULL: the same */
	struct unitrec *unit;            /* punch or printer */
	struct edf_file in_file, out_file;
	uint32_t size;
	ebc8_t *record; /* of that size */
	char *text;     /* the same and a NUL */
};

/* DUMMY has no cards. */
static int get_card(struct move *move)
{
	int rc = 0;
	const ebc8_t *card = move->reader ? reader_card(move->reader, &rc) : NULL;

	if (!card)
		return rc ? rc : -E_RANGE;
	memcpy(move->record, card, READER_CARD);
	return READER_CARD;
}

/* Reads record nr; returns its length, -E_RANGE at the end. */
static int get_record(struct move *move, uint32_t nr)
{
	char line[CONSOLE_LINE + 1];
	size_t len;

	if (move->in_disk)
		return edf_read(&move->in_file, nr, move->record, move->size);
	if (move->in->kind != FILEDEF_TERMINAL)
		return get_card(move);
	console_read(line, true);
	len = strlen(line);
	ebc_from_ascii(move->record, line, len);
	return len ? (int)len : -E_RANGE;
}

static int put_record(struct move *move, uint32_t len)
{
	int rc;

	if (move->unit)
		return unitrec_write(move->unit, move->record, MIN(len, move->unit->len));
	if (move->out->kind == FILEDEF_DUMMY)
		return 0;
	if (!move->out_disk) {
		ebc_to_ascii(move->text, move->record, len);
		move->text[len] = 0;
		console_put(move->text);
		return 0;
	}
	if (move->out->recfm == 'F' && len < move->out->lrecl)
		memset(move->record + len, EBC_BLANK, move->out->lrecl - len);
	if (move->out->recfm == 'F')
		len = move->out->lrecl;
	rc = edf_write(&move->out_file, 0, move->record, len);
	return MIN(rc, 0);
}

static int open_in(struct move *move)
{
	const struct edf_fst *fst;
	int rc;

	if (move->in->kind != FILEDEF_DISK) {
		rc = 0;
		if (move->in->kind == FILEDEF_TERMINAL)
			msg(MSG_TERMINAL_INPUT);
		if (move->in->kind == FILEDEF_READER)
			move->reader = reader_open("*", &rc);
		return rc;
	}
	fst = disk_find(&move->in->id, &move->in_disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, move->in->id.fn, move->in->id.ft,
			(const char[2]){move->in->id.mode});
	rc = edf_open(&move->in_disk->fs, &move->in_file, &fst->name);
	return rc ? say_file_failed(rc, move->in_disk, move->in->id.fn, move->in->id.ft, false) : 0;
}

/* What was there before goes. */
static int open_out(struct move *move)
{
	const struct fileid *id = &move->out->id;
	struct edf_name name;
	ebc8_t fm[2];
	int rc;

	if (move->out->kind != FILEDEF_DISK) {
		rc = 0;
		if (move->out->kind == FILEDEF_PUNCH)
			move->unit = unitrec_open(&unitrec_punch, &rc);
		if (move->out->kind == FILEDEF_PRINTER)
			move->unit = unitrec_open(&unitrec_printer, &rc);
		return rc;
	}
	move->out_disk = args_disk_write(id->mode, &rc);
	if (!move->out_disk)
		return rc;
	disk_name(&name, id->fn, id->ft);
	fm[0] = ebc_from_chr(id->mode);
	fm[1] = ebc_from_chr(id->number == '*' ? '1' : id->number);
	if (edf_find(&move->out_disk->fs, &name))
		rc = edf_erase(&move->out_disk->fs, &name);
	if (!rc)
		rc = edf_create(&move->out_disk->fs, &move->out_file, &name, fm,
			move->out->recfm == 'F' ? EDF_FIXED : EDF_VARIABLE, move->out->lrecl);
	return rc ? say_file_failed(rc, move->out_disk, id->fn, id->ft, true) : 0;
}

/* For records of both. */
static bool make_room(struct move *move)
{
	move->size = MAX(CONSOLE_LINE, move->out->lrecl);
	if (move->in_disk)
		move->size = MAX(move->size, longest_record(&move->in_file.fst));
	move->record = work_get(move->size);
	move->text = work_get(move->size + 1);
	return move->record && move->text;
}

/* Returns the return code. */
static int move_records(struct move *move)
{
	int len = 0, rc = 0;

	for (uint32_t nr = 1; !rc && len >= 0; nr++) {
		immediate_obey();
		len = get_record(move, nr);
		if (len >= 0)
			rc = put_record(move, (uint32_t)len);
	}
	if (rc && move->unit)
		return msg(MSG_UNIT_ERROR);
	if (rc)
		return say_file_failed(
			rc, move->out_disk, move->out->id.fn, move->out->id.ft, true);
	if (len != -E_RANGE && move->reader)
		return msg(MSG_BAD_DECK, move->reader->file.spid);
	if (len != -E_RANGE)
		return say_file_failed(len, move->in_disk, move->in->id.fn, move->in->id.ft, false);
	return 0;
}

static int close_unit(struct move *move, int rc)
{
	char line[24];

	if (unitrec_finish(move->unit) && !rc)
		rc = msg(MSG_UNIT_ERROR);
	str_format(line, sizeof(line), "CLOSE %s%s",
		move->out->kind == FILEDEF_PUNCH ? "PUNCH" : "PRINTER", rc ? " PURGE" : "");
	command_cp(line);
	return rc;
}

static int close_out(struct move *move, int rc)
{
	int failed;

	if (move->unit)
		return close_unit(move, rc);
	if (!move->out_disk)
		return rc;
	failed = rc ? 0 : edf_close(&move->out_file, NULL);
	if (failed)
		rc = say_file_failed(
			failed, move->out_disk, move->out->id.fn, move->out->id.ft, true);
	if (rc)
		edf_abandon(&move->out_file);
	return disk_commit(move->out_disk, rc);
}

static const struct filedef *find(const struct call *call, unsigned nr, const char *name)
{
	const char *ddname = args_nr(call) >= nr ? call->plist->token[nr] : name;
	const struct filedef *def = filedef_find(ddname);

	if (!def)
		msg(MSG_NO_FILEDEF, ddname);
	return def;
}

int cmd_movefile(const struct call *call)
{
	struct move *move = work_get(sizeof(*move));
	int rc;

	if (args_nr(call) > 2)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[3]);
	if (!move)
		return msg(MSG_NO_STORAGE);
	move->in = find(call, 1, "INMOVE");
	move->out = move->in ? find(call, 2, "OUTMOVE") : NULL;
	if (!move->out)
		return 28;
	rc = open_in(move);
	if (rc)
		return rc;
	rc = open_out(move);
	if (!rc)
		rc = close_out(move, make_room(move) ? move_records(move) : msg(MSG_NO_STORAGE));
	if (move->in_disk)
		edf_abandon(&move->in_file);
	if (move->reader)
		reader_close(move->reader, !rc);
	return rc;
}
