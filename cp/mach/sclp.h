/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service processor: messages to the machine operator's console from the first instruction on,
 * the facts of the machine, and the machine operator's requests (a command, or to quiesce).
 */
#ifndef MACH_SCLP_H
#define MACH_SCLP_H

#include "arch/types.h"

/* One line of ASCII text to the machine operator's console. Waits until it is taken. Any context. */
void sclp_print(const char *text);
void sclp_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Size of main storage in bytes, by READ SCP INFORMATION; 0 if the service processor does not say. */
uint64_t sclp_storage_size(void);

/* The loader's parameter (LOADPARM), without trailing blanks. After sclp_storage_size. */
const char *sclp_loadparm(void);

/* A service-signal interruption came; parm as in the prefix area. Sets sclp_event_pending if one is. */
void sclp_signal(uint32_t parm);
extern bool sclp_event_pending;

/* Tells the service processor that CP takes operator commands and the quiesce signal. 0 or -E_IO. */
int sclp_enable_events(void);

/*
 * Reads one event; call until there is none. Clear sclp_event_pending first. For a command its text is
 * in `command`.
 */
enum sclp_event { SCLP_EVENT_NONE, SCLP_EVENT_COMMAND, SCLP_EVENT_QUIESCE };
enum sclp_event sclp_read_event(char *command, size_t size);

#endif
