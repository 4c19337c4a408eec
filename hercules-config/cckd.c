// SPDX-License-Identifier: Apache-2.0
/* Compressed Hercules images. */
#include "cckd.h"

#include "ckdimage.h"
#include "ckdtrack.h"
#include "lib/string.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define DEVICE_HEADER_LEN 512
#define TABLE_AT          1024
#define L2_ENTRIES        256
#define L2_LEN            (L2_ENTRIES * sizeof(struct l2_entry))
#define IN_SHADOWED_FILE  0xffffffffu
#define FILE_MAX          0xfffffff0ull /* offsets are of 32 bits */
#define HOME_LEN          sizeof(struct ckd_home)
#define COMPRESS_MIN      512 /* shorter tracks are not worth it */

enum compression { COMPRESS_NONE, COMPRESS_ZLIB, COMPRESS_BZIP2 };

/* Kinds of empty tracks, in a level-2 entry without a track. */
enum empty { EMPTY_WITH_EOF, EMPTY, EMPTY_LINUX };

#define OPTION_BIG_ENDIAN 0x02
#define OPTION_OPENED     0x80 /* and not closed: the emulator, or its host, came down */

/* X'200': numbers little-endian. */
struct cckd_header {
	uint8_t version[3];       /* X'00' */
	uint8_t options;          /* X'03' OPTION_* */
	uint8_t nr_l1[4];         /* X'04' */
	uint8_t nr_l2[4];         /* X'08' entries of a level-2 table */
	uint8_t size[4];          /* X'0C' of the file */
	uint8_t used[4];          /* X'10' of it */
	uint8_t free_space[20];   /* X'14' first, total, largest, number, imbedded */
	uint8_t nr_cyls[4];       /* X'28' */
	uint8_t empty;            /* X'2C' enum empty, when an entry does not say it */
	uint8_t compression;      /* X'2D' enum compression, of tracks to be written */
	uint8_t parameter[2];     /* X'2E' */
	uint8_t reserved_30[464]; /* X'30' */
};
static_assert(sizeof(struct cckd_header) == 512, "CCKD header");

struct l2_entry {
	uint8_t pos[4];  /* X'00' 0: an empty track, and len is enum empty */
	uint8_t len[2];  /* X'04' */
	uint8_t size[2]; /* X'06' of the space that it has in the file */
};
static_assert(sizeof(struct l2_entry) == 8, "level-2 entry");

/* Where a track is. */
struct place {
	uint32_t pos;
	uint16_t len;
	bool is_new; /* in the new file */
};

struct cckd {
	const char *path;
	int fd;
	uint32_t nr_tracks;
	struct cckd_header header;
	struct place *place;

	char new_path[4096]; /* "": nothing was written */
	int new_fd;
	uint64_t new_end;
};

static uint32_t le_get(const uint8_t *at, unsigned int len)
{
	uint32_t value = 0;

	while (len-- > 0)
		value = value << 8 | at[len];
	return value;
}

static void le_put(uint8_t *at, unsigned int len, uint64_t value)
{
	for (; len > 0; len--, value >>= 8)
		*at++ = (uint8_t)value;
}

static uint32_t nr_l1(uint32_t nr_tracks)
{
	return (nr_tracks + L2_ENTRIES - 1) / L2_ENTRIES;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static bool damaged(const char *path, const char *what)
{
	return image_error(
		path, "%s; repair it with the emulator's cckdcdsk, or take a copy", what);
}

static bool header_read(const char *path, int fd, struct cckd_header *header)
{
	if (pread(fd, header, sizeof(*header), DEVICE_HEADER_LEN) != sizeof(*header))
		return damaged(path, "its header is cut");
	if (header->options & OPTION_BIG_ENDIAN)
		return image_error(path, "made on a big-endian machine; copy it with dasdcopy");
	if (header->options & OPTION_OPENED)
		return damaged(path, "it was not closed");
	if (le_get(header->nr_l2, 4) != L2_ENTRIES)
		return damaged(path, "its tables are of another size");
	return true;
}

uint32_t cckd_nr_cyls(const char *path, int fd)
{
	struct cckd_header header;
	uint32_t nr_cyls;

	if (!header_read(path, fd, &header))
		return 0;
	nr_cyls = le_get(header.nr_cyls, 4);
	if (nr_cyls == 0 || nr_cyls > CKD_3390_CYLS_MAX ||
		le_get(header.nr_l1, 4) != nr_l1(nr_cyls * CKD_3390_HEADS)) {
		damaged(path, "its size makes no sense");
		return 0;
	}
	return nr_cyls;
}

/* The entries of one level-2 table; pos 0: there is none. */
static bool l2_read(struct cckd *cckd, uint32_t first, uint32_t pos, uint64_t file_size)
{
	struct l2_entry entry[L2_ENTRIES] = {};

	if (pos == IN_SHADOWED_FILE)
		return image_error(cckd->path, "it is a shadow file; merge it with sfd first");
	if (pos && pread(cckd->fd, entry, sizeof(entry), pos) != sizeof(entry))
		return damaged(cckd->path, "a table is outside the file");
	for (uint32_t i = 0; i < L2_ENTRIES && first + i < cckd->nr_tracks; i++) {
		struct place *place = &cckd->place[first + i];

		place->pos = le_get(entry[i].pos, 4);
		place->len = (uint16_t)le_get(entry[i].len, 2);
		if (place->pos == IN_SHADOWED_FILE)
			return image_error(
				cckd->path, "it is a shadow file; merge it with sfd first");
		if (place->pos && (place->len < HOME_LEN || place->len > file_size ||
					  place->pos > file_size - place->len))
			return damaged(cckd->path, "a track is outside the file");
		if (!place->pos && place->len > EMPTY_LINUX)
			return damaged(cckd->path, "a track is of no known kind");
	}
	return true;
}

static bool tables_read(struct cckd *cckd)
{
	uint32_t nr = nr_l1(cckd->nr_tracks);
	uint8_t *l1 = malloc((size_t)nr * 4);
	struct stat stat;
	bool good = l1 != NULL;

	if (fstat(cckd->fd, &stat) || !good ||
		pread(cckd->fd, l1, (size_t)nr * 4, TABLE_AT) != (ssize_t)nr * 4)
		good = damaged(cckd->path, "its table can't be read");
	for (uint32_t i = 0; good && i < nr; i++)
		good = l2_read(cckd, i * L2_ENTRIES, le_get(l1 + (size_t)i * 4, 4),
			(uint64_t)stat.st_size);
	free(l1);
	return good;
}

struct cckd *cckd_open(const char *path, int fd, uint32_t nr_cyls)
{
	struct cckd *cckd = calloc(1, sizeof(*cckd));

	if (!cckd) {
		image_error(path, "no storage");
		return NULL;
	}
	cckd->path = path;
	cckd->fd = fd;
	cckd->new_fd = -1;
	cckd->nr_tracks = nr_cyls * CKD_3390_HEADS;
	cckd->place = calloc(cckd->nr_tracks, sizeof(cckd->place[0]));
	if (!cckd->place || !header_read(path, fd, &cckd->header) || !tables_read(cckd)) {
		cckd_close(cckd);
		return NULL;
	}
	return cckd;
}

void cckd_close(struct cckd *cckd)
{
	if (!cckd)
		return;
	if (cckd->new_fd >= 0)
		close(cckd->new_fd);
	if (cckd->new_path[0])
		unlink(cckd->new_path);
	free(cckd->place);
	free(cckd);
}

/* ---- Tracks ---------------------------------------------------------------------------------- */

static void build_empty(uint8_t *buf, uint32_t track, enum empty kind)
{
	track_init(buf, track / CKD_3390_HEADS, track % CKD_3390_HEADS);
	if (kind == EMPTY_WITH_EOF)
		track_add(buf, NULL, 0, NULL, 0);
	if (kind == EMPTY_LINUX)
		track_add_blocks(buf, NULL, CKD_3390_RECS_4K);
}

static bool decompress(const struct cckd *cckd, const uint8_t *from, uint32_t len, uint8_t *buf)
{
	unsigned long room = TRACK_SIZE - HOME_LEN;

	memset(buf, 0, TRACK_SIZE);
	memcpy(buf, from, HOME_LEN);
	buf[0] = 0;
	switch (from[0]) {
	case COMPRESS_NONE:
		if (len > TRACK_SIZE)
			return damaged(cckd->path, "a track is too long");
		memcpy(buf + HOME_LEN, from + HOME_LEN, len - HOME_LEN);
		return true;
	case COMPRESS_ZLIB:
		if (uncompress(buf + HOME_LEN, &room, from + HOME_LEN, len - HOME_LEN) == Z_OK)
			return true;
		return damaged(cckd->path, "a track can't be decompressed");
	case COMPRESS_BZIP2:
		return image_error(cckd->path, "compressed with bzip2; copy it with dasdcopy -z");
	default: return damaged(cckd->path, "a track is compressed in no known way");
	}
}

bool cckd_read(struct cckd *cckd, uint32_t track, uint8_t *buf)
{
	static uint8_t from[UINT16_MAX + 1];
	const struct place *place = &cckd->place[track];
	int fd = place->is_new ? cckd->new_fd : cckd->fd;

	if (!place->pos) {
		build_empty(buf, track,
			place->len == EMPTY_WITH_EOF && cckd->header.empty == EMPTY_LINUX
				? EMPTY_LINUX
				: place->len);
		return true;
	}
	if (pread(fd, from, place->len, place->pos) != place->len)
		return image_error(cckd->path, "cannot read: %s", strerror(errno));
	return decompress(cckd, from, place->len, buf);
}

/* Begins the new file: its data comes behind the tables. */
static bool new_begin(struct cckd *cckd)
{
	struct stat stat;

	if (str_format(cckd->new_path, sizeof(cckd->new_path), "%s.%d.new", cckd->path,
		    (int)getpid()) >= (int)sizeof(cckd->new_path)) {
		cckd->new_path[0] = '\0';
		return image_error(cckd->path, "the name is too long");
	}
	if (fstat(cckd->fd, &stat))
		return image_error(cckd->path, "%s", strerror(errno));
	cckd->new_fd =
		open(cckd->new_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, stat.st_mode & 0777);
	if (cckd->new_fd < 0) {
		image_error(cckd->new_path, "%s", strerror(errno));
		cckd->new_path[0] = '\0';
		return false;
	}
	cckd->new_end = TABLE_AT + (uint64_t)nr_l1(cckd->nr_tracks) * (4 + L2_LEN);
	return true;
}

static bool new_write(struct cckd *cckd, uint64_t at, const void *data, size_t len)
{
	const uint8_t *byte = data;

	while (len > 0) {
		ssize_t done = pwrite(cckd->new_fd, byte, len, (off_t)at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return image_error(cckd->new_path, "cannot write: %s", strerror(errno));
		byte += done;
		at += done;
		len -= done;
	}
	return true;
}

/* Adds a track as it stands in the file, and notes where. */
static bool new_add(struct cckd *cckd, uint32_t track, const uint8_t *data, uint32_t len)
{
	if (cckd->new_end + len > FILE_MAX)
		return image_error(cckd->path, "it would be larger than 4 GB; use a plain image");
	if (!new_write(cckd, cckd->new_end, data, len))
		return false;
	cckd->place[track] = (struct place){(uint32_t)cckd->new_end, (uint16_t)len, true};
	cckd->new_end += len;
	return true;
}

bool cckd_write(struct cckd *cckd, uint32_t track, const uint8_t *buf)
{
	static uint8_t empty[TRACK_SIZE], to[TRACK_SIZE + TRACK_SIZE / 100 + 64];
	size_t used = track_used(buf);
	unsigned long len = sizeof(to) - HOME_LEN;

	if (!cckd->new_path[0] && !new_begin(cckd))
		return false;
	build_empty(empty, track, EMPTY);
	if (used == track_used(empty) && memcmp(buf, empty, used) == 0) {
		cckd->place[track] = (struct place){0, EMPTY, true};
		return true;
	}
	memcpy(to, buf, HOME_LEN);
	to[0] = COMPRESS_ZLIB;
	if (used < COMPRESS_MIN ||
		compress(to + HOME_LEN, &len, buf + HOME_LEN, used - HOME_LEN) != Z_OK ||
		len + HOME_LEN >= used)
		return new_add(cckd, track, buf, (uint32_t)used);
	return new_add(cckd, track, to, (uint32_t)(len + HOME_LEN));
}

/* ---- Finishing ------------------------------------------------------------------------------- */

/* Copies the tracks that were not written. */
static bool copy_rest(struct cckd *cckd)
{
	static uint8_t data[UINT16_MAX + 1];

	for (uint32_t track = 0; track < cckd->nr_tracks; track++) {
		struct place place = cckd->place[track];

		if (place.is_new || !place.pos)
			continue;
		if (pread(cckd->fd, data, place.len, place.pos) != place.len)
			return image_error(cckd->path, "cannot read: %s", strerror(errno));
		if (!new_add(cckd, track, data, place.len))
			return false;
	}
	return true;
}

static bool tables_write(struct cckd *cckd)
{
	uint32_t nr = nr_l1(cckd->nr_tracks);
	uint64_t l2_at = TABLE_AT + (uint64_t)nr * 4;

	for (uint32_t i = 0; i < nr; i++, l2_at += L2_LEN) {
		struct l2_entry entry[L2_ENTRIES] = {};
		uint8_t l1[4];

		for (uint32_t j = 0; j < L2_ENTRIES && i * L2_ENTRIES + j < cckd->nr_tracks; j++) {
			const struct place *place = &cckd->place[i * L2_ENTRIES + j];

			le_put(entry[j].pos, 4, place->pos);
			le_put(entry[j].len, 2, place->len);
			le_put(entry[j].size, 2, place->len);
		}
		le_put(l1, 4, l2_at);
		if (!new_write(cckd, TABLE_AT + (uint64_t)i * 4, l1, sizeof(l1)) ||
			!new_write(cckd, l2_at, entry, sizeof(entry)))
			return false;
	}
	return true;
}

static bool headers_write(struct cckd *cckd)
{
	uint8_t device_header[DEVICE_HEADER_LEN];

	if (pread(cckd->fd, device_header, sizeof(device_header), 0) != sizeof(device_header))
		return image_error(cckd->path, "cannot read: %s", strerror(errno));
	le_put(cckd->header.size, 4, cckd->new_end);
	le_put(cckd->header.used, 4, cckd->new_end);
	memset(cckd->header.free_space, 0, sizeof(cckd->header.free_space));
	return new_write(cckd, 0, device_header, sizeof(device_header)) &&
	       new_write(cckd, DEVICE_HEADER_LEN, &cckd->header, sizeof(cckd->header));
}

bool cckd_finish(struct cckd *cckd)
{
	if (!cckd->new_path[0])
		return true;
	if (!copy_rest(cckd) || !tables_write(cckd) || !headers_write(cckd))
		return false;
	if (fsync(cckd->new_fd) || rename(cckd->new_path, cckd->path))
		return image_error(cckd->path, "cannot write: %s", strerror(errno));
	cckd->new_path[0] = '\0';
	return true;
}
