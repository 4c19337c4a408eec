/* SPDX-License-Identifier: Apache-2.0 */
/* Saved systems: IPL by name, and saving a machine. */
#ifndef VIRT_NSS_H
#define VIRT_NSS_H

#include "nucleus/nss.h"
#include "virt/ipl.h"

/* As ipl_is_possible. */
bool nss_ipl_is_possible(
	struct vmdbk *vm, const struct ipl_source *source, struct ipl_failure *failure);

/*
 * Resets the machine, gives it the saved system instead of its storage, and the virtual CPU the
 * registers that were saved, still stopped. True, or the reason in *failure. As ipl_load.
 */
bool nss_ipl(struct vmdbk *vm, struct vcpu *vcpu, const struct ipl_source *source,
	struct ipl_failure *failure);

/* Saves the machine of vcpu, with its registers if it is a system. As nss_save. */
int nss_save_machine(struct nss *skeleton, const struct vcpu *vcpu) MUST_CHECK;

/* Is it restricted to others? */
bool nss_is_denied(const struct vmdbk *vm, const struct nss *nss);

#endif
