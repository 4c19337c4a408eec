// SPDX-License-Identifier: Apache-2.0
/*
 * What CMS has in place of Regina's own: the program stack, where commands go, where functions that
 * are EXECs are found, what PARSE SOURCE says, immediate commands. The linker puts each __wrap_
 * function here in the place of Regina's function of the same name, which is __real_ then.
 */
#include "rexx.h"

#include "hosted/prog/begin.h"
#include "rexx/prog/with.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#define STACKED_MAX 255 /* of the program stack */
#define RC_FAILED   (-3)
#define STACK_LEFT  0x10000 /* bytes: more than any clause takes, and telling an error */

/* Regina's names, as its wrappers.h changes them. */
int __wrap___regina_stack_lifo(tsd_t *TSD, streng *line, const streng *queue);
int __wrap___regina_stack_fifo(tsd_t *TSD, streng *line, const streng *queue);
streng *__wrap___regina_popline(
	tsd_t *TSD, const streng *queue, int *result, unsigned long wait_flag);
int __wrap___regina_lines_in_stack(tsd_t *TSD, const streng *queue);
streng *__wrap___regina_perform(tsd_t *TSD, const streng *command, const streng *environment,
	cnodeptr clause, cnodeptr overwrite);
streng *__wrap___regina_run_popen(tsd_t *TSD, const streng *command, const streng *environment);
streng *__wrap___regina_get_external_routine(const tsd_t *TSD, const char *name, FILE **file);
const char *__wrap___regina_system_type(void);
streng *__wrap___regina_rex_userid(tsd_t *TSD, cparamboxptr parameters);
void __wrap___regina_halt_raised(tsd_t *TSD);
void __real___regina_halt_raised(tsd_t *TSD);
void __wrap___regina_pushcallstack(const tsd_t *TSD, treenode *clause);
void __real___regina_pushcallstack(const tsd_t *TSD, treenode *clause);
streng *__wrap___regina_dointerpret(tsd_t *TSD, streng *text);
streng *__real___regina_dointerpret(tsd_t *TSD, streng *text);

/* ---- The program stack --------------------------------------------------- */

static int put(tsd_t *TSD, streng *line, long is_lifo)
{
	long rc = hosted_own(HOSTED_STACK_PUT, line->value, (long)line->len, is_lifo);

	Free_stringTSD(line);
	if (rc)
		exiterror(ERR_STORAGE_EXHAUSTED, 0);
	return 0;
}

int __wrap___regina_stack_lifo(tsd_t *TSD, streng *line, const streng *queue)
{
	(void)queue;
	return put(TSD, line, 1);
}

int __wrap___regina_stack_fifo(tsd_t *TSD, streng *line, const streng *queue)
{
	(void)queue;
	return put(TSD, line, 0);
}

/* A line of the stack, or of the terminal. */
streng *__wrap___regina_popline(
	tsd_t *TSD, const streng *queue, int *result, unsigned long wait_flag)
{
	streng *line = Str_makeTSD(STACKED_MAX);
	long len = hosted_own(HOSTED_STACK_TAKE, line->value, STACKED_MAX, 0);

	(void)queue;
	(void)wait_flag;
	if (result)
		*result = 0;
	line->len = (int)(len < 0 ? 0 : len);
	if (len >= 0)
		return line;
	Free_stringTSD(line);
	return readkbdline(TSD);
}

int __wrap___regina_lines_in_stack(tsd_t *TSD, const streng *queue)
{
	(void)TSD;
	(void)queue;
	return (int)hosted_own(HOSTED_STACK_NR, 0, 0, 0);
}

/* ---- Commands ------------------------------------------------------------ */

streng *__wrap___regina_perform(tsd_t *TSD, const streng *command, const streng *environment,
	cnodeptr clause, cnodeptr overwrite)
{
	char name[16];
	struct hosted_command request = {
		name, command->value, (unsigned long)command->len, RC_FAILED};
	struct with with = {};
	streng *result;
	int len =
		environment->len < (int)sizeof(name) - 1 ? environment->len : (int)sizeof(name) - 1;

	memcpy(name, environment->value, (size_t)len);
	name[len] = 0;
	with_begin(TSD, &with, environment, overwrite);
	fflush(stdout);
	if (hosted_own(HOSTED_COMMAND, &request, 0, 0))
		request.rc = RC_FAILED;
	with_end(TSD, &with);
	result = int_to_streng(TSD, request.rc);
	post_process_system_call(TSD, command, request.rc, result, clause);
	return result;
}

/* A function that nobody knows is no command. */
streng *__wrap___regina_run_popen(tsd_t *TSD, const streng *command, const streng *environment)
{
	(void)TSD;
	(void)command;
	(void)environment;
	return NULL;
}

/* ---- EXECs --------------------------------------------------------------- */

/* fn upper case, from the name as it is written; 0: no file has such a name. */
static int make_name(char fn[9], const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > 8)
		return 0;
	for (size_t i = 0; i <= len; i++)
		fn[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 0x20 : name[i]);
	return 1;
}

/* Has the program's own filetype, as macros of an editor call each other, or is an EXEC. */
streng *__wrap___regina_get_external_routine(const tsd_t *TSD, const char *name, FILE **file)
{
	const char *const types[] = {exec.ft, "EXEC"};
	char fn[9], fm[4], path[64];

	for (unsigned i = 0; i < 2 && make_name(fn, name); i++) {
		if (hosted_own(HOSTED_FIND, fn, types[i], fm))
			continue;
		snprintf(path, sizeof(path), "%s %s %s", fn, types[i], fm);
		*file = fopen(path, "rb");
		if (!*file)
			continue;
		snprintf(path, sizeof(path), "%s %s %s %s %s", fn, types[i], fm, fn, exec.address);
		return Str_creTSD(path);
	}
	return NULL;
}

/* USERID(): of the virtual machine. */
streng *__wrap___regina_rex_userid(tsd_t *TSD, cparamboxptr parameters)
{
	struct utsname names;

	checkparam(parameters, 0, 0, "USERID");
	return Str_creTSD(uname(&names) ? "" : names.nodename);
}

const char *__wrap___regina_system_type(void)
{
	return "CMS";
}

/* ---- Programs that call themselves ---------------------------------------- */

/* Each call of a routine comes here: the EXEC ends before the stack does. */
static void check_stack(void)
{
	if ((unsigned long)__builtin_frame_address(0) - hosted_stack < STACK_LEFT)
		exiterror(ERR_STORAGE_EXHAUSTED, 0);
}

void __wrap___regina_pushcallstack(const tsd_t *TSD, treenode *clause)
{
	check_stack();
	__real___regina_pushcallstack(TSD, clause);
}

streng *__wrap___regina_dointerpret(tsd_t *TSD, streng *text)
{
	check_stack();
	return __real___regina_dointerpret(TSD, text);
}

/* ---- Immediate commands -------------------------------------------------- */

volatile int *immediate_word(void)
{
	return &GLOBAL_ENTRY_POINT()->HaltRaised; /* which RexxStart would clear otherwise */
}

static void trace(tsd_t *TSD, const char *how)
{
	streng *setting = Str_creTSD(how);

	set_trace(TSD, setting);
	Free_stringTSD(setting);
}

/*
 * Called before a clause when the word is not 0; also while a program is read, which is too early:
 * the word stays then. A second "?" would end what the first one began.
 */
void __wrap___regina_halt_raised(tsd_t *TSD)
{
	int what = TSD->HaltRaised;

	if (!TSD->systeminfo->tree.root)
		return;
	TSD->HaltRaised = 0;
	switch (what) {
	case HOSTED_TS: trace(TSD, TSD->systeminfo->interactive ? "R" : "?R"); break;
	case HOSTED_TE: trace(TSD, "O"); break;
	default:
		TSD->HaltRaised = 2; /* SIGINT */
		__real___regina_halt_raised(TSD);
	}
}
