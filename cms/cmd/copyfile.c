// SPDX-License-Identifier: Apache-2.0
/*
 * COPYFILE: copies files, one into one, several into one, or many by patterns. All of it is done,
 * or nothing. Not yet: PACK and UNPACK, whose format nobody has published.
 */
#include "cmd/copyfile.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

#define NO_LABEL 1 /* no record begins with it */

static void take_date(struct copy *copy, const struct edf_fst *fst)
{
	memcpy(copy->date.digits, fst->date, sizeof(copy->date.digits));
	copy->date.is_20xx = fst->flags & EDF_FST_CENTURY;
}

static void change_case(const struct copy *copy, uint8_t *record, uint32_t len)
{
	if (!(copy->bits & (COPY_UPCASE | COPY_LOWCASE)))
		return;
	for (uint32_t i = 0; i < len; i++) {
		char c = ebc_to_chr(record[i]);

		if (chr_is_alpha(c))
			record[i] = ebc_from_chr(
				copy->bits & COPY_UPCASE ? chr_upper(c) : chr_lower(c));
	}
}

/* A record in the form that the output has; returns its length. */
static uint32_t fit(const struct copy *copy, const struct edf_fst *in, uint32_t len)
{
	const struct edf_fst *out = &copy->out.fst;

	if (out->recfm == EDF_FIXED) {
		uint32_t lrecl = be32_get(out->lrecl);

		if (len < lrecl)
			memset(copy->record + len, copy->fill, lrecl - len);
		return lrecl;
	}
	if ((in->recfm == EDF_FIXED && !(copy->bits & COPY_NOTRUNC)) || (copy->bits & COPY_TRUNC))
		while (len > 1 && copy->record[len - 1] == copy->fill)
			len--;
	return len;
}

/* Does the record begin with the label, in capital or small letters? */
static bool has_label(const struct copy *copy, uint32_t len, const char *label)
{
	size_t label_len = strlen(label);

	for (size_t i = 0; i < label_len; i++)
		if (i >= len || chr_upper(ebc_to_chr(copy->record[i])) != label[i])
			return false;
	return true;
}

/* What the options make of a record of len bytes; its length then. */
static uint32_t change(const struct copy *copy, const struct edf_fst *in, uint32_t len)
{
	if (copy->spec && (copy->bits & COPY_SPECS)) {
		len = copyspec_apply(copy->spec, copy->record, len, copy->under_record,
			copy->under_len, copy->fill);
	} else if (copy->under_len > len) {
		memcpy(copy->record + len, copy->under_record + len, copy->under_len - len);
		len = copy->under_len;
	}
	if (copy->bits & COPY_TRANS)
		for (uint32_t i = 0; i < len; i++)
			copy->record[i] = copy->spec->trans[copy->record[i]];
	change_case(copy, copy->record, len);
	return fit(copy, in, len);
}

/* 0, NO_LABEL, -E_*. */
static int copy_records(struct copy *copy, struct edf_file *in)
{
	uint32_t last = be32_get(in->fst.nr_records), nr = copy->from ? copy->from : 1;
	bool is_in = !copy->from_label;
	int rc;

	if (copy->count && copy->count <= last && nr + copy->count - 1 < last)
		last = nr + copy->count - 1;
	for (; nr <= last; nr++) {
		int len;

		immediate_obey();
		len = edf_read(in, nr, copy->record, copy->size);

		if (len < 0)
			return len;
		if (!is_in)
			is_in = has_label(copy, (uint32_t)len, copy->from_label);
		else if (copy->to_label && has_label(copy, (uint32_t)len, copy->to_label))
			return 0;
		if (!is_in)
			continue;
		rc = copy_read_under(copy);
		if (rc)
			return rc;
		len = edf_write(&copy->out, 0, copy->record, change(copy, &in->fst, (uint32_t)len));
		if (len < 0)
			return len;
	}
	return is_in ? 0 : NO_LABEL;
}

/* Copies one file. Returns the return code. */
static int copy_file(struct copy *copy, struct disk *from, const struct edf_name *old)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1];
	char new_fn[FILEID_PART + 1], new_ft[FILEID_PART + 1];
	struct edf_name name;
	struct edf_file in;
	int rc = edf_open(&from->fs, &in, old);

	disk_name_text(edf_find(&from->fs, old), fn, ft);
	if (rc)
		return say_file_failed(rc, from, fn, ft, false);
	if (!fileid_equal(new_fn, copy->fn, fn) || !fileid_equal(new_ft, copy->ft, ft)) {
		edf_abandon(&in);
		return msg(MSG_INVALID_PARAMETER, copy->fn);
	}
	disk_name(&name, new_fn, new_ft);
	take_date(copy, &in.fst);
	if (!copy->is_open || memcmp(&name, &copy->name, sizeof(name)) != 0)
		rc = copy_open(copy, &in.fst, &name);
	if (!rc)
		rc = copy_room(copy, &in);
	if (!rc)
		rc = copy_records(copy, &in);
	edf_abandon(&in);
	if (rc == NO_LABEL)
		return msg(MSG_NO_LABEL, copy->from_label, fn, ft);
	if (rc)
		return say_file_failed(rc, copy->disk, new_fn, new_ft, true);
	if (copy->bits & COPY_TOLD)
		console_format("%s %s %c to %s %s %c", fn, ft, from->mode, new_fn, new_ft,
			copy->disk->mode);
	return 0;
}

static int copy_all(struct copy *copy, const struct fileid *id)
{
	unsigned nr;
	int rc;
	const struct found *found = walk_all(id, NULL, &nr, &rc);

	for (unsigned i = 0; !rc && i < nr; i++)
		rc = copy_file(copy, found[i].disk, &found[i].name);
	return rc;
}

/* The output's words, from word nr of the command on; without any: as the input. */
static int take_output(const struct call *call, unsigned nr, struct copy *copy, char in_mode)
{
	const struct plist *plist = call->plist;
	char mode = in_mode;
	int rc;

	copy->fn = copy->ft = "=";
	copy->number = '*';
	if (nr) {
		copy->fn = plist->token[nr];
		copy->ft = plist->token[nr + 1];
		if (strcmp(plist->token[nr + 2], "=") != 0 &&
			!fileid_mode(plist->token[nr + 2], &mode, &copy->number))
			return msg(MSG_INVALID_MODE, plist->token[nr + 2]);
	}
	for (const char *c = copy->fn; *c; c++)
		if (*c != '=' && !fileid_is_char(*c))
			return msg(MSG_INVALID_CHARACTER, copy->fn);
	for (const char *c = copy->ft; *c; c++)
		if (*c != '=' && !fileid_is_char(*c))
			return msg(MSG_INVALID_CHARACTER, copy->ft);
	copy->disk = args_disk_write(mode, &rc);
	return rc;
}

/* A character, or two hexadecimal digits. */
static int take_fill(const char *word, struct copy *copy)
{
	uint64_t byte;

	copy->fill = EBC_BLANK;
	if (!word)
		return 0;
	if (!word[1])
		copy->fill = ebc_from_chr(word[0]);
	else if (strlen(word) == 2 && !str_to_hex(word, 2, &byte))
		copy->fill = (ebc8_t)byte;
	else
		return msg(MSG_INVALID_OPERAND, word, "FILL");
	return 0;
}

static int take_options(const struct call *call, struct copy *copy)
{
	const char *fill = NULL;
	const struct option options[] = {{"REPLACE", 3, COPY_REPLACE, NULL, NULL},
		{"APPEND", 2, COPY_APPEND, NULL, NULL}, {"OLDDATE", 4, COPY_OLDDATE, NULL, NULL},
		{"NEWDATE", 4, 0, NULL, NULL}, {"UPCASE", 2, COPY_UPCASE, NULL, NULL},
		{"LOWCASE", 2, COPY_LOWCASE, NULL, NULL}, {"TYPE", 2, COPY_TOLD, NULL, NULL},
		{"NOTYPE", 3, 0, NULL, NULL}, {"RECFM", 3, 0, NULL, &copy->recfm},
		{"LRECL", 2, 0, &copy->lrecl, NULL}, {"FROM", 2, 0, &copy->from, NULL},
		{"FOR", 3, 0, &copy->count, NULL}, {"FRLABEL", 3, 0, NULL, &copy->from_label},
		{"TOLABEL", 3, 0, NULL, &copy->to_label}, {"FILL", 2, 0, NULL, &fill},
		{"TRUNC", 4, COPY_TRUNC, NULL, NULL}, {"NOTRUNC", 5, COPY_NOTRUNC, NULL, NULL},
		{"SPECS", 2, COPY_SPECS, NULL, NULL}, {"NOSPECS", 4, 0, NULL, NULL},
		{"TRANS", 3, COPY_TRANS, NULL, NULL}, {"NEWFILE", 4, COPY_NEWFILE, NULL, NULL},
		{"PROMPT", 3, 0, NULL, NULL}, {"NOPROMPT", 5, COPY_SILENT, NULL, NULL},
		{"OVLY", 2, COPY_OVLY, NULL, NULL}, {"SINGLE", 3, 0, NULL, NULL},
		{"PACK", 2, COPY_PACK, NULL, NULL}, {"UNPACK", 3, COPY_UNPACK, NULL, NULL},
		{"EBCDIC", 2, COPY_EBCDIC, NULL, NULL}};
	static const struct {
		uint32_t a, b; /* one option of each pair contradicts the other */
		const char *name;
	} conflicts[] = {{COPY_OVLY, COPY_APPEND, "OVLY and APPEND"},
		{COPY_REPLACE, COPY_APPEND, "REPLACE and APPEND"},
		{COPY_REPLACE, COPY_NEWFILE, "REPLACE and NEWFILE"},
		{COPY_UPCASE, COPY_LOWCASE, "UPCASE and LOWCASE"},
		{COPY_TRUNC, COPY_NOTRUNC, "TRUNC and NOTRUNC"}};
	int rc = args_options(call, options, ARRAY_LEN(options), &copy->bits);

	if (rc)
		return rc;
	if (copy->bits & (COPY_PACK | COPY_UNPACK | COPY_EBCDIC))
		return msg(MSG_NO_SUCH_FORMAT, copy->bits & COPY_PACK     ? "PACK"
					       : copy->bits & COPY_UNPACK ? "UNPACK"
									  : "EBCDIC");
	for (unsigned i = 0; i < ARRAY_LEN(conflicts); i++)
		if ((copy->bits & conflicts[i].a) && (copy->bits & conflicts[i].b))
			return msg(MSG_CONFLICT, conflicts[i].name);
	if (copy->recfm && strcmp(copy->recfm, "F") != 0 && strcmp(copy->recfm, "V") != 0)
		return msg(MSG_INVALID_OPERAND, copy->recfm, "RECFM");
	if (copy->lrecl > EDF_LRECL_MAX)
		return msg(MSG_INVALID_OPERAND, "LRECL", "LRECL");
	return take_fill(fill, copy);
}

/* The lists that are typed. */
static int take_lists(struct copy *copy)
{
	int rc = 0;

	if (!(copy->bits & (COPY_SPECS | COPY_TRANS)))
		return 0;
	copy->spec = work_get(sizeof(*copy->spec));
	if (!copy->spec)
		return msg(MSG_NO_STORAGE);
	if (copy->bits & COPY_SPECS)
		rc = copyspec_read(copy->spec, !(copy->bits & COPY_SILENT));
	if (!rc && (copy->bits & COPY_TRANS))
		rc = copyspec_read_trans(copy->spec, !(copy->bits & COPY_SILENT));
	return rc;
}

int cmd_copyfile(const struct call *call)
{
	const unsigned nr = args_nr(call), nr_ids = nr / 3, nr_in = nr_ids > 1 ? nr_ids - 1 : 1;
	struct copy *copy = work_get(sizeof(*copy));
	struct fileid id;
	int rc, failed;

	if (nr_ids == 0 || nr % 3)
		return msg(MSG_INCOMPLETE);
	if (!copy)
		return msg(MSG_NO_STORAGE);
	rc = take_options(call, copy);
	if (!rc)
		rc = args_fileid(call, 1, 3, 0, true, &id);
	if (!rc)
		rc = take_output(call, nr_ids > 1 ? nr - 2 : 0, copy, id.mode);
	if (!rc)
		rc = take_lists(copy);
	if (rc)
		return rc;
	for (unsigned i = 0; !rc && i < nr_in; i++) {
		rc = args_fileid(call, 1 + i * 3, 3 + i * 3, 0, true, &id);
		if (!rc)
			rc = copy_all(copy, &id);
	}
	failed = copy_close(copy);
	if (!rc && failed)
		rc = say_file_failed(failed, copy->disk, copy->fn, copy->ft, true);
	return disk_commit(copy->disk, rc);
}
