/* SPDX-License-Identifier: Apache-2.0 */
/* What CHSC answers to a guest: that its channel subsystem is a plain one, and which paths there
 * are. */
#ifndef LOGIC_CHSC_H
#define LOGIC_CHSC_H

#include "arch/types.h"

/* A virtual subchannel as CHSC describes it. */
struct chsc_subch {
	bool device_valid; /* the subchannel has a device */
	uint16_t devno;
	uint8_t path_mask; /* as the PIM: one bit a path */
	uint8_t chpid[8];
};

/* The guest's channel subsystem. */
struct chsc_ops {
	/* Describes subchannel nr of set 0. False when there is none of that number. */
	bool (*subch)(void *ctx, uint16_t nr, struct chsc_subch *subch);
	/* True if the guest has that channel path. */
	bool (*has_path)(void *ctx, uint8_t chpid);
	void *ctx;
};

/*
 * Carries out the request at the start of page, a copy of the 4096 bytes at the guest's operand,
 * which the caller has found on a page boundary (else PGM_SPECIFICATION). Puts the response behind
 * the request. Returns 0: the copy goes back to the guest, condition code 0, whatever the response
 * says; or PGM_OPERAND when the request's length is wrong: nothing changes.
 */
grc_t insn_chsc_page(const struct chsc_ops *ops, uint8_t *page) MUST_CHECK;

#endif
