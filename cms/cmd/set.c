// SPDX-License-Identifier: Apache-2.0
/* SET: changes a setting. */
#include "cmd/cmd.h"
#include "hosted/hosted.h"
#include "lib/string.h"
#include "nuc/session.h"

int cmd_set(const struct call *call)
{
	const struct plist *plist = call->plist;
	const struct {
		const char *name;
		bool *value;
	} settings[] = {
#define SETTING(name, min, member, purpose) {name, &session.member},
#include "cmd/setting.def"
#undef SETTING
	};

	if (!plist->token[1][0])
		return msg(MSG_NO_FUNCTION);
	for (unsigned i = 0; i < ARRAY_LEN(settings); i++) {
		if (strcmp(plist->token[1], settings[i].name) != 0)
			continue;
		if (plist->nr > 3)
			return msg(MSG_INVALID_PARAMETER, plist->token[3]);
		if (strcmp(plist->token[2], "ON") != 0 && strcmp(plist->token[2], "OFF") != 0)
			return msg(MSG_INVALID_PARAMETER, plist->token[2]);
		*settings[i].value = plist->token[2][1] == 'N';
		if (settings[i].value == &session.exectrac)
			hosted_immediate(session.exectrac ? HOSTED_TS : HOSTED_TE);
		return 0;
	}
	return session.impcp ? command_cp(call->line) : msg(MSG_INVALID_FUNCTION, plist->token[1]);
}
