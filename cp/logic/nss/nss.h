/* SPDX-License-Identifier: Apache-2.0 */
/* What a saved system or segment is: its name, and which pages it has of which kind. */
#ifndef LOGIC_NSS_NSS_H
#define LOGIC_NSS_NSS_H

#include "abi/nss.h"

#define NSS_PARM_NONE 16

struct nss_range {
	uint32_t first, last; /* numbers of pages */
	uint8_t type;         /* enum nss_type */
};

struct nss_def {
	char name[9];
	bool is_segment, is_restricted, is_vmgroup, is_saved;
	uint8_t parm_first, parm_last; /* registers that PARM goes to; NSS_PARM_NONE: none */
	uint16_t nr_ranges;
	uint64_t minsize_kb;                    /* the machine must have so much */
	struct nss_range range[NSS_RANGES_MAX]; /* ascending */
};

/* "SW" and so on; type < NR_NSS_TYPES. */
const char *nss_type_name(unsigned type);
bool nss_type_is_shared(unsigned type);
bool nss_type_is_saved(unsigned type);     /* its data are */
bool nss_type_is_read_only(unsigned type); /* for guests */

/* The type of two letters. -1: there is none. */
int nss_type_of(const char *text, size_t len);

/*
 * Adds pages first to last. Returns 0; -E_FULL: NSS_RANGES_MAX there are; -E_RANGE: last before
 * first, or after NSS_PAGE_MAX; -E_EXIST: they overlap with others; -E_INVAL: shared and exclusive
 * pages in one megabyte.
 */
int nss_add_range(struct nss_def *def, uint32_t first, uint32_t last, unsigned type) MUST_CHECK;

/* Numbers of the first and of the last page; there is a range. */
uint32_t nss_first_page(const struct nss_def *def);
uint32_t nss_last_page(const struct nss_def *def);

/* The range that has the page, or NULL. */
const struct nss_range *nss_range_of(const struct nss_def *def, uint32_t page);

/* Have they a megabyte in common? */
bool nss_overlap(const struct nss_def *a, const struct nss_def *b);

/* The header of the file; cpu NULL: zeros. */
void nss_header_make(
	struct nss_header *header, const struct nss_def *def, const struct nss_cpu *cpu);

/* Reads one. Returns 0 or -E_FORMAT. */
int nss_header_read(const struct nss_header *header, struct nss_def *def) MUST_CHECK;

/* Has the CPU a state that can be? It comes from a file. */
bool nss_cpu_is_sound(const struct nss_cpu *cpu);

/*
 * DIAGNOSE X'64' SEGEXT: what it answers of a segment. segment's pages end below 2 GiB for the
 * short form: -E_RANGE else.
 */
void nss_segext(const struct nss_def *def, struct diag064_out *out);
int nss_segext31(const struct nss_def *def, struct diag064_out31 *out) MUST_CHECK;

#endif
