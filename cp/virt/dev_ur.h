/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual unit record devices: the reader, punch and printer of logic/, on the spool of
 * nucleus/spool. */
#ifndef VIRT_DEV_UR_H
#define VIRT_DEV_UR_H

#include "abi/directory.h"
#include "logic/dev_printer.h"
#include "logic/dev_punch.h"
#include "logic/dev_reader.h"
#include "nucleus/spool.h"
#include "nucleus/vdev.h"

extern const struct vdev_type ur_reader_type, ur_punch_type, ur_printer_type;

/*
 * Function:      a virtual unit record device
 * Located by:    vdev.dev of a vdev whose type is one of the above: ur_dev_of
 * Created by:    vdev_create   Deleted by: vdev_delete
 * Serialized by: the vm lock, and the spool lock for all but the first union's dev
 */
struct ur_dev {
	union {
		struct chan_dev dev; /* its ops take the spool lock around those of logic/ */
		struct dev_reader reader;
		struct dev_punch punch;
		struct dev_printer printer;
	};
	const struct chan_dev_ops *ops; /* those of logic/ */
	struct spool_user *user;
	struct spool_source source;
	uint8_t kind;   /* enum spkind */
	bool not_ready; /* NOTREADY: commands end with intervention required */
};

/* At start-up: lets arriving files reach the readers. */
void ur_init(void);

/*
 * Adds a reader, punch or printer, as the directory's SPOOL statement says; class: '*' in a reader
 * takes all, 0 is the default. Returns as vdev_create. Takes the vm lock. Not yet: the distribution
 * code of the directory; it is the userid until SPOOL DIST.
 */
int ur_create(struct vmdbk *vm, uint16_t devno, enum dir_spool_kind kind, char class) MUST_CHECK;

/* The device, or NULL if it is of another type. vm lock held. */
struct ur_dev *ur_dev_of(const struct vdev *vdev);

/* NOTREADY and READY; the device end of READY is the caller's. vm lock held, takes the spool lock.
 */
void ur_set_ready(struct ur_dev *ur, bool ready);

/*
 * CP prints a line of text, cut at the width of paper, on the first printer. Returns 0, -E_NOENT:
 * there is none; or as spout_write. Takes the vm and the spool lock.
 */
int ur_print(struct vmdbk *vm, const char *text) MUST_CHECK;

/* Its options, and the output of a punch or printer (NULL: a reader). vm and spool lock held. */
struct spopts *ur_options(struct ur_dev *ur);
struct spout *ur_output(struct ur_dev *ur);

#endif
