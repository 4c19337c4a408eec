// SPDX-License-Identifier: Apache-2.0
/* cpimage: copies files into minidisks of a 3390 image and out, lists and checks them. */
#include "cpimage.h"

#include "ckdtrack.h"
#include "lib/string.h"
#include "logic/volume/alloc.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <errno.h>

static const char usage[] =
	"cpimage put [--ldl|--cdl|--raw] [--blksize N] [--label VOLID] [--directory OBJ]\n"
	"            [--kernel K [--parm P] [--initrd I]] IMAGE EXTENT FILE\n"
	"        formats a minidisk as Linux does and copies a file, such as a file system, into "
	"its\n"
	"        partition. --ldl (default) and --cdl are Linux's layouts; with --raw the file is\n"
	"        the whole disk with its own label. --blksize 4096 (default), 2048, 1024, 512.\n"
	"        --kernel (implies --cdl): IPL of the minidisk starts this kernel of Linux with "
	"the\n"
	"        line of parameters in the file P and the initial RAM disk I; they stand behind "
	"the\n"
	"        partition.\n"
	"cpimage get [--directory OBJ] IMAGE EXTENT FILE    copies the partition into a file\n"
	"cpimage list [--directory OBJ] IMAGE               shows the volume and its minidisks\n"
	"cpimage check --directory OBJ IMAGE                are the minidisks where they may be, "
	"and whole?\n"
	"EXTENT: 100:50, 50 cylinders from 100 on, or LINUX1/0200, a minidisk of the object "
	"directory\n"
	"        or ALL: put makes the whole volume, with its label, a disk of Linux\n"
	"OBJ, which directxa makes. Images that Hercules uses can be listed and got from, not "
	"changed.\n"
	"Exit codes: 0 good, 1 refused or found wrong, 2 wrong usage. What is refused changes "
	"nothing.\n";

void progress(const char *what, uint32_t done, uint32_t all)
{
	static uint32_t shown = UINT32_MAX;
	uint32_t percent = all ? (uint32_t)((uint64_t)done * 100 / all) : 100;

	if (!isatty(STDERR_FILENO) || percent == shown)
		return;
	shown = percent;
	fprintf(stderr, "\r%s: %u%%%s", what, percent, done == all ? "\n" : "");
}

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
			fn(&owner, ctx);
		}
	}
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
		return is_here(disk, &item, extent) ||
		       image_error(path, "%s is not on volume %s", text,
			       disk->volid[0] ? disk->volid : "without label");
	}
	return image_error(path, "%s: the directory has no such minidisk", text);
}

bool extent_parse(
	const struct disk *disk, const void *directory, const char *text, struct extent *extent)
{
	const char *colon = strchr(text, ':'), *path = disk->image.path;
	uint64_t cyl = 0, nr_cyls = 0;

	if (strcmp(text, "ALL") == 0) {
		*extent = (struct extent){0, disk->image.nr_cyls};
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
		*extent = (struct extent){(uint32_t)cyl, (uint32_t)nr_cyls};
	}
	if (extent->nr_cyls == 0 || extent->cyl >= disk->image.nr_cyls ||
		extent->nr_cyls > disk->image.nr_cyls - extent->cyl)
		return image_error(
			path, "%s: the image has %u cylinders", text, disk->image.nr_cyls);
	if (extent->cyl == 0)
		return image_error(path, "%s: cylinder 0 is the volume's label", text);
	if (disk->has_map && !alloc_is_all(&disk->alloc, extent->cyl, extent->nr_cyls, VOL_PERM))
		return image_error(path, "%s: not all of it is PERM space; see cpfmt list", text);
	return true;
}

/* ---- The command ----------------------------------------------------------------------------- */

static int wrong_usage(const char *what)
{
	fprintf(stderr, "cpimage: %s; cpimage --help shows how\n", what);
	return EXIT_USAGE;
}

struct command {
	struct put_options put;
	const char *directory;
};

/* Returns false when an option is wrong. */
static bool options_read(struct command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{"ldl", no_argument, NULL, 'l'},
		{"cdl", no_argument, NULL, 'c'},
		{"raw", no_argument, NULL, 'r'},
		{"blksize", required_argument, NULL, 'b'},
		{"label", required_argument, NULL, 'v'},
		{"directory", required_argument, NULL, 'd'},
		{"kernel", required_argument, NULL, 'k'},
		{"parm", required_argument, NULL, 'p'},
		{"initrd", required_argument, NULL, 'i'},
		{},
	};
	struct linux_boot_files *boot = &command->put.boot;
	uint64_t size;
	int option;

	*command = (struct command){.put = {.layout = LINUX_LDL, .block_size = 4096}};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'l': command->put.layout = LINUX_LDL; break;
		case 'c': command->put.layout = LINUX_CDL; break;
		case 'r': command->put.layout = LINUX_RAW; break;
		case 'v': command->put.volid = optarg; break;
		case 'd': command->directory = optarg; break;
		case 'p': boot->parm = optarg; break;
		case 'i': boot->initrd = optarg; break;
		case 'k':
			boot->kernel = optarg;
			command->put.layout = LINUX_CDL;
			break;
		case 'b':
			if (str_to_dec(optarg, strlen(optarg), &size) || size > 4096)
				return false;
			command->put.block_size = (uint32_t)size;
			break;
		default: return false;
		}
	}
	return boot->kernel || (!boot->parm && !boot->initrd);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	const void *directory = NULL;
	struct command command;
	char **operand;
	int nr;

	if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0) {
		fputs(usage, stdout);
		return EXIT_GOOD;
	}
	if (argc < 2 || !options_read(&command, argc - 1, argv + 1))
		return wrong_usage("put, get, list or check, and options");
	operand = argv + 1 + optind;
	nr = argc - 1 - optind;
	if (command.directory && !(directory = directory_open(command.directory)))
		return EXIT_REFUSED;
	if (strcmp(verb, "put") == 0 && nr == 3)
		return cpimage_put(operand[0], operand[1], operand[2], directory, &command.put);
	if (strcmp(verb, "get") == 0 && nr == 3)
		return cpimage_get(operand[0], operand[1], operand[2], directory);
	if (strcmp(verb, "list") == 0 && nr == 1)
		return cpimage_list(operand[0], directory);
	if (strcmp(verb, "check") == 0 && nr == 1 && directory)
		return cpimage_check(operand[0], directory);
	return wrong_usage(
		"put or get and IMAGE EXTENT FILE, list IMAGE, or check --directory OBJ IMAGE");
}
