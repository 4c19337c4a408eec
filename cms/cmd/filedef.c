// SPDX-License-Identifier: Apache-2.0
/* FILEDEF: names for files and devices, which MOVEFILE uses. */
#include "nuc/filedef.h"

#include "cmd/args.h"
#include "cmd/show_filedefs.h"
#include "lib/string.h"

#define LRECL_DEFAULT 80

/* What is no file on a disk. */
static const struct device {
	enum filedef_kind kind;
	const char *name;
	uint8_t min;
} devices[] = {{FILEDEF_TERMINAL, "TERMINAL", 1}, {FILEDEF_READER, "READER", 1},
	{FILEDEF_PUNCH, "PUNCH", 2}, {FILEDEF_PRINTER, "PRINTER", 2}, {FILEDEF_DUMMY, "DUMMY", 2}};

static const char *device_name(enum filedef_kind kind)
{
	unsigned i = 0;

	while (devices[i].kind != kind)
		i++;
	return devices[i].name;
}

/* FILEDEF_NONE: it is none. */
static enum filedef_kind device_kind(const char *word)
{
	for (unsigned i = 0; i < ARRAY_LEN(devices); i++)
		if (is_abbreviation(word, devices[i].name, devices[i].min))
			return devices[i].kind;
	return FILEDEF_NONE;
}

int show_filedefs(void)
{
	const struct filedef *def;

	for (unsigned i = 0; (def = filedef_nr(i)); i++) {
		if (def->kind != FILEDEF_DISK)
			console_format("%-8s %s", def->ddname, device_name(def->kind));
		else
			console_format("%-8s DISK     %-8s %-8s %c", def->ddname, def->id.fn,
				def->id.ft, def->id.mode);
	}
	if (filedef_nr(0))
		return 0;
	console_write("No user defined FILEDEF's in effect");
	return 0;
}

static int take_options(const struct call *call, struct filedef *def)
{
	const char *recfm = "V";
	const struct option options[] = {{"RECFM", 3, 0, NULL, &recfm},
		{"LRECL", 2, 0, &def->lrecl, NULL}, {"LOWCASE", 3, 0, NULL, NULL},
		{"PERM", 4, 0, NULL, NULL}};
	uint32_t bits;
	int rc;

	def->lrecl = LRECL_DEFAULT;
	rc = args_options(call, options, ARRAY_LEN(options), &bits);
	if (rc)
		return rc;
	if (strcmp(recfm, "F") != 0 && strcmp(recfm, "V") != 0)
		return msg(MSG_INVALID_OPERAND, recfm, "RECFM");
	if (def->lrecl > EDF_LRECL_MAX)
		return msg(MSG_INVALID_OPERAND, "LRECL", "LRECL");
	def->recfm = recfm[0];
	return 0;
}

int cmd_filedef(const struct call *call)
{
	const struct plist *plist = call->plist;
	const char *kind = plist->token[2];
	struct filedef def = {.kind = device_kind(kind)};
	int rc;

	if (args_nr(call) == 0)
		return show_filedefs();
	if (strcmp(kind, "CLEAR") == 0) {
		filedef_clear(plist->token[1]);
		return 0;
	}
	rc = take_options(call, &def);
	if (rc)
		return rc;
	str_copy(def.ddname, plist->token[1], sizeof(def.ddname));
	if (is_abbreviation(kind, "DISK", 2)) {
		def.kind = FILEDEF_DISK;
		rc = args_fileid(call, 3, args_nr(call), 'A', false, &def.id);
		if (rc)
			return rc;
	} else if (def.kind == FILEDEF_NONE) {
		return msg(MSG_INVALID_PARAMETER, kind);
	}
	return filedef_set(&def) ? 0 : msg(MSG_TOO_MANY_FILEDEFS);
}
