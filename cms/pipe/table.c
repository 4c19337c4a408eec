// SPDX-License-Identifier: Apache-2.0
/* The table of stages, from stages.def. */
#include "pipe/stages.h"

const struct stage_type stage_types[] = {
#define PIPE_STAGE(name, beginner, stepper, flags, syntax, purpose)                                \
	{name, flags, beginner##_begin, stepper##_step, syntax, purpose},
#include "pipe/stages.def"
#undef PIPE_STAGE
};

const unsigned nr_stage_types = ARRAY_LEN(stage_types);

bool pipe_stage_nr(unsigned nr, const char **name, const char **syntax, const char **purpose)
{
	if (nr >= nr_stage_types)
		return false;
	*name = stage_types[nr].name;
	*syntax = stage_types[nr].syntax;
	*purpose = stage_types[nr].purpose;
	return true;
}
