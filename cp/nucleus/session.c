// SPDX-License-Identifier: Apache-2.0
/* The operator, and the time of day. */
#include "nucleus/session.h"
#include "mach/clock.h"
#include "mach/sclp.h"
#include "nucleus/console.h"
#include "nucleus/sysconfig.h"
#include "nucleus/vmdbk.h"

void operator_tell(const char *text)
{
	struct vmdbk *vm = vm_find(OPERATOR_USERID);

	/* A disconnected operator still has the machine's own console. */
	if (vm && vm->console && vm->console->terminal)
		console_tell(vm, text, 0);
	else
		sclp_print(text);
	vm_put(vm);
}

void operator_message(enum msg_id id, const char *const *args, unsigned nr_args)
{
	char text[MSG_LINE_SIZE];

	if (msg_format(text, sizeof(text), id, EMSG_ON, args, nr_args) > 0)
		operator_tell(text);
}

void stamp_now(char buf[STAMP_SIZE])
{
	struct datetime now;
	const char *zone = system_datetime(&now, clock_now());

	datetime_stamp(buf, STAMP_SIZE, &now, zone, DATE_SHORT);
}
