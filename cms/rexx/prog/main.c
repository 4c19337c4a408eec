// SPDX-License-Identifier: Apache-2.0
/*
 * DMSREX: the interpreter as a program of CMS. Regina does the work; here it is told which EXEC to
 * run, and what CMS has in place of its own surroundings is in cms.c.
 */
#define INCL_RXSYSEXIT
#define INCL_RXSHV
#include "rexxsaa.h"

#include "hosted/prog/begin.h"
#include "rexx/prog/prog.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RC_ERROR 20000 /* and the number of the error */

const unsigned long hosted_stack_size = 2 * 1024 * 1024;

struct hosted_exec exec;
static struct hosted_rexx rexx;

/* ---- Requests of the nucleus --------------------------------------------- */

long hosted_asked(struct hosted_variable *variable)
{
	static PSZ value; /* that the nucleus got last */
	SHVBLOCK block = {.shvcode = variable->ask == HOSTED_GET ? RXSHV_SYFET : RXSHV_SYSET};

	MAKERXSTRING(block.shvname, (char *)variable->name, variable->name_len);
	if (variable->ask == HOSTED_SET) {
		MAKERXSTRING(block.shvvalue, (char *)variable->value, variable->value_len);
		block.shvvaluelen = variable->value_len;
	}
	if (RexxVariablePool(&block) & ~(RXSHV_NEWV | RXSHV_OK))
		return block.shvret & RXSHV_MEMFL ? HOSTED_NO_STORAGE : HOSTED_NO_NAME;
	if (variable->ask == HOSTED_GET) {
		if (value)
			RexxFreeMemory(value);
		value = block.shvvalue.strptr;
		variable->value = value;
		variable->value_len = block.shvvalue.strlength;
	}
	return 0;
}

/* ---- The EXEC ------------------------------------------------------------ */

/* A number that is a whole one is the return code; what else is returned counts as 0. */
static int code_of(const RXSTRING *result)
{
	char text[24] = "";

	if (RXNULLSTRING(*result) || result->strlength >= sizeof(text))
		return 0;
	memcpy(text, result->strptr, result->strlength);
	return (int)strtol(text, NULL, 10);
}

static int run(void)
{
	char *args = malloc(exec.args_len + 1);
	RXSTRING argument, result;
	SHORT code;
	LONG rc;

	if (!args)
		return (int)hosted_own(HOSTED_HUNGRY, 0, 0, 0);
	hosted_own(HOSTED_EXEC_ARGS, args, exec.args_len, 0);
	MAKERXSTRING(argument, args, exec.args_len);
	MAKERXSTRING(result, NULL, 0);
	rc = RexxStart(1, &argument, exec.fn, NULL, exec.address, RXCOMMAND, NULL, &code, &result);
	if (rc)
		return RC_ERROR + (int)(rc < 0 ? -rc : rc);
	return code_of(&result);
}

int main(void)
{
	if (hosted_own(HOSTED_EXEC, &exec, 0, 0))
		return 24; /* only CMS calls it */
	rexx.immediate = immediate_word();
	rexx.entry = (unsigned long)hosted_entry;
	hosted_own(HOSTED_REXX, &rexx, 0, 0);
	exit(run());
}
