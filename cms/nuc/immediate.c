// SPDX-License-Identifier: Apache-2.0
/* Immediate commands: immediate.def. */
#include "nuc/immediate.h"

#include "hosted/hosted.h"
#include "lib/string.h"
#include "nuc/abend.h"
#include "nuc/lowcore.h"
#include "nuc/session.h"

static volatile bool is_halting;    /* HX is to be obeyed */
static volatile bool is_not_typing; /* HT */

static void halt_typing(void)
{
	is_not_typing = true;
}

static void resume_typing(void)
{
	is_not_typing = false;
}

/*
 * A program can be ended at any instruction; the nucleus, which may be changing something, goes on
 * to where it asks.
 */
static void halt_execution(void)
{
	struct lowcore *low = lowcore();

	is_halting = true;
	if ((low->arch.io_old.mask & PSW_KEY) == (uint64_t)KEY_USER << 52) {
		low->arch.io_old.mask = PSW_AMODE64;
		low->arch.io_old.addr = (uint64_t)immediate_obey;
		low->io_regs[15] = low->svc_stack;
	}
}

static void halt_interpretation(void)
{
	hosted_immediate(HOSTED_HI);
}

static void trace_commands_end(void)
{
	session.svctrace = false;
}

static void trace_commands_pause(void)
{
	session.svctrace_pauses = true;
}

static void trace_commands_again(void)
{
	session.svctrace_pauses = false;
}

static void trace_start(void)
{
	hosted_immediate(HOSTED_TS);
}

static void trace_end(void)
{
	hosted_immediate(HOSTED_TE);
}

static const struct {
	char name[3];
	void (*obey)(void);
	const char *purpose;
} commands[] = {
#define IMMEDIATE(name, handler, purpose) {name, handler, purpose},
#include "nuc/immediate.def"
#undef IMMEDIATE
};

bool immediate_about(unsigned nr, const char **name, const char **purpose)
{
	if (nr >= ARRAY_LEN(commands))
		return false;
	*name = commands[nr].name;
	*purpose = commands[nr].purpose;
	return true;
}

bool immediate_command(const char *line)
{
	size_t len;

	while (*line == ' ')
		line++;
	len = strlen(line);
	while (len && line[len - 1] == ' ')
		len--;
	for (unsigned i = 0; i < ARRAY_LEN(commands); i++) {
		if (len != 2 || mem_casecmp(line, commands[i].name, len) != 0)
			continue;
		commands[i].obey();
		return true;
	}
	return false;
}

void immediate_obey(void)
{
	if (is_halting)
		abend_halted();
}

void immediate_type(bool is_typing)
{
	is_not_typing = !is_typing;
}

bool immediate_is_typing(void)
{
	return !is_not_typing;
}

void immediate_begin(void)
{
	is_halting = is_not_typing = false;
	(void)hosted_take_early();
}
