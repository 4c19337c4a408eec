/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of all stages. */
#ifndef PIPE_STAGES_H
#define PIPE_STAGES_H

#include "pipe/private.h"

#define PIPE_STAGE(name, beginner, stepper, flags, syntax, purpose)                                \
	bool beginner##_begin(struct stage *stage);                                                \
	enum step stepper##_step(struct stage *stage);
#include "pipe/stages.def"
#undef PIPE_STAGE

#endif
