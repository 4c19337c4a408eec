/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service processor that a guest sees (SERVC).
 *
 * The caller copies the guest's SCCB out of storage, calls sclp_service_call, copies the answer
 * back and sets the condition code. Every accepted command ends with a service-signal interruption:
 *
 *	cc = sclp_service_call(&state, &facts, &sinks, &call);
 *	if (cc == 0) { put call.stored bytes back }
 *	...
 *	if (sclp_signal_pending(&state) && the virtual CPU is enabled)
 *		present X'2401' with parameter sclp_signal_take(&state)
 *
 * One struct sclp_state a virtual machine; the caller serializes.
 */
#ifndef LOGIC_SCLP_H
#define LOGIC_SCLP_H

#include "arch/sccb.h"
#include "arch/types.h"

#define SCLP_TEXT_MAX 128 /* longest operator command for a guest, in characters */
#define SCLP_LINE_MAX 255 /* longest line that a sink gets; longer ones come in pieces */
#define SCLP_CPUS_MAX 64

struct sclp_state {
	uint64_t guest_gets; /* event masks as the guest set them: BIT64(type - 1) */
	uint64_t guest_sends;
	uint64_t pending; /* events for the guest, same bits */
	uint32_t done;    /* SCCB address of the command whose completion is to be signalled */
	uint8_t mask_len; /* bytes of a mask in the guest's last WRITE EVENT MASK */
	bool signal;      /* a service-signal interruption is due */
	char opcmd[SCLP_TEXT_MAX + 1];
	char pmsg[SCLP_TEXT_MAX + 1];
};

struct sclp_facts {
	uint64_t storage;                  /* bytes; whole increments count */
	uint32_t increment_mb;             /* megabytes of an increment; 0: one */
	const uint8_t *cpus;               /* addresses, configured ones first, then standby */
	uint8_t nr_configured, nr_standby; /* at most SCLP_CPUS_MAX together */
	uint16_t highest_cpu;              /* highest address that the directory allows */
	const char *loadparm;              /* ASCII, at most 8 characters count */
	uint64_t facilities;               /* further bits for READ SCP INFO */
};

/* Who a guest says it is. ASCII without trailing blanks. */
struct sclp_ident {
	char type[9], name[9], sysplex[9];
	uint64_t level;
};

/* Where a guest's output goes. Called from within sclp_service_call; either may be NULL. */
struct sclp_sinks {
	/* One line in ASCII, printable, len 0 to SCLP_LINE_MAX, not ended by NUL. */
	void (*line)(void *ctx, const char *text, size_t len);
	void (*ident)(void *ctx, const struct sclp_ident *ident);
	void *ctx;
};

struct sclp_call {
	uint32_t command; /* right half of R1 */
	uint32_t addr;    /* of the SCCB, real */
	uint8_t *sccb;    /* copy of the guest's storage from addr to the end of that page */
	size_t room;      /* bytes there: 4096 - addr % 4096, so at least 8 */
	size_t stored;    /* out: bytes of sccb that go back to the guest */
};

/* Checks R2 before anything is copied. Returns 0 or PGM_SPECIFICATION. */
grc_t insn_servc_check(uint64_t addr) MUST_CHECK;

/*
 * Carries out one command on call->sccb. Returns the condition code: 0 accepted (also when the
 * response in the block refuses it), 2 busy: the last completion isn't signalled yet, nothing done.
 */
int sclp_service_call(struct sclp_state *state, const struct sclp_facts *facts,
	const struct sclp_sinks *sinks, struct sclp_call *call);

bool sclp_signal_pending(const struct sclp_state *state);

/* Ends the pending state; returns the interruption parameter. */
uint32_t sclp_signal_take(struct sclp_state *state);

/* Reset of the machine: no masks, nothing pending. */
void sclp_reset(struct sclp_state *state);

/*
 * Gives the guest an operator's command (ASCII). Returns 0, -E_NOENT when the guest doesn't take
 * such events, -E_BUSY when it hasn't read the last one, -E_RANGE when text is longer than
 * SCLP_TEXT_MAX, -E_INVAL when it is empty.
 */
int sclp_send_command(struct sclp_state *state, const char *text, bool priority) MUST_CHECK;

/* Asks the guest to shut down. Returns 0, also when asked before, or -E_NOENT as above. */
int sclp_send_quiesce(struct sclp_state *state) MUST_CHECK;
/* Has the guest said that it takes that event? */
bool sclp_gets_quiesce(const struct sclp_state *state);

#endif
