// SPDX-License-Identifier: Apache-2.0
/* cpfmt list and cpfmt check: what is on a volume, and whether all of it is sound. */
#include "cpfmt.h"

#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ERRORS_MAX 20

static const char *tod_text(be64_t tod)
{
	static char text[40];
	time_t seconds = be64_get(tod) / TOD_S - 2208988800ull;
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || !strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm))
		return "at an unknown time";
	return text;
}

static void list_alloc(const struct volume *volume)
{
	struct alloc_extent extent;

	printf("EXTENT START    EXTENT END     TOTAL  TYPE\n");
	for (uint32_t i = 0; alloc_extent(&volume->alloc, i, &extent); i++)
		printf("%12u  %12u  %8u  %s\n", extent.cyl, extent.cyl + extent.nr_cyls - 1,
			extent.nr_cyls, alloc_space_name(extent.space));
}

static bool list_nucleus(const struct volume *volume, struct vol_nucleus *nucleus, uint8_t **data)
{
	bool present, good = nucleus_read(volume, &present, nucleus, data);

	if (!present)
		printf("nucleus: none\n");
	else if (good)
		printf("nucleus: slot %u, %llu bytes, written %s\n",
			be32_get(volume->header.nucleus_active),
			(unsigned long long)be64_get(nucleus->len_bytes),
			tod_text(nucleus->written));
	return good;
}

/* A damaged older copy is only worth a warning to CP, but the check says it. */
static bool list_files(const struct volume *volume, enum vol_space space, const char *name)
{
	static struct vol_drct header[2];
	const struct vol_drct *whole[2] = {};
	bool good = true, present[2];
	int newest;

	for (int copy = 0; copy < 2; copy++) {
		uint8_t *data;

		if (!directory_read(volume, space, copy, &present[copy], &header[copy], &data))
			good = false;
		else if (present[copy])
			whole[copy] = &header[copy];
		free(data);
	}
	newest = drct_newest(whole[0], whole[1]);
	if (!present[0] && !present[1])
		printf("%s: none\n", name);
	for (int copy = 0; copy < 2; copy++) {
		if (whole[copy])
			printf("%s: copy %d, generation %llu, %llu bytes, written %s%s\n", name,
				copy, (unsigned long long)be64_get(whole[copy]->generation),
				(unsigned long long)be64_get(whole[copy]->len_bytes),
				tod_text(whole[copy]->written), copy == newest ? ", current" : "");
	}
	return good;
}

static void note_user(const char *path)
{
	pid_t user = file_user(path);

	if (user)
		fprintf(stderr,
			"cpfmt: %s: note: in use by process %d; it may change while it is read\n",
			path, user);
}

/* Shows everything; with check also looks at each track. */
static bool volume_show(const char *path, bool check)
{
	static struct volume volume;
	static struct vol_nucleus nucleus;
	unsigned int nr_errors = 0;
	uint8_t *data;

	note_user(path);
	if (!volume_open(&volume, path, IMAGE_READ))
		return false;
	printf("%s: volume %s, %s, %u cylinders, created %s\n", path, volume.volser,
		model_name(volume.image.nr_cyls), volume.image.nr_cyls,
		tod_text(volume.header.created));
	list_alloc(&volume);
	if (!list_nucleus(&volume, &nucleus, &data))
		nr_errors++;
	else if (!volume_check_home(&volume, data ? &nucleus : NULL, data))
		nr_errors++;
	free(data);
	nr_errors += !list_files(&volume, VOL_DRCT, "directory");
	nr_errors += !list_files(&volume, VOL_PARM, "SYSTEM CONFIG");
	for (uint32_t track = 0; check && track < volume.image.nr_tracks; track++) {
		if (image_check_track(&volume.image, track, track_owner_of(&volume, track)))
			continue;
		if (++nr_errors >= ERRORS_MAX) {
			image_error(path, "too many errors; the rest is not looked at");
			break;
		}
	}
	image_close(&volume.image);
	return nr_errors == 0;
}

int cpfmt_list(const char *path)
{
	return volume_show(path, false) ? EXIT_GOOD : EXIT_REFUSED;
}

int cpfmt_check(const char *path)
{
	if (!volume_show(path, true))
		return EXIT_REFUSED;
	printf("%s: no errors\n", path);
	return EXIT_GOOD;
}
