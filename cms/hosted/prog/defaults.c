// SPDX-License-Identifier: Apache-2.0
/* What C programs have that do not say otherwise: a file of its own, so that nothing of it is taken
 * for granted. */
#include "hosted/prog/begin.h"

#include <errno.h>

__attribute__((weak)) const unsigned long hosted_stack_size = 256 * 1024;
__attribute__((weak)) const char *const hosted_environment[] = {0};

__attribute__((weak)) long hosted_asked(struct hosted_variable *variable)
{
	(void)variable;
	return -ENOSYS;
}
