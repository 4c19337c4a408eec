// SPDX-License-Identifier: Apache-2.0
/* COMPARE: do two files have the same records? */
#include "cmd/args.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

/* Returns 1: they differ, 0, -E_*. */
static int compare(struct edf_file *a, struct edf_file *b)
{
	const uint32_t size = MAX(longest_record(&a->fst), longest_record(&b->fst));
	uint8_t *ra = work_get(size), *rb = work_get(size);
	uint32_t nr_records = be32_get(a->fst.nr_records);

	if (!ra || !rb)
		return -E_NOMEM;
	if (nr_records != be32_get(b->fst.nr_records))
		return 1;
	for (uint32_t nr = 1; nr <= nr_records; nr++) {
		int la = edf_read(a, nr, ra, size), lb = edf_read(b, nr, rb, size);

		immediate_obey();
		if (la < 0 || lb < 0)
			return MIN(la, lb);
		if (la != lb || memcmp(ra, rb, (size_t)la) != 0)
			return 1;
	}
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

int cmd_compare(const struct call *call)
{
	struct fileid id[2];
	struct disk *disk[2];
	const struct edf_fst *fst[2];
	struct edf_file file[2];
	uint32_t bits;
	int rc = args_options(call, NULL, 0, &bits);

	if (!rc && args_nr(call) > 6)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[7]);
	for (unsigned i = 0; !rc && i < 2; i++)
		fst[i] = find(call, 1 + i * 3, &id[i], &disk[i], &rc);
	if (rc)
		return rc;
	console_format("Comparing %s %s %c with %s %s %c", id[0].fn, id[0].ft, disk[0]->mode,
		id[1].fn, id[1].ft, disk[1]->mode);
	rc = edf_open(&disk[0]->fs, &file[0], &fst[0]->name);
	if (rc)
		return say_file_failed(rc, disk[0], id[0].fn, id[0].ft, false);
	rc = edf_open(&disk[1]->fs, &file[1], &fst[1]->name);
	if (!rc) {
		rc = compare(&file[0], &file[1]);
		edf_abandon(&file[1]);
	}
	edf_abandon(&file[0]);
	if (rc < 0)
		return say_file_failed(rc, disk[1], id[1].fn, id[1].ft, false);
	return rc ? msg(MSG_NOT_EQUAL) : 0;
}
