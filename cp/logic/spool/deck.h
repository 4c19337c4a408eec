/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first card of a deck in the real card reader, which says whose it is:
 *
 *	USERID userid [CLASS c] [NAME fn [ft]]
 *
 * ID may stand for USERID. The other cards are the file, whatever they hold.
 */
#ifndef LOGIC_SPOOL_DECK_H
#define LOGIC_SPOOL_DECK_H

#include "arch/types.h"

#define CARD_BYTES 80

struct deck_id {
	char userid[9];
	char class;   /* 'A' if not given */
	char name[9]; /* empty if not given */
	char type[9];
};

enum deck_fault {
	DECK_GOOD,
	DECK_NO_ID,     /* the card does not begin with USERID or ID: word is what it begins with */
	DECK_NO_USERID, /* nothing follows USERID */
	DECK_BAD_USERID,    /* word can't be a userid */
	DECK_NO_CLASS,      /* nothing follows CLASS */
	DECK_BAD_CLASS,     /* word is not one of A-Z, 0-9 */
	DECK_NO_NAME,       /* nothing follows NAME */
	DECK_BAD_NAME,      /* word is longer than 8 characters or has odd ones */
	DECK_UNKNOWN_WORD,  /* word is no operand */
	DECK_REPEATED_WORD, /* word was there before */
};

struct deck_error {
	enum deck_fault fault;
	uint8_t column; /* from 1: of the word, or where one is missing */
	char word[17];  /* cut to 16 characters; unprintable ones are dots */
};

/*
 * Reads a first card: CARD_BYTES of EBCDIC, letters in either case. Returns 0, or -E_FORMAT with
 * *error; then *id is not to be used.
 */
int deck_read_id(const ebc8_t *card, struct deck_id *id, struct deck_error *error) MUST_CHECK;

#endif
