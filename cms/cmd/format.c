// SPDX-License-Identifier: Apache-2.0
/* FORMAT: a minidisk gets blocks and an empty file system, or another label. */
#include "cmd/args.h"
#include "arch/ckd.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/device.h"
#include "nuc/storage.h"

#define LABEL      1
#define RECORD_MAX 49 /* blocks of 512 bytes on a track */

/* Function: formatting of a CKD disk; in work storage. */
struct formatter {
	struct device device;
	struct ccw1 ccw[RECORD_MAX + 2] __attribute__((aligned(8)));
	struct ckd_define_extent extent;
	struct ckd_locate location;
	struct ckd_count count[RECORD_MAX];
	uint8_t characteristics[64];
};

/* ---- Tracks -------------------------------------------------------------- */

/* Blocks of a size on a track of a 3390. */
static unsigned blocks_per_track(uint32_t size)
{
	switch (size) {
	case 4096: return 12;
	case 2048: return 21;
	case 1024: return 33;
	case 512: return 49;
	default: return 0;
	}
}

static void set_ccw(struct ccw1 *ccw, uint8_t cmd, uint8_t flags, uint16_t count, void *data)
{
	*ccw = (struct ccw1){cmd, flags, be16(count), be32((uint32_t)(uint64_t)data)};
}

/* Cylinders of the disk; 0: it does not say. */
static unsigned nr_cylinders(struct formatter *f)
{
	set_ccw(f->ccw, CKD_READ_DEV_CHAR, CCW_SLI, sizeof(f->characteristics), f->characteristics);
	if (!device_run(&f->device, f->ccw))
		return 0;
	return (unsigned)f->characteristics[12] << 8 | f->characteristics[13];
}

static bool format_track(struct formatter *f, unsigned cyl, unsigned head, uint32_t size)
{
	const unsigned nr = blocks_per_track(size);
	const be16_t c = be16((uint16_t)cyl), h = be16((uint16_t)head);

	f->extent = (struct ckd_define_extent){.mask = CKD_MASK_WRITE_NOT_R0,
		.attributes = CKD_ATTR_ECKD,
		.first_cyl = c,
		.first_head = h,
		.last_cyl = c,
		.last_head = h};
	f->location = (struct ckd_locate){.operation = CKD_OP_FORMAT,
		.nr = (uint8_t)nr,
		.seek_cyl = c,
		.seek_head = h,
		.cyl = c,
		.head = h};
	set_ccw(&f->ccw[0], CKD_DEFINE_EXTENT, CCW_CC, sizeof(f->extent), &f->extent);
	set_ccw(&f->ccw[1], CKD_LOCATE_RECORD, CCW_CC, sizeof(f->location), &f->location);
	for (unsigned i = 0; i < nr; i++) {
		f->count[i] = (struct ckd_count){.cyl = c,
			.head = h,
			.rec = (uint8_t)(i + 1),
			.data_len = be16((uint16_t)size)};
		set_ccw(&f->ccw[i + 2], CKD_WRITE_CKD, CCW_SLI | (i + 1 < nr ? CCW_CC : 0),
			sizeof(f->count[i]), &f->count[i]);
	}
	return device_run(&f->device, f->ccw);
}

/* Returns how many cylinders were formatted; 0: it failed. */
static unsigned format_tracks(struct formatter *f, uint32_t size)
{
	unsigned nr = nr_cylinders(f);

	for (unsigned cyl = 0; cyl < nr; cyl++)
		for (unsigned head = 0; head < CKD_3390_HEADS; head++)
			if (!format_track(f, cyl, head, size))
				return 0;
	return nr;
}

/* ---- The person ---------------------------------------------------------- */

static int ask_label(ebc8_t label[6])
{
	char line[CONSOLE_LINE + 1];
	struct plist answer;
	const char *word = answer.token[0];

	msg(MSG_ENTER_LABEL);
	console_read(line, true);
	if (plist_parse(&answer, line) || answer.nr != 1 || strlen(word) > 6)
		return msg(MSG_INVALID_LABEL, line);
	for (const char *c = word; *c; c++)
		if (!fileid_is_char(*c))
			return msg(MSG_INVALID_LABEL, word);
	ebc_from_str(label, word, 6);
	return 0;
}

/* ---- The command --------------------------------------------------------- */

static int make_file_system(struct blockdev *dev, unsigned nr_cyls, const ebc8_t label[6])
{
	struct edf_geometry geometry = {.block_size = dev->block_size,
		.nr_blocks = dev->nr_blocks,
		.nr_cyls = nr_cyls,
		.is_fba = dev->is_fba};

	memcpy(geometry.volid, label, sizeof(geometry.volid));
	return edf_format(&disk_ops, dev, &geometry);
}

static int format_disk(uint16_t vdev, const char *mode, uint32_t size, const ebc8_t label[6])
{
	const bool is_ckd = blockdev_kind(vdev) == BLOCKDEV_CKD;
	struct formatter *f = work_get(sizeof(*f));
	unsigned nr_cyls = 0;
	struct blockdev dev;
	char number[6], count[12];
	int rc = 0;

	vdev_text(vdev, number);
	if (!f)
		return msg(MSG_NO_STORAGE);
	if (is_ckd) {
		if (!device_open(&f->device, vdev))
			return msg(MSG_NOT_ATTACHED, mode, number);
		nr_cyls = format_tracks(f, size);
		device_close(&f->device);
	}
	rc = is_ckd && !nr_cyls ? -E_IO : blockdev_open(&dev, vdev, size);
	if (!rc) {
		rc = make_file_system(&dev, nr_cyls, label);
		blockdev_close(&dev);
	}
	if (rc)
		return msg(MSG_DEVICE_ERROR, mode, number);
	str_format(count, sizeof(count), "%u", is_ckd ? nr_cyls : dev.nr_blocks * (size / 512));
	return msg(is_ckd ? MSG_FORMATTED : MSG_FORMATTED_BLOCKS, count, mode, number);
}

static int change_label(char mode)
{
	struct disk *disk;
	ebc8_t label[6];
	int rc;

	disk = args_disk_write(mode, &rc);
	if (disk)
		rc = ask_label(label);
	if (rc)
		return rc;
	rc = edf_set_volid(&disk->fs, label);
	return disk_commit(disk, rc ? say_file_failed(rc, disk, "*", "*", true) : 0);
}

/* The disk must be there, and nobody's who only reads it. */
static int is_possible(uint16_t vdev, const char *mode)
{
	enum blockdev_kind kind = blockdev_kind(vdev);
	struct blockdev dev;
	char number[6];
	int rc;

	vdev_text(vdev, number);
	if (kind == BLOCKDEV_NONE)
		return msg(MSG_NOT_ATTACHED, mode, number);
	if (kind == BLOCKDEV_OTHER)
		return msg(MSG_NOT_A_DISK, mode, number);
	rc = blockdev_open(&dev, vdev, EDF_BLOCK_MAX);
	if (rc)
		return msg(MSG_DEVICE_ERROR, mode, number);
	blockdev_close(&dev);
	return dev.is_read_only ? msg(MSG_READ_ONLY, mode, number) : 0;
}

static int take_operands(const struct call *call, uint16_t *vdev, char mode[2])
{
	const char *first = call->plist->token[1], *second = call->plist->token[2];
	uint64_t number;

	if (args_nr(call) < 2)
		return msg(MSG_NO_FUNCTION);
	if (args_nr(call) > 2)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[3]);
	if (str_to_hex(first, strlen(first), &number) || number > 0xFFFF)
		return msg(MSG_INVALID_DEVICE, first);
	if (!chr_is_alpha(second[0]) || second[1])
		return msg(MSG_INVALID_MODE, second);
	*vdev = (uint16_t)number;
	mode[0] = second[0];
	mode[1] = 0;
	return 0;
}

int cmd_format(const struct call *call)
{
	uint32_t bits, size = EDF_BLOCK_MAX;
	const struct option options[] = {
		{"BLKSIZE", 3, 0, &size, NULL}, {"LABEL", 3, LABEL, NULL, NULL}};
	char mode[2], number[6];
	ebc8_t label[6];
	uint16_t vdev = 0;
	int rc = take_operands(call, &vdev, mode);

	if (!rc)
		rc = args_options(call, options, ARRAY_LEN(options), &bits);
	if (!rc && !blocks_per_track(size))
		rc = msg(MSG_INVALID_OPERAND, call->plist->token[5], "BLKSIZE");
	if (rc || (bits & LABEL))
		return rc ? rc : change_label(mode[0]);
	if (disk_of_vdev(vdev))
		disk_release(disk_of_vdev(vdev));
	if (disk_of(mode[0]))
		disk_release(disk_of(mode[0]));
	rc = is_possible(vdev, mode);
	if (rc)
		return rc;
	rc = args_will_erase("FORMAT", mode, vdev_text(vdev, number));
	if (!rc)
		rc = ask_label(label);
	if (rc)
		return rc;
	msg(MSG_FORMATTING, mode);
	rc = format_disk(vdev, mode, size, label);
	if (!rc && disk_access(vdev, mode[0], 0, false))
		rc = msg(MSG_DEVICE_ERROR, mode, number);
	return rc;
}
