// SPDX-License-Identifier: Apache-2.0
/* NUCXLOAD NUCXDROP NUCXMAP: programs that stay in storage. */
#include "cmd/args.h"
#include "lib/string.h"
#include "nuc/extension.h"

int cmd_nucxload(const struct call *call)
{
	const struct plist *plist = call->plist;
	const unsigned nr = args_nr(call);
	const char *bad;
	struct fileid id;

	if (nr == 0)
		return msg(MSG_INCOMPLETE);
	if (nr > 2)
		return msg(MSG_INVALID_PARAMETER, plist->token[3]);
	if (fileid_make(&id, plist->token[nr], "MODULE", "", '*', false, &bad))
		return msg(MSG_INVALID_CHARACTER, bad);
	return extension_load(plist->token[1], &id);
}

int cmd_nucxdrop(const struct call *call)
{
	if (args_nr(call) != 1)
		return msg(MSG_INCOMPLETE);
	return extension_drop(call->plist->token[1]) ? 0
						     : msg(MSG_NO_EXTENSION, call->plist->token[1]);
}

int cmd_nucxmap(const struct call *call)
{
	const struct extension *extension = extension_next(NULL);

	(void)call;
	if (!extension)
		return msg(MSG_NO_EXTENSION, "*");
	console_put("NAME      BYTES");
	for (; extension; extension = extension_next(extension))
		console_format("%-8s %6u", extension->name, (unsigned)extension->len);
	return 0;
}
