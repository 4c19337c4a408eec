// SPDX-License-Identifier: Apache-2.0
/*
 * DIRECTXA: a file becomes the user directory. It goes through the punch into the user's own
 * reader, and CP's command of that name compiles it, says what is wrong, and puts it into use.
 */
#include "cmd/unitrec.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/session.h"

#define EDIT       1
#define REPLY_SIZE 512

/* Closes the punch; returns the number of the spool file, "" after a message. */
static void close_punch(char spid[5])
{
	static const char close[] = "CLOSE PUNCH NAME USER DIRECT", mark[] = " FILE ";
	char reply[REPLY_SIZE + 1];
	uint32_t len;
	int rc = cp_command_reply(close, sizeof(close) - 1, reply, REPLY_SIZE, &len);

	spid[0] = 0;
	len = MIN(len, REPLY_SIZE);
	for (uint32_t at = 0; !rc && at + sizeof(mark) + 3 <= len; at++) {
		if (memcmp(reply + at, mark, sizeof(mark) - 1) != 0)
			continue;
		memcpy(spid, reply + at + sizeof(mark) - 1, 4);
		spid[4] = 0;
		return;
	}
}

/* Puts the file into the own reader. */
static int send_to_self(struct disk *disk, const struct edf_fst *fst, char spid[5])
{
	struct unitrec *unit;
	int rc, cp_rc = command_cp("SPOOL PUNCH TO * CLASS A NOHOLD NOCONT");

	if (cp_rc)
		return cp_rc;
	unit = unitrec_open(&unitrec_punch, &rc);
	if (!unit)
		return rc;
	rc = unitrec_file(unit, disk, fst);
	if (unitrec_finish(unit) && !rc)
		rc = msg(MSG_UNIT_ERROR);
	if (rc)
		command_cp("CLOSE PUNCH PURGE");
	else
		close_punch(spid);
	command_cp("SPOOL PUNCH OFF");
	return rc || spid[0] ? rc : msg(MSG_UNIT_ERROR);
}

int cmd_directxa(const struct call *call)
{
	static const struct option options[] = {{"EDIT", 4, EDIT, NULL, NULL}};
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	const struct edf_fst *fst;
	struct fileid id;
	struct disk *disk;
	const char *bad;
	char line[32], spid[5];
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (fileid_make(&id, nr >= 1 ? plist->token[1] : "USER",
		    nr >= 2 ? plist->token[2] : "DIRECT", nr >= 3 ? plist->token[3] : "", '*',
		    false, &bad))
		return msg(MSG_INVALID_CHARACTER, bad);
	fst = disk_find(&id, &disk);
	if (!fst)
		return msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, (const char[2]){id.mode});
	rc = send_to_self(disk, fst, spid);
	if (rc)
		return rc;
	str_format(line, sizeof(line), "DIRECTXA %s%s", spid, bits & EDIT ? " EDIT" : "");
	rc = command_cp(line);
	str_format(line, sizeof(line), "PURGE READER %s", spid);
	command_cp(line);
	return rc;
}
