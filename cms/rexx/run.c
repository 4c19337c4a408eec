// SPDX-License-Identifier: Apache-2.0
/* Calling EXECs: the interpreter is read at the first, and kept. */
#include "hosted/hosted.h"
#include "lib/string.h"
#include "nuc/disk.h"
#include "nuc/module.h"
#include "nuc/session.h"
#include "rexx/rexx.h"

#define INTERPRETER "DMSREX"

static uint8_t *interpreter;
static uint64_t interpreter_len;

static int get_interpreter(void)
{
	const struct fileid id = {.fn = INTERPRETER, .ft = "MODULE", .mode = '*', .number = '*'};

	return interpreter ? 0 : module_read(&id, &interpreter, &interpreter_len);
}

int rexx_run(const struct rexx_call *call)
{
	struct fileid id = {.mode = '*', .number = '*'};
	struct plist plist;
	struct disk *disk;
	int rc;

	str_copy(id.fn, call->fn, sizeof(id.fn));
	str_copy(id.ft, call->ft, sizeof(id.ft));
	if (!disk_find(&id, &disk))
		return RC_UNKNOWN;
	rc = get_interpreter();
	if (!rc)
		rc = plist_parse(&plist, INTERPRETER);
	if (rc)
		return rc;
	hosted_prepare(call);
	rc = module_start(interpreter, interpreter_len, INTERPRETER, &plist);
	hosted_prepare(NULL);
	return rc;
}
