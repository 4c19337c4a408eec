/* SPDX-License-Identifier: Apache-2.0 */
/* The service processor of one guest: what CP tells it, and where its messages go. */
#ifndef VIRT_SCLP_H
#define VIRT_SCLP_H

#include "lib/err.h"
#include "logic/sclp.h"
#include "nucleus/vmdbk.h"

int guest_sclp_create(struct vmdbk *vm) MUST_CHECK;
void guest_sclp_delete(struct vmdbk *vm);
/* vm lock held. */
void guest_sclp_reset(struct vmdbk *vm);

/* The service signal is being presented: its parameter. vm lock held. */
uint32_t guest_sclp_take(struct vmdbk *vm);

/* SIGNAL SHUTDOWN. 0, or -E_NOENT when the guest does not listen. No locks held. */
int guest_sclp_quiesce(struct vmdbk *vm) MUST_CHECK;

/* Does it listen to that? No locks held. */
bool guest_sclp_listens(struct vmdbk *vm);

/* VINPUT: an operator's command or a priority one for the guest; results of sclp_send_command. */
int guest_sclp_command(struct vmdbk *vm, const char *text, bool priority) MUST_CHECK;

/* A line that the guest wrote through its service processor; vm lock held. Set by the console's floor. */
extern void (*guest_sclp_line)(struct vmdbk *vm, const char *text, size_t len);

#endif
