/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may have pages in common with others.
 *
 * Differs: of PERFORM FRAME MANAGEMENT FUNCTION that only clears a frame the emulator neither heeds
 * the host's page protection nor tells CP. The kernel of a guest (not its programs) could clear a
 * frame that others see. So frames with contents are given only to guests whose kernels the
 * administrator trusts with that: OPTION PAGESHARE in the directory.
 *
 * A guest that shares nothing runs as before: its protection exceptions don't leave SIE.
 */
#ifndef NUCLEUS_PAGESHARE_H
#define NUCLEUS_PAGESHARE_H

#include "nucleus/vmdbk.h"

/* The administrator trusts it: OPTION PAGESHARE. */
bool pageshare_is_allowed(const struct vmdbk *vm);

/*
 * From now on protection exceptions of the machine come to CP. Before the first shared page; may be
 * called again. vm lock held.
 */
void pageshare_begin(struct vmdbk *vm);

/* What a state description of such a machine must have; others are set up without. */
void pageshare_controls(struct sie_block *sd);

/*
 * Puts a frame into the machine at addr, shared, for a device that would store its contents there
 * with the access key: as gspace_map, and -E_PERM where that is not allowed, too: then it must be
 * copied. vm lock held.
 */
int pageshare_map(struct vmdbk *vm, gabs_t addr, const void *frame, uint8_t key) MUST_CHECK;

/*
 * Is the page part of the prefix area of a virtual CPU of the machine, ctx? One in SIE uses the frames
 * of its prefix area without looking at the tables again: they stay what they are. vm lock held.
 */
bool pageshare_is_prefix(void *ctx, gabs_t page);

#endif
