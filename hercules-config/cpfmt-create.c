// SPDX-License-Identifier: Apache-2.0
/* cpfmt create: a new image with label, allocation map and formatted directory space. */
#include "cpfmt.h"

#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"
#include "logic/volume/record.h"

#include <errno.h>
#include <string.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NUCLEUS_CYLS 12

static const struct {
	const char *name;
	uint32_t nr_cyls;
} models[] = {
	{"3390-1", CKD_3390_CYLS_1},
	{"3390-2", CKD_3390_CYLS_2},
	{"3390-3", CKD_3390_CYLS_3},
	{"3390-9", CKD_3390_CYLS_9},
	{"3390-27", CKD_3390_CYLS_27},
	{"3390-54", CKD_3390_CYLS_54},
};

const char *model_name(uint32_t nr_cyls)
{
	for (size_t i = 0; i < ARRAY_LEN(models); i++) {
		if (models[i].nr_cyls == nr_cyls)
			return models[i].name;
	}
	return "3390";
}

/* Returns the number of cylinders, or 0: no such type. */
static uint32_t type_to_cyls(const char *type)
{
	static const char any[] = "3390:";
	uint64_t nr_cyls;

	for (size_t i = 0; i < ARRAY_LEN(models); i++) {
		if (strcmp(type, models[i].name) == 0)
			return models[i].nr_cyls;
	}
	if (strncmp(type, any, strlen(any)) != 0)
		return 0;
	type += strlen(any);
	if (str_to_dec(type, strlen(type), &nr_cyls) || nr_cyls > CKD_3390_CYLS_MAX)
		return 0;
	return nr_cyls;
}

/* Letters, digits and $ # @, 1 to 6; folded to upper case. */
static bool volser_parse(const char *text, ebc8_t *volser)
{
	char upper[7];

	if (strlen(text) < 1 || strlen(text) > 6)
		return false;
	str_copy(upper, text, sizeof(upper));
	str_upper(upper);
	for (const char *c = upper; *c; c++) {
		if (!chr_is_alpha(*c) && !chr_is_digit(*c) && !strchr("$#@", *c))
			return false;
	}
	ebc_from_str(volser, upper, 6);
	return true;
}

/* One TYPE=CYLINDERS of the list, len characters; *cyl is moved behind it. */
static bool alloc_parse_one(const char *item, size_t len, struct vol_alloc *map, uint32_t *cyl)
{
	uint32_t left = be32_get(map->nr_cyls) - *cyl;
	const char *equals = memchr(item, '=', len);
	enum vol_space space;
	uint64_t nr_cyls;
	size_t digits;

	if (!equals || !alloc_space_from_name(item, equals - item, &space))
		return image_error("--alloc",
			"%.*s: not PERM DRCT PAGE SPOL TDSK or PARM, = and a "
			"number of cylinders",
			(int)len, item);
	digits = len - (equals + 1 - item);
	if (digits == 3 && mem_casecmp(equals + 1, "END", 3) == 0)
		nr_cyls = left;
	else if (str_to_dec(equals + 1, digits, &nr_cyls))
		return image_error(
			"--alloc", "%.*s: not a number of cylinders, nor END", (int)len, item);
	if (nr_cyls > left)
		return image_error("--alloc",
			"%.*s: only %u cylinders are left; make it smaller or "
			"take a larger TYPE",
			(int)len, item, left);
	if (nr_cyls && alloc_set(map, *cyl, nr_cyls, space))
		return image_error("--alloc", "%.*s: too many extents", (int)len, item);
	*cyl += nr_cyls;
	return true;
}

static bool alloc_parse(const char *list, struct vol_alloc *map, uint32_t cyl)
{
	while (*list) {
		const char *comma = strchr(list, ',');
		size_t len = comma ? (size_t)(comma - list) : strlen(list);

		if (!alloc_parse_one(list, len, map, &cyl))
			return false;
		list += len + (comma != NULL);
	}
	return true;
}

/* Two fifths of what is left for paging, three tenths for the spool, a tenth for temporary disks.
 */
static void alloc_default(char *list, size_t size, uint32_t left)
{
	uint32_t drct = MIN(left / 4, 10), parm = MIN(left / 8, 5);

	left -= drct + parm;
	str_format(list, size, "DRCT=%u,PARM=%u,SPOL=%u,TDSK=%u,PAGE=%u", drct, parm, left * 3 / 10,
		left / 10, left * 2 / 5);
}

/* Fills in header and map of a new volume. */
static bool volume_plan(
	struct volume *volume, uint32_t nr_cyls, const struct create_options *options)
{
	struct vol_header *header = &volume->header;
	uint64_t nucleus_cyls = NUCLEUS_CYLS;
	char list[100];

	if (options->nucleus &&
		(str_to_dec(options->nucleus, strlen(options->nucleus), &nucleus_cyls) ||
			nucleus_cyls % 2))
		return image_error(
			"--nucleus", "%s: not an even number of cylinders", options->nucleus);
	if (nucleus_cyls > nr_cyls - 1)
		return image_error("--nucleus",
			"%u cylinders for the nucleus do not fit; take a "
			"larger TYPE, or --nucleus 0",
			(unsigned int)nucleus_cyls);
	header->nr_heads = be16(CKD_3390_HEADS);
	header->nr_cyls = be32(nr_cyls);
	header->created = be64(tod_now());
	header->nucleus_active = be32(VOL_NUCLEUS_NONE);
	if (nucleus_cyls) {
		header->nucleus_nr_tracks = be32(nucleus_cyls / 2 * CKD_3390_HEADS);
		header->nucleus_track[0] = be32(CKD_3390_HEADS);
		header->nucleus_track[1] = be32((1 + nucleus_cyls / 2) * CKD_3390_HEADS);
	}
	alloc_init(&volume->alloc, nr_cyls);
	alloc_default(list, sizeof(list), nr_cyls - 1 - nucleus_cyls);
	return alloc_parse(
		options->alloc ? options->alloc : list, &volume->alloc, 1 + nucleus_cyls);
}

/* Formats the cylinders of one kind of space. */
static bool space_format(const struct volume *volume, enum vol_space space)
{
	struct alloc_extent extent;

	for (uint32_t i = 0; alloc_find(&volume->alloc, space, i, &extent); i++) {
		if (!area_write(volume, extent.cyl * CKD_3390_HEADS, NULL,
			    extent.nr_cyls * CKD_3390_HEADS * VOL_BLOCKS_PER_TRACK))
			return false;
	}
	return true;
}

/* Makes the image under a name of its own and gives it its name when it is whole. */
static bool volume_make(struct volume *volume, const char *path, uint32_t nr_cyls,
	const struct create_options *options)
{
	char temporary[4096];
	bool good;

	if (str_format(temporary, sizeof(temporary), "%s.%d.new", path, (int)getpid()) >=
		(int)sizeof(temporary))
		return image_error(path, "the name is too long");
	good = (options->compressed ? image_make_compressed : image_make)(
		       &volume->image, temporary, nr_cyls) &&
	       space_format(volume, VOL_DRCT) && space_format(volume, VOL_PARM) &&
	       volume_write_home(volume, NULL, NULL);
	if (good && (options->force ? rename(temporary, path) : link(temporary, path)))
		good = image_error(path, "%s", strerror(errno));
	if (!(good && options->force))
		unlink(temporary);
	image_close(&volume->image);
	return good;
}

int cpfmt_create(const char *path, const char *type, const char *volser,
	const struct create_options *options)
{
	static struct volume volume;
	uint32_t nr_cyls = type_to_cyls(type);
	struct stat stat_buf;
	pid_t user = file_user(path);

	if (!nr_cyls) {
		image_error(path,
			"%s: no such type; one of 3390-1 -2 -3 -9 -27 -54 or 3390:1 to "
			"3390:%u",
			type, CKD_3390_CYLS_MAX);
		return EXIT_USAGE;
	}
	if (!volser_parse(volser, volume.header.volser)) {
		image_error(path, "%s: not a volume serial number (1 to 6 letters, digits, $ # @)",
			volser);
		return EXIT_USAGE;
	}
	if (!volume_plan(&volume, nr_cyls, options))
		return EXIT_USAGE;
	if (stat(path, &stat_buf) == 0 && (!options->force || !S_ISREG(stat_buf.st_mode))) {
		image_error(path, "exists; remove it, or --force replaces it");
		return EXIT_REFUSED;
	}
	if (user) {
		image_error(path, "in use by process %d; end Hercules first", user);
		return EXIT_REFUSED;
	}
	return volume_make(&volume, path, nr_cyls, options) ? EXIT_GOOD : EXIT_REFUSED;
}
