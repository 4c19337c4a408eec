// SPDX-License-Identifier: Apache-2.0
/* EXEC: executes a REXX program. */
#include "cmd/args.h"
#include "lib/string.h"
#include "nuc/session.h"
#include "rexx/rexx.h"

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
	rc = rexx_run(&(const struct rexx_call){id.fn, id.ft, args, strlen(args), "CMS"});
	return rc == RC_UNKNOWN ? msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, "*") : rc;
}
