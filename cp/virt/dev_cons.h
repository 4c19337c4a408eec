/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual 3215 as a device of a machine. */
#ifndef VIRT_DEV_CONS_H
#define VIRT_DEV_CONS_H

#include "nucleus/vdev.h"

extern const struct vdev_type vdev_console;

#endif
