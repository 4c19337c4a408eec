/* SPDX-License-Identifier: Apache-2.0 */
/* What pipelines in CMS deal with. */
#ifndef CMD_PIPE_H
#define CMD_PIPE_H

#include "pipe/pipe.h"

/* Function: one PIPE; in work storage. */
struct pipe_world {
	unsigned depth; /* another one for a pipeline within a pipeline */
	char *reply;    /* of the last command */
	uint32_t reply_size;
};

/* Is there stack enough for a pipeline, or a program in one? They can be in each other. */
bool pipe_has_stack(void);

/* Files: as struct pipe_ops has them. */
int pipe_file_find(void *ctx, struct pipe_input *in);
int pipe_file_read(void *ctx, const struct pipe_input *in, uint32_t first, uint8_t *to,
	uint32_t size, uint32_t *nr);
int pipe_file_check(void *ctx, const struct pipe_output *out);
int pipe_file_write(void *ctx, const struct pipe_output *out, const uint8_t *records, uint32_t len);

/* Programs in REXX that are stages. */
int pipe_program(void *ctx, const char *name, const char *args, struct pipe_program *program);

#endif
