/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SYSTEM CONFIG: the text file on the PARM space of the system volume that says what CP shall do at
 * its start.
 *
 * A statement is one line; a comma at the end of a line continues it on the next. Commas and blanks
 * separate operands; comments stand between slash-asterisk and asterisk-slash; characters in
 * apostrophes or quotes. Each error is told with line and column, and the statement that has it
 * changes nothing; the others count.
 */
#ifndef LOGIC_SYSCONFIG_SYSCONFIG_H
#define LOGIC_SYSCONFIG_SYSCONFIG_H

#include "logic/msg.h"
#include "logic/volume/label.h"

#define SYSCONFIG_OWNED_MAX      255
#define SYSCONFIG_VOLUMES_MAX    300
#define SYSCONFIG_CONSOLES_MAX   16
#define SYSCONFIG_ZONES_MAX      16
#define SYSCONFIG_BOUNDARIES_MAX 64
#define SYSCONFIG_ID_SIZE        9
#define SYSCONFIG_ZONE_SIZE      5
#define SYSCONFIG_TEXT_MAX       65536 /* bytes of a file */

/* Operator consoles that are no device numbers. */
#define SYSCONFIG_SYSTEM_3270    0x10000u
#define SYSCONFIG_SYSTEM_CONSOLE 0x10001u

struct sysconfig_owned {
	char volid[VOLID_SIZE]; /* "": the slot is not in the list */
	bool is_reserved;       /* kept free; there is no volid */
};

/* Of USER_VOLUME_LIST, _INCLUDE and _EXCLUDE. */
struct sysconfig_volume {
	char pattern[VOLID_SIZE];
	bool is_pattern;  /* may fit no volume at all: nothing is missing then */
	bool is_excluded; /* takes out what the others put in */
};

struct sysconfig_zone {
	char name[SYSCONFIG_ZONE_SIZE];
	int32_t seconds; /* east of UTC */
};

/* From this time on, UTC, the zone with this number holds. */
struct sysconfig_boundary {
	tod_t from;
	uint32_t zone;
};

/* What CHARACTER_DEFAULTS sets; 0 is OFF. */
struct sysconfig_characters {
	char line_end, line_delete, char_delete, escape;
};

struct sysconfig {
	char system_id[SYSCONFIG_ID_SIZE];
	bool has_system_id; /* by SYSTEM_IDENTIFIER: SYSTEM_IDENTIFIER_DEFAULT does not replace it
			     */
	bool tolerate;      /* TOLERATE_CONFIG_ERRORS YES */
	struct sysconfig_owned owned[SYSCONFIG_OWNED_MAX]; /* slots 1 to 255 */
	struct sysconfig_volume volume[SYSCONFIG_VOLUMES_MAX];
	uint32_t nr_volumes;
	uint32_t console[SYSCONFIG_CONSOLES_MAX]; /* device numbers, SYSCONFIG_SYSTEM_*; in order */
	uint32_t nr_consoles;
	struct sysconfig_zone zone[SYSCONFIG_ZONES_MAX];
	uint32_t nr_zones;
	struct sysconfig_boundary boundary[SYSCONFIG_BOUNDARIES_MAX];
	uint32_t nr_boundaries;
	struct sysconfig_characters characters;

	uint32_t max_users;          /* FEATURES MAXUSERS; 0: no limit */
	uint64_t vdisk_all;          /* FEATURES VDISK SYSLIM, in blocks of 512 bytes */
	uint64_t vdisk_user;         /* and USERLIM */
	bool logon_password_on_line; /* FEATURES PASSWORDS_ON_CMDS LOGON */
	bool link_password_on_line;  /* and LINK */
};

/* Limits of V-disks: none; and: no statement says one. */
#define SYSCONFIG_VDISK_INFINITE UINT64_MAX
#define SYSCONFIG_VDISK_DEFAULT  (UINT64_MAX - 1)

/* The machine, for SYSTEM_IDENTIFIER, and where errors go. */
struct sysconfig_job {
	const char *cpu_type;   /* "2817" */
	const char *cpu_serial; /* "002623" */
	/*
	 * An error: a message whose arguments are line, column, the word that is meant (may be
	 * empty, is cut), and what is wanted instead.
	 */
	void (*error)(void *ctx, enum msg_id msg, const char *const args[4]);
	void *ctx;
};

/* What CP does without a file; volid is that of the volume that it was IPLed from, or "". */
void sysconfig_default(struct sysconfig *config, const char *system_id, const char *volid);

/*
 * Reads a file of len ASCII characters into config, which sysconfig_default() filled in. scratch is
 * storage of the same size. Returns the number of errors.
 */
uint32_t sysconfig_parse(const struct sysconfig_job *job, const char *text, size_t len,
	struct sysconfig *config, struct sysconfig *scratch);

/* The zone that holds at a time: its name, and seconds east of UTC in *seconds. */
const char *sysconfig_zone(const struct sysconfig *config, tod_t now, int32_t *seconds);

/* The slot of a volume in the CP-owned list, 1 to SYSCONFIG_OWNED_MAX, or 0. */
uint32_t sysconfig_owned_slot(const struct sysconfig *config, const char *volid);

/* Is it to be attached as a user volume? */
bool sysconfig_is_user_volume(const struct sysconfig *config, const char *volid);

#endif
