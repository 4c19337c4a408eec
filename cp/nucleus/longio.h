/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channel programs that take long, perhaps for ever: they go on in short pieces, one at a time for
 * the whole system, with a pause between. So all of them together never get more than part of one
 * real CPU, however many guests have one, and HALT and CLEAR SUBCHANNEL have their chance.
 */
#ifndef NUCLEUS_LONGIO_H
#define NUCLEUS_LONGIO_H

#include "nucleus/vdev.h"

/* Goes on with the device's channel program before long. vm lock held. */
void longio_queue(struct vdev *vdev);

#endif
