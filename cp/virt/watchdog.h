/* SPDX-License-Identifier: Apache-2.0 */
/* The watchdog that a guest sets by DIAGNOSE X'288', as the whole machine sees it. */
#ifndef VIRT_WATCHDOG_H
#define VIRT_WATCHDOG_H

#include "nucleus/vmdbk.h"

/* A reset of the machine ends it. vm lock held. */
void watchdog_stop(struct vmdbk *vm);

/* It has been set and has not ended. No locks held. */
bool watchdog_runs(struct vmdbk *vm);

/* With the machine. No virtual CPU is there any more, no locks held. */
void watchdog_delete(struct vmdbk *vm);

#endif
