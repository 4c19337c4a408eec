// SPDX-License-Identifier: Apache-2.0
/* Where in files reading goes on. */
#include "nuc/place.h"

#include "lib/string.h"
#include "nuc/disk.h"

#define PLACES_MAX 32

static struct place {
	char mode; /* 0: none */
	struct edf_name name;
	uint32_t nr;
} places[PLACES_MAX];
static unsigned oldest; /* which is taken next when all are in use */

static struct place *find(char mode, const struct edf_name *name)
{
	for (unsigned i = 0; i < PLACES_MAX; i++)
		if (places[i].mode == mode && memcmp(&places[i].name, name, sizeof(*name)) == 0)
			return &places[i];
	return NULL;
}

uint32_t place_get(char mode, const struct edf_name *name)
{
	const struct place *place = find(mode, name);

	return place ? place->nr : 1;
}

void place_set(char mode, const struct edf_name *name, uint32_t nr)
{
	struct place *place = find(mode, name);

	for (unsigned i = 0; !place && nr > 1 && i < PLACES_MAX; i++)
		if (!places[i].mode)
			place = &places[i];
	if (!place && nr > 1) {
		place = &places[oldest];
		oldest = (oldest + 1) % PLACES_MAX;
	}
	if (place)
		*place = (struct place){nr > 1 ? mode : 0, *name, nr};
}

static bool fits(const struct place *place, const struct fileid *id)
{
	const struct edf_fst fst = {.name = place->name};
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1];

	disk_name_text(&fst, fn, ft);
	return (id->mode == '*' || id->mode == place->mode) && fileid_fits(fn, id->fn) &&
	       fileid_fits(ft, id->ft);
}

bool place_forget(const struct fileid *id)
{
	bool is_any = false;

	for (unsigned i = 0; i < PLACES_MAX; i++) {
		if (!places[i].mode || !fits(&places[i], id))
			continue;
		places[i].mode = 0;
		is_any = true;
	}
	return is_any;
}

void place_begin(void)
{
	memset(places, 0, sizeof(places));
}
