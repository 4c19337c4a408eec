/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's storage by the addresses that its instructions use. A positive result is the program
 * interruption that the guest must get: with a translation exception its address is ready in the state
 * description, where reflect_program takes it from.
 */
#ifndef VIRT_GSTORE_H
#define VIRT_GSTORE_H

#include "logic/gdat.h"
#include "logic/insn_text.h"
#include "nucleus/vcpu.h"

/* Real to absolute address: prefixing. */
gabs_t gstore_real_to_abs(const struct vcpu *vcpu, greal_t real);

/* By real address, without protection, any length. 0 or PGM_ADDRESSING; then a part may be stored. */
grc_t gstore_read_real(struct vcpu *vcpu, greal_t addr, void *buf, size_t len) MUST_CHECK;
grc_t gstore_write_real(struct vcpu *vcpu, greal_t addr, const void *buf, size_t len) MUST_CHECK;
/* The same with an access key, 0-15: 0, -E_RANGE, -E_PERM or -E_NOMEM. */
int gstore_read_real_key(struct vcpu *vcpu, greal_t addr, void *buf, size_t len, uint8_t key) MUST_CHECK;
int gstore_write_real_key(
	struct vcpu *vcpu, greal_t addr, const void *buf, size_t len, uint8_t key) MUST_CHECK;

/* By logical address, as an operand of the instruction: DAT, low-address, DAT and key protection. */
grc_t gstore_read(struct vcpu *vcpu, gvirt_t addr, void *buf, size_t len) MUST_CHECK;
grc_t gstore_write(struct vcpu *vcpu, gvirt_t addr, const void *buf, size_t len) MUST_CHECK;

/* The instruction text at addr, as a PSW with this left half fetches it, without protection. */
grc_t gstore_read_insn(
	struct vcpu *vcpu, uint64_t psw_mask, gvirt_t addr, uint8_t insn[INSN_MAX]) MUST_CHECK;

/*
 * DAT alone of a logical address in a space (0 primary, 1 by access register, 2 secondary, 3 home, as the
 * PSW's bits) instead of the PSW's. Returns as xlate_logical, and there may be no storage.
 */
grc_t gstore_walk(
	struct vcpu *vcpu, gvirt_t addr, unsigned space, struct gdat_result *result) MUST_CHECK;

/* TEST PROTECTION's condition code for a logical address and an access key. */
grc_t gstore_test(struct vcpu *vcpu, gvirt_t addr, uint8_t key, unsigned *cc) MUST_CHECK;

/* A bit of the translation-exception address of a protection exception: tables forbid the store. */
#define TEA_DAT_PROTECT 0x004

/* In the prefix area of the virtual CPU: always there. */
void pfx_read(struct vcpu *vcpu, unsigned offset, void *buf, size_t len);
void pfx_write(struct vcpu *vcpu, unsigned offset, const void *buf, size_t len);
void pfx_write16(struct vcpu *vcpu, unsigned offset, uint16_t value);
void pfx_write32(struct vcpu *vcpu, unsigned offset, uint32_t value);
void pfx_write64(struct vcpu *vcpu, unsigned offset, uint64_t value);

#endif
