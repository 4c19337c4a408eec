/* SPDX-License-Identifier: Apache-2.0 */
/* Channel reports: how a guest learns that a device came or went. */
#ifndef VIRT_CRW_H
#define VIRT_CRW_H

#include "nucleus/vmdbk.h"

/*
 * Makes a channel report about a subchannel pending: the guest gets a machine check and asks with
 * STORE CHANNEL REPORT WORD. When too many wait, the last one says that some were lost. vm lock
 * held.
 */
void crw_subchannel(struct vmdbk *vm, uint16_t subchannel);

#endif
