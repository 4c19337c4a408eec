/* SPDX-License-Identifier: Apache-2.0 */
/* Looking into a virtual CPU and its storage, for DISPLAY and STORE. */
#ifndef CMD_LOOK_H
#define CMD_LOOK_H

#include "logic/display.h"
#include "nucleus/vcpu.h"

/* Keeps the virtual CPU out of SIE meanwhile, so that its registers are in vcpu. Tasks. */
void look_begin(struct vcpu *vcpu);
void look_end(struct vcpu *vcpu);

/*
 * The absolute address behind addr as the CPU sees it in that space. Returns 0; the
 * program-interruption code that the CPU would get; or -E_*. The absolute address may be beyond the
 * end of storage.
 */
grc_t look_up(struct vcpu *vcpu, enum display_space space, uint64_t addr, gabs_t *abs) MUST_CHECK;

/*
 * Copies between CP and storage in that space, page by page; what was copied before an error stays.
 * Returns as look_up, PGM_ADDRESSING beyond the end of storage; *bad is the address of the page
 * that failed.
 */
grc_t look_read(struct vcpu *vcpu, enum display_space space, uint64_t addr, void *buf, size_t len,
	uint64_t *bad) MUST_CHECK;
grc_t look_write(struct vcpu *vcpu, enum display_space space, uint64_t addr, const void *buf,
	size_t len, uint64_t *bad) MUST_CHECK;

/* Are addresses of the space translated by the guest's tables? */
bool look_is_virtual(const struct vcpu *vcpu, enum display_space space);

struct cmd;

/* The message for such a failure at addr; returns its number. */
int look_failed(struct cmd *cmd, grc_t rc, uint64_t addr);

#endif
