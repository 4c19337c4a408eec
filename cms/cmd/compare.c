// SPDX-License-Identifier: Apache-2.0
/* COMPARE: do two files have the same records? */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

/* Function: columns of a record. */
struct piece {
	const uint8_t *at;
	uint32_t len;
};

/* Function: what is compared. */
struct compared {
	struct edf_file file[2];
	uint32_t first, last; /* columns, from 0; last is not included */
	uint8_t *record[2];
	uint32_t size;
};

static void type_record(const uint8_t *record, int len)
{
	char text[CONSOLE_LINE + 1];

	len = MIN(len, CONSOLE_LINE);
	ebc_to_ascii(text, record, (size_t)len);
	text[len] = 0;
	for (int i = 0; i < len; i++)
		if (text[i] < ' ')
			text[i] = '.';
	console_put(text);
}

/* The columns of a record. */
static struct piece cut(const struct compared *compared, unsigned i, int len)
{
	uint32_t last = MIN((uint32_t)len, compared->last);
	uint32_t first = MIN(compared->first, last);

	return (struct piece){compared->record[i] + first, last - first};
}

/* Returns 1: some differ, which are typed; 0, -E_*. */
static int compare(struct compared *compared, uint32_t nr_records)
{
	int differ = 0;

	for (uint32_t nr = 1; nr <= nr_records; nr++) {
		struct piece piece[2];
		int len[2];

		immediate_obey();
		for (unsigned i = 0; i < 2; i++) {
			len[i] = edf_read(
				&compared->file[i], nr, compared->record[i], compared->size);
			if (len[i] < 0)
				return len[i];
			piece[i] = cut(compared, i, len[i]);
		}
		if (piece[0].len == piece[1].len &&
			(!piece[0].len || memcmp(piece[0].at, piece[1].at, piece[0].len) == 0))
			continue;
		differ = 1;
		for (unsigned i = 0; i < 2; i++)
			type_record(compared->record[i], len[i]);
	}
	return differ;
}

/* "n", "n-m" */
static int take_columns(const char *word, struct compared *compared)
{
	const char *dash = strchr(word, '-');
	size_t len = dash ? (size_t)(dash - word) : strlen(word);
	uint64_t first, last = EDF_LRECL_MAX;

	if (str_to_dec(word, len, &first) || !first || first > EDF_LRECL_MAX ||
		(dash && str_to_dec(dash + 1, strlen(dash + 1), &last)) || last < first)
		return msg(MSG_INVALID_OPERAND, word, "COL");
	compared->first = (uint32_t)first - 1;
	compared->last = (uint32_t)MIN(last, (uint64_t)EDF_LRECL_MAX);
	return 0;
}

static const struct edf_fst *find(
	const struct call *call, unsigned first, struct fileid *id, struct disk **disk, int *rc)
{
	const struct edf_fst *fst;

	*rc = args_fileid(call, first, args_nr(call), 0, false, id);
	if (*rc)
		return NULL;
	fst = disk_find(id, disk);
	if (!fst)
		*rc = msg(MSG_FILE_NOT_FOUND, id->fn, id->ft, (const char[2]){id->mode});
	return fst;
}

/* Both are open. Returns the return code. */
static int compare_files(struct compared *compared, const struct fileid id[2], struct disk *disk[2])
{
	uint32_t nr[2], size = 1;
	unsigned shorter;
	int rc;

	for (unsigned i = 0; i < 2; i++) {
		nr[i] = be32_get(compared->file[i].fst.nr_records);
		size = MAX(size, longest_record(&compared->file[i].fst));
	}
	compared->size = size;
	for (unsigned i = 0; i < 2; i++) {
		compared->record[i] = work_get(size);
		if (!compared->record[i])
			return msg(MSG_NO_STORAGE);
	}
	rc = compare(compared, MIN(nr[0], nr[1]));
	if (rc < 0)
		return say_file_failed(rc, disk[1], id[1].fn, id[1].ft, false);
	shorter = nr[1] < nr[0];
	if (nr[0] != nr[1])
		return msg(MSG_PREMATURE_EOF, id[shorter].fn, id[shorter].ft,
			(const char[2]){disk[shorter]->mode});
	return rc ? msg(MSG_NOT_EQUAL) : 0;
}

int cmd_compare(const struct call *call)
{
	const char *columns = NULL;
	const struct option options[] = {{"COL", 3, 0, NULL, &columns}};
	struct compared *compared = work_get(sizeof(*compared));
	struct fileid id[2];
	struct disk *disk[2];
	const struct edf_fst *fst[2];
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (!rc && !compared)
		rc = msg(MSG_NO_STORAGE);
	if (!rc && args_nr(call) > 6)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[7]);
	for (unsigned i = 0; !rc && i < 2; i++)
		fst[i] = find(call, 1 + i * 3, &id[i], &disk[i], &rc);
	if (rc)
		return rc;
	compared->last = EDF_LRECL_MAX;
	rc = columns ? take_columns(columns, compared) : 0;
	if (rc)
		return rc;
	console_format("Comparing %s %s %c with %s %s %c", id[0].fn, id[0].ft, disk[0]->mode,
		id[1].fn, id[1].ft, disk[1]->mode);
	rc = edf_open(&disk[0]->fs, &compared->file[0], &fst[0]->name);
	if (rc)
		return say_file_failed(rc, disk[0], id[0].fn, id[0].ft, false);
	rc = edf_open(&disk[1]->fs, &compared->file[1], &fst[1]->name);
	if (rc) {
		rc = say_file_failed(rc, disk[1], id[1].fn, id[1].ft, false);
	} else {
		rc = compare_files(compared, id, disk);
		edf_abandon(&compared->file[1]);
	}
	edf_abandon(&compared->file[0]);
	return rc;
}
