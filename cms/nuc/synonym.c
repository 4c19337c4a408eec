// SPDX-License-Identifier: Apache-2.0
/* The table of synonyms. */
#include "nuc/synonym.h"

static struct synonym synonyms[SYNONYMS_MAX];
static unsigned nr_synonyms;

const char *synonym_find(const char *name)
{
	for (unsigned i = 0; i < nr_synonyms; i++)
		if (is_abbreviation(name, synonyms[i].name, synonyms[i].min))
			return synonyms[i].command;
	return NULL;
}

const struct synonym *synonym_nr(unsigned nr)
{
	return nr < nr_synonyms ? &synonyms[nr] : NULL;
}

bool synonym_add(const struct synonym *synonym)
{
	if (nr_synonyms == SYNONYMS_MAX)
		return false;
	synonyms[nr_synonyms++] = *synonym;
	return true;
}

void synonym_clear(void)
{
	nr_synonyms = 0;
}
