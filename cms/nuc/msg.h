/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: all text is in msg.def. */
#ifndef NUC_MSG_H
#define NUC_MSG_H

#include "arch/types.h"

enum msg_id {
	MSG_NONE,
#define CMS_MSG(id, module, number, severity, rc, text, explanation) MSG_##id,
#include "msg.def"
#undef CMS_MSG
	MSG_COUNT
};

/*
 * Types the message on the console. args: up to nine strings for &1 to &9. Returns the return code
 * of the command that ends with it.
 */
int msg_type(enum msg_id id, const char *const *args, unsigned nr_args);

/* The number, text and explanation of a message. */
unsigned msg_about(enum msg_id id, const char **text, const char **explanation);

#define msg(id, ...)                                                                               \
	msg_type(id, (const char *const[]){NULL, ##__VA_ARGS__} + 1,                               \
		sizeof((const char *const[]){NULL, ##__VA_ARGS__}) / sizeof(char *) - 1)

#endif
