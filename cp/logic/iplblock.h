/* SPDX-License-Identifier: Apache-2.0 */
/* The IPL parameter block of DIAGNOSE X'308' built from, and turned into, what CP's IPL works with.
 */
#ifndef LOGIC_IPLBLOCK_H
#define LOGIC_IPLBLOCK_H

#include "arch/iplblock.h"
#include "arch/types.h"

/* What a virtual machine is loaded from. ASCII, ended by NUL. */
struct ipl_source {
	bool is_nss; /* a saved system: nss_name counts, else devno */
	bool has_loadparm;
	uint16_t devno;
	char nss_name[9];
	char loadparm[9];                 /* without trailing blanks */
	char parm[IPLBLOCK_PARM_MAX + 1]; /* operator's PARM; empty: none */
};

/* Fills page (4096 bytes) with the block for DIAGNOSE X'308' subcode 6. */
void iplblock_build(const struct ipl_source *source, uint8_t *page);

/*
 * Reads a block that a guest gave with subcode 5: a copy of up to 4096 bytes, len of them there.
 * Returns 0; -E_FORMAT when lengths, version or saved system's name are wrong; -E_NODEV for a kind
 * of device (SCSI, NVMe) or a subchannel set that a virtual machine doesn't have. *source only with
 * 0.
 */
int iplblock_parse(const uint8_t *block, size_t len, struct ipl_source *source) MUST_CHECK;

#endif
