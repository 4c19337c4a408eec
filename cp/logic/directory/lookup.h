/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the object directory: check it once, then look up.
 *
 *	if (dir_check(block, len) == 0) ...			once, when it comes from the volume
 *	rc = dir_find(block, "LINUX1", &user);
 *	for (pos = 0; dir_next(&user, &pos, &item);)
 *		switch (item.type) { case DIR_ITEM_SPOOL: ... item.spool.kind ... }
 *
 * All functions are pure; many CPUs may read one block. What they return points into the block.
 */
#ifndef LOGIC_DIRECTORY_LOOKUP_H
#define LOGIC_DIRECTORY_LOOKUP_H

#include "abi/directory.h"

struct dir_password {
	enum dir_password_kind kind;
	const struct dir_obj_password *hashed; /* of kind DIR_PW_HASHED, else of no use */
};

struct dir_share {
	enum dir_share_type type;
	uint16_t value; /* relative share, or tenths of a percent */
};

struct dir_user {
	char userid[DIR_USERID_LEN + 1];
	char account[DIR_USERID_LEN + 1];      /* the userid when the directory gives none */
	char distribution[DIR_USERID_LEN + 1]; /* likewise */
	struct dir_password password;
	uint64_t storage, max_storage; /* bytes */
	uint32_t classes;              /* DIR_CLASS bits */
	uint32_t options;              /* BIT32(DIR_OPT_...) */
	uint32_t timer_slack_ms;       /* 0: none */
	uint32_t max_clones;           /* logged on at once; 0: any number */
	enum dir_machine machine;
	uint16_t max_cpus;
	struct dir_share share, max_share;
	enum dir_share_limit limit;
	uint8_t line_end, line_delete, char_delete, escape; /* a character or DIR_SYMBOL_... */
	bool is_pool;         /* this is the pool, not a user; only from dir_entry */
	bool is_pooled;       /* the userid was made from a pool */
	uint32_t pool_number; /* the number in it, if so */
	const uint8_t *items; /* for dir_next */
	uint32_t items_len;
};

struct dir_text {
	const char *text; /* not ended by a NUL */
	uint32_t len;
};

/* One item, in native numbers. Names are NUL-ended, "" when there is none. */
struct dir_item {
	enum dir_item_type type;
	bool inherited;   /* came with the profile */
	uint16_t vdev;    /* of devices */
	uint16_t devtype; /* X'3215' and so on */
	union {
		struct {
			uint8_t address, flags; /* DIR_CPU_... */
			uint32_t serial;
		} cpu;
		struct {
			bool is_named;
			uint16_t vdev;
			char name[9], loadparm[9];
			struct dir_text parm;
		} ipl;
		struct dir_text command;
		char name[9]; /* XAUTOLOG, LOGONBY, NAMESAVE */
		struct {
			char class;
			bool is_observer;
			char secuser[9];
		} console;
		struct {
			enum dir_spool_kind kind;
			char class;
		} spool;
		struct {
			enum dir_mdisk_kind kind;
			bool is_uncached;
			uint16_t rdev;
			uint32_t start, size;
			char volid[9], mode[5];
			struct dir_password read, write, multi;
			char base[9]; /* whose minidisk its tracks are changes of; "": none */
			uint16_t base_vdev;
		} mdisk;
		struct {
			char userid[9];
			uint16_t vdev; /* the owner's number */
			char mode[5];
		} link;
	};
};

/*
 * Checks a whole block of at least len bytes that may hold anything: every offset, length, count,
 * number and name, in time linear in len. Returns 0, or -E_FORMAT. Nothing else may be called with
 * a block that has not passed; a block that has passed must not change.
 */
int dir_check(const void *block, size_t len) MUST_CHECK;

/* The bytes that the block says that it has, at most len; 0: it is no directory. Nothing else is checked. */
size_t dir_claims(const void *block, size_t len);

/* As dir_obj_header.checksum has it, of a block whose other members are complete. */
uint32_t dir_checksum(const void *block, size_t len);

/* Bytes of a checked block, which may be less than what was given to dir_check. */
size_t dir_length(const void *block);

/*
 * Finds a userid (any case): its own entry first, else the pool that it belongs to; of two pools
 * the one with the longer name. O(log n). Returns 0 or -E_NOENT.
 */
int dir_find(const void *block, const char *userid, struct dir_user *user) MUST_CHECK;

/* The userids that a pool makes: name and numbers low to high, each of so many digits. */
struct dir_pool {
	char name[DIR_USERID_LEN + 1];
	uint32_t low, high;
	uint8_t digits;
};

/* The pool of that name (any case). 0 or -E_NOENT: no entry of that name is one. */
int dir_find_pool(const void *block, const char *name, struct dir_pool *pool) MUST_CHECK;

/* The userid with a number of the pool, low to high. */
void dir_pool_userid(const struct dir_pool *pool, uint32_t number, char userid[DIR_USERID_LEN + 1]);

/* All entries by userid, pools among them: n from 0 to dir_nr_entries - 1. */
uint32_t dir_nr_entries(const void *block);
void dir_entry(const void *block, uint32_t n, struct dir_user *user);

/* The item at *pos, which starts at 0, and moves *pos behind it. Returns false at the end. */
bool dir_next(const struct dir_user *user, uint32_t *pos, struct dir_item *item);

/* The first item of a type, as for CONSOLE and IPL, of which there is at most one. */
bool dir_first(const struct dir_user *user, enum dir_item_type type, struct dir_item *item);

/*
 * Is userid (any case) in this user's XAUTOLOG or LOGONBY list, or NAMESAVE? ANY in an XAUTOLOG
 * list is everybody.
 */
bool dir_is_listed(const struct dir_user *user, enum dir_item_type list, const char *userid);

#endif
