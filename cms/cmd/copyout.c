// SPDX-License-Identifier: Apache-2.0
/*
 * The file that COPYFILE makes. With OVLY it is made beside the one that it overlays, whose place it
 * takes when it is whole: records of variable length cannot be changed where they are.
 */
#include "cmd/copyfile.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

/* ---- OVLY ---------------------------------------------------------------- */

static void name_beside(struct edf_name *name)
{
	disk_name(name, "COPYFILE", "CMSUT1");
}

/* The file that is overlaid stays as it is until the new one is whole. */
static int open_beside(struct copy *copy, const struct edf_name *name)
{
	struct edf *fs = &copy->disk->fs;
	struct edf_name beside;
	struct edf_fst *fst = &copy->under.fst;
	int rc = edf_open(fs, &copy->under, name);

	if (rc)
		return rc;
	copy->is_over = true;
	copy->under_nr = 0;
	name_beside(&beside);
	if (edf_find(fs, &beside))
		rc = edf_erase(fs, &beside);
	return rc ? rc
		  : edf_create(fs, &copy->out, &beside, fst->fm, fst->recfm,
			    MAX(be32_get(fst->lrecl), 1u));
}

int copy_read_under(struct copy *copy)
{
	int len;

	copy->under_len = 0;
	if (!copy->is_over || !copy->under_record ||
		copy->under_nr == be32_get(copy->under.fst.nr_records))
		return 0;
	len = edf_read(&copy->under, ++copy->under_nr, copy->under_record, copy->size);
	copy->under_len = (uint32_t)MAX(len, 0);
	return MIN(len, 0);
}

/* The records behind those that were overlaid. */
static int copy_rest(struct copy *copy)
{
	int rc = copy_read_under(copy);

	while (!rc && copy->under_len) {
		immediate_obey();
		rc = edf_write(&copy->out, 0, copy->under_record, copy->under_len);
		rc = rc < 0 ? rc : copy_read_under(copy);
	}
	return rc;
}

static int take_place(struct copy *copy)
{
	struct edf *fs = &copy->disk->fs;
	struct edf_name beside;
	int rc = edf_erase(fs, &copy->name);

	name_beside(&beside);
	return rc ? rc : edf_rename(fs, &beside, &copy->name);
}

/* ---- The file ------------------------------------------------------------ */

int copy_close(struct copy *copy)
{
	bool is_over = copy->is_over;
	int rc;

	if (!copy->is_open)
		return 0;
	rc = copy_rest(copy);
	copy->is_open = copy->is_over = false;
	if (is_over)
		edf_abandon(&copy->under);
	if (!rc)
		rc = edf_close(&copy->out, copy->bits & COPY_OLDDATE ? &copy->date : NULL);
	if (rc)
		edf_abandon(&copy->out);
	return rc || !is_over ? rc : take_place(copy);
}

static ebc8_t wanted_recfm(const struct copy *copy, const struct edf_fst *in)
{
	if (!copy->recfm)
		return in->recfm;
	return copy->recfm[0] == 'F' ? EDF_FIXED : EDF_VARIABLE;
}

int copy_open(struct copy *copy, const struct edf_fst *in, const struct edf_name *name)
{
	const struct edf_fst *old = edf_find(&copy->disk->fs, name);
	ebc8_t fm[2] = {ebc_from_chr(copy->disk->mode), in->fm[1]};
	uint32_t lrecl = copy->lrecl ? copy->lrecl : be32_get(in->lrecl);
	int rc = copy_close(copy);

	if (rc)
		return rc;
	if (copy->number != '*')
		fm[1] = ebc_from_chr(copy->number);
	if (copy->bits & COPY_OVLY) {
		rc = open_beside(copy, name);
	} else if (old && (copy->bits & COPY_APPEND)) {
		rc = edf_open_write(&copy->disk->fs, &copy->out, name);
	} else {
		if (old && !(copy->bits & COPY_REPLACE))
			return -E_EXIST;
		if (old)
			rc = edf_erase(&copy->disk->fs, name);
		if (!rc)
			rc = edf_create(&copy->disk->fs, &copy->out, name, fm,
				wanted_recfm(copy, in), lrecl);
	}
	copy->is_open = !rc;
	copy->name = *name;
	return rc;
}

int copy_room(struct copy *copy, const struct edf_file *in)
{
	uint32_t size = MAX(longest_record(&in->fst), longest_record(&copy->out.fst));

	if (copy->is_over)
		size = MAX(size, longest_record(&copy->under.fst));
	if (copy->bits & COPY_SPECS)
		size = EDF_LRECL_MAX;
	if (size <= copy->size)
		return 0;
	copy->record = work_get(size);
	copy->under_record = copy->is_over ? work_get(size) : NULL;
	copy->size = copy->record ? size : 0;
	return copy->record && (copy->under_record || !copy->is_over) ? 0 : -E_NOMEM;
}
