/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Translation of a guest's addresses by the guest's own tables, and the protection that the guest's
 * own keys and controls give: what CP needs to read a guest's operands, and to tell a guest's
 * protection exception from one that CP's tables caused. PoP, Storage, Dynamic Address Translation;
 * Protection.
 *
 *	logical --(PSW: which space)--> virtual --(tables)--> real --(prefix)--> absolute
 *
 * Addresses come in after truncation to the addressing mode. Nothing here changes anything.
 */
#ifndef LOGIC_GDAT_H
#define LOGIC_GDAT_H

#include "arch/types.h"

enum gdat_access { GDAT_INSN, GDAT_FETCH, GDAT_STORE };

/* What of a virtual CPU decides a translation. */
struct gdat_cpu {
	uint64_t psw_mask;  /* left half of the PSW; an ESA/390 one has its first word leftmost */
	const uint64_t *cr; /* 16 control registers; ESA/390 uses the right halves */
	uint32_t prefix;
	bool esame; /* the guest is in z/Architecture */
};

/* How table entries are reached. */
struct gdat_ops {
	/*
	 * Copies len bytes (4 or 8, aligned, so never across a page) from guest absolute storage.
	 * Returns 0, PGM_ADDRESSING where the guest has no storage, or a negative error, with
	 * which the translation ends and which it returns.
	 */
	grc_t (*fetch)(void *ctx, gabs_t addr, void *buf, size_t len);
	void *ctx;
};

struct gdat_result {
	greal_t real;       /* with large, an absolute address */
	gabs_t abs;         /* whether there is storage is for the caller to see */
	bool dat_protected; /* a protection bit in the tables forbids stores */
	bool private_space; /* low-address protection and fetch override don't apply */
	bool large;         /* translated by a 1 MB segment: no prefixing */
};

/*
 * Chooses the address-space-control element (ESA/390: segment-table designation) by the PSW's
 * address-space control: the guest's control register 1, 7 or 13. alet counts in access-register
 * mode only, for data: 0 is primary, 1 secondary. Returns 0, or -E_NOENT for any other alet.
 * Not yet: access lists. No guest known uses them.
 */
grc_t xlate_asce(const struct gdat_cpu *cpu, enum gdat_access access, uint32_t alet,
	uint64_t *asce) MUST_CHECK;

/*
 * Walks the tables that asce designates. Returns 0, the program-interruption code that the guest's
 * tables cause (PGM_SEGMENT_TRANS, PGM_PAGE_TRANS, PGM_REGION1_TRANS.., PGM_ASCE_TYPE,
 * PGM_TRANS_SPEC, PGM_ADDRESSING), or the negative error of ops->fetch. *result only with 0.
 */
grc_t xlate_virtual(const struct gdat_cpu *cpu, const struct gdat_ops *ops, uint64_t asce,
	gvirt_t addr, struct gdat_result *result) MUST_CHECK;

/* Both of them for a logical address, or the real address when DAT is off. Returns as they do. */
grc_t xlate_logical(const struct gdat_cpu *cpu, const struct gdat_ops *ops, enum gdat_access access,
	uint32_t alet, gvirt_t addr, struct gdat_result *result) MUST_CHECK;

/* Prefixing: exchanges the first 8 KB (ESA/390: 4 KB) with the block at the prefix. */
gabs_t gdat_real_to_abs(const struct gdat_cpu *cpu, greal_t real);

/* True if low-address protection forbids a store at the effective address. */
bool gdat_lap_forbids(const struct gdat_cpu *cpu, gvirt_t addr, bool private_space);

/*
 * True if the storage key (SKEY_ACC, SKEY_F) forbids the access with access key 0-15 (the PSW's, or
 * the one that an instruction names) at the effective address.
 */
bool gdat_key_forbids(const struct gdat_cpu *cpu, uint8_t access_key, uint8_t storage_key,
	enum gdat_access access, gvirt_t addr, bool private_space);

/*
 * True if a guest running alone on a real machine would get a protection exception for this access:
 * low-address protection, DAT protection or its keys. False means that CP's tables caused it.
 */
bool gdat_guest_forbids(const struct gdat_cpu *cpu, const struct gdat_result *result,
	uint8_t access_key, uint8_t storage_key, enum gdat_access access, gvirt_t addr);

#endif
