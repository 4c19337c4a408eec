/* SPDX-License-Identifier: Apache-2.0 */
/* What nss.c and nss_file.c share. */
#ifndef NUCLEUS_NSS_INT_H
#define NUCLEUS_NSS_INT_H

#include "nucleus/nss.h"
#include "nucleus/spool.h"
#include "nucleus/task.h"

/* The files' owner. Set by nss_start. */
extern struct spool_user *nss_owner;

/*
 * Makes a file that has the header and, from != NULL, the pages; it is in no queue. 0 or as
 * nss_define and nss_save.
 */
int nss_file_write(const struct nss_def *def, struct gspace *from, const struct nss_cpu *cpu,
	struct spfile **made) MUST_CHECK;

/* Reads the header alone. 0, -E_IO, -E_FORMAT, -E_NOMEM. */
int nss_file_read_header(struct spfile *file, struct nss_def *def) MUST_CHECK;

/* Fills nss->image, which is made, and nss->cpu. 0, -E_NOMEM, -E_IO, -E_FORMAT. */
int nss_file_load(struct nss *nss) MUST_CHECK;

/* In a loop over pages, which may be millions: now and then others have the CPU. No lock held. */
static inline void nss_breathe(uint32_t nr)
{
	if (nr % 256 == 0)
		task_sleep_until(0);
}

/* Throws away a file that is in no queue. */
void nss_file_forget(struct spfile *file);

#endif
