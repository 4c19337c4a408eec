// SPDX-License-Identifier: Apache-2.0
/* STATE and STATEW: does a file exist? */
#include "cmd/args.h"

static int state(const struct call *call, bool to_write)
{
	const unsigned nr = args_nr(call);
	struct walk walk;
	struct fileid id;
	char mode[2];
	int rc = args_fileid(call, 1, nr, '*', true, &id);

	if (rc)
		return rc;
	if (nr > 3)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	if (id.mode != '*' && !args_disk(id.mode, &rc))
		return rc;
	walk_begin(&walk, &id);
	while (walk_next(&walk))
		if (!to_write || !walk.disk->is_read_only)
			return 0;
	mode[0] = id.mode;
	mode[1] = 0;
	return msg(MSG_FILE_NOT_FOUND, id.fn, id.ft, mode);
}

int cmd_state(const struct call *call)
{
	return state(call, false);
}

int cmd_statew(const struct call *call)
{
	return state(call, true);
}
