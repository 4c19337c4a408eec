// SPDX-License-Identifier: Apache-2.0
/* ACCESS and RELEASE: which minidisks have file modes. */
#include "cmd/args.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/session.h"

#define DEFAULT_VDEV 0x191

#define NOPROF 1
#define NODISK 2

static int take_vdev(const char *word, uint16_t *vdev)
{
	uint64_t value;

	if (str_to_hex(word, strlen(word), &value) || value > 0xFFFF)
		return msg(MSG_INVALID_DEVICE, word);
	*vdev = (uint16_t)value;
	return 0;
}

/* "B" or "B/A": an extension is read-only. */
static int take_mode(const char *word, char *mode, char *parent)
{
	bool has_parent =
		chr_is_alpha(word[0]) && word[1] == '/' && chr_is_alpha(word[2]) && !word[3];

	if (!chr_is_alpha(word[0]) || (word[1] && !has_parent))
		return msg(MSG_INVALID_MODE, word);
	*mode = word[0];
	*parent = has_parent ? word[2] : 0;
	return 0;
}

static int say_failed(int rc, char mode, uint16_t vdev)
{
	const char text[2] = {mode};
	char number[6];

	vdev_text(vdev, number);
	switch (blockdev_kind(vdev)) {
	case BLOCKDEV_NONE: return msg(MSG_NOT_ATTACHED, text, number);
	case BLOCKDEV_OTHER: return msg(MSG_NOT_A_DISK, text, number);
	default: return rc == -E_NOMEM ? msg(MSG_NO_STORAGE) : msg(MSG_DEVICE_ERROR, text, number);
	}
}

/* Releases the disk that has the mode, and what mode the new disk has now. */
static void make_room(uint16_t vdev, char mode)
{
	struct disk *other = disk_of(mode), *same = disk_of_vdev(vdev);
	const char text[2] = {mode};
	char number[6], old_number[6];

	if (same && same != other) {
		const char old[2] = {same->mode};

		msg(MSG_RELEASED, vdev_text(vdev, number), old);
		disk_release(same);
	}
	if (!other)
		return;
	if (other->dev.devno != vdev)
		msg(MSG_REPLACES, vdev_text(vdev, number), text,
			vdev_text(other->dev.devno, old_number));
	disk_release(other);
}

/*
 * ACCESS (NOPROF, ACCESS (NODISK: for the first command of a session that has begun without PROFILE
 * EXEC, by IPL's PARM.
 */
int cmd_access(const struct call *call)
{
	static const struct option options[] = {
		{"NODISK", 6, NODISK, NULL, NULL}, {"NOPROF", 6, NOPROF, NULL, NULL}};
	const unsigned nr = args_nr(call);
	char mode = 'A', parent = 0, number[6];
	uint16_t vdev = DEFAULT_VDEV;
	uint32_t bits;
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (!rc && bits && nr)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[1]);
	if (!rc && (bits & NODISK))
		return 0;
	if (!rc && nr > 2)
		rc = msg(MSG_INVALID_PARAMETER, call->plist->token[3]);
	if (!rc && nr >= 1)
		rc = take_vdev(call->plist->token[1], &vdev);
	if (!rc && nr >= 2)
		rc = take_mode(call->plist->token[2], &mode, &parent);
	if (rc)
		return rc;
	if (blockdev_kind(vdev) != BLOCKDEV_CKD && blockdev_kind(vdev) != BLOCKDEV_FBA)
		return say_failed(-E_NODEV, mode, vdev);
	make_room(vdev, mode);
	rc = disk_access(vdev, mode, parent, parent != 0);
	if (rc)
		return say_failed(rc, mode, vdev);
	if (disk_of(mode)->is_damaged)
		msg(MSG_DISK_DAMAGED, (const char[2]){mode}, vdev_text(vdev, number));
	if (disk_of(mode)->is_read_only)
		msg(MSG_NOW_READ_ONLY, (const char[2]){mode}, vdev_text(vdev, number));
	return 0;
}

int cmd_release(const struct call *call)
{
	static const struct option options[] = {{"DET", 3, 1, NULL, NULL}};
	const char *word = call->plist->token[1];
	struct disk *disk;
	uint16_t vdev;
	uint32_t bits;
	char line[24];
	int rc = args_options(call, options, ARRAY_LEN(options), &bits);

	if (rc)
		return rc;
	if (args_nr(call) != 1)
		return msg(MSG_NO_FUNCTION);
	if (word[1]) {
		rc = take_vdev(word, &vdev);
		disk = rc ? NULL : disk_of_vdev(vdev);
	} else {
		disk = disk_of(word[0]);
	}
	if (rc)
		return rc;
	if (!disk)
		return msg(MSG_NOT_ACCESSED, word);
	vdev = disk->dev.devno;
	disk_release(disk);
	if (!bits)
		return 0;
	str_format(line, sizeof(line), "DETACH %04X", vdev);
	return command_cp(line);
}
