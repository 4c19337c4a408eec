// SPDX-License-Identifier: Apache-2.0
/*
 * Virtual disks: the 3390 of logic/eckd over the tracks of a minidisk, the 9336 of logic/fba over
 * the pages of a V-disk.
 */
#include "virt/dev_dasd.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/diagdev.h"
#include "logic/eckd/eckd.h"
#include "logic/fba/fba.h"

/*
 * Function:      a virtual disk
 * Located by:    vdev.dev of a vdev of dasd_type or fba_type
 * Created by:    dasd_create   Deleted by: vdev_delete
 * Serialized by: the vm lock
 */
struct dasd_dev {
	union {                   /* first: each begins with struct chan_dev */
		struct eckd eckd; /* dasd_type */
		struct fba fba;   /* fba_type */
	};
	struct md_link link;
	struct blockio_env env; /* DIAGNOSE X'250' */
};

static struct dasd_dev *dasd_of(const struct vdev *vdev)
{
	return (struct dasd_dev *)vdev->dev;
}

/* A disk without a link; dasd_create does the rest. */
static int init(struct vdev *vdev)
{
	static const struct eckd_identity nobody;
	struct dasd_dev *dev = dasd_of(vdev);

	eckd_init(&dev->eckd, &minidisk_store, &dev->link, 1, true, &nobody);
	return 0;
}

static int init_fba(struct vdev *vdev)
{
	struct dasd_dev *dev = dasd_of(vdev);

	fba_init(&dev->fba, &minidisk_vdisk_store, &dev->link, 1, true);
	return 0;
}

static void done(struct vdev *vdev)
{
	struct dasd_dev *dev = dasd_of(vdev);

	if (dev->link.disk)
		minidisk_remove_link(&dev->link);
}

static void reset(struct vdev *vdev)
{
	dasd_of(vdev)->env = (struct blockio_env){0};
}

static bool is_read_only(const struct vdev *vdev)
{
	return !dasd_of(vdev)->link.is_writing;
}

static void describe(struct vdev *vdev, void (*line)(void *ctx, const char *text), void *ctx)
{
	const struct md_link *link = &dasd_of(vdev)->link;
	char text[96];

	str_format(text, sizeof(text),
		"DASD %04X 3390 %-6s %s %10u CYL ON DASD  %04X SUBCHANNEL = %04X", vdev->devno,
		link->disk->is_temporary ? "(TEMP)" : volume_volid(link->disk->volume),
		link->is_writing ? "R/W" : "R/O", minidisk_size(link->disk),
		dasd_rdev(volume_dasd(link->disk->volume))->devno,
		vdev->sch.nr);
	line(ctx, text);
}

static void describe_fba(struct vdev *vdev, void (*line)(void *ctx, const char *text), void *ctx)
{
	const struct md_link *link = &dasd_of(vdev)->link;
	char text[96];

	str_format(text, sizeof(text),
		"DASD %04X 9336 (VDSK) %s %10u BLK ON DASD  VDSK SUBCHANNEL = %04X", vdev->devno,
		link->is_writing ? "R/W" : "R/O", link->disk->nr_blocks, vdev->sch.nr);
	line(ctx, text);
}

/* ---- CLONE: the same link in another machine ---- */

struct dasd_image {
	struct minidisk *disk; /* with a reference; what is written: a copy for nobody, of which others are made */
	struct eckd_path_group group;
	struct blockio_env env;
	char owner[USERID_LEN + 1];
	uint16_t owner_devno;
	char mode[4];
	bool honours_reserve, is_uncached, is_writing;
};
static_assert(sizeof(struct dasd_image) <= sizeof(((struct vdev_image *)0)->own), "room in an image");

/* What is written is copied as it is in this moment; what is only read is the same for all. */
static int get_again(struct minidisk *disk, const struct md_link *link, const char *userid,
	bool is_writing, struct minidisk **again)
{
	if (is_writing)
		return minidisk_fork(disk, link, userid, again);
	minidisk_hold(disk);
	*again = disk;
	return 0;
}

static int save(struct vdev *vdev, void *own)
{
	struct dasd_dev *dev = dasd_of(vdev);
	struct dasd_image *image = own;

	if (dev->link.disk->reserved == &dev->link) /* one machine has it, not many */
		return -E_BUSY;
	image->env = dev->env;
	image->owner_devno = dev->link.owner_devno;
	str_copy(image->owner, dev->link.owner, sizeof(image->owner));
	str_copy(image->mode, dev->link.mode, sizeof(image->mode));
	image->honours_reserve = dev->link.honours_reserve;
	image->is_uncached = dev->link.is_uncached;
	image->is_writing = dev->link.is_writing;
	if (vdev->type == &dasd_type)
		image->group = dev->eckd.group;
	return get_again(
		dev->link.disk, &dev->link, vdev->vm->userid, image->is_writing, &image->disk);
}

static void forget(void *own)
{
	minidisk_put(((struct dasd_image *)own)->disk);
}

/* What is only read may always be linked once more; what is written is nobody else's. */
static int link_as_it_was(void *ctx, const struct minidisk *disk, struct md_link *link)
{
	const struct dasd_image *image = ctx;

	(void)disk;
	link->is_writing = image->is_writing;
	link->is_uncached = image->is_uncached;
	link->honours_reserve = image->honours_reserve;
	str_copy(link->mode, image->mode, sizeof(link->mode));
	return 0;
}

static int restore(struct vdev *vdev, const void *own);

const struct vdev_type fba_type = {
	.name = "DASD",
	.type_code = FBA_DEV_TYPE,
	.size = sizeof(struct dasd_dev),
	.init = init_fba,
	.done = done,
	.reset = reset,
	.describe = describe_fba,
	.save = save,
	.restore = restore,
	.forget = forget,
	.is_read_only = is_read_only,
	.diag210 = {DEVCLASS_FBA, 0x40, DEVCLASS_FBA, 0x40},
};

const struct vdev_type dasd_type = {
	.name = "DASD",
	.type_code = CKD_3390_TYPE,
	.size = sizeof(struct dasd_dev),
	.init = init,
	.done = done,
	.reset = reset,
	.describe = describe,
	.save = save,
	.restore = restore,
	.forget = forget,
	.is_read_only = is_read_only,
	.diag210 = {DEVCLASS_DASD, 0x82, DEVCLASS_DASD, 0x82},
};

/* A volume's name in EBCDIC, filled with zeros. */
static void put_volid(ebc8_t *to, const struct minidisk *disk)
{
	const char *volid = volume_volid(disk->volume);

	ebc_from_ascii(to, "000000", 6);
	ebc_from_ascii(to, volid, MIN(strlen(volid), (size_t)6));
}

/*
 * The names by which systems know a disk: minidisks of one volume are in one box, and each has a
 * token of its volume, place and size.
 */
static struct eckd_identity identity(const struct minidisk *disk)
{
	struct eckd_identity id = {.subsystem = 1};
	struct {
		ebc8_t volid[6];
		be32_t cyl, nr_cyls;
		uint8_t zeros[2];
	} __attribute__((packed)) token = {.cyl = be32(disk->cyl), .nr_cyls = be32(disk->nr_cyls)};

	static_assert(sizeof(token) == sizeof(id.token), "the token of a minidisk");
	put_volid(token.volid, disk);
	memcpy(id.token, &token, sizeof(token));
	ebc_from_ascii(id.serial, "000000", 6);
	put_volid(id.serial + 6, disk);
	id.unit_addr = (uint8_t)dasd_rdev(volume_dasd(disk->volume))->devno;
	return id;
}

/* The device becomes the disk that its link is to. */
static void become(struct dasd_dev *dev)
{
	struct md_link *link = &dev->link;
	struct minidisk *disk = link->disk;
	struct eckd_identity id;

	if (disk->vdisk) {
		fba_init(
			&dev->fba, &minidisk_vdisk_store, link, disk->nr_blocks, !link->is_writing);
		return;
	}
	id = identity(disk);
	eckd_init(&dev->eckd, &minidisk_store, link, minidisk_size(disk), !link->is_writing, &id);
}

/* Decides and links. vm lock held. */
static int link_disk(struct vdev *vdev, const struct dasd_request *request)
{
	struct dasd_dev *dev = dasd_of(vdev);
	struct md_link *link = &dev->link;
	int rc;

	link->vm = vdev->vm;
	link->devno = request->devno;
	str_copy(link->owner, request->owner ? request->owner : "", sizeof(link->owner));
	link->owner_devno = request->owner_devno;
	lock_take(&minidisks_lock);
	rc = request->decide(request->ctx, request->disk, link);
	if (!rc) {
		link->disk = request->disk;
		minidisk_add_link(link);
	}
	lock_drop(&minidisks_lock);
	if (!rc)
		become(dev);
	return rc;
}

static int restore(struct vdev *vdev, const void *own)
{
	struct dasd_dev *dev = dasd_of(vdev);
	const struct dasd_image *image = own;
	struct dasd_request request = {.devno = vdev->devno,
		.owner = image->owner,
		.owner_devno = image->owner_devno,
		.decide = link_as_it_was,
		.ctx = (void *)own};
	int rc = get_again(
		image->disk, NULL, vdev->vm->userid, image->is_writing, &request.disk);

	if (rc)
		return rc;
	rc = link_disk(vdev, &request);
	if (rc) {
		minidisk_put(request.disk);
		return rc;
	}
	dev->env = image->env;
	if (vdev->type == &dasd_type)
		dev->eckd.group = image->group;
	return 0;
}

int dasd_create(struct vmdbk *vm, const struct dasd_request *request)
{
	struct vdev *vdev;
	int rc;

	lock_take(&vm->lock);
	rc = vdev_create(vm, request->devno, request->disk->vdisk ? &fba_type : &dasd_type, &vdev);
	if (!rc) {
		rc = link_disk(vdev, request);
		if (rc)
			vdev_delete(vdev);
	}
	lock_drop(&vm->lock);
	return rc;
}

struct md_link *dasd_link_of(const struct vdev *vdev)
{
	if (!vdev->dev || (vdev->type != &dasd_type && vdev->type != &fba_type))
		return NULL;
	return &dasd_of(vdev)->link;
}

bool dasd_as_blocks(const struct vdev *vdev, struct dasd_blocks *blocks)
{
	struct md_link *link = dasd_link_of(vdev);
	struct dasd_dev *dev = dasd_of(vdev);

	if (!link)
		return false;
	memset(blocks, 0, sizeof(*blocks));
	blocks->env = &dev->env;
	blocks->disk.read_only = !link->is_writing;
	if (link->disk->vdisk) {
		blocks->disk.ops = &fba_block_ops;
		blocks->disk.ctx = &blocks->fba;
		blocks->fba = (struct fba_blocks){.store = &minidisk_vdisk_store,
			.store_ctx = link,
			.nr_blocks = link->disk->nr_blocks};
	} else {
		blocks->disk.ops = &eckd_block_ops;
		blocks->disk.ctx = &blocks->eckd;
		blocks->eckd = (struct eckd_blocks){.store = &minidisk_store,
			.store_ctx = link,
			.nr_tracks = minidisk_size(link->disk) * CKD_3390_HEADS};
	}
	return true;
}
