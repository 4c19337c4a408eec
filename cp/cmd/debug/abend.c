// SPDX-License-Identifier: Apache-2.0
/* ABEND, in debug builds: makes CP fail. */
#include "cmd/cmd.h"
#include "mach/abend.h"
#include "mach/lock.h"

static struct lock test_lock = LOCK_INIT(SYSTEM);

/* In a task without locks: the command is lost, CP goes on. */
static void fail_soft(void)
{
	abend(ABEND_TST001, 0);
}

/* With a lock held nobody can say what is half done: CP ends. */
static void fail_hard(void)
{
	lock_take(&test_lock);
	fail_soft();
}

/* A store where there is no storage. */
static void fail_check(void)
{
	*(volatile uint64_t *)0x0123456789ABC000 = 0;
}

static void fill_stack(void);
static void (*volatile again)(void) = fill_stack; /* volatile: the compiler sees no recursion */

/* Takes a piece of stack and calls itself until there is no more. */
static void fill_stack(void)
{
	volatile uint8_t piece[1024];

	piece[0] = 1;
	again();
	piece[1] = piece[0];
}

int cmd_abend(struct cmd *cmd)
{
	static const struct {
		const char *name;
		void (*fail)(void);
	} kinds[] = {{"SOFT", fail_soft}, {"HARD", fail_hard}, {"CHECK", fail_check},
		{"STACK", fill_stack}};
	struct cmd_word word;

	cmd_next(cmd->line, &word);
	for (unsigned i = 0; i < ARRAY_LEN(kinds); i++)
		if (word_is(&word, kinds[i].name, 0))
			kinds[i].fail();
	cmd_refuse(cmd->line, MSG_INVALID_OPERAND, &word);
	return cmd_refused(cmd);
}
