// SPDX-License-Identifier: Apache-2.0
/* SORT: a file with its records in order, by a pipeline. */
#include "cmd/args.h"
#include "lib/string.h"
#include "nuc/session.h"

#define RC_NO_FIELDS 40

/* "first last ...": pairs of columns become ranges of the stage SORT. Returns 0 or the return code.
 */
static int take_fields(const char *line, char *ranges, size_t size)
{
	struct plist plist;
	size_t at = 0;

	ranges[0] = 0;
	if (plist_parse(&plist, line) || plist.nr % 2)
		return msg(MSG_BAD_FIELD);
	for (unsigned i = 0; i < plist.nr; i += 2) {
		uint64_t first, last;

		if (str_to_dec(plist.token[i], strlen(plist.token[i]), &first) ||
			str_to_dec(plist.token[i + 1], strlen(plist.token[i + 1]), &last) ||
			!first || last < first || at + 30 > size)
			return msg(MSG_BAD_FIELD);
		at += (size_t)str_format(
			ranges + at, size - at, " %s-%s", plist.token[i], plist.token[i + 1]);
	}
	return plist.nr ? 0 : msg(MSG_NO_FIELDS);
}

/* SORT fn ft fm fn ft fm: asks for the columns. */
int cmd_sort(const struct call *call)
{
	char line[CONSOLE_LINE + 1], ranges[160], pipeline[300], mode[2];
	const struct edf_fst *fst;
	struct fileid from, to;
	struct disk *disk;
	int rc = args_fileid(call, 1, 3, 0, false, &from);

	if (!rc)
		rc = args_fileid(call, 4, 6, 0, false, &to);
	if (!rc && args_nr(call) > 6)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[7]);
	if (rc)
		return rc;
	mode[0] = from.mode;
	mode[1] = 0;
	fst = disk_find(&from, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, from.fn, from.ft, mode);
	if (strcmp(from.fn, to.fn) == 0 && strcmp(from.ft, to.ft) == 0 && from.mode == to.mode)
		return msg(MSG_IDENTICAL);
	msg(MSG_ENTER_FIELDS);
	console_read(line, true);
	rc = take_fields(line, ranges, sizeof(ranges));
	if (rc)
		return rc;
	str_format(pipeline, sizeof(pipeline), "PIPE < %s %s %c | sort%s | > %s %s %c ", from.fn,
		from.ft, disk->mode, ranges, to.fn, to.ft, to.mode);
	if (fst->recfm == EDF_FIXED) {
		size_t len = strlen(pipeline);

		str_format(
			pipeline + len, sizeof(pipeline) - len, "Fixed %u", be32_get(fst->lrecl));
	}
	return command_cms(pipeline);
}

/* TAPE: tapes are not there. */
int cmd_tape(const struct call *call)
{
	(void)call;
	return msg(MSG_NO_TAPE);
}
