// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'14': a guest reads its spool files by pages. */
#include "logic/spool/diag14.h"
#include "logic/datetime.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

int diag14_read_block(struct spin *in, void *buf)
{
	int rc;

	if (in->file && in->mode != SPIN_DIAGNOSE)
		return 3;
	if (spin_open(in, SPIN_DIAGNOSE))
		return 2;
	rc = sppage_read(in->file, in->store, in->page, buf);
	if (rc == -E_NOENT)
		return 1;
	if (rc == -E_AGAIN)
		return rc;
	if (rc)
		return 3;
	in->page++;
	return 0;
}

int diag14_select(struct spin *in, uint32_t spid)
{
	struct spfile *file;

	if (!spid || spid > SPID_MAX)
		return 1;
	file = spqueue_find(in->user, SPQ_READER, spid);
	if (!file)
		return 1;
	if (file->hold)
		return 2;
	return spin_select(in, file, SPIN_DIAGNOSE) ? 3 : 0;
}

static int not_reading(const struct spin *in)
{
	if (!in->file)
		return 2;
	return in->mode == SPIN_DIAGNOSE ? 0 : 3;
}

int diag14_restart(struct spin *in)
{
	int cc = not_reading(in);

	if (!cc)
		in->page = 0;
	return cc;
}

int diag14_backspace(struct spin *in)
{
	int cc = not_reading(in);

	if (cc)
		return cc;
	if (!in->page)
		return 1;
	in->page--;
	return 0;
}

int diag14_position(struct spin *in, uint32_t nr)
{
	if (not_reading(in))
		return 2;
	if (!nr || nr > in->file->nr_blocks)
		return 3;
	in->page = nr - 1;
	return 0;
}

void sfblok_fill(struct sfblok *sfb, const struct spfile *file, int32_t zone_s)
{
	static const uint8_t device_types[] = {
		[SPDEV_PUNCH] = SFB_DEV_PUNCH,
		[SPDEV_PRINTER] = SFB_DEV_PRINTER,
		[SPDEV_CONSOLE] = SFB_DEV_CONSOLE,
		[SPDEV_SYSTEM] = 0, /* in no reader */
	};
	struct datetime when;
	char text[16];

	memset(sfb, 0, sizeof(*sfb));
	ebc_from_str(sfb->owner, file->owner, sizeof(sfb->owner));
	ebc_from_str(sfb->origin, file->origin, sizeof(sfb->origin));
	sfb->nr_records = be32(file->nr_records);
	sfb->record_len = be16(file->record_len);
	sfb->spid = be16(file->spid);
	sfb->status = (file->in_use ? SFB_IN_USE : 0) |
		      (file->hold & SPHOLD_USER ? SFB_USER_HOLD : 0) |
		      (file->hold & SPHOLD_SYSTEM ? SFB_SYSTEM_HOLD : 0);
	sfb->device_type = device_types[file->dev];
	ebc_from_str(sfb->name, file->name, sizeof(sfb->name));
	ebc_from_str(sfb->type, file->type, sizeof(sfb->type));
	datetime_from_tod(&when, file->created, zone_s);
	datetime_date(text, sizeof(text), &when, DATE_SHORT);
	ebc_from_str(sfb->create_date, text, sizeof(sfb->create_date));
	datetime_time(text, sizeof(text), &when);
	ebc_from_str(sfb->create_time, text, sizeof(sfb->create_time));
	sfb->class = ebc_from_chr(file->class);
	ebc_from_str(sfb->distribution, file->dist, sizeof(sfb->distribution));
	sfb->starting_copy = 1;
}

int diag14_next_descriptor(struct spuser *user, uint32_t spid, int32_t zone_s, struct sfblok *sfb)
{
	struct spfile *file = NULL;

	if (spid) {
		file = spid > SPID_MAX ? NULL : spqueue_find(user, SPQ_READER, spid);
		if (!file)
			return 2;
	}
	file = spqueue_next(user, SPQ_READER, file);
	if (!file)
		return 1;
	sfblok_fill(sfb, file, zone_s);
	return 0;
}
