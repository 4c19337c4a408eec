// SPDX-License-Identifier: Apache-2.0
/* Where minidisks are in images of volumes. */
#include "extent.h"

#include "ckdtrack.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Volumes --------------------------------------------------------------------------------- */

bool disk_open(struct disk *disk, const char *path, enum image_access access)
{
	static uint8_t track[TRACK_SIZE];
	const size_t home = sizeof(struct ckd_home); /* what follows is as READ TRACK gives it */
	struct label label;
	uint32_t bad;

	*disk = (struct disk){};
	if (!image_open(&disk->image, path, access))
		return false;
	if (!image_read(&disk->image, 0, TRACK_THEIRS, track)) {
		image_close(&disk->image);
		return false;
	}
	if (label_read(track + home, TRACK_SIZE - home, &label))
		return true; /* no label: extents by cylinders can still be used */
	memcpy(disk->volid, label.volid, sizeof(disk->volid));
	if (!label.is_cp)
		return true;
	memcpy(&disk->alloc, track + home + label.map_at[0], sizeof(disk->alloc));
	if (!label.map_at[0] || alloc_check(&disk->alloc, disk->image.nr_cyls, &bad)) {
		image_close(&disk->image);
		return image_error(path, "the allocation map is damaged; cpfmt repair may mend it");
	}
	disk->has_map = true;
	return true;
}

/* ---- The directory --------------------------------------------------------------------------- */

const void *directory_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *block = MAP_FAILED;
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat) || stat.st_size == 0) {
		image_error(path, "%s", fd < 0 || stat.st_size ? strerror(errno) : "empty");
	} else {
		block = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (block == MAP_FAILED)
			image_error(path, "%s", strerror(errno));
		else if (dir_check(block, stat.st_size)) {
			image_error(path, "not an object directory; make one with directxa");
			block = MAP_FAILED;
		}
	}
	if (fd >= 0)
		close(fd);
	return block == MAP_FAILED ? NULL : block;
}

/* Whether a minidisk of the directory is cylinders of this volume; fills in which. */
static bool is_here(const struct disk *disk, const struct dir_item *item, struct extent *extent)
{
	if (item->type != DIR_ITEM_MDISK || item->mdisk.kind != DIR_MDISK_EXTENT ||
		item->devtype == DIR_FB512 || strcmp(item->mdisk.volid, disk->volid) != 0)
		return false;
	extent->cyl = item->mdisk.start;
	extent->nr_cyls = item->mdisk.size;
	if (item->mdisk.size == DIR_MDISK_END)
		extent->nr_cyls =
			extent->cyl < disk->image.nr_cyls ? disk->image.nr_cyls - extent->cyl : 0;
	return true;
}

void each_minidisk(const void *directory, const struct disk *disk,
	void (*fn)(const struct owner *owner, void *ctx), void *ctx)
{
	struct dir_item item;
	struct dir_user user;

	for (uint32_t n = 0; directory && disk->volid[0] && n < dir_nr_entries(directory); n++) {
		dir_entry(directory, n, &user);
		for (uint32_t pos = 0; dir_next(&user, &pos, &item);) {
			struct owner owner = {.vdev = item.vdev};

			if (!is_here(disk, &item, &owner.extent))
				continue;
			str_copy(owner.userid, user.userid, sizeof(owner.userid));
			str_copy(owner.mode, item.mdisk.mode, sizeof(owner.mode));
			str_copy(owner.base, item.mdisk.base, sizeof(owner.base));
			if (strcmp(owner.base, "*") == 0)
				str_copy(owner.base, owner.userid, sizeof(owner.base));
			owner.base_vdev = item.mdisk.base_vdev;
			fn(&owner, ctx);
		}
	}
}

static bool is_on_image(const struct disk *disk, const struct extent *extent)
{
	return extent->nr_cyls && extent->cyl < disk->image.nr_cyls &&
	       extent->nr_cyls <= disk->image.nr_cyls - extent->cyl;
}

bool base_find(const struct disk *disk, const void *directory, const char *userid, uint16_t vdev,
	struct extent *base)
{
	struct dir_user user;
	struct dir_item item;

	*base = (struct extent){};
	if (dir_find(directory, userid, &user))
		return false;
	for (uint32_t pos = 0; dir_next(&user, &pos, &item);)
		if (item.vdev == vdev && is_here(disk, &item, base))
			return !item.mdisk.base[0] && is_on_image(disk, base);
	return false;
}

/* A minidisk of the user's that is a copy of another. */
static bool take_copy(const struct disk *disk, const void *directory, const char *text,
	const char *userid, const struct dir_item *item, struct extent *extent)
{
	bool is_own = strcmp(item->mdisk.base, "*") == 0;
	const char *path = disk->image.path, *wrong;
	struct extent base;

	if (!is_on_image(disk, extent))
		return true; /* which our caller says */
	if (!base_find(disk, directory, is_own ? userid : item->mdisk.base, item->mdisk.base_vdev,
		    &base))
		return image_error(path, "%s: its base is not on this image", text);
	if (!extent_make_copy(disk, extent, &base, &wrong))
		return false;
	if (wrong)
		extent_done(extent);
	return !wrong || image_error(path, "%s: %s", text, wrong);
}

/* "LINUX1/200" */
static bool extent_of_user(
	const struct disk *disk, const void *directory, const char *text, struct extent *extent)
{
	const char *slash = strchr(text, '/'), *path = disk->image.path;
	char userid[9] = "";
	struct dir_user user;
	struct dir_item item;
	uint64_t vdev;

	if (!directory)
		return image_error(path, "%s: which directory? Give --directory", text);
	if (slash - text > 8 || str_to_hex(slash + 1, strlen(slash + 1), &vdev) || vdev > 0xFFFF)
		return image_error(path, "%s: not userid/vdev", text);
	memcpy(userid, text, slash - text);
	if (dir_find(directory, userid, &user))
		return image_error(path, "%s: the directory has no user %s", text, userid);
	for (uint32_t pos = 0; dir_next(&user, &pos, &item);) {
		if (item.vdev != vdev || item.type != DIR_ITEM_MDISK)
			continue;
		if (is_here(disk, &item, extent))
			return !item.mdisk.base[0] ||
			       take_copy(disk, directory, text, user.userid, &item, extent);
		return image_error(path, "%s is not on volume %s", text,
			disk->volid[0] ? disk->volid : "without label");
	}
	return image_error(path, "%s: the directory has no such minidisk", text);
}

bool extent_parse(
	const struct disk *disk, const void *directory, const char *text, struct extent *extent)
{
	const char *colon = strchr(text, ':'), *path = disk->image.path;
	uint64_t cyl = 0, nr_cyls = 0;

	*extent = (struct extent){};
	if (strcmp(text, "ALL") == 0) {
		extent->nr_cyls = disk->image.nr_cyls;
		return !disk->has_map ||
		       alloc_is_all(&disk->alloc, 0, disk->image.nr_cyls, VOL_PERM) ||
		       image_error(path, "ALL: CP has space on it; see cpfmt list");
	}
	if (strchr(text, '/')) {
		if (!extent_of_user(disk, directory, text, extent))
			return false;
	} else if (!colon || str_to_dec(text, colon - text, &cyl) ||
		   str_to_dec(colon + 1, strlen(colon + 1), &nr_cyls) || cyl > UINT32_MAX ||
		   nr_cyls > UINT32_MAX) {
		return image_error(path, "%s: not an extent like 100:50 or LINUX1/200", text);
	} else {
		extent->cyl = (uint32_t)cyl;
		extent->nr_cyls = (uint32_t)nr_cyls;
	}
	if (!is_on_image(disk, extent))
		return image_error(
			path, "%s: the image has %u cylinders", text, disk->image.nr_cyls);
	if (extent->cyl == 0)
		return image_error(path, "%s: cylinder 0 is the volume's label", text);
	if (disk->has_map && !alloc_is_all(&disk->alloc, extent->cyl, extent->nr_cyls, VOL_PERM))
		return image_error(path, "%s: not all of it is PERM space; see cpfmt list", text);
	return true;
}
