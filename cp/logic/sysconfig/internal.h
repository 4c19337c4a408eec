/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the SYSTEM CONFIG parser share. */
#ifndef LOGIC_SYSCONFIG_INTERNAL_H
#define LOGIC_SYSCONFIG_INTERNAL_H

#include "logic/sysconfig/sysconfig.h"

/* A word of the file. */
struct cfg_word {
	const char *text;
	uint32_t len;   /* 0: there was none */
	bool is_quoted; /* text is without the quotes */
	uint32_t line, column;
};

struct cfg {
	const struct sysconfig_job *job;
	struct sysconfig *config;
	const char *text;
	size_t len, pos;
	uint32_t line, column; /* of pos, from 1 */
	bool at_end;           /* of the statement */
	bool had_comma;        /* the last thing on the line: the statement goes on */
	uint32_t nr_errors;
};

/* Takes the statement's next word. Returns false, with len 0, at its end. */
bool cfg_next(struct cfg *c, struct cfg_word *word);

/* The same, where a word must be: else an error that names what is wanted. */
bool cfg_want(struct cfg *c, struct cfg_word *word, const char *what);

/* Is it the keyword (upper case), or an abbreviation of at least min characters (0: none)? */
bool cfg_word_is(const struct cfg_word *word, const char *keyword, uint32_t min);

/* Notes that the word is not what it should be. Returns -E_INVAL. */
int cfg_refuse(struct cfg *c, const struct cfg_word *word, const char *what);

/* Notes another error about a word. Returns -E_INVAL. */
int cfg_error(struct cfg *c, enum msg_id msg, const struct cfg_word *word, const char *what);

/* Words to values: 0, or -E_INVAL with the error noted. */
int cfg_number(struct cfg *c, const char *what, uint64_t low, uint64_t high, uint64_t *value);
int cfg_volid(struct cfg *c, char volid[VOLID_SIZE]);
int cfg_end(struct cfg *c);

/* The handlers of statement.def; the statement's name was taken. 0 or -E_INVAL, noted. */
#define CONFIG(name, min, handler, syntax, help) int handler(struct cfg *c);
#define CONFIG_UNUSED(name, min)
#include "logic/sysconfig/statement.def"
#undef CONFIG
#undef CONFIG_UNUSED

#endif
