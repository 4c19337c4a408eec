/* SPDX-License-Identifier: Apache-2.0 */
/* The end of the system. */
#ifndef CMD_SHUTDOWN_H
#define CMD_SHUTDOWN_H

#include "arch/types.h"

/*
 * Asks the guests to end, waits up to within_s seconds, ends all sessions and stops all CPUs, or with
 * reipl loads CP again. `by` for the messages. Returns false if it is under way already. Any context.
 */
bool shutdown_start(const char *by, unsigned within_s, bool reipl);

/* Logons are refused then. */
bool shutdown_is_pending(void);

#define SHUTDOWN_WITHIN 30 /* seconds, when nobody says otherwise */

#endif
