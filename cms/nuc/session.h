/* SPDX-License-Identifier: Apache-2.0 */
/* What a person's session with CMS has: settings, and how a command line is executed. */
#ifndef NUC_SESSION_H
#define NUC_SESSION_H

#include "arch/types.h"

#define CMS_LEVEL "Stillwater CMS Level 1"

#define RC_UNKNOWN (-3) /* of a command that nobody knows */

/* Function: settings of SET. One for the machine, since it is one person's. */
struct session {
	bool impcp;                    /* what CMS does not know goes to CP */
	bool impex;                    /* the name of an EXEC is a command */
	bool abbrev;                   /* names may be abbreviated */
	bool svctrace;                 /* commands are told with their return codes */
	volatile bool svctrace_pauses; /* SO: until the next ready message */
	bool exectrac;                 /* EXECs are traced from their beginning */
	bool is_ready_short;           /* RDYMSG SMSG: without times */
	const char *module; /* of the command that runs: letters in its messages' numbers */
};
extern struct session session;

/*
 * Executes a command line, ASCII: searches for its command in the nucleus, then among CP's. Returns
 * its return code, or RC_UNKNOWN, then nothing was typed.
 */
int command_line(const char *line);

enum command_from {
	COMMAND_PERSON,  /* all kinds of commands, CP's as well */
	COMMAND_PROGRAM, /* no EXECs, not CP's */
	COMMAND_EXEC,    /* as EXECs with ADDRESS COMMAND have it: only whole names of CMS's own */
};

/* The same from where it comes, without CP's commands. */
int command_from(const char *line, enum command_from from);

/* The same, from a program. */
int command_cms(const char *line);

/* The same out of a program: they cannot be nested without end. */
int command_nested(const char *line, enum command_from from);

/* A command for CP whose response CMS types. Returns CP's return code. */
int command_cp(const char *line);
/* The same; is_quiet: without the response if the return code is not 0. */
int command_cp_for(const char *line, bool is_quiet);

/* The first ready message; then commands. */
void session_begin(void) __attribute__((noreturn));

/* Reads and executes commands for ever. On a fresh stack. */
void command_loop(void) __attribute__((noreturn));

/* Goes there from anywhere. */
void restart_loop(void) __attribute__((noreturn));

#endif
