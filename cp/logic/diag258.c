// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'258': the page-fault handshake. */
#include "logic/diag258.h"

#include "arch/psw.h"

#define TOKEN_LEN 8

static bool is_established(const struct pfault_terms *terms)
{
	return terms->token & PFAULT_ESTABLISHED;
}

static grc_t establish(
	const struct diag_258 *block, uint64_t storage, struct pfault_terms *terms, uint32_t *rc)
{
	uint64_t select = be64_get(block->select_mask), compare = be64_get(block->compare_mask);
	uint64_t token = be64_get(block->token_addr);

	if (be64_get(block->flags) != DIAG258_ESAME || (compare & ~select) || token % TOKEN_LEN)
		return PGM_SPECIFICATION;
	if (storage < TOKEN_LEN || token > storage - TOKEN_LEN)
		return PGM_ADDRESSING;
	*rc = is_established(terms) ? DIAG258_RC_ESTABLISHED : DIAG258_RC_DONE;
	if (!is_established(terms))
		*terms = (struct pfault_terms){token | PFAULT_ESTABLISHED, select, compare};
	return 0;
}

static grc_t cancel(const struct diag_258 *block, struct pfault_terms *terms, uint32_t *rc)
{
	if (be64_get(block->token_addr) || be64_get(block->select_mask) ||
		be64_get(block->compare_mask) || be64_get(block->flags))
		return PGM_SPECIFICATION;
	*rc = is_established(terms) ? DIAG258_RC_DONE : DIAG258_RC_NOT_ESTABLISHED;
	*terms = (struct pfault_terms){0};
	return 0;
}

grc_t diag_258_service(
	const struct diag_258 *block, uint64_t storage, struct pfault_terms *terms, uint32_t *rc)
{
	if (be16_get(block->code) != 0x258 || be16_get(block->version) != DIAG258_VERSION ||
		be16_get(block->len_dwords) < sizeof(*block) / 8)
		return PGM_SPECIFICATION;
	switch (be16_get(block->function)) {
	case DIAG258_TOKEN: return establish(block, storage, terms, rc);
	case DIAG258_CANCEL: return cancel(block, terms, rc);
	default: return PGM_SPECIFICATION;
	}
}

bool pfault_fits(const struct pfault_terms *terms, uint64_t psw_mask)
{
	return is_established(terms) && (psw_mask & terms->select) == terms->compare;
}
