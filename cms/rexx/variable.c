// SPDX-License-Identifier: Apache-2.0
/*
 * Variables of an EXEC, asked for by a command that it called: the interpreter, which waits for the
 * command's end, is called in between.
 */
#include "hosted/hosted.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/machine.h"
#include "nuc/program.h"
#include "nuc/translation.h"
#include "rexx/rexx.h"

bool rexx_is_caller(void)
{
	const struct hosted *h = hosted_current();

	return h && h->rexx && h->frame;
}

/* Calls the interpreter, with its registers and on its stack. */
static int ask(struct hosted *h, const struct hosted_variable *variable)
{
	const uint64_t at = (uint64_t)&h->rexx->variable, entry = h->rexx->entry;
	const struct psw psw = {
		translation_mask() | PSW_AMODE64 | PSW_IO | PSW_PROBLEM | (uint64_t)KEY_USER << 52,
		entry};
	uint64_t regs[16], stack = (h->frame->regs[15] & ~7ull) - 160;
	int rc;

	memcpy(regs, h->frame->regs, sizeof(regs));
	regs[2] = at;
	regs[13] = stack; /* where it saves registers */
	regs[14] = (uint64_t)program_return;
	regs[15] = stack - 160;
	hosted_store(at, variable, sizeof(*variable));
	h->asked++;
	io_disable();
	rc = (int)program_call(&psw, regs);
	io_restore(2);
	h->asked--;
	switch (rc) {
	case 0: return 0;
	case -L_ENOMEM: return -E_NOMEM;
	default: return -E_INVAL;
	}
}

int rexx_variable_get(const char *name, char *value, size_t size, size_t *len)
{
	struct hosted *h = hosted_current();
	const struct hosted_variable *variable;
	int rc;

	if (!rexx_is_caller())
		return -E_NOENT;
	rc = ask(h, &(const struct hosted_variable){
			    .ask = HOSTED_GET, .name = name, .name_len = strlen(name)});
	if (rc)
		return rc;
	variable = &h->rexx->variable;
	*len = variable->value_len;
	memcpy(value, variable->value, MIN(*len, size));
	return 0;
}

int rexx_variable_set(const char *name, const char *value, size_t len)
{
	struct hosted *h = hosted_current();

	if (!rexx_is_caller())
		return -E_NOENT;
	return ask(h, &(const struct hosted_variable){.ask = HOSTED_SET,
			      .name = name,
			      .name_len = strlen(name),
			      .value = value,
			      .value_len = len});
}
