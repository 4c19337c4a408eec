/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of commands, or of the operands of one (QUERY, SET), and how a word finds its row.
 *
 * Several rows may have the same name with other classes: the user gets the first one that he may
 * use. So FORCE in class A and FORCE in class G are two rows with two handlers.
 */
#ifndef LOGIC_CMDTAB_H
#define LOGIC_CMDTAB_H

#include "logic/class.h"
#include "logic/cmdline.h"

enum cmd_flags {
	CMD_ANY = 1 << 0,          /* for every user, whatever his classes */
	CMD_BEFORE_LOGON = 1 << 1, /* also where nobody is logged on */
	CMD_CONSOLE_ONLY =
		1 << 2,      /* not through DIAGNOSE X'08' or the directory: the caller looks */
	CMD_SECRET = 1 << 3, /* may carry a password: never echo, trace or log the line */
	CMD_HIDDEN = 1 << 4, /* HELP does not list it */
	CMD_REFUSED = 1 << 5, /* always refused: HELP explains it, but does not list it */
	CMD_OWN_ONLY = 1 << 6, /* not through FOR or the directory: the caller looks */
};

struct cmd_entry {
	const char *name;      /* in upper case */
	uint8_t min;           /* shortest abbreviation in characters; 0: none */
	uint8_t flags;         /* CMD_* */
	class_set_t classes;   /* any one of these will do */
	const char *syntax;    /* lines parted by \n */
	const char *help;      /* one line */
	void (*handler)(void); /* the caller knows its real type */
};

struct cmd_table {
	const struct cmd_entry *rows;
	unsigned nr_rows;
	enum msg_id missing; /* no word: MSG_OPERAND_MISSING, MSG_NONE if that is no error */
	enum msg_id unknown; /* no such row, or none for these classes: MSG_UNKNOWN_COMMAND or
				_OPTION */
	const char *initials; /* of each row's name the first character, in the order of the rows */
};

/* Whom a command comes from. */
struct cmd_issuer {
	class_set_t classes;
	bool logged_on;
};

/* May the issuer use the row? */
bool cmd_allowed(const struct cmd_entry *entry, const struct cmd_issuer *issuer);

/*
 * Takes the next word and finds its row. A full name wins over an abbreviation of another name,
 * then rows that the issuer may use over others, then the first. Returns 0 with *entry; or
 * -E_INVAL, *entry NULL, with the refusal noted: the table's for a word that is missing or unknown
 * or not for these classes (z/VM does not say which), MSG_NOT_BEFORE_LOGON. At the end of a line
 * where that is no error it returns 0 with *entry NULL.
 */
int cmd_select(struct cmdline *line, const struct cmd_table *table, const struct cmd_issuer *issuer,
	const struct cmd_entry **entry) MUST_CHECK;

/*
 * The rows that have this name, for HELP: the first at or behind from whose name the word is or
 * abbreviates. Returns its index, nr_rows when there is none.
 */
unsigned cmd_find(const struct cmd_table *table, const struct cmd_word *word, unsigned from);

#endif
