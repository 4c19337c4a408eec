// SPDX-License-Identifier: Apache-2.0
/* PUNCH and PRINT: a file becomes a spool file. */
#include "cmd/unitrec.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/session.h"

#define NOHEADER 1

/* The card by which READCARD finds the name. */
static int punch_header(struct unitrec *unit, const char *fn, const char *ft, const char *mode)
{
	char text[81];
	ebc8_t card[80];

	str_format(text, sizeof(text), ":READ  %-8s %-8s %-2s", fn, ft, mode);
	ebc_from_str(card, text, sizeof(card));
	return unitrec_write(unit, card, sizeof(card));
}

int unitrec_spool(const struct unitrec_type *type, const struct fileid *id, bool has_header)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], mode[3], line[48];
	const struct edf_fst *fst;
	struct unitrec *unit;
	struct disk *disk;
	int rc;

	fst = disk_find(id, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id->fn, id->ft, (const char[2]){id->mode});
	disk_name_text(fst, fn, ft);
	unit = unitrec_open(type, &rc);
	if (!unit)
		return rc;
	if (has_header && punch_header(unit, fn, ft, mode_text(disk, fst, mode)))
		rc = msg(MSG_UNIT_ERROR);
	if (!rc)
		rc = unitrec_file(unit, disk, fst);
	if (unitrec_finish(unit) && !rc)
		rc = msg(MSG_UNIT_ERROR);
	if (rc)
		str_format(line, sizeof(line), "CLOSE %s PURGE", type->name);
	else
		str_format(line, sizeof(line), "CLOSE %s NAME %s %s", type->name, fn, ft);
	command_cp(line);
	return rc;
}

static int write_file(const struct call *call, const struct unitrec_type *type, bool has_header)
{
	struct fileid id;
	int rc = args_fileid(call, 1, args_nr(call), '*', false, &id);

	if (!rc && args_nr(call) > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	return rc ? rc : unitrec_spool(type, &id, has_header);
}

int cmd_punch(const struct call *call)
{
	static const struct option options[] = {
		{"HEADER", 1, 0, NULL, NULL}, {"NOHEADER", 3, NOHEADER, NULL, NULL}};
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	return rc ? rc : write_file(call, &unitrec_punch, !(bits & NOHEADER));
}

int cmd_print(const struct call *call)
{
	uint32_t bits;
	int rc = args_options(call, NULL, 0, &bits);

	return rc ? rc : write_file(call, &unitrec_printer, false);
}
