/* SPDX-License-Identifier: Apache-2.0 */
/* VDEV: a virtual device of a user, with its subchannel. */
#ifndef NUCLEUS_VDEV_H
#define NUCLEUS_VDEV_H

#include "logic/subch.h"
#include "nucleus/vmdbk.h"

struct vdev;

/* What a type of virtual device does beyond its channel commands (struct chan_dev_ops). */
struct vdev_type {
	const char *name;   /* "CONS", "RDR", "PUN", "PRT": as QUERY VIRTUAL shows it */
	uint16_t type_code; /* X'3215', X'2540', ... */
	size_t size;        /* of the device's own struct, which begins with struct chan_dev */
	/* Makes vdev->dev, cleared before. 0 or -E_*. */
	int (*init)(struct vdev *vdev);
	/* I/O-system reset: forgets what is not of the channel. NULL: there is nothing. */
	void (*reset)(struct vdev *vdev);
	/* The device goes. */
	void (*done)(struct vdev *vdev);
	/* QUERY VIRTUAL: lines about it. */
	void (*describe)(struct vdev *vdev, void (*line)(void *ctx, const char *text), void *ctx);
	/* A disk that this user may not write. NULL: none is. */
	bool (*is_read_only)(const struct vdev *vdev);
	uint8_t diag210[4]; /* vclass, vtype, rclass, rtype for DIAGNOSE X'210' */
	uint8_t (*model)(const struct vdev *vdev); /* and its rmodel; may be NULL */
	/*
	 * CLONE. save takes the device's own part of an image: 0, -E_BUSY (not in this moment), -E_PERM
	 * (never), -E_NOMEM; NULL: no such device can be cloned. restore makes a device, just made by init,
	 * what the image was; NULL: it is. forget gives back what an image holds; may be NULL. vm lock held,
	 * of the device's own machine only; forget: no locks.
	 */
	int (*save)(struct vdev *vdev, void *own);
	int (*restore)(struct vdev *vdev, const void *own);
	void (*forget)(void *own);
};

/* A virtual device at rest, or a subchannel without one, as it goes into other machines. */
struct vdev_image {
	const struct vdev_type *type; /* NULL: no device */
	uint16_t devno;
	struct subch_image sch;
	uint64_t own[16]; /* the type's */
};

/*
 * Function:      a virtual device
 * Located by:    vmdbk.vdevs by subchannel number; vdev_find by device number
 * Created by:    vdev_create (directory, DEFINE)
 * Deleted by:    vdev_delete (DETACH, LOGOFF)
 * Serialized by: the vm lock
 */
struct vdev {
	struct vmdbk *vm;
	const struct vdev_type *type;
	uint16_t devno;
	bool long_queued;      /* its channel program takes long: nucleus/longio.h */
	struct list long_link; /* longio lock */
	struct subch sch;
	struct chan_dev *dev; /* type->size bytes */
	struct event *watch; /* IPL waits for its program: posted after each piece of it, and at its
				end */
};

/* How the floor above posts an interruption: VF_* for the machine, vm lock held. Set at start-up.
 */
extern void (*vdev_post)(struct vmdbk *vm, uint32_t floating);

/* Adds a device; 0, -E_EXIST (device number in use), -E_FULL, -E_NOMEM or the type's own. vm lock
 * held. */
int vdev_create(struct vmdbk *vm, uint16_t devno, const struct vdev_type *type,
	struct vdev **vdev) MUST_CHECK;

/*
 * Makes it a device of another type, with the same number and subchannel, as after power-on. 0, or
 * -E_* and nothing changed. vm lock held.
 */
int vdev_replace(struct vdev *vdev, const struct vdev_type *type) MUST_CHECK;

/* vm lock held. The subchannel stays, without a device. */
void vdev_delete(struct vdev *vdev);

/* An image of it. 0, -E_BUSY, -E_PERM, -E_NOMEM; then there is none. vm lock held. */
int vdev_save(struct vdev *vdev, struct vdev_image *image) MUST_CHECK;
/* No locks held. */
void vdev_forget(struct vdev_image *image);

/*
 * Adds the device of an image as the next subchannel: in the order in which they were saved, to a machine that
 * had none. 0, -E_NOMEM or the type's own. vm lock held.
 */
int vdev_restore(struct vmdbk *vm, const struct vdev_image *image) MUST_CHECK;

/* NULL if there is none. vm lock held. */
struct vdev *vdev_find(struct vmdbk *vm, uint16_t devno);
struct vdev *vdev_by_subchannel(struct vmdbk *vm, uint16_t nr);

/*
 * Runs the channel program as far as it goes and posts its interruption: after every function of
 * logic/subch.h that may have changed the subchannel. A program that does not end soon goes on in
 * pieces, later. vm lock held. vdev_run_piece is such a piece.
 */
void vdev_run(struct vdev *vdev);
void vdev_run_piece(struct vdev *vdev);

/* What a device waited for may have come: its program goes on. Takes the vm lock. Any context. */
void vdev_wake(struct vmdbk *vm, uint16_t devno);

/* CR6 bits of the subclasses for which some subchannel is interrupting. vm lock held. */
uint64_t vdev_pending_iscs(struct vmdbk *vm);

/* Takes one interruption of the subclass and clears VF_IO after the last. vm lock held. */
bool vdev_take_interruption(struct vmdbk *vm, uint8_t isc, struct io_int_code *code);

/* I/O-system reset of all devices. vm lock held. */
void vdev_reset_all(struct vmdbk *vm);

#endif
