/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIAGNOSE X'258', page-reference services: the handshake by which a virtual CPU asks to go on with
 * other work while CP brings a page in. It names a token, and which of its PSWs may be interrupted
 * so.
 */
#ifndef LOGIC_DIAG258_H
#define LOGIC_DIAG258_H

#include "abi/diag.h"
#include "arch/types.h"

/* What one virtual CPU has established; all zero after a reset. */
struct pfault_terms {
	greal_t token; /* real address of 8 bytes, read when a page is missing, | PFAULT_ESTABLISHED */
#define PFAULT_ESTABLISHED 1
	uint64_t select, compare; /* of the PSW mask: fit if (mask & select) == compare */
};

/* What Ry gets. */
#define DIAG258_RC_DONE            0
#define DIAG258_RC_NOT_ESTABLISHED 4 /* CANCEL of nothing */
#define DIAG258_RC_ESTABLISHED     8 /* TOKEN twice: nothing changed */

/*
 * One call with the parameter block, copied from the guest, in a guest of `storage` bytes. Returns
 * 0 with *rc for Ry, and *terms changed if that is DIAG258_RC_DONE; PGM_SPECIFICATION or
 * PGM_ADDRESSING.
 */
grc_t diag_258_service(const struct diag_258 *block, uint64_t storage, struct pfault_terms *terms,
	uint32_t *rc) MUST_CHECK;

/* May a virtual CPU with this PSW mask get a pseudo page fault? */
bool pfault_fits(const struct pfault_terms *terms, uint64_t psw_mask);

#endif
