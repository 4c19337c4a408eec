/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CLONE: an image of a running machine, and machines that go on from it.
 *
 *	clone_capture(origin, caller, &image, &failure)	the origin stands still only meanwhile
 *	clone_machine(image, child)			as often as wanted: shares all pages
 *	clone_answer(image, child, "CLONE=...", 0)	what the command says to a child that issued it
 *	clone_start(child)
 *	clone_forget(image)
 *
 * All in tasks, no locks held.
 */
#ifndef VIRT_CLONE_H
#define VIRT_CLONE_H

#include "nucleus/vcpu.h"
#include "nucleus/vmdbk.h"

struct clone_image;

/* Why a machine can't be cloned. */
struct clone_failure {
	enum {
		CLONE_NO_STORAGE,
		CLONE_BUSY, /* it is being reset, loaded or logged off */
		CLONE_TRACED,
		CLONE_WATCHDOG,     /* one of DIAGNOSE X'288' runs */
		CLONE_SEGMENT,      /* a saved segment beyond its storage, or one that all write */
		CLONE_DEVICE_BUSY,  /* device devno did not come to rest */
		CLONE_DEVICE_NEVER, /* CP can't clone device devno */
	} why;
	uint16_t devno;
};

/*
 * Takes the image of a machine whose storage may be shared (vm_allow_sharing). caller: the virtual
 * CPU for whose DIAGNOSE X'08' this task works, else NULL. Waits for devices to come to rest, two
 * seconds at most. 0, or -E_PERM with *failure.
 */
int clone_capture(struct vmdbk *origin, struct vcpu *caller, struct clone_image **image,
	struct clone_failure *failure) MUST_CHECK;
void clone_forget(struct clone_image *image);

/* What a machine must have to become one of the image. */
uint64_t clone_storage(const struct clone_image *image); /* bytes */
unsigned clone_highest_cpu(const struct clone_image *image);

/*
 * Makes a new machine, which has storage of that size, a console and nothing else, what the image
 * was; its virtual CPUs don't run yet. 0 or -E_NOMEM: the caller ends the session.
 */
int clone_machine(struct clone_image *image, struct vmdbk *child) MUST_CHECK;

/*
 * If the image was taken by a DIAGNOSE X'08': the child comes back from it with this line as the
 * whole response and this return code. Else the line goes to the child's console.
 */
void clone_answer(const struct clone_image *image, struct vmdbk *child, const char *line, int rc);

/* Lets it run. */
void clone_start(struct vmdbk *child);

#endif
