// SPDX-License-Identifier: Apache-2.0
/* READCARD and RECEIVE: a file in the virtual reader becomes a file on disk. */
#include "cmd/args.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/device.h"
#include "nuc/session.h"
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

/* Reads up to max cards; returns how many, 0 at the end, -E_IO. */
static int read_cards(struct hopper *hopper, unsigned max)
{
	uint32_t at;

	for (unsigned i = 0; i < max; i++)
		hopper->ccw[i] = (struct ccw1){.cmd = CMD_READ,
			.flags = CCW_SLI | (i + 1 < max ? CCW_CC : 0),
			.count = be16(CARD),
			.addr = be32((uint32_t)(uint64_t)hopper->card[i])};
	memset(hopper->card, EBC_BLANK, sizeof(hopper->card));
	if (device_run(&hopper->device, hopper->ccw))
		return (int)max;
	if (hopper->device.irb.scsw.dstat != (DSTAT_END | DSTAT_UNIT_EXCEPTION))
		return -E_IO;
	hopper->is_end = true;
	at = be32_get(hopper->device.irb.scsw.ccw) - (uint32_t)(uint64_t)hopper->ccw;
	return at >= 8 ? (int)(at / 8) - 1 : 0;
}

/* Function: where cards go. */
struct target {
	struct disk *disk;
	struct fileid id;
	bool is_named_by_card; /* each READ card begins another file */
	bool is_fixed;         /* READ cards are left out, the name stays */
	bool is_careful;       /* what exists is not replaced */
	bool is_open;
	struct edf_file file;
};

static int end_file(struct target *target)
{
	int rc;

	if (!target->is_open)
		return 0;
	target->is_open = false;
	rc = edf_close(&target->file, NULL);
	if (rc)
		edf_abandon(&target->file);
	return rc;
}

static int begin_file(struct target *target)
{
	const struct fileid *id = &target->id;
	const ebc8_t fm[2] = {ebc_from_chr(target->disk->mode),
		ebc_from_chr(id->number == '*' ? '1' : id->number)};
	struct edf_name name;
	int rc = end_file(target);

	disk_name(&name, id->fn, id->ft);
	if (!rc && target->is_careful && edf_find(&target->disk->fs, &name))
		return -E_EXIST;
	if (!rc && edf_find(&target->disk->fs, &name))
		rc = edf_erase(&target->disk->fs, &name);
	if (!rc)
		rc = edf_create(&target->disk->fs, &target->file, &name, fm, EDF_FIXED, CARD);
	target->is_open = !rc;
	return rc;
}

/* Is it a card with a name? Then it is the target's from now on. */
static bool take_name(struct target *target, const ebc8_t *card)
{
	char text[CARD + 1], mode;
	struct plist plist;
	struct fileid id;
	const char *bad;

	ebc_to_ascii(text, card, CARD);
	text[CARD] = 0;
	if (!target->is_named_by_card || memcmp(text, ":READ ", 6) != 0 ||
		plist_parse(&plist, text))
		return false;
	if (fileid_make(&id, plist.token[1], plist.token[2], "", target->disk->mode, false, &bad))
		return false;
	if (!fileid_mode(plist.token[3], &mode, &id.number))
		id.number = '*';
	if (!target->is_fixed)
		target->id = id;
	return true;
}

static int take_card(struct target *target, const ebc8_t *card)
{
	if (take_name(target, card))
		return begin_file(target);
	if (!target->is_open) {
		int rc = begin_file(target);

		if (rc)
			return rc;
		if (target->is_named_by_card)
			msg(MSG_NO_HEADER, target->id.fn, target->id.ft);
	}
	return MIN(edf_write(&target->file, 0, card, CARD), 0);
}

/* All cards of the spool file. Returns the return code. */
static int take_all(struct hopper *hopper, struct target *target)
{
	/* The first alone: the file stays in the reader if its name is refused. */
	int rc = 0, nr = read_cards(hopper, 1);

	if (nr <= 0)
		return msg(MSG_READER_EMPTY);
	while (!rc && nr > 0) {
		for (int i = 0; !rc && i < nr; i++)
			rc = take_card(target, hopper->card[i]);
		nr = rc || hopper->is_end ? 0 : read_cards(hopper, CARDS_MAX);
	}
	if (!rc)
		rc = nr ? nr : end_file(target);
	return rc ? say_file_failed(rc, target->disk, target->id.fn, target->id.ft, true) : 0;
}

/* "fn ft [fm]", or "*". */
static int take_fileid(const struct call *call, struct target *target)
{
	target->is_named_by_card = strcmp(call->plist->token[1], "*") == 0 && args_nr(call) == 1;
	if (!target->is_named_by_card)
		return args_fileid(call, 1, args_nr(call), 'A', false, &target->id);
	target->id = (struct fileid){"READCARD", "CMSUT1", 'A', '*'};
	return 0;
}

/*
 * Reads the next file of the reader. Not yet: when the disk gets full with the last cards the spool
 * file is gone; before, it stays in the reader.
 */
static int read_file(struct target *target)
{
	struct hopper *hopper = work_get(sizeof(*hopper));
	int rc;

	target->disk = args_disk_write(target->id.mode, &rc);
	if (!target->disk)
		return rc;
	if (!hopper)
		return msg(MSG_NO_STORAGE);
	if (!device_open(&hopper->device, READER))
		return msg(MSG_NOT_ATTACHED, "READER", "00C");
	rc = take_all(hopper, target);
	device_close(&hopper->device);
	rc = disk_commit(target->disk, rc);
	if (rc)
		command_cp("CLOSE READER KEEP");
	return rc;
}

int cmd_readcard(const struct call *call)
{
	struct target *target = work_get(sizeof(*target));
	int rc;

	if (!target)
		return msg(MSG_NO_STORAGE);
	rc = take_fileid(call, target);
	if (!rc && args_nr(call) > 3)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[4]);
	return rc ? rc : read_file(target);
}

/* RECEIVE [spoolid|*] [fn ft [fm]]: the file under its own name or another; nothing is replaced
 * unless asked. */
int cmd_receive(const struct call *call)
{
	static const struct option options[] = {{"REPLACE", 3, 1, NULL, NULL}};
	const unsigned nr = args_nr(call);
	const char *spid = nr ? call->plist->token[1] : "*";
	struct target *target = work_get(sizeof(*target));
	char line[24];
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (!target)
		return msg(MSG_NO_STORAGE);
	if (nr > 4)
		return msg(MSG_INVALID_PARAMETER, call->plist->token[5]);
	target->is_named_by_card = true;
	target->is_careful = !bits;
	target->is_fixed = nr > 1;
	target->id = (struct fileid){"READCARD", "CMSUT1", 'A', '*'};
	if (nr > 1)
		rc = args_fileid(call, 2, nr, 'A', false, &target->id);
	if (!rc && strcmp(spid, "*") != 0) {
		str_format(line, sizeof(line), "ORDER READER %s", spid);
		rc = command_cp(line);
	}
	return rc ? rc : read_file(target);
}
