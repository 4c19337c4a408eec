/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LINK: access modes, and which access is granted beside the links that there are.
 *
 *	mode	 access				otherwise
 *	R	 read, if nobody writes		refused
 *	RR	 read
 *	W	 write, if nobody has a link	refused
 *	WR	 write, if nobody has a link	read
 *	M	 write, if nobody writes	refused
 *	MR	 write, if nobody writes	read
 *	MW	 write
 *	SR	 as R				refused		nobody writes while it lasts
 *	SW	 as W				refused		nobody else writes
 *	SM	 as M				refused		nobody else writes
 *	ER	 read, if nobody has a link	refused		nobody else has a link
 *	EW	 as W				refused		nobody else has a link
 *
 * A V behind any of them: RESERVE and RELEASE count among guests.
 */
#ifndef LOGIC_LINK_H
#define LOGIC_LINK_H

#include "logic/msg.h"

#define LINK_MODE_SIZE 4 /* of a mode's text: up to 3 characters and the final NUL */
#define LINK_BY_SIZE   24

enum link_kind {
	LINK_R,
	LINK_RR,
	LINK_W,
	LINK_WR,
	LINK_M,
	LINK_MR,
	LINK_MW,
	LINK_SR,
	LINK_SW,
	LINK_SM,
	LINK_ER,
	LINK_EW,
	LINK_KINDS
};

struct link_mode {
	enum link_kind kind;
	bool is_reserving; /* suffix V */
};

/* Parses a mode of len characters, in any case. 0, or -E_INVAL. */
int link_mode_parse(const char *text, size_t len, struct link_mode *mode) MUST_CHECK;
void link_mode_text(const struct link_mode *mode, char text[LINK_MODE_SIZE]);

/* Which of a minidisk's passwords opens the mode, whatever is granted in the end. */
enum link_password { LINK_PW_READ, LINK_PW_WRITE, LINK_PW_MULTIPLE };
enum link_password link_password_of(enum link_kind kind);

/* SR, SW, SM need OPTION LNKSTABL; ER and EW LNKEXCLUS. */
bool link_is_stable(enum link_kind kind);
bool link_is_exclusive(enum link_kind kind);

/* The links that there are to the same cylinders; all zeros: none. */
struct link_others {
	uint32_t nr_readers, nr_writers;
	const char *reader, *writer; /* the userid of one of each: the caller's, must stay */
	bool is_stable, is_exclusive;
};

/* Counts one. kind: as it was asked for. */
void link_others_add(
	struct link_others *others, const char *userid, bool is_writing, enum link_kind kind);

enum link_grant {
	LINK_REFUSED,
	LINK_FORCED_READ, /* read, and the user is told why not write */
	LINK_READ,
	LINK_WRITE,
};

enum link_grant link_decide(enum link_kind kind, const struct link_others *others);

/* The message for LINK_REFUSED (104E to 106E) and LINK_FORCED_READ (101E to 103E), by who it is. */
enum msg_id link_message(enum link_grant grant, const struct link_others *others);

/* "LINUX1" when there is one, else "002 users". */
void link_by(char text[LINK_BY_SIZE], uint32_t nr, const char *userid);

#endif
