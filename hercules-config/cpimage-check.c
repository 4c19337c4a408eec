// SPDX-License-Identifier: Apache-2.0
/* cpimage list and check: the minidisks of a volume against the user directory. */
#include "cpimage.h"

#include "ckdtrack.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"

#include <stdio.h>
#include <stdlib.h>

/* The minidisks on the volume. */
struct owners {
	const struct disk *disk;
	struct owner *row;
	size_t nr, max;
};

static void note(const struct owner *owner, void *ctx)
{
	struct owners *owners = ctx;

	if (owners->nr == owners->max) {
		owners->max = owners->max ? 2 * owners->max : 64;
		owners->row = realloc(owners->row, owners->max * sizeof(owners->row[0]));
		if (!owners->row)
			abort();
	}
	owners->row[owners->nr++] = *owner;
}

static int by_place(const void *a, const void *b)
{
	const struct owner *one = a, *two = b;

	if (one->extent.cyl != two->extent.cyl)
		return one->extent.cyl < two->extent.cyl ? -1 : 1;
	if (one->extent.nr_cyls != two->extent.nr_cyls)
		return one->extent.nr_cyls > two->extent.nr_cyls ? -1 : 1;
	return strcmp(one->userid, two->userid);
}

static bool is_inside(const struct disk *disk, const struct extent *extent)
{
	return extent->nr_cyls > 0 && extent->cyl < disk->image.nr_cyls &&
	       extent->nr_cyls <= disk->image.nr_cyls - extent->cyl;
}

static bool is_whole_volume(const struct disk *disk, const struct extent *extent)
{
	return extent->cyl == 0 && extent->nr_cyls == disk->image.nr_cyls;
}

/* The owner's extent as a copy, if it is one whose base is here too. Returns as the next. */
static bool find_copy(
	const struct disk *disk, const void *directory, struct owner *owner, const char **wrong)
{
	struct extent base;

	*wrong = NULL;
	if (!owner->base[0] || !is_inside(disk, &owner->extent) ||
		!base_find(disk, directory, owner->base, owner->base_vdev, &base))
		return true;
	return extent_make_copy(disk, &owner->extent, &base, wrong);
}

/* "copy of ROOT/0200, 8 of 28 tracks changed" */
static void copy_format(const struct disk *disk, const void *directory, const struct owner *owner,
	char *buf, size_t size)
{
	struct owner copy = *owner;
	uint32_t used, nr_slots;
	const char *wrong;

	buf[0] = '\0';
	if (!find_copy(disk, directory, &copy, &wrong))
		return;
	extent_usage(&copy.extent, &used, &nr_slots);
	if (wrong || !copy.extent.copy)
		str_format(buf, size, "copy of %s/%04X: %s", owner->base, owner->base_vdev,
			wrong ? wrong : "which is not on this image");
	else
		str_format(buf, size, "copy of %s/%04X, %u of %u tracks changed", owner->base,
			owner->base_vdev, used, nr_slots);
	extent_done(&copy.extent);
}

/* "LDL 4096 ROOT01"; "" when its tracks can't be read, which was said. */
static void content_format(const struct disk *disk, const void *directory,
	const struct owner *owner, char *buf, size_t size)
{
	const struct extent *extent = &owner->extent;
	struct linux_disk found;
	const char *wrong;

	buf[0] = '\0';
	if (!is_inside(disk, extent))
		str_copy(buf, "outside the volume", size);
	else if (owner->base[0])
		copy_format(disk, directory, owner, buf, size);
	else if (is_whole_volume(disk, extent))
		str_copy(buf, "the whole volume", size);
	else if (!extent_recognise(disk, extent, &found, &wrong))
		return;
	else if (found.layout == LINUX_NONE)
		str_copy(buf, "not formatted by Linux", size);
	else
		str_format(buf, size, "%s, blocks of %u %s%s%s%s",
			found.is_cms ? "CMS" : linux_layout_name(found.layout), found.block_size,
			found.volid, found.nr_boot_tracks ? ", IPL" : "", wrong ? ": " : "",
			wrong ? wrong : "");
}

static void list_minidisks(const struct owners *owners, const void *directory)
{
	char content[120];

	printf("MINIDISK START    MINIDISK END     TOTAL  USERID   VDEV MODE CONTENT\n");
	for (size_t i = 0; i < owners->nr; i++) {
		const struct owner *owner = &owners->row[i];

		content_format(owners->disk, directory, owner, content, sizeof(content));
		printf("%14u  %14u  %8u  %-8s %04X %-4s %s\n", owner->extent.cyl,
			owner->extent.cyl + owner->extent.nr_cyls - 1, owner->extent.nr_cyls,
			owner->userid, owner->vdev, owner->mode, content);
	}
}

static bool owners_open(
	struct owners *owners, struct disk *disk, const char *path, const void *directory)
{
	*owners = (struct owners){.disk = disk};
	if (!disk_open(disk, path, IMAGE_READ))
		return false;
	each_minidisk(directory, disk, note, owners);
	if (owners->nr)
		qsort(owners->row, owners->nr, sizeof(owners->row[0]), by_place);
	return true;
}

static void show(const struct disk *disk, const struct owners *owners, const void *directory)
{
	struct alloc_extent extent;

	printf("%s: volume %s, %u cylinders%s\n", disk->image.path,
		disk->volid[0] ? disk->volid : "without label", disk->image.nr_cyls,
		disk->has_map ? "" : ", not formatted by CP");
	if (disk->has_map)
		printf("EXTENT START      EXTENT END         TOTAL  TYPE\n");
	for (uint32_t i = 0; disk->has_map && alloc_extent(&disk->alloc, i, &extent); i++)
		printf("%12u    %12u    %10u  %s\n", extent.cyl, extent.cyl + extent.nr_cyls - 1,
			extent.nr_cyls, alloc_space_name(extent.space));
	if (directory)
		list_minidisks(owners, directory);
}

int cpimage_list(const char *path, const void *directory)
{
	static struct disk disk;
	struct owners owners;

	if (!owners_open(&owners, &disk, path, directory))
		return EXIT_REFUSED;
	show(&disk, &owners, directory);
	image_close(&disk.image);
	free(owners.row);
	return EXIT_GOOD;
}

/* ---- Check ----------------------------------------------------------------------------------- */

static bool owner_error(const struct disk *disk, const struct owner *owner, const char *what)
{
	return image_error(disk->image.path, "%s/%04X at cylinder %u: %s", owner->userid,
		owner->vdev, owner->extent.cyl, what);
}

/* Where it is. */
static bool check_place(const struct disk *disk, const struct owner *owner)
{
	const struct extent *extent = &owner->extent;

	if (!is_inside(disk, extent))
		return owner_error(disk, owner, "not all of it is on the volume");
	if (is_whole_volume(disk, extent))
		return true;
	if (extent->cyl == 0)
		return owner_error(disk, owner, "cylinder 0 is the volume's label");
	if (disk->has_map && !alloc_is_all(&disk->alloc, extent->cyl, extent->nr_cyls, VOL_PERM))
		return owner_error(disk, owner, "not all of it is PERM space");
	return true;
}

/* What is on it: a label must be that of a disk of this size. */
static bool check_linux(const struct disk *disk, const struct owner *owner)
{
	struct linux_disk found;
	const char *wrong;

	if (!is_inside(disk, &owner->extent) || is_whole_volume(disk, &owner->extent))
		return true;
	if (!extent_recognise(disk, &owner->extent, &found, &wrong) ||
		(!wrong && !extent_check_boot(disk, &owner->extent, &found, &wrong)))
		return false;
	return !wrong || owner_error(disk, owner, wrong);
}

/* The same through the table of a copy. */
static bool check_content(const struct disk *disk, const void *directory, const struct owner *owner)
{
	struct owner copy = *owner;
	const char *wrong;
	bool good;

	if (!find_copy(disk, directory, &copy, &wrong))
		return false;
	if (copy.base[0] && !copy.extent.copy)
		return true; /* its base is somewhere else */
	good = wrong ? owner_error(disk, owner, wrong) : check_linux(disk, &copy);
	extent_done(&copy.extent);
	return good;
}

/* Those behind it, in order, that begin before it ends. */
static uint32_t check_overlaps(const struct disk *disk, const struct owners *owners, size_t nr)
{
	const struct owner *owner = &owners->row[nr];
	uint32_t nr_errors = 0;
	char text[80];

	for (size_t i = nr + 1; i < owners->nr; i++) {
		const struct owner *other = &owners->row[i];

		if (other->extent.cyl - owner->extent.cyl >= owner->extent.nr_cyls)
			break;
		str_format(text, sizeof(text), "overlaps %s/%04X at cylinder %u", other->userid,
			other->vdev, other->extent.cyl);
		owner_error(disk, owner, text);
		nr_errors++;
	}
	return nr_errors;
}

int cpimage_check(const char *path, const void *directory)
{
	static struct disk disk;
	struct owners owners;
	uint32_t nr_errors = 0;

	if (!owners_open(&owners, &disk, path, directory))
		return EXIT_REFUSED;
	show(&disk, &owners, directory);
	for (size_t i = 0; i < owners.nr; i++) {
		nr_errors += !check_place(&disk, &owners.row[i]);
		nr_errors += !check_content(&disk, directory, &owners.row[i]);
		if (!is_whole_volume(&disk, &owners.row[i].extent))
			nr_errors += check_overlaps(&disk, &owners, i);
	}
	for (uint32_t track = 0; track < disk.image.nr_tracks; track++) {
		nr_errors += !image_check_track(&disk.image, track, TRACK_THEIRS);
		progress(path, track + 1, disk.image.nr_tracks);
	}
	image_close(&disk.image);
	free(owners.row);
	if (nr_errors == 0)
		printf("%s: no errors\n", path);
	return nr_errors ? EXIT_REFUSED : EXIT_GOOD;
}
