/* SPDX-License-Identifier: Apache-2.0 */
/* CP commands from a Linux guest, through the kernel's /dev/vmcp. */
#ifndef GUEST_CP_H
#define GUEST_CP_H

#include <stdbool.h>
#include <stddef.h>

#define CP_DEVICE      "/dev/vmcp"
#define CP_COMMAND_MAX 240 /* the kernel and CP take no more */

/* Bytes for a response: what the kernel takes, and what is asked for unless somebody wants another.
 */
#define CP_RESPONSE_MIN     4096
#define CP_RESPONSE_MAX     (1024 * 1024)
#define CP_RESPONSE_DEFAULT (64 * 1024)

struct cp_answer {
	int code;          /* CP's return code: 0, or the number of the message */
	size_t len_bytes;  /* of the response that was stored */
	size_t full_bytes; /* of all of it: more than that if it did not fit */
};

/*
 * Send a command (ASCII, at most CP_COMMAND_MAX characters; CP folds it to upper case) and store
 * CP's response (ASCII lines, not terminated by NUL) in a buffer of size bytes. Returns 0, or -1
 * with errno set when the guest has no CP device or the kernel refuses; CP's own opinion is in
 * answer->code.
 */
int cp_command(const char *command, char *response, size_t size, struct cp_answer *answer);

#endif
