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

#define INITRD_MAX 0x10000000u

/* What IPL loads: the kernel, and from the next page on the initial RAM disk. */
struct storage {
	uint8_t *bytes;
	size_t len, kernel_len;
	size_t initrd_len; /* 0: there is none */
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
static bool add_file(struct storage *storage, const char *path, size_t max, size_t *len)
{
	uint8_t *file = file_read(path, max, len), *bytes;
	size_t at = storage->len;

	if (!file)
		return false;
	bytes = realloc(storage->bytes, at + ROUND_UP(*len, VOL_BLOCK_SIZE));
	if (!bytes) {
		free(file);
		return image_error(path, "no storage");
	}
	memset(bytes + at, 0, ROUND_UP(*len, VOL_BLOCK_SIZE));
	memcpy(bytes + at, file, *len);
	storage->bytes = bytes;
	storage->len += ROUND_UP(*len, VOL_BLOCK_SIZE);
	free(file);
	return true;
}

static bool add_kernel(struct storage *storage, const char *path)
{
	size_t len;

	if (!add_file(storage, path, IPL_STORAGE_END, &len))
		return false;
	storage->kernel_len = storage->len;
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

static bool read_all(struct storage *storage, const struct linux_boot_files *files)
{
	return add_kernel(storage, files->kernel) &&
	       (!files->parm || set_parameters(storage, files->parm)) &&
	       (!files->initrd ||
		       add_file(storage, files->initrd, INITRD_MAX, &storage->initrd_len));
}

/* All below 16 MiB if it fits there, else the initial RAM disk behind the channel program. */
static bool make_plan(const struct storage *storage, const char *path, struct ipl_plan *plan)
{
	uint32_t nr_blocks = (uint32_t)(storage->len / VOL_BLOCK_SIZE);
	uint32_t nr_low = (uint32_t)(storage->kernel_len / VOL_BLOCK_SIZE);

	*plan = ipl_plan_low(nr_blocks, (uint32_t)storage->len);
	if (!ipl_plan_fits(plan))
		*plan = ipl_plan_high(nr_low, nr_blocks - nr_low);
	return ipl_plan_fits(plan) ||
	       image_error(
		       path, "%zu bytes, too much to be loaded below 16 MiB", storage->kernel_len);
}

static void set_initrd(const struct storage *storage, const struct ipl_plan *plan)
{
	size_t at = plan->nr_high ? ipl_plan_high_addr(plan) : storage->kernel_len;

	if (!storage->initrd_len)
		return;
	put64(storage->bytes + INITRD_START, at);
	put64(storage->bytes + INITRD_SIZE, storage->initrd_len);
}

static bool lay_out(struct linux_boot *boot, const struct storage *storage, const char *path)
{
	uint32_t nr_blocks = (uint32_t)(storage->len / VOL_BLOCK_SIZE), nr_all;
	struct ipl_plan plan;

	if (!make_plan(storage, path, &plan))
		return false;
	set_initrd(storage, &plan);
	nr_all = plan.nr_more + nr_blocks;
	boot->nr_tracks = 1 + ROUND_UP(nr_all, VOL_BLOCKS_PER_TRACK) / VOL_BLOCKS_PER_TRACK;
	boot->blocks = calloc(boot->nr_tracks, TRACK_BYTES);
	if (!boot->blocks)
		return image_error(path, "no storage");
	memcpy(boot->blocks + TRACK_BYTES + (size_t)plan.nr_more * VOL_BLOCK_SIZE, storage->bytes,
		storage->len);
	boot->header = (struct vol_nucleus *)boot->blocks;
	*boot->header = (struct vol_nucleus){
		.len_bytes = be64(storage->len),
		.nr_blocks = be32(nr_blocks),
		.data_checksum = be32(crc32_update(0, storage->bytes, storage->len)),
		.chain_addr = be32(plan.chain_addr),
		.chain_nr_blocks = be32(plan.chain_nr_blocks),
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

/* The plan that the header was made with. */
static struct ipl_plan plan_of(const struct vol_nucleus *header)
{
	uint32_t nr_blocks = be32_get(header->nr_blocks);
	uint32_t chain_addr = be32_get(header->chain_addr);
	uint32_t nr_low = chain_addr / VOL_BLOCK_SIZE;

	if (nr_low < nr_blocks)
		return ipl_plan_high(nr_low, nr_blocks - nr_low);
	return ipl_plan_low(nr_blocks, chain_addr);
}

void linux_boot_place(struct linux_boot *boot, uint32_t track, uint8_t *ipl1, uint8_t *ipl2)
{
	const struct ipl_plan plan = plan_of(boot->header);

	chain_build(&plan, track + 1, boot->blocks + VOL_BLOCK_SIZE);
	ipl_records(track, boot->header, entry_psw, ipl1, ipl2);
}

/* Whether the header describes what fits on the tracks. */
static bool header_fits(const struct vol_nucleus *header, uint32_t nr_tracks)
{
	uint64_t len = be64_get(header->len_bytes);
	uint32_t nr_blocks = be32_get(header->nr_blocks);
	uint64_t chain_addr = be32_get(header->chain_addr);
	struct ipl_plan plan;

	if (nr_tracks < 2 || nr_blocks == 0 || nr_blocks > (nr_tracks - 1) * VOL_BLOCKS_PER_TRACK ||
		len != (uint64_t)nr_blocks * VOL_BLOCK_SIZE || chain_addr % VOL_BLOCK_SIZE ||
		chain_addr > MIN(len, IPL_STORAGE_END))
		return false;
	plan = plan_of(header);
	return plan.nr_more + nr_blocks <= (nr_tracks - 1) * VOL_BLOCKS_PER_TRACK &&
	       be32_get(header->chain_nr_blocks) == plan.chain_nr_blocks && ipl_plan_fits(&plan);
}

/* The channel program on the disk is the one that would be put there now. */
static bool chain_is_right(const uint8_t *blocks, const struct ipl_plan *plan, uint32_t track)
{
	size_t len = (size_t)(CHAIN_BLOCKS_MAX + plan->nr_more) * VOL_BLOCK_SIZE;
	uint8_t *chain = calloc(1, len);
	bool is_right;

	if (!chain)
		return false;
	chain_build(plan, track + 1, chain);
	is_right = memcmp(chain, blocks + VOL_BLOCK_SIZE, len) == 0;
	free(chain);
	return is_right;
}

const char *linux_boot_check(const uint8_t *blocks, uint32_t nr_tracks, uint32_t track)
{
	const struct vol_nucleus *header = (const void *)blocks;
	int rc = vol_record_check(header, VOL_MAGIC_NUCLEUS);
	struct ipl_plan plan;
	const uint8_t *data;

	if (rc == -E_NOENT)
		return NULL;
	if (rc || !header_fits(header, nr_tracks))
		return "the header of its boot files is damaged; put them there again";
	plan = plan_of(header);
	if (!chain_is_right(blocks, &plan, track))
		return "its IPL channel program is damaged; put the boot files there again";
	data = blocks + TRACK_BYTES + (size_t)plan.nr_more * VOL_BLOCK_SIZE;
	if (crc32_update(0, data, be64_get(header->len_bytes)) != be32_get(header->data_checksum))
		return "its boot files are damaged (wrong checksum); put them there again";
	return NULL;
}

void linux_boot_free(struct linux_boot *boot)
{
	free(boot->blocks);
	boot->blocks = NULL;
}
