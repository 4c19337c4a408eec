// SPDX-License-Identifier: Apache-2.0
/* IDENTIFY: who one is, and what time it is. */
#include "cmd/people.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/stack.h"

/* IDENTIFY [(STACK FIFO|LIFO TYPE]: for EXECs in the stack. */
int cmd_identify(const struct call *call)
{
	static const struct option options[] = {{"STACK", 5, 1, NULL, NULL},
		{"FIFO", 4, 1, NULL, NULL}, {"LIFO", 4, 2, NULL, NULL}, {"TYPE", 4, 0, NULL, NULL}};
	char user[9], node[9], date[9], time[9], line[80];
	struct diag_270 now;
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	who_am_i(user, node);
	cp_timer(&now);
	ebc_to_ascii(date, now.date, 8);
	ebc_to_ascii(time, now.time, 8);
	date[8] = time[8] = 0;
	str_format(line, sizeof(line), "%-8s AT %-8s VIA *        %s %s", user, node, date, time);
	if (!bits)
		console_write(line);
	else if (!stack_put(line, bits & 2))
		return msg(MSG_NO_STORAGE);
	return 0;
}
