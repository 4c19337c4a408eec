// SPDX-License-Identifier: Apache-2.0
/* SET: changes a setting. */
#include "cmd/cmd.h"
#include "hosted/hosted.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/session.h"

/* The second word of a choice is wanted, or the first. */
static void choose(const char *name, bool is_second)
{
	if (name[0] == 'C')
		immediate_type(!is_second);
	else
		session.is_ready_short = is_second;
}

/* Returns a negative number if it is no such setting. */
static int set_choice(const struct plist *plist)
{
	static const struct {
		const char *name, *first, *second;
		uint8_t min;
	} choices[] = {
#define CHOICE(name, min, first, second, purpose) {name, first, second, min},
#include "cmd/choice.def"
#undef CHOICE
	};
	const char *word = plist->token[2];

	for (unsigned i = 0; i < ARRAY_LEN(choices); i++) {
		if (!is_abbreviation(plist->token[1], choices[i].name, choices[i].min))
			continue;
		if (plist->nr > 3)
			return msg(MSG_INVALID_PARAMETER, plist->token[3]);
		if (strcmp(word, choices[i].first) != 0 && strcmp(word, choices[i].second) != 0)
			return msg(MSG_INVALID_PARAMETER, word);
		choose(choices[i].name, strcmp(word, choices[i].second) == 0);
		return 0;
	}
	return -1;
}

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

	int rc;

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
	rc = set_choice(plist);
	if (rc >= 0)
		return rc;
	return session.impcp ? command_cp(call->line) : msg(MSG_INVALID_FUNCTION, plist->token[1]);
}
