/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NETDATA: a file with what is known about it as a stream of bytes on cards, as CMS and TSO send
 * it.
 *
 * The stream is segments: their length with these two bytes, flags, at most 253 bytes. One or
 * several are a record. Control records begin with INMR01 (who sends to whom), INMR02 (what file),
 * INMR03 (its data follows) or INMR06 (the end); behind that they have text units: key, number of
 * values, each with its length, all halfwords.
 */
#ifndef TEXT_NETDATA_H
#define TEXT_NETDATA_H

#include "arch/types.h"

#define NETDATA_CARD       80
#define NETDATA_RECORD_MAX 65535u

/* Function: what is known about a file. Text is ASCII. */
struct netdata_file {
	char from_user[9], from_node[9], to_user[9], to_node[9];
	char time[15]; /* when it was sent: YYYYMMDDHHMMSS */
	char fn[9], ft[9];
	char number;  /* of the file mode */
	bool is_note; /* it is a note, without a name of its own */
	char recfm;   /* 'F', 'V' */
	uint32_t lrecl;
	uint64_t size;    /* about how many bytes */
	char changed[15]; /* the file's date, as time; "": not known */
};

/* ---- Writing --------------------------------------------------------------------------------- */

struct netdata_out {
	int (*card)(void *ctx, const uint8_t card[NETDATA_CARD]); /* 0 or an error */
	void *ctx;
	uint8_t buf[NETDATA_CARD];
	unsigned len;
	int rc; /* the first error */
};

/* Each returns 0 or the first error that card() had. */
int netdata_begin(struct netdata_out *out, const struct netdata_file *file);
int netdata_record(struct netdata_out *out, const uint8_t *data, uint32_t len);
int netdata_end(struct netdata_out *out);

/* ---- Reading --------------------------------------------------------------------------------- */

struct netdata_in {
	/* A record of the file, about which *file is known. 0 or an error. */
	int (*record)(
		void *ctx, const struct netdata_file *file, const uint8_t *data, uint32_t len);
	void *ctx;
	uint8_t *room; /* NETDATA_RECORD_MAX bytes */
	struct netdata_file file;
	uint32_t len; /* of the record so far */
	uint8_t segment[255];
	unsigned segment_len;
	bool is_in_record, is_control;
	bool has_file; /* INMR02 has come, */
	bool is_over;  /* INMR06 */
};

/* Does a file begin with this card? */
bool netdata_is_first(const uint8_t card[NETDATA_CARD]);

/*
 * Takes the next card. 0; -E_FORMAT: it is not good, or a form that CMS cannot have (a library); or
 * what record() returned.
 */
int netdata_card(struct netdata_in *in, const uint8_t card[NETDATA_CARD]) MUST_CHECK;

#endif
