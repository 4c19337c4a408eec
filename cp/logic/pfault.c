// SPDX-License-Identifier: Apache-2.0
/* Pages that a guest was told it has to wait for. */
#include "logic/pfault.h"

#include "lib/err.h"

enum { FREE, MISSING, BACK, FORGOTTEN };

int pfault_begin(struct pfault *pfault, uint64_t token)
{
	for (unsigned nr = 0; nr < PFAULT_MAX; nr++) {
		if (pfault->state[nr] != FREE)
			continue;
		pfault->state[nr] = MISSING;
		pfault->token[nr] = token;
		return (int)nr;
	}
	return -E_FULL;
}

void pfault_cancel(struct pfault *pfault, unsigned nr)
{
	pfault->state[nr] = FREE;
}

bool pfault_end(struct pfault *pfault, unsigned nr)
{
	if (pfault->state[nr] != MISSING) {
		pfault->state[nr] = FREE;
		return false;
	}
	pfault->state[nr] = BACK;
	pfault->back[pfault->nr_back++] = (uint8_t)nr;
	return true;
}

bool pfault_take(struct pfault *pfault, uint64_t *token)
{
	if (!pfault->nr_back)
		return false;
	*token = pfault->token[pfault->back[0]];
	pfault->state[pfault->back[0]] = FREE;
	pfault->nr_back--;
	for (unsigned i = 0; i < pfault->nr_back; i++)
		pfault->back[i] = pfault->back[i + 1];
	return true;
}

void pfault_forget(struct pfault *pfault)
{
	for (unsigned nr = 0; nr < PFAULT_MAX; nr++)
		if (pfault->state[nr] == MISSING)
			pfault->state[nr] = FORGOTTEN;
		else if (pfault->state[nr] == BACK)
			pfault->state[nr] = FREE;
	pfault->nr_back = 0;
}

void pfault_copy(struct pfault *to, const struct pfault *from)
{
	*to = *from;
	for (unsigned nr = 0; nr < PFAULT_MAX; nr++)
		if (to->state[nr] == MISSING) {
			to->state[nr] = BACK;
			to->back[to->nr_back++] = (uint8_t)nr;
		} else if (to->state[nr] == FORGOTTEN) {
			to->state[nr] = FREE;
		}
}
