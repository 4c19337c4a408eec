// SPDX-License-Identifier: Apache-2.0
/*
 * IUCV: an instruction between virtual machines. A guest finds the facility, declares its buffer and
 * sets its masks; there is nobody yet that it could connect to.
 *
 * Differs: Linux as a guest of z/VM crashes in the start of its IUCV terminals if QUERY says that there is
 * no IUCV at all, although it looks at that answer elsewhere. So QUERY succeeds.
 * Not yet: connections. CONNECT answers that the other is not logged on.
 */
#include "virt/gstore.h"
#include "virt/icpt.h"

/* Function codes in register 0 */
enum {
	IUCV_QUERY = 0,
	IUCV_TEST_COMPLETION = 1,
	IUCV_RETRIEVE_BUFFER = 2,
	IUCV_DESCRIBE = 3,
	IUCV_SEND = 4,
	IUCV_RECEIVE = 5,
	IUCV_REPLY = 6,
	IUCV_TEST_MESSAGE = 7,
	IUCV_REJECT = 8,
	IUCV_PURGE = 9,
	IUCV_ACCEPT = 10,
	IUCV_CONNECT = 11,
	IUCV_DECLARE_BUFFER = 12,
	IUCV_QUIESCE = 13,
	IUCV_RESUME = 14,
	IUCV_SEVER = 15,
	IUCV_SET_MASK = 16,
	IUCV_SET_CONTROL_MASK = 17,
};

#define PLIST_LEN	 40 /* parameter list, doubleword-aligned */
#define PLIST_RC	 3  /* where its return code is */
#define MAX_CONNECTIONS	 64

#define RC_BAD_PATH	 0x01
#define RC_NO_BUFFER	 0x05
#define RC_NOT_LOGGED_ON 0x0B
#define RC_BUFFER_THERE	 0x13

/* cc 1 with a return code in the parameter list; without one cc 0. */
static grc_t answer(struct vcpu *vcpu, uint64_t plist, uint8_t rc)
{
	grc_t grc = gstore_write_real(vcpu, plist + PLIST_RC, &rc, sizeof(rc));

	if (!grc)
		vcpu_set_cc(vcpu, rc ? 1 : 0);
	return grc;
}

static grc_t query(struct vcpu *vcpu)
{
	vcpu_set_gpr(vcpu, 0, PLIST_LEN);
	vcpu_set_gpr(vcpu, 1, MAX_CONNECTIONS);
	vcpu_set_cc(vcpu, 0);
	return 0;
}

static grc_t nothing_there(struct vcpu *vcpu)
{
	vcpu_set_cc(vcpu, 2);
	return 0;
}

grc_t insn_iucv(struct vcpu *vcpu)
{
	uint64_t plist = vcpu_gpr(vcpu, 1) & 0x7FFFFFFFu;
	uint32_t function = (uint32_t)vcpu_gpr(vcpu, 0);
	uint8_t list[PLIST_LEN];
	grc_t rc;

	if (function == IUCV_QUERY)
		return query(vcpu);
	if (function > IUCV_SET_CONTROL_MASK || (plist & 7))
		return PGM_SPECIFICATION;
	rc = gstore_read_real(vcpu, plist, list, sizeof(list));
	if (rc)
		return rc;
	switch (function) {
	case IUCV_DECLARE_BUFFER:
		rc = answer(vcpu, plist, vcpu->iucv_declared ? RC_BUFFER_THERE : 0);
		vcpu->iucv_declared |= !rc;
		return rc;
	case IUCV_RETRIEVE_BUFFER:
		rc = answer(vcpu, plist, vcpu->iucv_declared ? 0 : RC_NO_BUFFER);
		vcpu->iucv_declared &= rc != 0;
		return rc;
	case IUCV_SET_MASK:
	case IUCV_SET_CONTROL_MASK:
		return answer(vcpu, plist, vcpu->iucv_declared ? 0 : RC_NO_BUFFER);
	case IUCV_TEST_COMPLETION:
	case IUCV_DESCRIBE: return nothing_there(vcpu);
	case IUCV_CONNECT: return answer(vcpu, plist, RC_NOT_LOGGED_ON);
	default: return answer(vcpu, plist, RC_BAD_PATH);
	}
}
