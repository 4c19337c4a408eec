// SPDX-License-Identifier: Apache-2.0
/* The layouts that Linux gives to a 3390. */
#include "linuxdisk.h"

#include "ckdtrack.h"
#include "lib/ebcdic.h"
#include "lib/string.h"

#include <stdio.h>

#define LDL_LABEL_BLOCK 2
#define CDL_FIRST_TRACK 2
#define CDL_DSCBS       3 /* formats 4, 5 and 1: Linux looks for partitions from the third on */
#define CDL_BOOT_DSCB   4 /* one more, of format 1 */
#define DSCB_KEY        44
#define DSCB_DATA       96
#define DSCB_FILL       0x04 /* in the key of the format-4 DSCB */

/* Block 2 of LDL. */
struct ldl_label {
	ebc8_t id[4];            /* X'00' LNX1 */
	ebc8_t volid[6];         /* X'04' */
	ebc8_t reserved_a[69];   /* X'0A' */
	ebc8_t version;          /* X'4F' 2: formatted_blocks is valid */
	be64_t formatted_blocks; /* X'50' of the whole disk */
};
static_assert(sizeof(struct ldl_label) == 88, "LDL label");
static_assert(offsetof(struct ldl_label, version) == 0x4f, "LDL label");

struct cchh {
	be16_t cyl, head;
};

/* Where a data set is, in a DSCB. */
struct dscb_extent {
	uint8_t type; /* X'00' 1: in tracks */
	uint8_t nr;   /* X'01' */
	struct cchh first, last;
};
static_assert(sizeof(struct dscb_extent) == 10, "extent in a DSCB");

/* Format 1: a data set, that is a partition. The key is its name. */
struct dscb1 {
	ebc8_t id;                 /* X'2C' 1 */
	ebc8_t volid[6];           /* X'2D' */
	be16_t volume_nr;          /* X'33' */
	uint8_t created[3];        /* X'35' */
	uint8_t expires[3];        /* X'38' */
	uint8_t nr_extents;        /* X'3B' */
	uint8_t reserved_3c[2];    /* X'3C' */
	ebc8_t system_code[13];    /* X'3E' */
	uint8_t reserved_4b[30];   /* X'4B' */
	struct dscb_extent extent; /* X'69' */
	uint8_t reserved_73[25];   /* X'73' */
};
static_assert(sizeof(struct dscb1) == DSCB_DATA, "format-1 DSCB");
static_assert(offsetof(struct dscb1, extent) == 0x69 - DSCB_KEY, "format-1 DSCB");

/* Format 5: free space; there is none. The key begins with four bytes X'05', as do its other
 * versions. */
struct dscb5 {
	ebc8_t id;               /* X'2C' 5 */
	uint8_t reserved_2d[95]; /* X'2D' */
};
static_assert(sizeof(struct dscb5) == DSCB_DATA, "format-5 DSCB");

/* Format 4: the table of contents itself. */
struct dscb4 {
	ebc8_t id;                /* X'2C' 4 */
	uint8_t last_dscb1[5];    /* X'2D' CCHHR of the last format-1 DSCB */
	be16_t nr_free;           /* X'32' */
	uint8_t reserved_34[4];   /* X'34' */
	be16_t reserved_38;       /* X'38' */
	uint8_t flags;            /* X'3A' */
	uint8_t nr_extents;       /* X'3B' */
	uint8_t reserved_3c[2];   /* X'3C' */
	be16_t nr_cyls;           /* X'3E' of the device */
	be16_t nr_heads;          /* X'40' */
	be16_t track_len;         /* X'42' */
	uint8_t overhead[3];      /* X'44' */
	uint8_t dev_flags;        /* X'47' */
	be16_t tolerance;         /* X'48' */
	uint8_t dscbs_per_track;  /* X'4A' */
	uint8_t blocks_per_track; /* X'4B' of a directory */
	uint8_t reserved_4c[29];  /* X'4C' */
	struct dscb_extent vtoc;  /* X'69' */
	uint8_t reserved_73[25];  /* X'73' */
};
static_assert(sizeof(struct dscb4) == DSCB_DATA, "format-4 DSCB");
static_assert(offsetof(struct dscb4, nr_cyls) == 0x3e - DSCB_KEY, "format-4 DSCB");
static_assert(offsetof(struct dscb4, vtoc) == 0x69 - DSCB_KEY, "format-4 DSCB");

/* The three records in front of track 0 of CDL, each with a key of four characters. */
static const struct {
	const char *key;
	uint16_t data_len;
} cdl_records[] = {
	{"IPL1", VOL_IPL1_LEN}, {"IPL2", VOL_IPL2_LEN}, {"VOL1", sizeof(struct vol_label)}};

/* How many records without keys fit on a 3390 track. Storage Control Reference, track capacity. */
static uint32_t records_per_track(uint32_t len)
{
	uint32_t segments = (len + 6 + 231) / 232 + 1;

	return 1729 / (10 + 9 + (len + 6 * segments + 33) / 34);
}

const char *linux_layout_name(enum linux_layout layout)
{
	return layout == LINUX_CDL ? "CDL" : layout == LINUX_LDL ? "LDL" : "raw";
}

/* What IPL of a disk without a boot record loads: a disabled wait. */
static void put_wait_psw(uint8_t *data)
{
	static const uint8_t psw[8] = {0x00, 0x0a, 0, 0, 0, 0, 0, 0x0f};

	memcpy(data, psw, sizeof(psw));
}

const char *linux_disk_init(struct linux_disk *disk, enum linux_layout layout, uint32_t first_cyl,
	uint32_t nr_cyls, uint32_t block_size, const char *volid)
{
	*disk = (struct linux_disk){.layout = layout,
		.first_cyl = first_cyl,
		.nr_cyls = nr_cyls,
		.block_size = block_size};
	if (block_size != 512 && block_size != 1024 && block_size != 2048 && block_size != 4096)
		return "the block size must be 512, 1024, 2048 or 4096";
	disk->per_track = records_per_track(block_size);
	str_copy(disk->volid, volid, sizeof(disk->volid));
	put_wait_psw(disk->ipl1);
	return NULL;
}

static uint32_t all_blocks(const struct linux_disk *disk)
{
	return disk->nr_cyls * CKD_3390_HEADS * disk->per_track;
}

uint32_t linux_first_block(const struct linux_disk *disk)
{
	switch (disk->layout) {
	case LINUX_LDL: return LDL_LABEL_BLOCK + 1;
	case LINUX_CDL: return CDL_FIRST_TRACK * disk->per_track;
	default: return 0;
	}
}

uint32_t linux_nr_blocks(const struct linux_disk *disk)
{
	uint32_t behind = disk->nr_boot_tracks * disk->per_track + linux_first_block(disk);

	return all_blocks(disk) > behind ? all_blocks(disk) - behind : 0;
}

/* ---- Making ---------------------------------------------------------------------------------- */

static void build_ldl_labels(const struct linux_disk *disk, uint8_t *blocks)
{
	struct ldl_label label;

	memset(blocks, 0, (size_t)(LDL_LABEL_BLOCK + 1) * disk->block_size);
	put_wait_psw(blocks);
	memset(&label, EBC_BLANK, sizeof(label));
	ebc_from_str(label.id, "LNX1", sizeof(label.id));
	ebc_from_str(label.volid, disk->volid, sizeof(label.volid));
	label.version = ebc_from_chr('2');
	label.formatted_blocks = be64(all_blocks(disk));
	memcpy(blocks + (size_t)LDL_LABEL_BLOCK * disk->block_size, &label, sizeof(label));
}

static void build_cdl_track0(const struct linux_disk *disk, uint8_t *track)
{
	struct vol_label label;
	const void *data[] = {disk->ipl1, disk->ipl2, &label};
	ebc8_t key[VOL_KEY_LEN];

	memset(&label, EBC_BLANK, sizeof(label));
	ebc_from_str(label.id, "VOL1", sizeof(label.id));
	ebc_from_str(label.volser, disk->volid, sizeof(label.volser));
	memset(label.vtoc, 0, sizeof(label.vtoc));
	label.vtoc[3] = 1; /* cylinder 0 head 1 record 1 */
	label.vtoc[4] = 1;
	for (size_t i = 0; i < ARRAY_LEN(cdl_records); i++) {
		ebc_from_str(key, cdl_records[i].key, sizeof(key));
		track_add(track, key, sizeof(key), data[i], cdl_records[i].data_len);
	}
	for (uint32_t i = ARRAY_LEN(cdl_records); i < disk->per_track; i++)
		track_add(track, NULL, 0, NULL, (uint16_t)disk->block_size);
}

static struct cchh cchh_of(uint32_t track)
{
	return (struct cchh){
		be16((uint16_t)(track / CKD_3390_HEADS)), be16(track % CKD_3390_HEADS)};
}

/* The DSCB of partition number nr, from track first to last. */
static void add_partition(const struct linux_disk *disk, unsigned int nr, uint32_t first,
	uint32_t last, uint8_t *track)
{
	struct dscb1 partition = {.id = ebc_from_chr('1'),
		.volume_nr = be16(1),
		.nr_extents = 1,
		.extent = {.type = 1, .nr = 0, .first = cchh_of(first), .last = cchh_of(last)}};
	ebc8_t key[DSCB_KEY];
	char name[DSCB_KEY + 1];

	str_format(name, sizeof(name), "LINUX.V%s.PART%04u.NATIVE", disk->volid, nr);
	ebc_from_str(key, name, sizeof(key));
	ebc_from_str(partition.volid, disk->volid, sizeof(partition.volid));
	ebc_from_str(partition.system_code, "IBM LINUX", sizeof(partition.system_code));
	track_add(track, key, sizeof(key), &partition, sizeof(partition));
}

static void build_cdl_track1(const struct linux_disk *disk, uint8_t *track)
{
	uint32_t end = disk->nr_cyls * CKD_3390_HEADS, boot = end - disk->nr_boot_tracks;
	uint8_t nr_dscbs = disk->nr_boot_tracks ? CDL_BOOT_DSCB : CDL_DSCBS;
	struct dscb4 contents = {.id = ebc_from_chr('4'),
		.nr_free = be16((uint16_t)(disk->per_track - nr_dscbs)),
		.last_dscb1 = {0, 0, 0, 1, nr_dscbs},
		.nr_extents = 1,
		.nr_cyls = be16((uint16_t)disk->nr_cyls),
		.nr_heads = be16(CKD_3390_HEADS),
		.track_len = be16(58786),
		.overhead = {0, 0, 0},
		.dev_flags = 0x30,
		.dscbs_per_track = (uint8_t)disk->per_track,
		.blocks_per_track = (uint8_t)disk->per_track,
		.vtoc = {.type = 1, .first = cchh_of(1), .last = cchh_of(1)}};
	struct dscb5 free_space = {.id = ebc_from_chr('5')};
	ebc8_t key[DSCB_KEY];

	memset(key, DSCB_FILL, sizeof(key));
	track_add(track, key, sizeof(key), &contents, sizeof(contents));
	memset(key, 0, sizeof(key));
	memset(key, 0x05, 4);
	track_add(track, key, sizeof(key), &free_space, sizeof(free_space));
	add_partition(disk, 1, CDL_FIRST_TRACK, boot - 1, track);
	if (disk->nr_boot_tracks)
		add_partition(disk, 2, boot, end - 1, track);
	memset(key, 0, sizeof(key));
	for (uint32_t i = nr_dscbs; i < disk->per_track; i++)
		track_add(track, key, sizeof(key), NULL, DSCB_DATA);
}

static void build_blocks(
	const struct linux_disk *disk, uint32_t nr, const uint8_t *blocks, uint8_t *track)
{
	uint8_t labels[(LDL_LABEL_BLOCK + 1) * VOL_BLOCK_SIZE];

	if (disk->layout == LINUX_LDL && nr == 0)
		build_ldl_labels(disk, labels);
	for (uint32_t i = 0; i < disk->per_track; i++) {
		bool is_label = disk->layout == LINUX_LDL && nr == 0 && i <= LDL_LABEL_BLOCK;

		track_add(track, NULL, 0,
			(is_label ? labels : blocks) + (size_t)i * disk->block_size,
			(uint16_t)disk->block_size);
	}
}

void linux_build_track(
	const struct linux_disk *disk, uint32_t nr, const uint8_t *blocks, uint8_t *track)
{
	track_init_minidisk(
		track, disk->first_cyl + nr / CKD_3390_HEADS, nr % CKD_3390_HEADS, disk->first_cyl);
	if (disk->layout == LINUX_CDL && nr == 0)
		build_cdl_track0(disk, track);
	else if (disk->layout == LINUX_CDL && nr == 1)
		build_cdl_track1(disk, track);
	else
		build_blocks(disk, nr, blocks, track);
	track_end_minidisk(track);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static bool is_cdl(const uint8_t *track0)
{
	struct track_record record;

	for (size_t i = 0; i < ARRAY_LEN(cdl_records); i++) {
		if (!track_find(track0, (unsigned int)i + 1, &record) ||
			record.count.key_len != VOL_KEY_LEN ||
			be16_get(record.count.data_len) != cdl_records[i].data_len)
			return false;
	}
	return true;
}

static void take_volid(struct linux_disk *disk, const ebc8_t *volid)
{
	size_t len = sizeof(disk->volid) - 1;

	ebc_to_ascii(disk->volid, volid, len);
	while (len && (disk->volid[len - 1] == ' ' || !disk->volid[len - 1]))
		len--;
	disk->volid[len] = '\0';
	for (size_t i = 0; i < len; i++)
		disk->volid[i] =
			disk->volid[i] > ' ' && disk->volid[i] <= '~' ? disk->volid[i] : '?';
}

static uint32_t track_of(const struct cchh *place)
{
	return be16_get(place->cyl) * CKD_3390_HEADS + be16_get(place->head);
}

/* The first partition of CDL must be as ours are: from track 2 to the end, or to boot tracks. */
static const char *take_partition(struct linux_disk *disk, const struct dscb_extent *extent)
{
	uint32_t end = disk->nr_cyls * CKD_3390_HEADS, last = track_of(&extent->last);

	if (track_of(&extent->first) != CDL_FIRST_TRACK || last < CDL_FIRST_TRACK)
		return "its first partition does not begin on track 2";
	if (last >= end)
		return "its first partition ends behind the disk";
	disk->nr_boot_tracks = end - 1 - last;
	return NULL;
}

static const char *check_cdl(struct linux_disk *disk, const uint8_t *track0, const uint8_t *track1)
{
	const struct vol_label *label;
	const struct dscb1 *partition;
	const struct dscb4 *contents;
	struct track_record record;

	if (track_find(track0, VOL_REC_LABEL, &record)) {
		label = (const void *)record.data;
		take_volid(disk, label->volser);
	}
	for (unsigned int rec = 1; track_find(track1, rec, &record); rec++) {
		if (record.count.key_len != DSCB_KEY ||
			be16_get(record.count.data_len) != DSCB_DATA)
			return "its table of contents is not in records of 140 bytes";
		contents = (const void *)record.data;
		partition = (const void *)record.data;
		if (contents->id == ebc_from_chr('4') &&
			be16_get(contents->nr_cyls) != disk->nr_cyls)
			return "its table of contents is that of a disk of another size";
		if (partition->id == ebc_from_chr('1'))
			return take_partition(disk, &partition->extent);
	}
	return "it has no partition";
}

static const char *check_ldl(struct linux_disk *disk, const uint8_t *track0)
{
	struct track_record record;
	struct ldl_label label;
	ebc8_t wanted[4];

	if (!track_find(track0, LDL_LABEL_BLOCK + 1, &record))
		return "it has no label";
	memcpy(&label, record.data, sizeof(label));
	ebc_from_str(wanted, "LNX1", sizeof(wanted));
	if (memcmp(label.id, wanted, sizeof(wanted)) != 0) {
		disk->layout = LINUX_RAW;
		ebc_from_str(wanted, "CMS1", sizeof(wanted));
		disk->is_cms = memcmp(label.id, wanted, sizeof(wanted)) == 0;
		if (disk->is_cms) /* whose label has its name in the same place */
			take_volid(disk, label.volid);
		return NULL;
	}
	take_volid(disk, label.volid);
	if (label.version == ebc_from_chr('2') &&
		be64_get(label.formatted_blocks) != all_blocks(disk))
		return "its label is that of a disk of another size";
	return NULL;
}

const char *linux_recognise(struct linux_disk *disk, uint32_t first_cyl, uint32_t nr_cyls,
	const uint8_t *track0, const uint8_t *track1)
{
	bool cdl = is_cdl(track0);
	struct track_record record;

	*disk = (struct linux_disk){.layout = LINUX_NONE};
	if (!track_find(track0, cdl ? ARRAY_LEN(cdl_records) + 1 : 1, &record) ||
		record.count.key_len)
		return NULL;
	if (linux_disk_init(disk, cdl ? LINUX_CDL : LINUX_LDL, first_cyl, nr_cyls,
		    be16_get(record.count.data_len), "")) {
		disk->layout = LINUX_NONE;
		return NULL;
	}
	return cdl ? check_cdl(disk, track0, track1) : check_ldl(disk, track0);
}

const char *linux_take_track(const struct linux_disk *disk, uint32_t nr, const uint8_t *track,
	uint8_t *blocks, unsigned int *rec)
{
	bool special = disk->layout == LINUX_CDL && nr < CDL_FIRST_TRACK;

	for (uint32_t i = 0; i < disk->per_track; i++) {
		uint8_t *block = blocks + (size_t)i * disk->block_size;
		struct track_record record;
		bool found = track_find(track, i + 1, &record);

		*rec = i + 1;
		if (found && !record.count.key_len &&
			be16_get(record.count.data_len) == disk->block_size)
			memcpy(block, record.data, disk->block_size);
		else if (special)
			memset(block, 0, disk->block_size);
		else
			return found ? "the record is not of the disk's block size"
				     : "the record is missing";
	}
	return NULL;
}
