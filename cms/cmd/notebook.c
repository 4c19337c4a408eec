// SPDX-License-Identifier: Apache-2.0
/* ALL NOTEBOOK, and others. */
#include "cmd/notebook.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

#define LINE_LEN 73

int notebook_open(struct disk *disk, struct edf_file *file, const char *fn)
{
	const ebc8_t fm[2] = {ebc_from_chr(disk->mode), ebc_from_chr('0')};
	ebc8_t line[LINE_LEN];
	struct edf_name name;
	int rc;

	disk_name(&name, fn, "NOTEBOOK");
	if (edf_find(&disk->fs, &name))
		rc = edf_open_write(&disk->fs, file, &name);
	else
		rc = edf_create(&disk->fs, file, &name, fm, EDF_VARIABLE, 0);
	if (rc)
		return rc;
	memset(line, ebc_from_chr('='), sizeof(line));
	rc = file->fst.recfm == EDF_VARIABLE ? edf_write(file, 0, line, sizeof(line)) : 0;
	if (rc < 0)
		edf_abandon(file);
	return MIN(rc, 0);
}
