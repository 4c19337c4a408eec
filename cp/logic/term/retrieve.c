// SPDX-License-Identifier: Apache-2.0
/* The last lines that were typed, for the RETRIEVE key. */
#include "logic/term/retrieve.h"

#include "lib/string.h"

static const char *line_back(const struct retrieve *r, unsigned back)
{
	return r->line[(r->next + RETRIEVE_LINES - back) % RETRIEVE_LINES];
}

void retrieve_clear(struct retrieve *r)
{
	memset(r, 0, sizeof(*r));
}

void retrieve_add(struct retrieve *r, const char *line)
{
	r->back = 0;
	if (*line == '\0' || (r->count > 0 && strcmp(line_back(r, 1), line) == 0))
		return;
	str_copy(r->line[r->next], line, sizeof(r->line[0]));
	r->next = (uint8_t)((r->next + 1) % RETRIEVE_LINES);
	if (r->count < RETRIEVE_LINES)
		r->count++;
}

const char *retrieve_older(struct retrieve *r)
{
	if (r->count == 0)
		return NULL;
	r->back = r->back < r->count ? (uint8_t)(r->back + 1) : 1;
	return line_back(r, r->back);
}

const char *retrieve_newer(struct retrieve *r)
{
	if (r->count == 0)
		return NULL;
	r->back = r->back > 1 ? (uint8_t)(r->back - 1) : r->count;
	return line_back(r, r->back);
}
