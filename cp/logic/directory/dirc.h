/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the directory compiler.
 *
 *	source.c	lines to statements, statements to words
 *	words.c		words to numbers and names, with messages
 *	message.c	messages
 *	statement.c	which statement it is and whether it may stand here
 *	stmt_*.c	one function for each statement, stmt_<name>
 *	entry.c		the entry that is being built
 *	profile.c	profiles, which wait in the work area for INCLUDE
 *	compile.c	the whole run: header, index
 *	disks.c		what is wrong with minidisks and links of several users
 *
 * A new statement is a row in statement.def and a function. It takes its operands word by word with
 * the word_* functions, which report what is wrong and return false; then it returns. Words that it
 * leaves are reported as too many.
 */
#ifndef LOGIC_DIRECTORY_DIRC_H
#define LOGIC_DIRECTORY_DIRC_H

#include "logic/directory/compile.h"
#include "logic/directory/name.h"
#include "lib/err.h"
#include "lib/string.h"

#define DIRC_WORDS 128 /* words of a statement at most */

enum dirc_msg {
#define DIR_MESSAGE(name, number, severity, text) DIRM_##name,
#include "logic/directory/message.def"
#undef DIR_MESSAGE
};

struct word {
	const char *text; /* in the source */
	uint16_t len, column;
	uint32_t line;
};

/* Entries, as bits so that a statement can say where it belongs. */
enum dirc_entry {
	DIRC_TOP = 1,
	DIRC_GLOBAL = 2,
	DIRC_PROFILE = 4,
	DIRC_USER = 8,
	DIRC_SUBCONFIG = 16
};

struct dirc {
	struct dir_compile *job;

	/* source.c */
	size_t pos;    /* of the next line in the source */
	uint32_t line; /* its number - 1 */

	/* The statement: words from cursor on have not been used. */
	struct word words[DIRC_WORDS];
	uint32_t nr_words, cursor;
	bool is_bad;   /* an error was reported in it */
	bool is_muted; /* report no more errors in it */

	/* The entry. Its items stand in job->out, behind the room for its fixed part. */
	enum dirc_entry entry;
	uint32_t entry_line;
	uint32_t nr_statements; /* in the entry so far, without INCLUDE and POOL */
	bool has_include;       /* a profile was included */
	bool is_large;          /* it is over DIR_ENTRY_MAX, which was reported */
	bool has_device;        /* a device statement was seen in the entry */
	bool has_storage, has_max_storage, has_classes, has_max_cpus;
	uint64_t seen[2]; /* which ONCE statements the entry has, by row of statement.def */
	struct dir_obj_user user;
	uint32_t items_len;

	/* The run */
	size_t used;          /* bytes of job->out before this entry */
	uint32_t nr_entries;  /* index rows, at the end of job->out, last first */
	bool is_full;         /* no more can be built; go on checking */
	bool has_no_salt;     /* the salt callback failed */
	bool has_users;       /* a USER statement was seen */
	uint32_t shown;       /* messages */
	size_t profiles_used; /* bytes of profiles */
	size_t profiles_size;
	uint8_t *profiles;
};

/* message.c: word NULL is the current statement's last word; extra NULL is no &2. */
void dirc_report(struct dirc *c, enum dirc_msg id, const struct word *word, const char *extra);
void dirc_report_end(struct dirc *c); /* says how many messages were left out */

/* source.c: reads the next statement into c->words. Returns false at the end of the source. */
bool dirc_read(struct dirc *c);

/* words.c */
const struct word *word_next(struct dirc *c); /* NULL: no more */
const struct word *word_peek(const struct dirc *c);
/* The next word; if there is none it reports that what is missing. */
const struct word *word_want(struct dirc *c, const char *what);
/* Is it the keyword, or an abbreviation of at least min characters? */
bool dir_word_is(const struct word *word, const char *keyword, size_t min);
/* Takes the next word if it is the keyword. */
bool word_take(struct dirc *c, const char *keyword, size_t min);
/* Wants the keyword itself. */
bool word_want_keyword(struct dirc *c, const char *keyword);
/* These want a word and report what is wrong. what says what it should be. */
bool word_want_vdev(struct dirc *c, uint16_t *vdev, const char *what);
bool word_want_name(
	struct dirc *c, char name[DIR_USERID_LEN], enum dirc_msg wrong, const char *what);
bool word_want_number(
	struct dirc *c, uint64_t low, uint64_t high, uint64_t *value, const char *what);
bool word_want_hex(struct dirc *c, size_t digits, uint64_t high, uint64_t *value, const char *what);
bool word_want_storage(struct dirc *c, uint64_t *bytes);
bool word_want_classes(struct dirc *c, uint32_t *classes);
/* The same for a word that is already there. */
bool word_name(
	struct dirc *c, const struct word *word, char name[DIR_USERID_LEN], enum dirc_msg wrong);
bool word_storage(struct dirc *c, const struct word *word, uint64_t *bytes);
bool word_classes(struct dirc *c, const struct word *word, uint32_t *classes);
/* Hashes the word as a password. */
bool word_password(struct dirc *c, const struct word *word, struct dir_obj_password *password,
	enum dirc_msg wrong);
/*
 * All words left, as they were written, into text of size characters (no NUL). Returns how many
 * characters, 0 after a message: none there, or too many.
 */
size_t word_rest(struct dirc *c, char *text, size_t size, const char *what);

/* entry.c */
void entry_begin(struct dirc *c, enum dirc_entry kind);
void entry_end(struct dirc *c); /* checks the entry as a whole, keeps or drops it */
/* A new item of len bytes behind the others, zeros but for its header; NULL if there is no room. */
void *entry_item(struct dirc *c, enum dir_item_type type, size_t len);
/* Makes the newest item, the last one, longer by len bytes; where they are, or NULL. */
void *entry_item_extend(struct dirc *c, struct dir_obj_item *last, size_t len);
/* The item behind prev, the first for NULL; NULL at the end. */
struct dir_obj_item *entry_next(struct dirc *c, struct dir_obj_item *prev);
void entry_remove(struct dirc *c, struct dir_obj_item *item);
/* Removes the items of a type that were included. */
void entry_remove_inherited(struct dirc *c, enum dir_item_type type);
/* A device item; reports a number that the entry has already, replaces one that was included. */
void *entry_device(struct dirc *c, const struct word *word, enum dir_item_type type, size_t len,
	uint16_t vdev, uint16_t devtype);
void entry_item_name(struct dirc *c, enum dir_item_type type, const char name[DIR_USERID_LEN]);
/* Who the entry is for, NUL-ended, for messages. */
void entry_name(const struct dirc *c, char name[DIR_USERID_LEN + 1]);

/* Is there room for len more bytes of items, and the entry's index row? Reports if not. */
bool entry_has_room(struct dirc *c, size_t len);
void entry_report(struct dirc *c, enum dirc_msg id); /* an error of the entry as a whole */
void entry_report_full(struct dirc *c);
uint8_t *entry_items(struct dirc *c);

/* profile.c */
void profile_keep(struct dirc *c); /* the entry as a profile */
/* Takes the profile's items and what USER does not say over into the entry. Reports errors. */
void profile_include(struct dirc *c, const struct word *word);
/* Where the profile begins; 0: there is none. */
uint32_t profile_line(struct dirc *c, const char name[DIR_USERID_LEN]);

/* disks.c: warns of minidisks that overlap and links to none. The output is complete. */
void disks_check(struct dirc *c);

/* statement.c: does what c->words say. */
void dirc_statement(struct dirc *c);

/* stmt_*.c */
#define STATEMENT(name, min, place, entries, function, syntax, purpose)                            \
	void function(struct dirc *c);
#define NOT_YET(name, min, place, entries, purpose)
#include "logic/directory/statement.def"
#undef STATEMENT
#undef NOT_YET

#endif
