// SPDX-License-Identifier: Apache-2.0
/* Output to the virtual punch and printer. */
#include "cmd/unitrec.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/immediate.h"
#include "nuc/storage.h"

const struct unitrec_type unitrec_punch = {0x00D, 0x01, 80, "PUNCH"};
const struct unitrec_type unitrec_printer = {0x00E, 0x09, 132, "PRINTER"};

struct unitrec *unitrec_open(const struct unitrec_type *type, int *rc)
{
	struct unitrec *unit = work_get(sizeof(*unit));
	char number[6];

	*rc = 0;
	if (!unit)
		*rc = msg(MSG_NO_STORAGE);
	else if (!device_open(&unit->device, type->devno))
		*rc = msg(MSG_NOT_ATTACHED, type->name, vdev_text(type->devno, number));
	if (*rc)
		return NULL;
	unit->cmd = type->cmd;
	unit->len = type->len;
	return unit;
}

static int flush(struct unitrec *unit)
{
	if (!unit->nr)
		return 0;
	unit->ccw[unit->nr - 1].flags = CCW_SLI;
	unit->nr = 0;
	return device_run(&unit->device, unit->ccw) ? 0 : -E_IO;
}

int unitrec_write(struct unitrec *unit, const ebc8_t *record, unsigned len)
{
	ebc8_t *to = unit->record[unit->nr];

	memset(to, EBC_BLANK, unit->len);
	memcpy(to, record, MIN(len, unit->len));
	unit->ccw[unit->nr++] = (struct ccw1){.cmd = unit->cmd,
		.flags = CCW_SLI | CCW_CC,
		.count = be16((uint16_t)unit->len),
		.addr = be32((uint32_t)(uint64_t)to)};
	return unit->nr == UNITREC_BATCH ? flush(unit) : 0;
}

int unitrec_finish(struct unitrec *unit)
{
	int rc = flush(unit);

	device_close(&unit->device);
	return rc;
}

int unitrec_file(struct unitrec *unit, struct disk *disk, const struct edf_fst *fst)
{
	char fn[FILEID_PART + 1], ft[FILEID_PART + 1], limit[12];
	ebc8_t record[UNITREC_MAX];
	struct edf_file file;
	int rc;

	disk_name_text(fst, fn, ft);
	str_format(limit, sizeof(limit), "%u", unit->len);
	if (be32_get(fst->lrecl) > unit->len)
		return msg(MSG_RECORD_TOO_LONG, limit);
	rc = edf_open(&disk->fs, &file, &fst->name);
	for (uint32_t nr = 1; rc >= 0 && nr <= be32_get(fst->nr_records); nr++) {
		immediate_obey();
		rc = edf_read(&file, nr, record, sizeof(record));
		if (rc >= 0 && unitrec_write(unit, record, (unsigned)rc))
			rc = -E_NODEV;
	}
	edf_abandon(&file);
	if (rc == -E_NODEV)
		return msg(MSG_UNIT_ERROR);
	return rc < 0 ? say_file_failed(rc, disk, fn, ft, false) : 0;
}
