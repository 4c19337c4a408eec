/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The system's configuration: read once at the start from SYSTEM CONFIG, constant from then on.
 * Until then, and without a file, the defaults hold.
 */
#ifndef NUCLEUS_SYSCONFIG_H
#define NUCLEUS_SYSCONFIG_H

#include "logic/datetime.h"
#include "logic/sysconfig/sysconfig.h"

/*
 * Where `ipl cp.ins` puts the file (development; else it is on the system volume): eight characters
 * SYSCONFIG_MAGIC, eight bytes length, the text.
 */
#define SYSCONFIG_LOADED 0x007e0000ul
#define SYSCONFIG_MAGIC  0xe2e6c3d6d5c6c9c7ull /* SWCONFIG */

extern struct sysconfig sysconfig; /* read-only for others */

/* The default configuration; system_id: the system's name if the file does not say it. */
void sysconfig_init(const char *system_id);

/*
 * Reads the file that lies at SYSCONFIG_LOADED, if there is one. Before frames are handed out;
 * storage is the size of storage in bytes.
 */
void sysconfig_read_loaded(uint64_t storage);

/* Reads it from the volume that CP was IPLed from. A task. */
void sysconfig_read_volume(void);

/* Tells the operator what was wrong; or tells it by say, and returns the number of errors. */
void sysconfig_tell(void);
uint32_t sysconfig_say_errors(void (*say)(void *ctx, const char *text), void *ctx);

/* Is there a file? */
bool sysconfig_was_read(void);

/* The time zone that holds at a time: its name, and seconds east of UTC in *seconds. */
const char *system_zone(tod_t now, int32_t *seconds);

/* The seconds for now. */
int32_t system_zone_now(void);

/* A time as date and time of day of that zone, whose name it returns. */
const char *system_datetime(struct datetime *dt, tod_t tod);

#endif
