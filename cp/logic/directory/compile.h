/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory compiler: USER DIRECT in, object directory out.
 *
 *	struct dir_compile job = {.text = text, .len = len, .out = out, .out_size = size,
 *		.work = work, .work_size = DIR_WORK_MIN + 65536, .message = show, .salt = random};
 *	rc = dir_compile(&job);		on 0: out holds job.length bytes, job.warnings were shown
 *
 * Source form. One statement a line, words separated by blanks (a tab is one blank column). Columns
 * 73 and above are not read: what stands there should be a sequence number, else a warning is
 * given. A line whose first word begins with * is a comment. A comma as the last character continues
 * the statement on the next line. Lower case is folded except in COMMAND and in IPL's PARM.
 */
#ifndef LOGIC_DIRECTORY_COMPILE_H
#define LOGIC_DIRECTORY_COMPILE_H

#include "abi/directory.h"

#define DIR_WORK_MIN     4096 /* bytes of work area besides the profiles */
#define DIR_MESSAGES_MAX 100  /* how many messages of a run are shown unless it says otherwise */

struct dir_message {
	uint16_t number;  /* HCPDIRnnnn */
	char severity;    /* E error, W warning, I information */
	uint32_t line;    /* of the source, from 1; 0: the file as a whole */
	uint16_t column;  /* from 1; 0: the line as a whole */
	const char *text; /* with its number, as "HCPDIR7E Invalid userid - A.B; ..."; valid in the
			     call */
};

struct dir_compile {
	/* in */
	const char *text; /* ASCII; lines end with LF or CR LF */
	size_t len;
	void *out;       /* where the object form is built; also holds the index on the way */
	size_t out_size; /* no more than 4 GB are used: set down to that */
	void *work; /* the compiler's own; profiles need as much as their object form besides */
	size_t work_size;
	bool is_check_only;    /* no passwords are hashed; out is not to be used */
	uint32_t iterations;   /* of PBKDF2; 0: DIR_ITERATIONS */
	uint32_t messages_max; /* 0: DIR_MESSAGES_MAX */
	void *context;         /* for the callbacks */
	void (*message)(void *context, const struct dir_message *message);
	bool (*salt)(void *context, uint8_t salt[DIR_SALT_LEN]); /* random bytes; false: none */

	/* out */
	uint32_t errors, warnings; /* all, also those that were not shown */
	uint32_t nr_users;         /* entries that are users */
	uint32_t nr_pools;
	uint64_t nr_pooled; /* userids that pools make */
	size_t length;      /* bytes of the object directory, 0 if there was an error */
};

/*
 * Compiles. All errors of the source are reported in one run. Returns 0 (perhaps after warnings),
 * -E_INVAL when the source has errors, -E_FULL when out or work is too small (reported too: other
 * errors may have been missed), -E_IO when there was no salt. Unless 0, out holds nothing of use.
 */
int dir_compile(struct dir_compile *job) MUST_CHECK;

#endif
