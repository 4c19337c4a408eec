// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes what is read from disks at the start: SYSTEM CONFIG, and (first byte odd) the image of a
 * first track. Besides what the sanitizers find: numbers in range, and ended names.
 */
#include "lib/string.h"
#include "logic/sysconfig/sysconfig.h"
#include "logic/volume/trackimage.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static void note(void *ctx, enum msg_id msg, const char *const args[4])
{
	char line[MSG_LINE_SIZE];

	(void)ctx;
	check(msg_format(line, sizeof(line), msg, EMSG_ON, args, 4) > 0);
}

static void read_config(const char *text, size_t len)
{
	static struct sysconfig config, scratch;
	const struct sysconfig_job job = {
		.cpu_type = "2817", .cpu_serial = "002623", .error = note};
	int32_t seconds;

	sysconfig_default(&config, "SWATER", "SWSRES");
	sysconfig_parse(&job, text, len, &config, &scratch);
	check(strlen(config.system_id) < SYSCONFIG_ID_SIZE);
	check(config.nr_volumes <= SYSCONFIG_VOLUMES_MAX);
	check(config.nr_consoles <= SYSCONFIG_CONSOLES_MAX);
	for (uint32_t i = 0; i < SYSCONFIG_OWNED_MAX; i++)
		check(strlen(config.owned[i].volid) < VOLID_SIZE);
	check(strlen(sysconfig_zone(&config, UINT64_MAX, &seconds)) < SYSCONFIG_ZONE_SIZE);
	check(seconds >= -14 * 3600 && seconds <= 14 * 3600);
	sysconfig_is_user_volume(&config, "USR001");
}

static void read_track(const uint8_t *image, size_t len)
{
	struct label label;
	uint32_t used;

	if (trackimage_check(image, (uint32_t)len, &used) > 0)
		check(used <= len);
	if (label_read(image, (uint32_t)len, &label) == 0) {
		check(strlen(label.volid) < VOLID_SIZE);
		for (int i = 0; i < 2; i++)
			check(!label.map_at[i] || label.map_at[i] + VOL_BLOCK_SIZE <= len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] & 1)
		read_track(data + 1, size - 1);
	else
		read_config((const char *)data + 1, size - 1);
	return 0;
}
