// SPDX-License-Identifier: Apache-2.0
/* MDISK, and MINIOPT behind it. */
#include "logic/directory/stmt_disk.h"

bool disk_mode(struct dirc *c, char mode[4])
{
	static const char *const modes[] = {
		"R", "RR", "W", "WR", "M", "MR", "MW", "SR", "SW", "SM", "ER", "EW"};
	const struct word *word = word_want(c, "an access mode");
	size_t len;

	if (!word)
		return false;
	len = word->len;
	if (len > 1 && chr_upper(word->text[len - 1]) == 'V')
		len--;
	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		if (len != strlen(modes[i]) || mem_casecmp(word->text, modes[i], len))
			continue;
		memset(mode, ' ', 4);
		for (size_t j = 0; j < word->len; j++)
			mode[j] = chr_upper(word->text[j]);
		return true;
	}
	dirc_report(c, DIRM_MODE, word, NULL);
	return false;
}

static bool disk_type(struct dirc *c, uint16_t *devtype)
{
	const struct word *word = word_want(c, "a device type");

	if (!word)
		return false;
	if (dir_word_is(word, "3390", 4)) {
		*devtype = 0x3390;
	} else if (dir_word_is(word, "3380", 4)) {
		*devtype = 0x3380;
	} else if (dir_word_is(word, "FB-512", 6)) {
		*devtype = DIR_FB512;
	} else {
		dirc_report(c, DIRM_DEVTYPE, word, "3390, 3380 or FB-512");
		return false;
	}
	return true;
}

static bool disk_volid(struct dirc *c, char volid[8])
{
	const struct word *word = word_want(c, "a volume");
	size_t len;

	if (!word)
		return false;
	if (dir_word_is(word, "&SYSRES", 7)) {
		memcpy(volid, "&SYSRES ", 8);
		return true;
	}
	if (!word_name(c, word, volid, DIRM_VOLID))
		return false;
	len = dir_name_len(volid, 8);
	if (len > 6)
		dirc_report(c, DIRM_VOLID, word, NULL);
	return len <= 6;
}

/* A number of cylinders or blocks, at least 1; END too if it may be. */
static bool disk_size(struct dirc *c, bool may_be_end, be32_t *size)
{
	uint64_t value;

	if (may_be_end && word_take(c, "END", 3)) {
		*size = be32(DIR_MDISK_END);
		return true;
	}
	if (!word_want_number(c, 1, DIR_MDISK_END - 1, &value, "a size"))
		return false;
	*size = be32((uint32_t)value);
	return true;
}

/* Blocks in storage; or, without a size, the changes of a 3390, whose MINIOPT COWOF must follow. */
static bool disk_vdisk(struct dirc *c, struct dir_obj_mdisk *mdisk, const struct word *type)
{
	const struct word *next = word_peek(c);

	mdisk->kind = DIR_MDISK_VDISK;
	if (be16_get(mdisk->dev.devtype) == 0x3390 && (!next || !chr_is_digit(next->text[0])))
		return true;
	if (be16_get(mdisk->dev.devtype) != DIR_FB512) {
		dirc_report(c, DIRM_VDISK_TYPE, type, NULL);
		return false;
	}
	return disk_size(c, false, &mdisk->size);
}

static bool disk_devno(struct dirc *c, struct dir_obj_mdisk *mdisk)
{
	uint16_t rdev;

	mdisk->kind = DIR_MDISK_DEVNO;
	if (!word_want_vdev(c, &rdev, "a real device number"))
		return false;
	mdisk->rdev = be16(rdev);
	return true;
}

static bool disk_extent(struct dirc *c, struct dir_obj_mdisk *mdisk)
{
	uint64_t start;

	mdisk->kind = DIR_MDISK_EXTENT;
	if (!word_want_number(c, 0, DIR_MDISK_END - 1, &start,
		    "the first cylinder or block, DEVNO, V-DISK or T-DISK"))
		return false;
	mdisk->start = be32((uint32_t)start);
	return disk_size(c, true, &mdisk->size) && disk_volid(c, mdisk->volid);
}

static bool disk_place(struct dirc *c, struct dir_obj_mdisk *mdisk)
{
	if (word_take(c, "V-DISK", 6))
		return disk_vdisk(c, mdisk, &c->words[2]);
	if (word_take(c, "DEVNO", 5))
		return disk_devno(c, mdisk);
	if (word_take(c, "T-DISK", 6)) {
		mdisk->kind = DIR_MDISK_TDISK;
		return disk_size(c, false, &mdisk->size);
	}
	return disk_extent(c, mdisk);
}

static bool disk_passwords(struct dirc *c, struct dir_obj_mdisk *mdisk)
{
	for (size_t i = 0; i < ARRAY_LEN(mdisk->password_kinds); i++) {
		const struct word *word = word_next(c);

		if (!word)
			return true;
		if (dir_word_is(word, "ALL", 3)) {
			mdisk->password_kinds[i] = DIR_PW_ALL;
			continue;
		}
		mdisk->password_kinds[i] = DIR_PW_HASHED;
		if (!word_password(c, word, &mdisk->password[i], DIRM_LINK_PASSWORD))
			return false;
	}
	return true;
}

void stmt_mdisk(struct dirc *c)
{
	struct dir_obj_mdisk *made, mdisk = {.mode = {'W', ' ', ' ', ' '}};
	uint16_t vdev, devtype;

	memset(mdisk.volid, ' ', sizeof(mdisk.volid));
	if (!word_want_vdev(c, &vdev, "a device number") || !disk_type(c, &devtype))
		return;
	mdisk.dev.devtype = be16(devtype);
	if (!disk_place(c, &mdisk) || (word_peek(c) && !disk_mode(c, mdisk.mode)) ||
		!disk_passwords(c, &mdisk))
		return;
	made = entry_device(c, &c->words[1], DIR_ITEM_MDISK, sizeof(*made), vdev, devtype);
	if (made) {
		mdisk.dev = made->dev;
		mdisk.line = be32(c->words[0].line);
		*made = mdisk;
	}
}

/* The entry's newest item, if it is a minidisk of its own. */
static struct dir_obj_mdisk *newest_mdisk(struct dirc *c)
{
	struct dir_obj_item *item = NULL, *last = NULL;

	while ((item = entry_next(c, item)) != NULL)
		last = item;
	if (!last || last->type != DIR_ITEM_MDISK || last->flags & DIR_ITEM_INHERITED)
		return NULL;
	return (struct dir_obj_mdisk *)last;
}

/* COWOF userid vdev: once, and for a 3390 that is somewhere, or in storage. */
static void miniopt_cowof(struct dirc *c, struct dir_obj_mdisk *mdisk, const struct word *keyword)
{
	char userid[DIR_USERID_LEN] = "*       ";
	struct dir_obj_base *base;
	uint16_t vdev;

	if ((mdisk->kind != DIR_MDISK_EXTENT && mdisk->kind != DIR_MDISK_VDISK) ||
		be16_get(mdisk->dev.devtype) != 0x3390 ||
		be16_get(mdisk->dev.item.length) != sizeof(*mdisk)) {
		dirc_report(c, DIRM_COWOF_PLACE, keyword, NULL);
		return;
	}
	if (!word_take(c, "*", 1) && !word_want_name(c, userid, DIRM_NAME, "a userid"))
		return;
	if (!word_want_vdev(c, &vdev, "a device number"))
		return;
	base = entry_item_extend(c, &mdisk->dev.item, sizeof(*base));
	if (!base)
		return;
	memcpy(base->userid, userid, sizeof(base->userid));
	base->vdev = be16(vdev);
}

void stmt_miniopt(struct dirc *c)
{
	static const char what[] = "CACHE, NOCACHE, RECORDMDC, NOMDC or COWOF";
	struct dir_obj_mdisk *mdisk = newest_mdisk(c);
	const struct word *word;

	if (!mdisk) {
		dirc_report(c, DIRM_MINIOPT_PLACE, &c->words[0], NULL);
		return;
	}
	word = word_want(c, what);
	if (!word || dir_word_is(word, "CACHE", 5) || dir_word_is(word, "RECORDMDC", 9))
		return;
	if (dir_word_is(word, "NOCACHE", 7) || dir_word_is(word, "NOMDC", 5))
		mdisk->dev.item.flags |= DIR_ITEM_UNCACHED;
	else if (dir_word_is(word, "COWOF", 5))
		miniopt_cowof(c, mdisk, word);
	else
		dirc_report(c, DIRM_OPERAND, word, what);
}
