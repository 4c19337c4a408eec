// SPDX-License-Identifier: Apache-2.0
/* READCARD: the next file in the virtual reader becomes a file. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/device.h"
#include "nuc/storage.h"

#define READER    0x00C
#define CMD_READ  0x02
#define CARD      80
#define CARDS_MAX 64 /* of one channel program */

/* Function: what is read at once. */
struct hopper {
	struct device device;
	struct ccw1 ccw[CARDS_MAX] __attribute__((aligned(8)));
	ebc8_t card[CARDS_MAX][CARD];
	bool is_end;
};

/* Reads cards; returns how many, 0 at the end, -E_IO. */
static int read_cards(struct hopper *hopper)
{
	uint32_t at;

	for (unsigned i = 0; i < CARDS_MAX; i++)
		hopper->ccw[i] = (struct ccw1){.cmd = CMD_READ,
			.flags = CCW_SLI | (i + 1 < CARDS_MAX ? CCW_CC : 0),
			.count = be16(CARD),
			.addr = be32((uint32_t)(uint64_t)hopper->card[i])};
	memset(hopper->card, EBC_BLANK, sizeof(hopper->card));
	if (device_run(&hopper->device, hopper->ccw))
		return CARDS_MAX;
	if (hopper->device.irb.scsw.dstat != (DSTAT_END | DSTAT_UNIT_EXCEPTION))
		return -E_IO;
	hopper->is_end = true;
	at = be32_get(hopper->device.irb.scsw.ccw) - (uint32_t)(uint64_t)hopper->ccw;
	return at >= 8 ? (int)(at / 8) - 1 : 0;
}

/* Returns an -E_*; the file is whole, or abandoned. */
static int copy_cards(struct hopper *hopper, struct edf_file *file, int nr)
{
	int rc = 0;

	while (!rc && nr > 0) {
		for (int i = 0; rc >= 0 && i < nr; i++)
			rc = edf_write(file, 0, hopper->card[i], CARD);
		rc = MIN(rc, 0);
		nr = rc || hopper->is_end ? 0 : read_cards(hopper);
	}
	return rc ? rc : MIN(nr, 0);
}

static int make_file(struct hopper *hopper, struct disk *disk, const struct fileid *id)
{
	const ebc8_t fm[2] = {
		ebc_from_chr(disk->mode), ebc_from_chr(id->number == '*' ? '1' : id->number)};
	struct edf_file file;
	struct edf_name name;
	int rc, nr = read_cards(hopper);

	if (nr <= 0)
		return msg(MSG_READER_EMPTY);
	disk_name(&name, id->fn, id->ft);
	rc = edf_find(&disk->fs, &name) ? edf_erase(&disk->fs, &name) : 0;
	if (!rc)
		rc = edf_create(&disk->fs, &file, &name, fm, EDF_FIXED, CARD);
	if (!rc) {
		rc = copy_cards(hopper, &file, nr);
		if (!rc)
			rc = edf_close(&file, NULL);
		if (rc)
			edf_abandon(&file);
	}
	return rc ? say_file_failed(rc, disk, id->fn, id->ft, true) : 0;
}

int cmd_readcard(const struct call *call)
{
	struct hopper *hopper = work_get(sizeof(*hopper));
	struct disk *disk;
	struct fileid id;
	int rc = args_fileid(call, 1, args_nr(call), 'A', false, &id);

	if (!rc && args_nr(call) > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	if (rc)
		return rc;
	disk = args_disk_write(id.mode, &rc);
	if (!disk)
		return rc;
	if (!hopper)
		return msg(MSG_NO_STORAGE);
	if (!device_open(&hopper->device, READER))
		return msg(MSG_NOT_ATTACHED, "READER", "00C");
	rc = make_file(hopper, disk, &id);
	device_close(&hopper->device);
	return disk_commit(disk, rc);
}
