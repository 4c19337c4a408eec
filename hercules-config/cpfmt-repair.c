// SPDX-License-Identifier: Apache-2.0
/* cpfmt repair: track 0 anew from those of its records that are whole. */
#include "cpfmt.h"

#include "ckdtrack.h"

#include <stdio.h>
#include <stdlib.h>

/* Without a nucleus that is whole the volume is one that IPL does not load from. */
static bool repair(struct volume *volume, const uint8_t *track)
{
	static struct vol_nucleus nucleus;
	const char *path = volume->image.path;
	uint8_t *data;
	bool present, good = nucleus_read(volume, &present, &nucleus, &data);
	const struct vol_nucleus *loads = good && present ? &nucleus : NULL;

	if (!good)
		volume->header.nucleus_active = be32(VOL_NUCLEUS_NONE);
	if (good && volume_home_is(volume, loads, data, track)) {
		printf("%s: nothing to repair on cylinder 0\n", path);
	} else {
		good = volume_write_home(volume, loads, data) && good;
		printf("%s: label, allocation map, volume header and IPL records written anew\n",
			path);
	}
	free(data);
	return good;
}

int cpfmt_repair(const char *path)
{
	static struct volume volume;
	static uint8_t track[TRACK_SIZE];
	bool good;

	if (!volume_open_damaged(&volume, path, track))
		return EXIT_REFUSED;
	good = repair(&volume, track);
	image_close(&volume.image);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}
