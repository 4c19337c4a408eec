/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's absolute storage: tables that the machine walks while the guest runs, built as pages are
 * touched. Guests up to 2 GiB have a segment table, larger ones region-third and segment tables; page
 * tables are 4 KiB, with the PGSTEs that hold the guest's storage keys.
 *
 *	CR1 -> (region third ->) segment table -> page table + PGSTEs -> frame
 *
 * A page that was never touched costs nothing. Nothing is paged out yet: a page once there stays until
 * the guest is cleared or releases it.
 */
#ifndef NUCLEUS_GSPACE_H
#define NUCLEUS_GSPACE_H

#include "arch/dat.h"
#include "mach/lock.h"

#define GSPACE_MAX (4096 * GiB)

struct gspace {
	struct lock lock;     /* GSTORE: guards all below and the tables */
	uint64_t asce;	      /* constant: for CR1 */
	uint64_t size;	      /* constant: bytes, a multiple of 1 MiB */
	uint64_t *top;	      /* constant: the table that asce designates */
	uint64_t nr_pages;    /* frames that are the guest's */
	uint64_t nr_tables;   /* frames of its tables */
};

/* Makes an empty space of size bytes (rounded up to 1 MiB). 0, -E_RANGE or -E_NOMEM. */
int gspace_create(struct gspace *space, uint64_t size) MUST_CHECK;

/* Gives everything back. No virtual CPU may run in it. */
void gspace_delete(struct gspace *space);

/* Makes it empty again (clear reset). No virtual CPU may run in it. */
void gspace_clear(struct gspace *space);

/* Makes it empty, with another size. 0, -E_RANGE or -E_NOMEM: then nothing changed. As gspace_clear. */
int gspace_resize(struct gspace *space, uint64_t size) MUST_CHECK;

/*
 * Makes sure that the page at addr is there; called for a host page fault, too. Returns 0, -E_RANGE
 * outside the guest's storage, -E_NOMEM.
 */
int gspace_touch(struct gspace *space, gabs_t addr) MUST_CHECK;

/* Gives back the pages from first to last (addresses of their first bytes), as if never touched. */
void gspace_release(struct gspace *space, gabs_t first, gabs_t last);

/*
 * Copies between CP and the guest; the range may cross pages. Returns 0, -E_RANGE when not all of it is
 * guest storage (then nothing was stored), -E_NOMEM. No protection is checked but with a key (0-15, 0
 * matches all): -E_PERM. Reading a page that was never touched gives zeros and does not make it.
 */
int gspace_read(struct gspace *space, gabs_t addr, void *buf, size_t len) MUST_CHECK;
int gspace_write(struct gspace *space, gabs_t addr, const void *buf, size_t len) MUST_CHECK;
int gspace_read_key(struct gspace *space, gabs_t addr, void *buf, size_t len, uint8_t key) MUST_CHECK;
int gspace_write_key(
	struct gspace *space, gabs_t addr, const void *buf, size_t len, uint8_t key) MUST_CHECK;

/*
 * Storage keys as the guest sees them: access control, fetch, reference, change (SKEY_*). The page must
 * be in the guest's storage: -E_RANGE else. gspace_reset_ref gives the condition code of RRBE.
 */
int gspace_get_key(struct gspace *space, gabs_t addr, uint8_t *key) MUST_CHECK;
int gspace_set_key(struct gspace *space, gabs_t addr, uint8_t key) MUST_CHECK;
int gspace_reset_ref(struct gspace *space, gabs_t addr, int *cc) MUST_CHECK;

#endif
