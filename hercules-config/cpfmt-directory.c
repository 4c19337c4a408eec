// SPDX-License-Identifier: Apache-2.0
/*
 * cpfmt directory, cpfmt config: put an object directory or SYSTEM CONFIG on a volume, in place of
 * the older of the two copies.
 */
#include "cpfmt.h"

#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/sysconfig/sysconfig.h"
#include "logic/volume/alloc.h"
#include "logic/volume/drct.h"
#include "logic/volume/record.h"

#include <stdio.h>
#include <stdlib.h>

static bool area_is_never_written(const struct vol_drct *header)
{
	static const struct vol_drct zero;

	return memcmp(header, &zero, sizeof(zero)) == 0;
}

static const char *file_name(enum vol_space space)
{
	return space == VOL_PARM ? "SYSTEM CONFIG" : "directory";
}

bool directory_read(const struct volume *volume, enum vol_space space, unsigned int copy,
	bool *present, struct vol_drct *header, uint8_t **data)
{
	const char *path = volume->image.path;
	struct drct_area area;
	uint32_t nr_blocks;

	*present = false;
	*data = NULL;
	if (drct_area(&volume->alloc, space, copy, &area))
		return true;
	if (!area_read(volume, area.track, 0, (uint8_t *)header, 1))
		return false;
	if (area_is_never_written(header))
		return true;
	*present = true;
	if (drct_header_check(header, &area))
		return place_error(path, area.track, 1, "header of %s copy %u is damaged",
			file_name(space), copy);
	nr_blocks = be32_get(header->nr_blocks);
	*data = malloc((size_t)nr_blocks * VOL_BLOCK_SIZE);
	if (!*data)
		return image_error(path, "no storage");
	if (!area_read(volume, area.track, 1, *data, nr_blocks))
		return false;
	if (crc32_update(0, *data, be64_get(header->len_bytes)) != be32_get(header->data_checksum))
		return place_error(path, area.track, 2, "%s copy %u is damaged (wrong checksum)",
			file_name(space), copy);
	return true;
}

/* Writes data and then header into an area. */
static bool copy_write(const struct volume *volume, const struct drct_area *area,
	const struct vol_drct *header, const uint8_t *data, size_t len)
{
	uint32_t nr_blocks = 1 + be32_get(header->nr_blocks);
	uint8_t *blocks = calloc(nr_blocks, VOL_BLOCK_SIZE);
	bool good;

	if (!blocks)
		return image_error(volume->image.path, "no storage");
	memcpy(blocks + VOL_BLOCK_SIZE, data, len);
	good = area_write(volume, area->track, blocks, nr_blocks) && image_sync(&volume->image);
	memcpy(blocks, header, sizeof(*header));
	good = good &&
	       area_write(volume, area->track, blocks, MIN(nr_blocks, VOL_BLOCKS_PER_TRACK)) &&
	       image_finish(&volume->image);
	free(blocks);
	return good;
}

static bool directory_write(const struct volume *volume, enum vol_space space, const char *file,
	const uint8_t *data, size_t len)
{
	static struct vol_drct header[2], made;
	bool is_whole[2];
	struct drct_area area;
	int newest, rc;

	for (int copy = 0; copy < 2; copy++) {
		bool present;
		uint8_t *old;

		is_whole[copy] =
			directory_read(volume, space, copy, &present, &header[copy], &old) &&
			present;
		free(old);
	}
	newest = drct_newest(is_whole[0] ? &header[0] : NULL, is_whole[1] ? &header[1] : NULL);
	rc = drct_area(&volume->alloc, space, newest == 0, &area);
	if (rc)
		return image_error(volume->image.path,
			"no %s space; make it anew with --alloc "
			"%s=10,...",
			alloc_space_name(space), alloc_space_name(space));
	rc = drct_header_make(&made, &area, newest < 0 ? NULL : &header[newest], len,
		crc32_update(0, data, len), tod_now());
	if (rc == -E_FULL)
		return image_error(volume->image.path,
			"%s has %zu bytes, a copy of the %s %llu; make the volume "
			"anew with more %s cylinders",
			file, len, file_name(space),
			(unsigned long long)area.nr_blocks * VOL_BLOCK_SIZE,
			alloc_space_name(space));
	if (rc)
		return image_error(volume->image.path,
			"no generation of the %s is left; make the volume anew", file_name(space));
	return copy_write(volume, &area, &made, data, len);
}

int cpfmt_directory(const char *path, const char *file)
{
	static struct volume volume;
	bool good = false;
	size_t len;
	uint8_t *data = file_read(file, 1u << 30, &len);

	if (data && volume_open(&volume, path, IMAGE_WRITE)) {
		good = directory_write(&volume, VOL_DRCT, file, data, len);
		image_close(&volume.image);
	}
	free(data);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}

/* ---- SYSTEM CONFIG --------------------------------------------------------------------------- */

struct config_errors {
	const char *file;
	uint32_t nr; /* that are more than warnings */
};

static void config_error(void *ctx, enum msg_id msg, const char *const args[4])
{
	struct config_errors *errors = ctx;
	char text[MSG_LINE_SIZE];

	msg_format(text, sizeof(text), msg, EMSG_TEXT, args, 4);
	image_error(errors->file, "%s", text);
	errors->nr += msg_get(msg)->severity != 'W';
}

bool config_check(const char *file, const uint8_t *text, size_t len)
{
	static struct sysconfig config, scratch;
	struct config_errors errors = {.file = file};
	const struct sysconfig_job job = {
		.cpu_type = "", .cpu_serial = "", .error = config_error, .ctx = &errors};

	sysconfig_default(&config, "", "");
	sysconfig_parse(&job, (const char *)text, len, &config, &scratch);
	return errors.nr == 0;
}

int cpfmt_config(const char *path, const char *file)
{
	static struct volume volume;
	bool good = false;
	size_t len;
	uint8_t *text = file_read(file, SYSCONFIG_TEXT_MAX, &len);

	if (text && config_check(file, text, len) && volume_open(&volume, path, IMAGE_WRITE)) {
		good = directory_write(&volume, VOL_PARM, file, text, len);
		image_close(&volume.image);
	}
	free(text);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}
