/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Equal pages of guests that have OPTION PAGESHARE and do nothing: kernels, their tables and what
 * they left in storage that is free are alike in guests that began alike, wherever each has put them.
 *
 * A guest is looked through once when it has done next to nothing for a while (nucleus/settle.h), and again only when
 * it has many more pages of its own. So one that does nothing costs nothing.
 */
#ifndef NUCLEUS_MERGE_H
#define NUCLEUS_MERGE_H

#include "nucleus/vmdbk.h"

/* Would it be worth while to look through its storage? */
bool merge_is_due(const struct vmdbk *vm);

/* Looks through it. The task that puts guests away; no locks held. */
void merge_guest(struct vmdbk *vm);

struct merge_counts {
	uint64_t nr_guests;          /* looked through */
	uint64_t nr_equal, nr_zeros; /* frames given back */
};
void merge_count(struct merge_counts *counts);

#endif
