// SPDX-License-Identifier: Apache-2.0
/* Minidisks of the directory becoming virtual devices. */
#include "cmd/disks.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/minidisk.h"
#include "nucleus/rdev.h"
#include "nucleus/sysres.h"
#include "virt/dev_dasd.h"

#define TYPE_3390 0x3390

int disk_find(const char *owner, uint16_t devno, struct dir_item *item)
{
	struct dir_user user;

	if (directory_find(owner, &user))
		return -E_NOENT;
	for (uint32_t pos = 0; dir_next(&user, &pos, item);)
		if (item->type == DIR_ITEM_MDISK && item->vdev == devno)
			return 0;
	return -E_NOENT;
}

/* ---- Where it is ----------------------------------------------------------------------------- */

/* The volume on a real device, with a reference; NULL, with volid, when SYSTEM has none there. */
static struct volume *volume_on(struct rdev *rdev, char volid[VOLID_SIZE])
{
	struct volume_info info;

	volid[0] = '\0';
	if (!rdev)
		return NULL;
	volume_info(rdev, &info);
	memcpy(volid, info.volid, VOLID_SIZE);
	return info.volume;
}

static struct volume *volume_of_item(const struct dir_item *mdisk, char volid[VOLID_SIZE])
{
	struct volume *volume;

	if (mdisk->mdisk.kind == DIR_MDISK_DEVNO) {
		volume = volume_on(rdev_find(mdisk->mdisk.rdev), volid);
		if (!volid[0])
			str_format(volid, VOLID_SIZE, "%04X", mdisk->mdisk.rdev);
		return volume;
	}
	str_copy(volid, mdisk->mdisk.volid, VOLID_SIZE);
	if (strcmp(mdisk->mdisk.volid, "&SYSRES") == 0)
		return volume_on(sysres_rdev(), volid);
	return volume_find(volid);
}

/* Cylinders of the statement on a volume of so many. False: not all of them are there. */
static bool take_extent(const struct dir_item *mdisk, uint32_t nr_cyls, struct disk_place *place)
{
	place->cyl = 0;
	place->nr_cyls = nr_cyls;
	if (mdisk->mdisk.kind == DIR_MDISK_DEVNO)
		return nr_cyls > 0;
	place->cyl = mdisk->mdisk.start;
	if (place->cyl >= nr_cyls)
		return false;
	place->nr_cyls = nr_cyls - place->cyl;
	if (mdisk->mdisk.size == DIR_MDISK_END)
		return true;
	if (mdisk->mdisk.size > place->nr_cyls)
		return false;
	place->nr_cyls = mdisk->mdisk.size;
	return true;
}

enum msg_id disk_place(const struct dir_item *mdisk, struct disk_place *place)
{
	enum dir_mdisk_kind kind = mdisk->mdisk.kind;
	enum msg_id id = MSG_NONE;
	struct volume *volume;

	str_copy(place->volid, "", sizeof(place->volid));
	/* V-disks are nowhere; T-disks are not to be linked to. */
	if (mdisk->devtype != TYPE_3390 || (kind != DIR_MDISK_EXTENT && kind != DIR_MDISK_DEVNO))
		return MSG_NOT_LINKED_TYPE;
	volume = volume_of_item(mdisk, place->volid);
	if (!volume)
		return MSG_NOT_LINKED_VOLUME;
	if (!volume_nr_cyls(volume))
		id = MSG_NOT_LINKED_TYPE;
	else if (!take_extent(mdisk, volume_nr_cyls(volume), place))
		id = MSG_LINK_EXTENT;
	volume_put(volume);
	return id;
}

/* ---- Links beside which it is made ----------------------------------------------------------- */

/* What the decision was, with names that stay when the links of others go. */
struct decision {
	const struct disk_wish *wish;
	bool is_uncached;
	enum link_grant grant;
	struct link_others others;
	char reader[USERID_LEN + 1], writer[USERID_LEN + 1];
};

static void add_links(struct link_others *others, const struct minidisk *disk)
{
	struct list *link;

	list_for_each (link, &disk->links) {
		const struct md_link *one = LIST_ENTRY(link, struct md_link, link);
		struct link_mode mode = {LINK_RR, false};

		if (link_mode_parse(one->mode, strlen(one->mode), &mode))
			mode.kind = LINK_RR;
		link_others_add(others, one->vm->userid, one->is_writing, mode.kind);
	}
}

/*
 * Does what is on `other` rely on some of the disk's cylinders staying as they are? Its base, or that one's,
 * has them; but what is written to a minidisk itself is kept for the views of it.
 */
static bool relies_on(const struct minidisk *other, const struct minidisk *disk)
{
	for (; other->base; other = other->base)
		if (minidisk_overlaps(disk, other->base) && !(other->view && other->base == disk))
			return true;
	return false;
}

static void add_copy(struct link_others *others, const struct minidisk *copy)
{
	struct list *link;

	list_for_each (link, &copy->links)
		link_others_add(
			others, LIST_ENTRY(link, struct md_link, link)->vm->userid, false, LINK_SR);
}

/* Links to any minidisk that has some of these cylinders. Minidisks lock held. */
static void count_others(struct decision *d, const struct minidisk *disk)
{
	const struct minidisk *other = NULL;

	bool is_alone = disk->vdisk || disk->view;

	if (is_alone)
		add_links(&d->others, disk);
	while (!is_alone && (other = minidisk_next(other)) != NULL) {
		if (minidisk_overlaps(disk, other))
			add_links(&d->others, other);
		if (relies_on(other, disk))
			add_copy(&d->others, other);
	}
	if (d->others.nr_readers)
		str_copy(d->reader, d->others.reader, sizeof(d->reader));
	if (d->others.nr_writers)
		str_copy(d->writer, d->others.writer, sizeof(d->writer));
}

/*
 * A copy-on-write minidisk whose base somebody can write is linked by nobody; and one at most
 * writes to it.
 */
static enum link_grant decide_copy(struct decision *d, const struct minidisk *disk)
{
	struct decision base = {.wish = d->wish};

	count_others(&base, disk->base);
	if (base.others.nr_writers) {
		d->others = (struct link_others){.nr_writers = base.others.nr_writers};
		str_copy(d->writer, base.writer, sizeof(d->writer));
		return LINK_REFUSED;
	}
	if (d->grant == LINK_WRITE && d->others.nr_writers)
		return LINK_REFUSED;
	return d->grant;
}

/* dasd_request.decide: vm lock and minidisks lock held. */
static int decide(void *ctx, const struct minidisk *disk, struct md_link *link)
{
	struct decision *d = ctx;

	if (d->wish->vm->state != VM_ACTIVE)
		return -E_NODEV; /* its devices go, or are gone */
	count_others(d, disk);
	d->grant = link_decide(d->wish->mode.kind, &d->others);
	if (disk->base)
		d->grant = decide_copy(d, disk);
	if (d->grant == LINK_REFUSED)
		return -E_PERM;
	link->is_writing = d->grant == LINK_WRITE;
	link->honours_reserve = d->wish->mode.is_reserving;
	link->is_uncached = d->is_uncached;
	link_mode_text(&d->wish->mode, link->mode);
	return 0;
}

/* ---- What is said ---------------------------------------------------------------------------- */

struct saying {
	char devno[8], owner_devno[8], writers[LINK_BY_SIZE], readers[LINK_BY_SIZE];
	enum emsg emsg;
	char *text;
};

#define SAY(s, id, ...) msg_say((s)->text, MSG_LINE_SIZE, id, (s)->emsg, __VA_ARGS__)

static enum msg_id say_refused(struct saying *s, const struct decision *d)
{
	enum msg_id id = link_message(d->grant, &d->others);
	bool both = d->others.nr_readers && d->others.nr_writers;
	const char *first = d->others.nr_writers ? s->writers : s->readers;
	const char *second = both ? s->readers : NULL;

	if (d->grant == LINK_FORCED_READ)
		SAY(s, id, s->devno, first, second);
	else
		SAY(s, id, d->wish->owner, s->owner_devno, first, second);
	return id;
}

static enum msg_id say_linked(struct saying *s, const struct decision *d)
{
	const char *access = d->grant == LINK_WRITE ? "R/W" : "R/O";
	enum msg_id id = MSG_LINKED;

	if (d->others.nr_readers && d->others.nr_writers)
		id = MSG_LINKED_BESIDE_BOTH;
	else if (d->others.nr_readers || d->others.nr_writers)
		id = MSG_LINKED_BESIDE;
	if (id == MSG_LINKED_BESIDE_BOTH)
		SAY(s, id, s->devno, access, s->writers, s->readers);
	else
		SAY(s, id, s->devno, access, d->others.nr_writers ? "R/W" : "R/O",
			d->others.nr_writers ? s->writers : s->readers);
	return id;
}

/* What dasd_create returned. */
static enum msg_id say_result(struct saying *s, const struct decision *d, int rc)
{
	enum msg_id id = MSG_NO_STORAGE;

	if (d->others.nr_readers)
		link_by(s->readers, d->others.nr_readers, d->reader);
	if (d->others.nr_writers)
		link_by(s->writers, d->others.nr_writers, d->writer);
	switch (rc) {
	case 0: return d->grant == LINK_FORCED_READ ? say_refused(s, d) : say_linked(s, d);
	case -E_PERM: return say_refused(s, d);
	case -E_EXIST:
		id = MSG_NOT_LINKED_DEFINED;
		SAY(s, id, d->wish->owner, s->owner_devno, s->devno);
		break;
	case -E_NODEV:
		id = MSG_LOGOFF_PENDING;
		SAY(s, id, d->wish->vm->userid);
		break;
	default: SAY(s, id, "a virtual device"); break;
	}
	return id;
}

/* ---- The link -------------------------------------------------------------------------------- */

static enum msg_id get_vdisk(
	const struct disk_wish *wish, const struct dir_item *mdisk, struct minidisk **disk)
{
	switch (minidisk_get_vdisk(wish->owner, wish->owner_devno, mdisk->mdisk.size, disk)) {
	case 0: return MSG_NONE;
	case -E_RANGE: return MSG_LINK_EXTENT;
	case -E_BUSY: return MSG_LINK_VDISK_LIMIT;
	default: return MSG_NO_STORAGE;
	}
}

/* The minidisk that one with MINIOPT COWOF is a copy of, with a reference, and its names. */
static enum msg_id get_base(const char *owner, const struct dir_item *mdisk,
	struct cow_names *names, struct minidisk **disk)
{
	bool is_own = strcmp(mdisk->mdisk.base, "*") == 0;
	struct disk_place place;
	struct dir_item item;

	*names = (struct cow_names){.vdev = mdisk->vdev, .base_vdev = mdisk->mdisk.base_vdev};
	str_copy(names->owner, owner, sizeof(names->owner));
	str_copy(names->base_owner, is_own ? owner : mdisk->mdisk.base, sizeof(names->base_owner));
	if (disk_find(names->base_owner, names->base_vdev, &item) || item.mdisk.base[0] ||
		disk_place(&item, &place) != MSG_NONE ||
		minidisk_get(place.volid, place.cyl, place.nr_cyls, disk))
		return MSG_COW_NO_BASE;
	return MSG_NONE;
}

/* The same with changes in storage. */
static enum msg_id get_view(const char *owner, const struct dir_item *mdisk, struct minidisk **disk)
{
	struct cow_names names;
	struct minidisk *base;
	enum msg_id id = get_base(owner, mdisk, &names, &base);
	int rc;

	if (id != MSG_NONE)
		return id;
	rc = minidisk_get_view(base, &names, disk);
	if (rc)
		minidisk_put(base);
	return rc == -E_BUSY ? MSG_COW_BUSY : rc ? MSG_NO_STORAGE : MSG_NONE;
}

enum msg_id disk_get_copy(const char *owner, const struct dir_item *mdisk, struct disk_place *place,
	struct minidisk **disk)
{
	struct cow_names names;
	struct minidisk *base;
	enum msg_id id;
	int rc;

	if (mdisk->mdisk.kind == DIR_MDISK_VDISK) {
		str_copy(place->volid, "VDSK", sizeof(place->volid));
		return get_view(owner, mdisk, disk);
	}
	id = disk_place(mdisk, place);
	if (id == MSG_NONE)
		id = get_base(owner, mdisk, &names, &base);
	if (id != MSG_NONE)
		return id;
	rc = minidisk_get_cow(place->volid, place->cyl, place->nr_cyls, base, &names, disk);
	if (rc)
		minidisk_put(base);
	switch (rc) {
	case 0: return MSG_NONE;
	case -E_NODEV: return MSG_NOT_LINKED_VOLUME;
	case -E_RANGE: return MSG_LINK_EXTENT;
	case -E_NOMEM: return MSG_NO_STORAGE;
	case -E_BUSY: return MSG_COW_BUSY;
	case -E_INVAL: return MSG_COW_OTHER_BASE;
	case -E_FORMAT: return MSG_COW_DAMAGED;
	default: return MSG_COW_ERROR;
	}
}

/* An ordinary one: its cylinders are not those of a copy that is in use. */
static enum msg_id get_plain(const struct disk_place *place, struct minidisk **disk)
{
	switch (minidisk_get(place->volid, place->cyl, place->nr_cyls, disk)) {
	case 0: break;
	case -E_NODEV: return MSG_NOT_LINKED_VOLUME;
	case -E_RANGE: return MSG_LINK_EXTENT;
	default: return MSG_NO_STORAGE;
	}
	if (!(*disk)->base)
		return MSG_NONE;
	minidisk_put(*disk);
	return MSG_COW_BUSY;
}

/* The minidisk of the statement, with a reference. */
static enum msg_id get_minidisk(const struct disk_wish *wish, const struct dir_item *mdisk,
	struct disk_place *place, struct minidisk **disk)
{
	enum msg_id id;

	if (mdisk->mdisk.base[0])
		return disk_get_copy(wish->owner, mdisk, place, disk);

	if (mdisk->mdisk.kind == DIR_MDISK_VDISK) {
		str_copy(place->volid, "VDSK", sizeof(place->volid));
		if (mdisk->devtype == TYPE_3390)
			return MSG_NOT_LINKED_TYPE;
		return get_vdisk(wish, mdisk, disk);
	}
	id = disk_place(mdisk, place);
	return id == MSG_NONE ? get_plain(place, disk) : id;
}

enum msg_id disk_link(const struct disk_wish *wish, const struct dir_item *mdisk, enum emsg emsg,
	char text[MSG_LINE_SIZE], bool *is_made)
{
	struct decision decision = {.wish = wish, .is_uncached = mdisk->mdisk.is_uncached};
	struct saying s = {.emsg = emsg, .text = text};
	struct dasd_request request = {.devno = wish->devno,
		.owner = wish->owner,
		.owner_devno = wish->owner_devno,
		.decide = decide,
		.ctx = &decision};
	struct disk_place place;
	enum msg_id id;
	int rc;

	*is_made = false;
	str_hex(s.devno, wish->devno, 4);
	str_hex(s.owner_devno, wish->owner_devno, 4);
	id = get_minidisk(wish, mdisk, &place, &request.disk);
	if (id == MSG_NO_STORAGE)
		return SAY(&s, id, "a minidisk"), id;
	if (id != MSG_NONE)
		return SAY(&s, id, wish->owner, s.owner_devno, place.volid), id;
	rc = dasd_create(wish->vm, &request);
	*is_made = rc == 0;
	if (rc)
		minidisk_put(request.disk);
	return say_result(&s, &decision, rc);
}

/* ---- At logon -------------------------------------------------------------------------------- */

static void link_and_tell(const struct disk_wish *wish, const struct dir_item *mdisk)
{
	struct vmdbk *vm = wish->vm;
	char text[MSG_LINE_SIZE];
	bool is_made;

	if (msg_number(disk_link(wish, mdisk, vm->console->set.emsg, text, &is_made)) && text[0])
		console_say(vm, text, TERM_HIGH);
}

/* A directory's mode, padded with blanks away; the compiler has checked it. */
static struct link_mode mode_of(const char *text)
{
	struct link_mode mode = {LINK_RR, false};

	if (link_mode_parse(text, strlen(text), &mode))
		mode.kind = LINK_RR;
	return mode;
}

static void tdisk_at_logon(struct vmdbk *vm, const struct dir_item *item)
{
	char text[MSG_LINE_SIZE];

	/* Not yet: T-disks of other types. */
	if (item->devtype != TYPE_3390 || disk_temporary(vm, item->vdev, item->mdisk.size, false,
						  vm->console->set.emsg, text) == MSG_NONE)
		return;
	if (text[0])
		console_say(vm, text, TERM_HIGH);
}

static void mdisk_at_logon(struct vmdbk *vm, const struct dir_item *item)
{
	struct disk_wish wish = {.vm = vm,
		.devno = item->vdev,
		.owner_devno = item->vdev,
		.mode = mode_of(item->mdisk.mode)};

	str_copy(wish.owner, vm->userid, sizeof(wish.owner));
	if (item->mdisk.kind == DIR_MDISK_TDISK)
		tdisk_at_logon(vm, item);
	else
		link_and_tell(&wish, item);
}

static void link_at_logon(struct vmdbk *vm, const struct dir_item *item)
{
	struct disk_wish wish = {.vm = vm,
		.devno = item->vdev,
		.owner_devno = item->link.vdev,
		.mode = mode_of(item->link.mode)};
	bool is_own = !item->link.userid[0] || strcmp(item->link.userid, "*") == 0;
	char number[8], text[MSG_LINE_SIZE];
	struct dir_item mdisk;

	str_copy(wish.owner, is_own ? vm->userid : item->link.userid, sizeof(wish.owner));
	if (disk_find(wish.owner, wish.owner_devno, &mdisk) == 0) {
		link_and_tell(&wish, &mdisk);
		return;
	}
	str_format(number, sizeof(number), "%04X", wish.owner_devno);
	msg_say(text, sizeof(text), MSG_NOT_LINKED_DIRECTORY, vm->console->set.emsg, wish.owner,
		number);
	if (text[0])
		console_say(vm, text, TERM_HIGH);
}

void disks_at_logon(struct vmdbk *vm, const struct dir_user *user)
{
	struct dir_item item;

	for (uint32_t pos = 0; vm->state == VM_ACTIVE && dir_next(user, &pos, &item);) {
		if (item.type == DIR_ITEM_MDISK)
			mdisk_at_logon(vm, &item);
		else if (item.type == DIR_ITEM_LINK)
			link_at_logon(vm, &item);
	}
}
