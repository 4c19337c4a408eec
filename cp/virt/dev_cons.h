/* SPDX-License-Identifier: Apache-2.0 */
/* The virtual console, a 3215 or a 3270, as a device of a machine. */
#ifndef VIRT_DEV_CONS_H
#define VIRT_DEV_CONS_H

#include "nucleus/vdev.h"

extern const struct vdev_type vdev_console, vdev_console_3270;

/* Which of them TERM CONMODE says. */
const struct vdev_type *console_type(struct vmdbk *vm);

/*
 * TERM CONMODE: the console, if there is one, becomes a 3270 or a 3215 on the same subchannel. 0 or
 * -E_NOMEM. Tasks.
 */
int console_set_conmode(struct vmdbk *vm, bool is_3270) MUST_CHECK;

#endif
