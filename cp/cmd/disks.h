/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Minidisks of the directory becoming virtual devices: for LINK, and for MDISK and LINK statements
 * at logon.
 */
#ifndef CMD_DISKS_H
#define CMD_DISKS_H

#include "logic/directory/lookup.h"
#include "logic/link.h"
#include "nucleus/vmdbk.h"

/* What is wanted. */
struct disk_wish {
	struct vmdbk *vm;           /* who gets the disk */
	uint16_t devno;             /* as this device */
	char owner[USERID_LEN + 1]; /* whose MDISK statement */
	uint16_t owner_devno;       /* and which */
	struct link_mode mode;
};

/*
 * The owner's MDISK statement for a device number. 0, or -E_NOENT. What *item points to is in the
 * directory.
 */
int disk_find(const char *owner, uint16_t devno, struct dir_item *item) MUST_CHECK;

/*
 * Makes the virtual device. No password is asked for. Returns the message that tells how it went,
 * and its text as emsg wants it: one of those with number 0 when the link is as it was wanted, 101E
 * to 103E when it is forced to read, else no link was made, as *is_made tells. Tasks only.
 */
enum msg_id disk_link(const struct disk_wish *wish, const struct dir_item *mdisk, enum emsg emsg,
	char text[MSG_LINE_SIZE], bool *is_made);

/*
 * Makes a T-disk of nr_cyls, or with blocks a V-disk for DEFINE, of nr blocks, the user's own to
 * write. Returns MSG_NONE; or what is wrong, with its text as emsg wants it. Tasks only.
 */
enum msg_id disk_temporary(struct vmdbk *vm, uint16_t devno, uint32_t nr, bool is_blocks,
	enum emsg emsg, char text[MSG_LINE_SIZE]) MUST_CHECK;

/* The guest learns of a device that it has now by a channel report. */
void disk_report(struct vmdbk *vm, uint16_t devno);

/* All MDISK and LINK statements of the user's directory entry; what fails is told. Command task. */
void disks_at_logon(struct vmdbk *vm, const struct dir_user *user);

/* A minidisk's place: volume and cylinders, as an MDISK statement gives it. */
struct disk_place {
	char volid[7];
	uint32_t cyl, nr_cyls;
};

/*
 * Where the statement's minidisk is now: END, &SYSRES and DEVNO are looked up. MSG_NONE, or what is
 * wrong: MSG_NOT_LINKED_VOLUME, _TYPE or MSG_LINK_EXTENT, with volid filled in.
 */
enum msg_id disk_place(const struct dir_item *mdisk, struct disk_place *place) MUST_CHECK;

struct minidisk;

/*
 * The minidisk of a statement with MINIOPT COWOF, with a reference. MSG_NONE, or what is wrong, a
 * message with owner, device number and volid, which is filled in; MSG_NO_STORAGE has another
 * operand. Tasks only.
 */
enum msg_id disk_get_copy(const char *owner, const struct dir_item *mdisk, struct disk_place *place,
	struct minidisk **disk) MUST_CHECK;

#endif
