// SPDX-License-Identifier: Apache-2.0
/* TYPE: records of a file on the console. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/storage.h"

#define HEX   1
#define PIECE 32 /* bytes of a record in a line, with HEX */

static void type_text(char *text, const ebc8_t *record, unsigned len)
{
	ebc_to_ascii(text, record, len);
	while (len && text[len - 1] == ' ')
		len--;
	for (unsigned i = 0; i < len; i++)
		if ((uint8_t)text[i] < ' ')
			text[i] = '.';
	text[len] = 0;
	console_put(text);
}

static void type_hex(uint32_t nr, const ebc8_t *record, unsigned len)
{
	console_format("RECORD %8u LENGTH %6u", nr, len);
	for (unsigned at = 0; at < len; at += PIECE) {
		char line[PIECE * 3 + 1];
		int pos = 0;

		for (unsigned i = at; i < MIN(at + PIECE, len); i++)
			pos += str_format(line + pos, sizeof(line) - (size_t)pos,
				i % 4 == 3 ? "%02X " : "%02X", record[i]);
		console_write(line);
	}
}

/* Columns of records that are typed: from 0, the last not included. */
struct piece {
	uint32_t first, last;
};

/* COL n-m, or n */
static int take_columns(const char *word, struct piece *piece)
{
	const char *dash = word ? strchr(word, '-') : NULL;
	size_t len = dash ? (size_t)(dash - word) : word ? strlen(word) : 0;
	uint64_t first, last = EDF_LRECL_MAX;

	if (!word)
		return 0;
	if (str_to_dec(word, len, &first) ||
		(dash && str_to_dec(dash + 1, strlen(dash + 1), &last)) || !first || first > last ||
		last > EDF_LRECL_MAX)
		return msg(MSG_INVALID_OPERAND, word, "COL");
	*piece = (struct piece){(uint32_t)first - 1, (uint32_t)last};
	return 0;
}

static int type_records(struct edf_file *file, uint32_t first, uint32_t last, bool is_hex,
	const struct piece *piece)
{
	const uint32_t size = longest_record(&file->fst);
	ebc8_t *record = work_get(size);
	char *text = work_get(size + 1);
	int len = 0;

	if (!record || !text)
		return -E_NOMEM;
	for (uint32_t nr = first; nr <= last; nr++) {
		unsigned begin, end;

		len = edf_read(file, nr, record, size);
		if (len < 0)
			return len;
		end = MIN((unsigned)len, piece->last);
		begin = MIN(piece->first, end);

		if (is_hex)
			type_hex(nr, record + begin, end - begin);
		else
			type_text(text, record + begin, end - begin);
	}
	return 0;
}

/* The word of a record's number; "*" and none: the default. */
static int take_number(const struct call *call, unsigned nr, uint32_t *value)
{
	const char *word = nr <= args_nr(call) ? call->plist->token[nr] : "*";
	uint64_t number;

	if (strcmp(word, "*") == 0)
		return 0;
	if (str_to_dec(word, strlen(word), &number) || number == 0 || number > UINT32_MAX)
		return msg(MSG_INVALID_PARAMETER, word);
	*value = (uint32_t)number;
	return 0;
}

int cmd_type(const struct call *call)
{
	const char *columns = NULL;
	const struct option options[] = {
		{"HEX", 3, HEX, NULL, NULL}, {"COL", 3, 0, NULL, &columns}};
	struct piece piece = {0, EDF_LRECL_MAX};
	uint32_t first = 1, last = UINT32_MAX, bits;
	const struct edf_fst *fst;
	struct edf_file file;
	struct disk *disk;
	struct fileid id;
	char mode[2] = "";
	int rc = args_fileid(call, 1, args_nr(call), '*', false, &id);

	if (!rc && args_nr(call) > 5)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[6]);
	if (!rc)
		rc = args_options(call, options, ARRAY_LEN(options), &bits);
	if (!rc)
		rc = take_columns(columns, &piece);
	if (!rc)
		rc = take_number(call, 4, &first);
	if (!rc)
		rc = take_number(call, 5, &last);
	if (rc)
		return rc;
	fst = disk_find(&id, &disk);
	mode[0] = id.mode;
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, mode);
	last = MIN(last, be32_get(fst->nr_records));
	rc = edf_open(&disk->fs, &file, &fst->name);
	if (!rc) {
		rc = type_records(&file, first, last, bits, &piece);
		edf_abandon(&file);
	}
	return rc ? say_file_failed(rc, disk, id.fn, id.ft, false) : 0;
}
