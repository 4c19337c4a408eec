// SPDX-License-Identifier: Apache-2.0
/* SENDFILE, DISK DUMP: files go to readers. */
#include "cmd/deck.h"
#include "cmd/people.h"
#include "cmd/sender.h"
#include "lib/string.h"
#include "nuc/console.h"

/*
 * Where the names of people begin: behind TO, or behind the third word, or the second if the third
 * is no file mode.
 */
static unsigned first_person(const struct call *call, unsigned nr)
{
	char mode, number;

	for (unsigned i = 3; i <= MIN(nr, 4u); i++)
		if (strcmp(call->plist->token[i], "TO") == 0)
			return i + 1;
	return nr > 3 && fileid_mode(call->plist->token[3], &mode, &number) ? 4 : 3;
}

/* SENDFILE fn ft [fm] [TO] name ... (NOTYPE: all other options say what it does anyway. */
int cmd_sendfile(const struct call *call)
{
	static const struct option options[] = {{"NOTYPE", 3, 1, NULL, NULL},
		{"TYPE", 2, 0, NULL, NULL}, {"NEW", 3, 0, NULL, NULL}, {"NOACK", 3, 0, NULL, NULL},
		{"NOLOG", 3, 0, NULL, NULL}};
	const unsigned nr = args_nr(call), first = first_person(call, nr);
	unsigned words = first - 1, nr_users;
	char users[PEOPLE_MAX][9], user[9], node[9], mode[3];
	const struct edf_fst *fst;
	struct disk *disk;
	struct fileid id;
	uint32_t is_quiet;
	int rc = args_options(call, options, ARRAY_LEN(options), &is_quiet);

	if (rc)
		return rc;
	if (words > 2 && strcmp(call->plist->token[words], "TO") == 0)
		words--;
	rc = args_fileid(call, 1, MIN(nr, words), '*', false, &id);
	if (!rc && nr < first)
		rc = msg(MSG_NO_FUNCTION);
	if (!rc)
		rc = people_find(call, first, nr, users, &nr_users);
	if (rc)
		return rc;
	who_am_i(user, node);
	fst = disk_find(&id, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, (const char[2]){id.mode});
	for (unsigned i = 0; i < nr_users; i++) {
		int failed = send_file(disk, fst, users[i]);

		if (!failed && !is_quiet)
			console_format("File %s %s %s sent to %s at %s", id.fn, id.ft,
				mode_text(disk, fst, mode), users[i], node);
		rc = MAX(rc, failed);
	}
	return rc;
}

/*
 * DISK DUMP fn ft [fm], DISK LOAD. Differs: the cards are NETDATA, as SENDFILE's are, not the ones
 * that CMS had before there was that.
 */
int cmd_disk(const struct call *call)
{
	const char *function = call->plist->token[1];
	const struct edf_fst *fst;
	struct disk *disk;
	struct fileid id;
	int rc;

	if (strcmp(function, "LOAD") == 0)
		return disk_load(call);
	if (strcmp(function, "DUMP") != 0)
		return function[0] ? msg(MSG_INVALID_FUNCTION, function) : msg(MSG_NO_FUNCTION);
	rc = args_fileid(call, 2, args_nr(call), '*', false, &id);
	if (!rc && args_nr(call) > 4)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[5]);
	if (rc)
		return rc;
	fst = disk_find(&id, &disk);
	return fst ? send_file(disk, fst, "")
		   : msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, (const char[2]){id.mode});
}
