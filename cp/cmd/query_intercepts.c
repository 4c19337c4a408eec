// SPDX-License-Identifier: Apache-2.0
/* QUERY INTERCEPTS: why a guest left SIE, and how often. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "virt/icpt.h"

#define COLUMNS 3

/* The counters go on while they are shown: each is right for itself. */
static void say_reasons(struct cmd *cmd, const struct vmdbk *vm)
{
	char line[COLUMNS * 26 + 1], name[16];
	unsigned column = 0;
	int len = 0;

	for (unsigned i = 0; i < NR_ICPT_REASONS; i++) {
		if (!vm->icpt_count[i])
			continue;
		icpt_name(name, sizeof(name), i);
		len += str_format(line + len, sizeof(line) - (size_t)len, "%-10s%10u     ", name,
			vm->icpt_count[i]);
		if (++column < COLUMNS)
			continue;
		cmd_say(cmd, "%s", line);
		column = 0;
		len = 0;
	}
	if (column)
		cmd_say(cmd, "%s", line);
}

static uint64_t total(const struct vmdbk *vm)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < NR_ICPT_REASONS; i++)
		sum += vm->icpt_count[i];
	return sum;
}

static int say_intercepts(struct cmd *cmd, struct vmdbk *vm)
{
	cmd_say(cmd, "USERID=%-8s SIE=%llu INTERCEPTS=%llu FAULTS=%llu HOSTINT=%llu", vm->userid,
		(unsigned long long)vm->nr_sie, (unsigned long long)total(vm),
		(unsigned long long)vm->nr_faults, (unsigned long long)vm->nr_host_int);
	say_reasons(cmd, vm);
	vm_put(vm);
	return 0;
}

int query_intercepts(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_intercepts(cmd, vm);
}

int query_intercepts_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_intercepts(cmd, vm);
}
