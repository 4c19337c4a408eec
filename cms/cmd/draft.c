// SPDX-License-Identifier: Apache-2.0
/* A note while it is written. */
#include "cmd/draft.h"

#include "cmd/args.h"
#include "cmd/panel.h"
#include "cmd/xedit.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "nuc/stack.h"

bool draft_is_possible(void)
{
	const struct disk *disk = disk_of('A');

	return disk && !disk->is_read_only && !xedit_is_running() && panel_is_possible();
}

static const struct edf_fst *find(const char *fn, struct edf_name *name)
{
	disk_name(name, fn, "NOTE");
	return edf_find(&disk_of('A')->fs, name);
}

static int write_lines(struct edf_file *file, char *const *line, unsigned nr)
{
	ebc8_t record[DRAFT_LINE_MAX];
	int rc = 0;

	for (unsigned i = 0; rc >= 0 && i < nr; i++) {
		size_t len = MIN(strlen(line[i]), sizeof(record));

		ebc_from_ascii(record, line[i], len);
		if (!len)
			record[len++] = EBC_BLANK;
		rc = edf_write(file, 0, record, (uint32_t)len);
	}
	return MIN(rc, 0);
}

static int make(const char *fn, char *const *line, unsigned nr)
{
	const ebc8_t fm[2] = {ebc_from_chr('A'), ebc_from_chr('0')};
	struct disk *disk = disk_of('A');
	struct edf_file file;
	struct edf_name name;
	int rc;

	if (find(fn, &name))
		return 0;
	rc = edf_create(&disk->fs, &file, &name, fm, EDF_VARIABLE, 132);
	if (!rc)
		rc = write_lines(&file, line, nr);
	if (!rc)
		rc = edf_close(&file, NULL);
	if (rc) {
		edf_abandon(&file);
		rc = say_file_failed(rc, disk, fn, "NOTE", true);
	}
	return disk_commit(disk, rc);
}

int draft_edit(const char *fn, char *const *line, unsigned nr, bool *is_sent)
{
	/* In the order in which XEDIT takes them: the last one first. */
	static const char *const begin[] = {"BOTTOM", "SET PF5 SEND",
		"SET RESERVED -1 YELLOW NOHIGH SEND or PF5 sends the note, QQUIT forgets it, FILE "
		"keeps it"};
	char command[40];
	int rc = make(fn, line, nr);

	for (unsigned i = 0; !rc && i < ARRAY_LEN(begin); i++)
		if (!stack_put(begin[i], true))
			rc = msg(MSG_NO_STORAGE);
	if (rc)
		return rc;
	str_format(command, sizeof(command), "XEDIT %s NOTE A0 (NOPROFIL", fn);
	*is_sent = false;
	xedit_send_to(is_sent);
	rc = command_from(command, COMMAND_EXEC);
	xedit_send_to(NULL);
	session.module = "NOT";
	return rc;
}

int draft_read(const char *fn, int (*take)(void *ctx, const char *line), void *ctx)
{
	ebc8_t record[DRAFT_LINE_MAX];
	char line[DRAFT_LINE_MAX + 1];
	struct edf_file file;
	struct edf_name name;
	int rc = find(fn, &name) ? edf_open(&disk_of('A')->fs, &file, &name) : -E_NOENT;

	if (rc)
		return rc;
	for (uint32_t nr = 1; rc >= 0 && nr <= be32_get(file.fst.nr_records); nr++) {
		rc = edf_read(&file, nr, record, sizeof(record));
		if (rc < 0)
			break;
		rc = MIN(rc, DRAFT_LINE_MAX);
		ebc_to_ascii(line, record, (size_t)rc);
		line[rc] = 0;
		rc = take(ctx, line);
	}
	edf_abandon(&file);
	return MIN(rc, 0);
}

int draft_erase(const char *fn)
{
	struct disk *disk = disk_of('A');
	struct edf_name name;
	int rc = find(fn, &name) ? edf_erase(&disk->fs, &name) : 0;

	if (rc)
		rc = say_file_failed(rc, disk, fn, "NOTE", true);
	return disk_commit(disk, rc);
}
