/* SPDX-License-Identifier: Apache-2.0 */
/* Storage of a pipeline. */
#ifndef PIPE_STORAGE_H
#define PIPE_STORAGE_H

#include "pipe/private.h"

/* Everything that pipe_get, buffers and stores took. */
void pipe_free_all(struct pipe *pipe);

#endif
