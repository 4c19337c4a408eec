/* SPDX-License-Identifier: Apache-2.0 */
/* The operator, and the time of day as sessions show it. */
#ifndef NUCLEUS_SESSION_H
#define NUCLEUS_SESSION_H

#include "logic/msg.h"

#define OPERATOR_USERID "OPERATOR"
#define STAMP_SIZE	48

/* A message of the catalogue to the system operator's console; lost when nobody is there. */
#define operator_msg(id, ...)                                                                      \
	operator_message(id, (const char *const[]){NULL, ##__VA_ARGS__} + 1,                       \
		sizeof((const char *const[]){NULL, ##__VA_ARGS__}) / sizeof(char *) - 1)
void operator_message(enum msg_id id, const char *const *args, unsigned nr_args);

/* A line of text to the operator. No locks held. */
void operator_tell(const char *text);

/* "16:32:15 UTC SUNDAY 11/22/26" */
void stamp_now(char buf[STAMP_SIZE]);

#endif
