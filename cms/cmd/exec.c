// SPDX-License-Identifier: Apache-2.0
/* EXEC: executes a REXX program, or a list of commands. */
#include "cmd/args.h"
#include "cmd/execlist.h"
#include "lib/string.h"
#include "nuc/session.h"

int cmd_exec(const struct call *call)
{
	const char *args = call_rest(call, 2);
	const char *bad, *fn = call->plist->token[1];
	struct fileid id;
	int rc;

	if (!fn[0])
		return msg(MSG_INCOMPLETE);
	if (fileid_make(&id, fn, "EXEC", "", '*', false, &bad) != FILEID_GOOD)
		return msg(MSG_INVALID_CHARACTER, bad);
	rc = exec_run(id.fn, args);
	return rc == RC_UNKNOWN ? msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, "*") : rc;
}
