// SPDX-License-Identifier: Apache-2.0
/*
 * SYNONYM: takes a person's own names of commands from a file. Each record has a command, its new
 * name, and perhaps how many characters of that are enough.
 */
#include "nuc/synonym.h"

#include "cmd/args.h"
#include "cmd/show_synonyms.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define RECORD_MAX 80
#define CLEAR      1

int show_synonyms(void)
{
	const struct synonym *synonym;

	if (!synonym_nr(0)) {
		console_write("No user synonyms in effect");
		return 0;
	}
	console_write("COMMAND   SYNONYM   SHORTEST");
	for (unsigned i = 0; (synonym = synonym_nr(i)); i++)
		console_format("%-8s  %-8s  %.*s", synonym->command, synonym->name, synonym->min,
			synonym->name);
	return 0;
}

/* Takes a record apart; empty ones and comments are left out. Returns the return code. */
static int take_record(const char *text)
{
	struct synonym synonym;
	struct plist plist;
	uint64_t min;

	if (plist_parse(&plist, text) || (plist.nr && plist.token[0][0] == '*') || !plist.nr)
		return 0;
	min = strlen(plist.token[1]);
	if (plist.nr < 2 || plist.nr > 3 ||
		(plist.nr == 3 && (str_to_dec(plist.token[2], strlen(plist.token[2]), &min) ||
					  !min || min > strlen(plist.token[1]))))
		return msg(MSG_BAD_SYNONYM, text);
	memcpy(synonym.command, plist.token[0], sizeof(synonym.command));
	memcpy(synonym.name, plist.token[1], sizeof(synonym.name));
	synonym.min = (uint8_t)min;
	return synonym_add(&synonym) ? 0 : msg(MSG_TOO_MANY_SYNONYMS);
}

static int take_records(struct edf_file *file, int *failed)
{
	ebc8_t record[RECORD_MAX];
	char text[RECORD_MAX + 1];
	int rc = 0;

	*failed = 0;
	for (uint32_t nr = 1; !rc && nr <= be32_get(file->fst.nr_records); nr++) {
		int len = edf_read(file, nr, record, sizeof(record));

		if (len < 0) {
			*failed = len;
			break;
		}
		len = MIN(len, RECORD_MAX);
		ebc_to_ascii(text, record, (size_t)len);
		text[len] = 0;
		rc = take_record(text);
	}
	return rc;
}

static int take_file(const struct fileid *id)
{
	const struct edf_fst *fst;
	struct edf_file file;
	struct disk *disk;
	int rc, failed;

	fst = disk_find(id, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id->fn, id->ft, (const char[2]){id->mode});
	failed = edf_open(&disk->fs, &file, &fst->name);
	if (failed)
		return say_file_failed(failed, disk, id->fn, id->ft, false);
	synonym_clear();
	rc = take_records(&file, &failed);
	edf_abandon(&file);
	if (failed)
		rc = say_file_failed(failed, disk, id->fn, id->ft, false);
	if (rc)
		synonym_clear();
	return rc;
}

int cmd_synonym(const struct call *call)
{
	static const struct option options[] = {{"CLEAR", 3, CLEAR, NULL, NULL}};
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	struct fileid id;
	const char *bad;
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (bits & CLEAR)
		synonym_clear();
	if (nr == 0)
		return bits & CLEAR ? 0 : show_synonyms();
	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, plist->token[4]);
	switch (fileid_make(&id, plist->token[1], nr >= 2 ? plist->token[2] : "SYNONYM",
		nr >= 3 ? plist->token[3] : "", '*', false, &bad)) {
	case FILEID_GOOD: return take_file(&id);
	case FILEID_MODE: return msg(MSG_INVALID_MODE, bad);
	default: return msg(MSG_INVALID_CHARACTER, bad);
	}
}
