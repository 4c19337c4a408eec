// SPDX-License-Identifier: Apache-2.0
/* The table of file definitions. */
#include "nuc/filedef.h"

#include "lib/string.h"

static struct filedef filedefs[FILEDEFS_MAX];
static unsigned nr_filedefs;

const struct filedef *filedef_nr(unsigned nr)
{
	return nr < nr_filedefs ? &filedefs[nr] : NULL;
}

const struct filedef *filedef_find(const char *ddname)
{
	for (unsigned i = 0; i < nr_filedefs; i++)
		if (strcmp(filedefs[i].ddname, ddname) == 0)
			return &filedefs[i];
	return NULL;
}

void filedef_clear(const char *ddname)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < nr_filedefs; i++)
		if (strcmp(ddname, "*") != 0 && strcmp(filedefs[i].ddname, ddname) != 0)
			filedefs[kept++] = filedefs[i];
	nr_filedefs = kept;
}

bool filedef_set(const struct filedef *filedef)
{
	for (unsigned i = 0; i < nr_filedefs; i++) {
		if (strcmp(filedefs[i].ddname, filedef->ddname) != 0)
			continue;
		filedefs[i] = *filedef;
		return true;
	}
	if (nr_filedefs == FILEDEFS_MAX)
		return false;
	filedefs[nr_filedefs++] = *filedef;
	return true;
}
