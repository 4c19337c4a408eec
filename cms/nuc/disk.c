// SPDX-License-Identifier: Apache-2.0
/* Accessed disks. */
#include "nuc/disk.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"
#include "nuc/storage.h"

static struct disk *disks[DISK_MODES];

/* ---- For cms/edf --------------------------------------------------------- */

static int read_blocks(void *ctx, uint32_t block, uint32_t nr, void *buf)
{
	return blockdev_read(ctx, block, nr, buf) ? -E_IO : 0;
}

static int write_blocks(void *ctx, uint32_t block, uint32_t nr, const void *buf)
{
	return blockdev_write(ctx, block, nr, buf) ? -E_IO : 0;
}

static void *resize(void *ctx, void *old, size_t old_size, size_t size)
{
	void *fresh = stor_get(size);

	(void)ctx;
	if (size && !fresh)
		return NULL;
	if (size)
		memcpy(fresh, old, MIN(old_size, size));
	stor_put(old, old_size);
	return fresh;
}

static unsigned two_digits(const ebc8_t *text)
{
	return (unsigned)(text[0] & 0xF) * 10 + (text[1] & 0xF);
}

/* CP's pseudo timer: mm/dd/yy and hh:mm:ss, and the year with its century behind. */
static void now(void *ctx, struct edf_time *time)
{
	struct diag_270 timer;
	const ebc8_t *date = timer.date, *clock = timer.time;
	const ebc8_t *parts[] = {date + 6, date, date + 3, clock, clock + 3, clock + 6};

	(void)ctx;
	cp_timer(&timer);
	for (unsigned i = 0; i < ARRAY_LEN(parts); i++) {
		unsigned value = two_digits(parts[i]);

		time->digits[i] = (uint8_t)(value / 10 << 4 | value % 10);
	}
	time->is_20xx = timer.date_iso[0] == 0xF2;
}

const struct edf_ops disk_ops = {read_blocks, write_blocks, resize, now};

/* ---- The table ----------------------------------------------------------- */

struct disk *disk_of(char mode)
{
	return mode >= 'A' && mode <= 'Z' ? disks[mode - 'A'] : NULL;
}

struct disk *disk_next(const struct disk *before)
{
	for (int i = before ? before->mode - 'A' + 1 : 0; i < DISK_MODES; i++)
		if (disks[i])
			return disks[i];
	return NULL;
}

struct disk *disk_of_vdev(uint16_t vdev)
{
	for (struct disk *disk = disk_next(NULL); disk; disk = disk_next(disk))
		if (disk->dev.devno == vdev)
			return disk;
	return NULL;
}

/* ---- Access -------------------------------------------------------------- */

static bool has_label(struct blockdev *dev, uint32_t *block_size)
{
	static union {
		struct edf_label label;
		uint8_t block[EDF_BLOCK_MAX];
	} buf;
	uint32_t at = dev->is_fba ? EDF_FBA_LABEL_AT / dev->block_size : EDF_LABEL_BLOCK - 1;

	if (blockdev_read(dev, at + 1, 1, &buf))
		return false;
	if (dev->is_fba && dev->block_size > EDF_FBA_LABEL_AT)
		memcpy(buf.block, buf.block + EDF_FBA_LABEL_AT, sizeof(buf.label));
	return edf_label_check(&buf.label, block_size) == 0;
}

/* Opens the disk with the block size that its label tells. */
static int open_labelled(struct blockdev *dev, uint16_t vdev)
{
	static const uint16_t sizes[] = {4096, 2048, 1024, 512};
	int rc = -E_FORMAT;

	for (unsigned i = 0; i < ARRAY_LEN(sizes); i++) {
		uint32_t size;
		bool good;

		rc = blockdev_open(dev, vdev, sizes[i]);
		if (rc)
			return rc;
		good = has_label(dev, &size);
		if (good && size == sizes[i])
			return 0;
		blockdev_close(dev);
	}
	return -E_FORMAT;
}

static int mount(struct disk *disk)
{
	return edf_mount(&disk->fs, &disk_ops, &disk->dev, disk->dev.block_size,
		disk->dev.nr_blocks, disk->dev.is_fba,
		disk->is_read_only ? EDF_READ_ONLY : EDF_READ_WRITE);
}

int disk_access(uint16_t vdev, char mode, char parent, bool read_only)
{
	struct disk *disk = stor_get(sizeof(*disk));
	int rc;

	if (!disk)
		return -E_NOMEM;
	memset(disk, 0, sizeof(*disk));
	rc = open_labelled(&disk->dev, vdev);
	if (rc) {
		stor_put(disk, sizeof(*disk));
		return rc;
	}
	disk->mode = mode;
	disk->parent = parent;
	disk->is_read_only = read_only || disk->dev.is_read_only;
	rc = mount(disk);
	if (rc == -E_FORMAT && !disk->is_read_only) {
		disk->is_damaged = disk->is_read_only = true;
		rc = mount(disk);
	}
	if (rc) {
		blockdev_close(&disk->dev);
		stor_put(disk, sizeof(*disk));
		return rc;
	}
	disks[mode - 'A'] = disk;
	return 0;
}

void disk_release(struct disk *disk)
{
	disks[disk->mode - 'A'] = NULL;
	edf_unmount(&disk->fs);
	blockdev_close(&disk->dev);
	stor_put(disk, sizeof(*disk));
}

static void mount_again(struct disk *disk)
{
	edf_unmount(&disk->fs);
	if (!mount(disk))
		return;
	disks[disk->mode - 'A'] = NULL;
	blockdev_close(&disk->dev);
	stor_put(disk, sizeof(*disk));
}

void disk_recover(void)
{
	for (unsigned i = 0; i < DISK_MODES; i++)
		if (disks[i] && (disks[i]->fs.is_changed || !list_is_empty(&disks[i]->fs.open)))
			mount_again(disks[i]);
}

void disk_refresh(void)
{
	for (unsigned i = 0; i < DISK_MODES; i++)
		if (disks[i] && disks[i]->is_read_only && list_is_empty(&disks[i]->fs.open) &&
			edf_is_stale(&disks[i]->fs) == 1)
			mount_again(disks[i]);
}

/* ---- Files --------------------------------------------------------------- */

void disk_name(struct edf_name *name, const char *fn, const char *ft)
{
	ebc_from_str(name->fn, fn, sizeof(name->fn));
	ebc_from_str(name->ft, ft, sizeof(name->ft));
}

static void part_text(char text[FILEID_PART + 1], const ebc8_t part[FILEID_PART])
{
	unsigned len = FILEID_PART;

	ebc_to_ascii(text, part, FILEID_PART);
	while (len && text[len - 1] == ' ')
		len--;
	text[len] = 0;
}

void disk_name_text(const struct edf_fst *fst, char fn[FILEID_PART + 1], char ft[FILEID_PART + 1])
{
	part_text(fn, fst->name.fn);
	part_text(ft, fst->name.ft);
}

bool disk_number_fits(const struct edf_fst *fst, char number)
{
	return number == '*' || ebc_to_chr(fst->fm[1]) == number;
}

const struct edf_fst *disk_find(const struct fileid *id, struct disk **disk)
{
	struct edf_name name;

	disk_name(&name, id->fn, id->ft);
	for (*disk = disk_next(NULL); *disk; *disk = disk_next(*disk)) {
		const struct edf_fst *fst;

		if (id->mode != '*' && (*disk)->mode != id->mode && (*disk)->parent != id->mode)
			continue;
		fst = edf_find(&(*disk)->fs, &name);
		if (fst && disk_number_fits(fst, id->number))
			return fst;
	}
	return NULL;
}
