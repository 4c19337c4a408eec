/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Free storage. What the nucleus keeps has key 0; what a command takes as work storage is given
 * back when it ends, however it ends; programs' storage has their key.
 */
#ifndef NUC_STORAGE_H
#define NUC_STORAGE_H

#include "arch/types.h"

/* False: the machine has too little. */
bool storage_init(void);

/* For the nucleus, kept until it is given back with the same size. NULL: there is none. */
void *stor_get(size_t size);
void stor_put(void *at, size_t size);

/* For the command that runs: all zeros; given back by storage_mark's caller. NULL: there is none.
 */
void *work_get(size_t size);

/* For a program: pages with its key, all zeros; given back the same way. */
void *user_get(uint64_t nr_pages);

/*
 * The same with any content, and given back with user_pages_put() by who takes it, whatever ends
 * meanwhile: for programs whose storage comes and goes.
 */
void *user_pages_get(uint64_t nr_pages);
void user_pages_put(void *at, uint64_t nr_pages);

/* How it stands now; what was taken as work or for programs since goes back. */
void *storage_mark(void);
void storage_release(void *mark);

/* Pages that are free. */
uint64_t storage_free(void);

#endif
