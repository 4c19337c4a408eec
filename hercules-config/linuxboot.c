// SPDX-License-Identifier: Apache-2.0
/* The boot files of a Linux disk. */
#include "linuxboot.h"

#include "ckdimage.h"
#include "hostfile.h"
#include "iplchain.h"
#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"

#include <stdlib.h>

#define TRACK_BYTES (VOL_BLOCKS_PER_TRACK * VOL_BLOCK_SIZE)

/* What the kernel's image has where. Linux, arch/s390/include/asm/setup.h. */
#define KERNEL_ENTRY    0x10000
#define KERNEL_MARK     0x10008 /* "S390EP" */
#define INITRD_START    0x10408
#define INITRD_SIZE     0x10410
#define LINE_MAX_SIZE   0x10430
#define LINE            0x10480
#define LINE_MAX_OLD    896 /* of kernels that do not say */
#define KERNEL_SIZE_MIN 0x11000

/* Enters the kernel with interruptions off, 31-bit: it changes to z/Architecture by itself. */
static const uint8_t entry_psw[8] = {0x00, 0x08, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00};

/* Storage as IPL makes it. */
struct storage {
	uint8_t *bytes;
	size_t len;
};

static void put64(uint8_t *at, uint64_t value)
{
	be64_t big = be64(value);

	memcpy(at, &big, sizeof(big));
}

static uint64_t get64(const uint8_t *at)
{
	be64_t big;

	memcpy(&big, at, sizeof(big));
	return be64_get(big);
}

/* Adds a file at the next page of the storage. */
static bool add_file(struct storage *storage, const char *path, size_t *at, size_t *len)
{
	uint8_t *file = file_read(path, IPL_STORAGE_END, len), *bytes;

	if (!file)
		return false;
	*at = storage->len;
	bytes = realloc(storage->bytes, *at + ROUND_UP(*len, VOL_BLOCK_SIZE));
	if (!bytes) {
		free(file);
		return image_error(path, "no storage");
	}
	memset(bytes + *at, 0, ROUND_UP(*len, VOL_BLOCK_SIZE));
	memcpy(bytes + *at, file, *len);
	storage->bytes = bytes;
	storage->len += ROUND_UP(*len, VOL_BLOCK_SIZE);
	free(file);
	return true;
}

static bool add_kernel(struct storage *storage, const char *path)
{
	size_t at, len;

	if (!add_file(storage, path, &at, &len))
		return false;
	if (len < KERNEL_SIZE_MIN || memcmp(storage->bytes + KERNEL_MARK, "S390EP", 6) != 0)
		return image_error(path, "not a kernel of Linux for s390x");
	memcpy(storage->bytes, entry_psw, sizeof(entry_psw));
	return true;
}

static bool set_parameters(struct storage *storage, const char *path)
{
	size_t max = get64(storage->bytes + LINE_MAX_SIZE), len;
	uint8_t *text;

	if (max == 0 || max > KERNEL_SIZE_MIN)
		max = LINE_MAX_OLD;
	if (LINE + max > storage->len)
		return image_error(path, "the kernel has no room for it");
	text = file_read(path, max, &len);
	if (!text)
		return false;
	while (len && (text[len - 1] == '\n' || text[len - 1] == ' '))
		len--;
	memset(storage->bytes + LINE, 0, max);
	if (len < max)
		memcpy(storage->bytes + LINE, text, len);
	free(text);
	return len < max ||
	       image_error(path, "longer than the %zu bytes that the kernel takes", max - 1);
}

static bool add_initrd(struct storage *storage, const char *path)
{
	size_t at, len;

	if (!add_file(storage, path, &at, &len))
		return false;
	put64(storage->bytes + INITRD_START, at);
	put64(storage->bytes + INITRD_SIZE, len);
	return true;
}

static bool read_all(struct storage *storage, const struct linux_boot_files *files)
{
	return add_kernel(storage, files->kernel) &&
	       (!files->parm || set_parameters(storage, files->parm)) &&
	       (!files->initrd || add_initrd(storage, files->initrd));
}

static bool lay_out(struct linux_boot *boot, const struct storage *storage, const char *path)
{
	uint32_t nr_blocks = (uint32_t)(storage->len / VOL_BLOCK_SIZE);
	uint32_t nr_chain = chain_nr_blocks(nr_blocks);

	if (storage->len + (nr_chain + 1) * VOL_BLOCK_SIZE > IPL_STORAGE_END)
		return image_error(path,
			"with its initial RAM disk %zu bytes, too much to be "
			"loaded below 16 MiB",
			storage->len);
	boot->nr_tracks = 1 + ROUND_UP(nr_blocks, VOL_BLOCKS_PER_TRACK) / VOL_BLOCKS_PER_TRACK;
	boot->blocks = calloc(boot->nr_tracks, TRACK_BYTES);
	if (!boot->blocks)
		return image_error(path, "no storage");
	memcpy(boot->blocks + TRACK_BYTES, storage->bytes, storage->len);
	boot->header = (struct vol_nucleus *)boot->blocks;
	*boot->header = (struct vol_nucleus){
		.len_bytes = be64(storage->len),
		.nr_blocks = be32(nr_blocks),
		.data_checksum = be32(crc32_update(0, storage->bytes, storage->len)),
		.chain_addr = be32((uint32_t)storage->len),
		.chain_nr_blocks = be32(nr_chain),
	};
	vol_record_seal(boot->header, VOL_MAGIC_NUCLEUS);
	return true;
}

bool linux_boot_read(struct linux_boot *boot, const struct linux_boot_files *files)
{
	struct storage storage = {};
	bool good;

	*boot = (struct linux_boot){};
	good = read_all(&storage, files) && lay_out(boot, &storage, files->kernel);
	free(storage.bytes);
	return good;
}

void linux_boot_place(struct linux_boot *boot, uint32_t track, uint8_t *ipl1, uint8_t *ipl2)
{
	chain_build(track + 1, be32_get(boot->header->nr_blocks),
		be32_get(boot->header->chain_addr), boot->blocks + VOL_BLOCK_SIZE);
	ipl_records(track, boot->header, entry_psw, ipl1, ipl2);
}

/* Whether the header describes what fits on the tracks. */
static bool header_fits(const struct vol_nucleus *header, uint32_t nr_tracks)
{
	uint64_t len = be64_get(header->len_bytes);
	uint32_t nr_blocks = be32_get(header->nr_blocks);

	return nr_tracks > 1 && nr_blocks > 0 &&
	       nr_blocks <= (nr_tracks - 1) * VOL_BLOCKS_PER_TRACK &&
	       len == (uint64_t)nr_blocks * VOL_BLOCK_SIZE && be32_get(header->chain_addr) == len &&
	       len < IPL_STORAGE_END &&
	       be32_get(header->chain_nr_blocks) == chain_nr_blocks(nr_blocks);
}

const char *linux_boot_check(const uint8_t *blocks, uint32_t nr_tracks, uint32_t track)
{
	static uint8_t chain[CHAIN_BLOCKS_MAX * VOL_BLOCK_SIZE];
	const struct vol_nucleus *header = (const void *)blocks;
	uint32_t nr_blocks = be32_get(header->nr_blocks);

	int rc = vol_record_check(header, VOL_MAGIC_NUCLEUS);

	if (rc == -E_NOENT)
		return NULL;
	if (rc || !header_fits(header, nr_tracks))
		return "the header of its boot files is damaged; put them there again";
	memset(chain, 0, sizeof(chain));
	chain_build(track + 1, nr_blocks, be32_get(header->chain_addr), chain);
	if (memcmp(chain, blocks + VOL_BLOCK_SIZE, sizeof(chain)) != 0)
		return "its IPL channel program is damaged; put the boot files there again";
	if (crc32_update(0, blocks + TRACK_BYTES, be64_get(header->len_bytes)) !=
		be32_get(header->data_checksum))
		return "its boot files are damaged (wrong checksum); put them there again";
	return NULL;
}

void linux_boot_free(struct linux_boot *boot)
{
	free(boot->blocks);
	boot->blocks = NULL;
}
