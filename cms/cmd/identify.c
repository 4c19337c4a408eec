// SPDX-License-Identifier: Apache-2.0
/* IDENTIFY and TELL: who one is, and a message to somebody else. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/session.h"

/* QUERY USERID answers "userid AT system". */
int cmd_identify(const struct call *call)
{
	static const char query[] = "QUERY USERID";
	char reply[64], date[11], time[9];
	struct diag_270 now;
	struct plist words;
	uint32_t len;

	(void)call;
	if (cp_command_reply(query, sizeof(query) - 1, reply, sizeof(reply) - 1, &len))
		return 1;
	len = MIN(len, sizeof(reply) - 1);
	reply[len] = 0;
	while (len && (reply[len - 1] == '\n' || reply[len - 1] == ' '))
		reply[--len] = 0;
	cp_timer(&now);
	ebc_to_ascii(date, now.date, 8);
	ebc_to_ascii(time, now.time, 8);
	date[8] = time[8] = 0;
	if (plist_parse(&words, reply) || words.nr != 3)
		return 1;
	console_format(
		"%-8s AT %-8s VIA *        %s %s", words.token[0], words.token[2], date, time);
	return 0;
}

int cmd_tell(const struct call *call)
{
	char line[256];

	if (!call->plist->token[2][0])
		return msg(MSG_NO_FUNCTION);
	str_format(line, sizeof(line), "MESSAGE %s %s", call->plist->token[1], call_rest(call, 2));
	return command_cp(line);
}
