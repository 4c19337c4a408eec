/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Saved systems and segments: storage that was kept in a spool file, and that many machines can
 * have.
 *
 *	DEFSYS, DEFSEG	class S, a skeleton: says which pages there will be
 *	SAVESYS		class A (R: restricted): the pages are in its file; an older one of the same
 *			name is purged, or class P as long as somebody has it
 *	IPL, X'64'	the first user brings it into storage, an image; the last one takes it away
 *			again
 *
 * Files are those of userid *NSS, in the system's queue of the spool. Not yet: frames of images
 * leave real storage when it gets short.
 *
 * Everything here is for tasks, between nss_begin and nss_end, if nothing else is said. Who stops a
 * machine does so before nss_begin.
 */
#ifndef NUCLEUS_NSS_H
#define NUCLEUS_NSS_H

#include "logic/nss/nss.h"
#include "nucleus/vmdbk.h"

struct spfile;

#define NSS_OWNER "*NSS"

enum { NSS_SKELETON = 'S', NSS_ACTIVE = 'A', NSS_PRIVATE = 'R', NSS_PENDING = 'P' };

/*
 * Function:      a saved system or segment, or what will be one
 * Located by:    nss_next, nss_find; the uses of machines
 * Created by:    nss_define, nss_save, nss_start   Deleted by: nss_purge, or when the last use of a
 *		  pending one ends
 * Serialized by: nss_begin
 */
struct nss {
	struct list link;
	struct nss_def def; /* constant */
	char class;         /* NSS_SKELETON and so on */
	uint16_t spid;
	char origin[9]; /* who defined or saved it */
	tod_t created;
	uint32_t nr_records; /* pages of its file */
	uint32_t nr_users;
	struct spfile *file;
	bool is_loaded;
	struct gspace image;      /* if loaded */
	struct gspace_pattern *pattern; /* the same; NULL: no storage for it */
	struct nss_cpu cpu;       /* the same */
	struct gspace_part *part; /* the same: what its pages are to a guest */
	unsigned nr_parts;
};

/*
 * Function:      a machine has a saved system or segment
 * Located by:    vmdbk.nss
 * Created by:    nss_attach   Deleted by: nss_detach
 * Serialized by: nss_begin, and the machine does not run
 */
struct nss_use {
	struct nss_use *next;
	struct nss *nss;
	struct gspace_parts parts;
	bool is_private; /* copies, which nobody else sees */
};

/* Finds the files, when the spool has started. Not between nss_begin and nss_end. */
void nss_start(void);

/* One at a time. */
void nss_begin(void);
void nss_end(void);

/* The one after this, or the first after NULL; NULL at the end. */
struct nss *nss_next(const struct nss *nss);

/* The one of that name that can be used (class A or R), or the skeleton. NULL: there is none. */
struct nss *nss_find(const char *name);
struct nss *nss_find_skeleton(const char *name);

/* Makes a skeleton. 0, -E_EXIST: there is one of that name; -E_NOMEM; -E_FULL, -E_RANGE: spool
 * space. */
int nss_define(const struct nss_def *def, const char *origin, struct nss **made) MUST_CHECK;

/*
 * Saves pages and keys of a space, which nobody may change meanwhile, as the skeleton says, which
 * becomes class A or R. cpu NULL: a segment. Returns 0; -E_RANGE: it has pages beyond the space;
 * -E_NOMEM; -E_FULL: no spool space; -E_IO. After an error nothing has changed.
 */
int nss_save(struct nss *skeleton, struct gspace *from, const struct nss_cpu *cpu,
	const char *origin) MUST_CHECK;

/* It goes: true, or when its last user has ended: false. */
bool nss_purge(struct nss *nss);

/* Brings what is saved into storage. 0, -E_NOMEM, -E_IO: can't be read, -E_FORMAT: damaged. */
int nss_load(struct nss *nss) MUST_CHECK;

/*
 * Gives the machine, which does not run, what was loaded, in place of what is there. is_private,
 * and always where the directory does not allow to share pages (nucleus/pageshare.h): copies.
 * Returns 0; -E_EXIST: it has another one there; -E_PERM: it can't have copies; -E_NOMEM.
 */
int nss_attach(struct vmdbk *vm, struct nss *nss, bool is_private) MUST_CHECK;

/* The machine's use, or NULL. */
struct nss_use *nss_use_of(const struct vmdbk *vm, const struct nss *nss);

/*
 * Is all that the machine has of them within its storage, and nothing of it written by others? Then
 * gspace_fork copies it; a copy may store where the machine may not. Calls nss_begin.
 */
bool nss_is_copied_by_fork(const struct vmdbk *vm);

/* Ends a use; with what it has there if clear. The machine does not run. */
void nss_detach(struct vmdbk *vm, struct nss_use *use, bool clear);

/* Ends all uses; calls nss_begin. Any task that has the machine. */
void nss_detach_all(struct vmdbk *vm);

#endif
