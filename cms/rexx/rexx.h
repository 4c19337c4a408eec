/* SPDX-License-Identifier: Apache-2.0 */
/*
 * REXX for the nucleus: EXECs are called, environments for ADDRESS are added, variables are looked
 * at and set. Text is ASCII. The interpreter is a program in the problem state (DMSREX MODULE);
 * each EXEC that a command calls has one of its own.
 */
#ifndef REXX_REXX_H
#define REXX_REXX_H

#include "arch/types.h"
#include "text/plist.h"

#define REXX_VALUE_MAX 0xFF00 /* bytes of a command */

/* ---- Calling -------------------------------------------------------------- */

/* Function: how an EXEC is called. */
struct rexx_call {
	const char *fn, *ft; /* of its file, which is on any accessed disk: upper case */
	const char *args;    /* its argument string, args_len bytes */
	size_t args_len;
	const char *address; /* to which environment its commands go at first: "CMS", "XEDIT" */
};

/*
 * Runs the EXEC to its end. Returns what it returned; RC_UNKNOWN (-3): there is no such file.
 * An error in it was told; then the return code is 20000 and the number of the error.
 */
int rexx_run(const struct rexx_call *call);

/* ---- Environments --------------------------------------------------------- */

/* Function: an environment, in storage of who adds it, who drops it before that storage goes. */
struct rexx_environment {
	struct rexx_environment *next;
	char name[PLIST_TOKEN + 1]; /* upper case, as behind ADDRESS */
	/*
	 * A command for it, len bytes and a final NUL that does not count. Returns the return code,
	 * RC for the EXEC. Runs while the EXEC waits: may set its variables, call other EXECs.
	 */
	int (*command)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/* The newest of a name counts. CMS COMMAND CP are there already. */
void rexx_environment_add(struct rexx_environment *environment);
void rexx_environment_drop(struct rexx_environment *environment);

/* After a command that ended badly all are gone. */
void rexx_recover(void);

/* ---- Variables of the EXEC that called ------------------------------------ */

/*
 * For commands: has an EXEC called the command that runs? Only then has it variables. Names are as
 * in the EXEC ("line.1"; case does not matter); a compound variable's tail is taken as an
 * expression of the EXEC would be.
 */
bool rexx_is_caller(void);

/*
 * Puts at most size bytes of the value into value; *len is its whole length. One that was never set
 * has its name as its value, as always. 0; -E_NOENT: no EXEC called; -E_INVAL: no name of a
 * variable.
 */
int rexx_variable_get(const char *name, char *value, size_t size, size_t *len) MUST_CHECK;

/* 0, -E_NOENT, -E_INVAL, -E_NOMEM. */
int rexx_variable_set(const char *name, const char *value, size_t len) MUST_CHECK;

#endif
