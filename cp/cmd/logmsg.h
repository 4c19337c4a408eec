/* SPDX-License-Identifier: Apache-2.0 */
/* The log message: what the operator tells everybody who logs on. */
#ifndef CMD_LOGMSG_H
#define CMD_LOGMSG_H

#include "arch/types.h"

/* Shows it, line by line; says nothing and returns false when there is none. Tasks only. */
bool logmsg_show(void (*out)(void *ctx, const char *text, unsigned flags), void *ctx);

#endif
