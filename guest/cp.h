/* SPDX-License-Identifier: Apache-2.0 */
/* CP commands from a Linux guest, through the kernel's /dev/vmcp. */
#ifndef GUEST_CP_H
#define GUEST_CP_H

#include <stdbool.h>
#include <stddef.h>

#define CP_DEVICE       "/dev/vmcp"
#define CP_COMMAND_MAX  240         /* the kernel and CP take no more */
#define CP_RESPONSE_MAX (64 * 1024) /* what this tool offers; the kernel's own default is 4096 */

struct cp_answer {
	int code;         /* CP's return code: 0, or the number of the message */
	size_t len_bytes; /* of the response that was stored */
	bool is_cut;      /* CP had more to say */
};

/*
 * Send a command (ASCII, at most CP_COMMAND_MAX characters; CP folds it to upper case) and store
 * CP's response (ASCII lines, not terminated by NUL) in a buffer of size bytes. Returns 0, or -1
 * with errno set when the guest has no CP device or the kernel refuses; CP's own opinion is in
 * answer->code.
 */
int cp_command(const char *command, char *response, size_t size, struct cp_answer *answer);

#endif
