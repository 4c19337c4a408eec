/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the virtual 3390 share with each other and nobody else.
 *
 * A command is carried out by one function of the table in eckd.c. It ends the command (eckd_good,
 * eckd_reject, eckd_sense, eckd_fail), or returns without when the store must be waited for: then
 * it is called again, so up to that point it must have changed nothing that a second call would
 * change again. What comes behind such a point and must not be done twice is a step of its own.
 */
#ifndef LOGIC_ECKD_INTERNAL_H
#define LOGIC_ECKD_INTERNAL_H

#include "logic/eckd/eckd.h"

/* What the heads have just passed, on their way from index to index. */
enum eckd_orient {
	AT_INDEX,
	AT_HOME,
	AT_COUNT, /* the count field of record eckd.nr */
	AT_KEY,
	AT_DATA,
};

enum eckd_step {
	STEP_COMMAND, /* the command's function */
	STEP_MOVED,   /* again, but it has gone on to the next track already */
	STEP_LOCATE,  /* LOCATE RECORD looks for its record */
	STEP_UPDATE,  /* the store gets one.data for record nr */
	STEP_FORMAT,  /* the store gets the records of a format write */
	STEP_FLUSH,   /* all is done but the flush before the end */
};

/* eckd.seen: what came in this channel program. */
#define SEEN_COMMAND 0x01 /* any */
#define SEEN_EXTENT  0x02 /* DEFINE EXTENT */
#define SEEN_MASK    0x04 /* SET FILE MASK */
#define SEEN_SEEK    0x08 /* a seek, or READ IPL, after which LOCATE RECORD may come */
#define SEEN_INDEX   0x10 /* the index went by since data were transferred last */
#define SEEN_MATCH   0x20 /* the last search for equal found its record: it may be written */
#define SEEN_HOME    0x40 /* SEARCH HOME ADDRESS was satisfied: record 0 may be written */
#define SEEN_TRACK   0x80 /* a command of this domain has dealt with the track */

/* Where a command may stand: outside a domain, or in one of these kinds. */
#define IN_NONE   0x01
#define IN_WRITE  0x02
#define IN_FORMAT 0x04
#define IN_READ   0x08
#define IN_TRACKS 0x10
#define IN_FULL   0x20

/* ---- eckd.c */

/* The command is done. In a domain it counts. */
void eckd_good(struct eckd *eckd, struct chan_prog *io, uint8_t dstat);

/* ---- sense.c: the ends of a command that is not */

/* Unit check with these sense bytes 0 and 1. */
void eckd_sense(struct eckd *eckd, struct chan_prog *io, uint8_t sense0, uint8_t sense1);
void eckd_reject(struct eckd *eckd, struct chan_prog *io, enum eckd_message message);
/* Unit check for an error of the store. */
void eckd_fail(struct eckd *eckd, struct chan_prog *io, int rc);

/* ---- position.c */

void eckd_unpin(struct eckd *eckd);
/* The heads go to a track, before its index. */
void eckd_move(struct eckd *eckd, uint32_t track);
/* Holds the track. False: the command has ended, or waits. */
bool eckd_pin(struct eckd *eckd, struct chan_prog *io);
/* The track of these addresses, or -E_RANGE. */
int eckd_track_of(const struct eckd *eckd, be16_t cyl, be16_t head, uint32_t *track) MUST_CHECK;
/* Whether the program may go to the track; else the command has ended. */
bool eckd_may_reach(struct eckd *eckd, struct chan_prog *io, uint32_t track);
/* On to the next track. False: the command has ended. */
bool eckd_advance(struct eckd *eckd, struct chan_prog *io);
/*
 * On to the next count field; with record 0 or without. The command's multitrack bit decides what
 * the end of the track means. False: the command has ended, or waits.
 */
bool eckd_next_count(struct eckd *eckd, struct chan_prog *io, bool with_r0);

/* The record that was passed last. False: the command has ended, or waits. */
struct eckd_field {
	struct ckd_count count;
	const uint8_t *data; /* key and data; may be NULL when there is neither */
};
bool eckd_current(struct eckd *eckd, struct chan_prog *io, struct eckd_field *field);

static inline struct ckd_count eckd_r0_count(const struct eckd *eckd)
{
	return (struct ckd_count){.cyl = be16((uint16_t)(eckd->track / CKD_3390_HEADS)),
		.head = be16(eckd->track % CKD_3390_HEADS),
		.data_len = be16(8)};
}

/* ---- extent.c, search.c, read.c, write.c, identify.c: the commands */

typedef void eckd_command_fn(struct eckd *eckd, struct chan_prog *io);

eckd_command_fn eckd_define_extent, eckd_locate, eckd_locate_extended, eckd_seek, eckd_recalibrate,
	eckd_set_mask, eckd_set_sector;
eckd_command_fn eckd_search_home, eckd_search_id, eckd_search_key;
eckd_command_fn eckd_read_ipl, eckd_read_home, eckd_read_r0, eckd_read_count, eckd_read_data,
	eckd_read_kd, eckd_read_ckd, eckd_read_rest, eckd_read_track, eckd_read_sector;
eckd_command_fn eckd_write_data, eckd_write_kd, eckd_write_ckd, eckd_write_next, eckd_write_r0,
	eckd_write_full, eckd_erase;
eckd_command_fn eckd_characteristics, eckd_configuration, eckd_subsystem_function,
	eckd_subsystem_data, eckd_subsystem_status, eckd_subsystem_mode, eckd_sense_group,
	eckd_set_group, eckd_reserve, eckd_steal, eckd_release, eckd_read_log, eckd_nothing;

/* Steps. */
eckd_command_fn eckd_step_locate, eckd_step_update, eckd_step_format;

/* What a write that was not done had got is given back. */
void eckd_forget_write(struct eckd *eckd);

/* The kind of domain that eckd.locate makes: IN_*. */
uint8_t eckd_domain_kind(const struct eckd *eckd);

#endif
