// SPDX-License-Identifier: Apache-2.0
/* edf get and put: files out of a CMS minidisk and into it. */
#include "edf.h"

#include "hostfile.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX (1ull << 31)

/* ---- Get ------------------------------------------------------------------------------------- */

/* Text: blanks that fill a record of fixed length are left out, and a blank that stands for an
 * empty line. */
static uint32_t text_len(const struct edf_fst *fst, const uint8_t *record, uint32_t len)
{
	if (fst->recfm == EDF_VARIABLE)
		return len == 1 && record[0] == EBC_BLANK ? 0 : len;
	while (len > 0 && record[len - 1] == EBC_BLANK)
		len--;
	return len;
}

static bool records_out(
	struct edf_file *file, const struct edf_command *command, const char *name, FILE *out)
{
	static uint8_t record[EDF_LRECL_MAX];

	for (uint32_t nr = 1; nr <= be32_get(file->fst.nr_records); nr++) {
		int len = edf_read(file, nr, record, sizeof(record));

		if (len < 0)
			return edf_error(command, name, len);
		if (!command->is_binary) {
			len = (int)text_len(&file->fst, record, (uint32_t)len);
			ebc_to_ascii((char *)record, record, (size_t)len);
		}
		fwrite(record, 1, (size_t)len, out);
		if (!command->is_binary)
			fputc('\n', out);
	}
	return true;
}

/* Into a file of a name of its own, which gets its name when it is whole. */
static bool file_out(struct edf_file *file, const struct edf_command *command, const char *name,
	const char *path)
{
	char temporary[4096];
	FILE *out;
	bool good;

	if (strcmp(path, "-") == 0)
		return records_out(file, command, name, stdout);
	if (str_format(temporary, sizeof(temporary), "%s.%d.new", path, (int)getpid()) >=
		(int)sizeof(temporary))
		return image_error(path, "the name is too long");
	out = fopen(temporary, "wx");
	if (!out)
		return image_error(temporary, "%s", strerror(errno));
	good = records_out(file, command, name, out);
	if (fclose(out) || (good && rename(temporary, path)))
		good = image_error(path, "cannot write: %s", strerror(errno));
	if (!good)
		unlink(temporary);
	return good;
}

bool edf_get(struct edf *fs, const struct edf_command *command)
{
	struct edf_file file;
	struct edf_name name;
	char text[NAME_SIZE];
	bool good;
	int rc;

	if (!edf_operand_name(command->operand, &name))
		return false;
	edf_name_text(&name, text);
	rc = edf_open(fs, &file, &name);
	if (rc)
		return edf_error(command, text, rc);
	good = file_out(&file, command, text, command->operand[2]);
	edf_abandon(&file);
	return good;
}

/* ---- Put ------------------------------------------------------------------------------------- */

/* Takes the next record of what is left of the file. Returns false: it is too long. */
static bool record_next(const struct edf_command *command, const uint8_t **at, size_t *left,
	uint8_t *record, uint32_t *len)
{
	const uint8_t *end = command->is_binary ? NULL : memchr(*at, '\n', *left);
	size_t most = command->lrecl ? command->lrecl : EDF_LRECL_MAX;
	size_t taken = end ? (size_t)(end - *at) : *left, filled;

	if (command->is_binary)
		taken = MIN(taken, most);
	else if (taken > most)
		return false;
	memcpy(record, *at, taken);
	if (!command->is_binary)
		ebc_from_ascii(record, (const char *)record, taken);
	/* An empty line is a blank, and fixed records are filled. */
	filled = command->recfm == EDF_FIXED ? command->lrecl : MAX(taken, 1u);
	memset(record + taken, command->is_binary ? 0 : EBC_BLANK, filled - taken);
	*len = (uint32_t)filled;
	*at += taken + (end != NULL);
	*left -= taken + (end != NULL);
	return true;
}

static bool records_in(struct edf_file *file, const struct edf_command *command, const char *name,
	const uint8_t *bytes, size_t left)
{
	static uint8_t record[EDF_LRECL_MAX];
	uint32_t len;

	for (uint32_t nr = 1; left > 0; nr++) {
		int rc;

		if (!record_next(command, &bytes, &left, record, &len))
			return image_error(command->operand[0],
				"line %u is longer than %u characters", nr,
				command->lrecl ? command->lrecl : EDF_LRECL_MAX);
		rc = edf_write(file, nr, record, len);
		if (rc)
			return edf_error(command, name, rc);
	}
	return true;
}

/* "A1", or of an old file its own. */
static bool mode_of(struct edf *fs, const struct edf_command *command, const struct edf_name *name,
	ebc8_t fm[2])
{
	const char *given = command->nr_operands > 3 ? command->operand[3] : "A1";
	const struct edf_fst *old = edf_find(fs, name);

	if (strlen(given) != 2 || !chr_is_alpha(given[0]) || given[1] < '0' || given[1] > '6')
		return image_error(
			command->path, "%s: not a file mode like A1, A to Z and 0 to 6", given);
	fm[0] = ebc_from_chr(chr_upper(given[0]));
	fm[1] = ebc_from_chr(given[1]);
	if (command->nr_operands == 3 && old)
		memcpy(fm, old->fm, sizeof(old->fm));
	return true;
}

/* The new file is written beside the old one, and takes its name. */
static bool file_in(struct edf *fs, const struct edf_command *command, const struct edf_name *name,
	const uint8_t *bytes, size_t len)
{
	struct edf_name temporary;
	char text[NAME_SIZE];
	struct edf_file file;
	ebc8_t fm[2];
	int rc;

	edf_name_text(name, text);
	if (!mode_of(fs, command, name, fm))
		return false;
	rc = edf_name_make(&temporary, "EDF", 3, "$$TEMP$$", 8);
	if (!rc)
		rc = edf_create(fs, &file, &temporary, fm, command->recfm, command->lrecl);
	if (rc)
		return edf_error(command, text, rc);
	if (!records_in(&file, command, text, bytes, len)) {
		edf_abandon(&file);
		return false;
	}
	rc = edf_close(&file, NULL);
	if (rc) {
		edf_abandon(&file);
		return edf_error(command, text, rc);
	}
	if (edf_find(fs, name))
		rc = edf_erase(fs, name);
	if (!rc)
		rc = edf_rename(fs, &temporary, name);
	return !rc || edf_error(command, text, rc);
}

bool edf_put(struct edf *fs, const struct edf_command *command)
{
	struct edf_name name;
	uint8_t *bytes;
	size_t len;
	bool good;

	if (!edf_operand_name(command->operand + 1, &name))
		return false;
	bytes = file_read(command->operand[0], FILE_MAX, &len);
	if (!bytes)
		return false;
	good = file_in(fs, command, &name, bytes, len);
	free(bytes);
	return good;
}
