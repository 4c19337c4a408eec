// SPDX-License-Identifier: Apache-2.0
/* cpfmt nucleus: puts CP on a volume, in the slot that IPL doesn't load, and then lets IPL load it.
 */
#include "cpfmt.h"

#include "iplchain.h"
#include "lib/crc32.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/volume/record.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>

#define ELF_S390 22

/* CP as it has to be in storage when IPL is done: bytes from absolute 0 on. */
struct program {
	uint8_t *bytes; /* from malloc; whole records, padded with zeros */
	size_t len;
	size_t storage_len; /* with the storage that it has no bytes for */
};

/* A big-endian number of 2, 4 or 8 bytes in an ELF structure. */
#define ELF_GET(member)                                                                            \
	(sizeof(member) == 2          ? BE_SWAP16(member)                                          \
		: sizeof(member) == 4 ? BE_SWAP32(member)                                          \
				      : BE_SWAP64(member))

static bool program_size(struct program *program, uint64_t end, uint64_t storage_end)
{
	if (storage_end > IPL_STORAGE_END || end > storage_end)
		return false;
	program->len = MAX(program->len, end);
	program->storage_len = MAX(program->storage_len, storage_end);
	return true;
}

/* Copies the segments of an ELF file to where they are loaded, or, bytes NULL, only measures. */
static bool elf_load(const char *path, const uint8_t *file, size_t len, struct program *program)
{
	Elf64_Ehdr header;
	Elf64_Phdr segment;

	memcpy(&header, file, sizeof(header));
	if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2MSB ||
		ELF_GET(header.e_machine) != ELF_S390 ||
		ELF_GET(header.e_phentsize) != sizeof(segment))
		return image_error(path, "an ELF file, but not for z/Architecture");
	for (unsigned int i = 0; i < ELF_GET(header.e_phnum); i++) {
		uint64_t at = ELF_GET(header.e_phoff) + (uint64_t)i * sizeof(segment);
		uint64_t addr, offset, filesz, memsz;

		if (at > len || sizeof(segment) > len - at)
			return image_error(path, "a damaged ELF file (program header %u)", i);
		memcpy(&segment, file + at, sizeof(segment));
		if (ELF_GET(segment.p_type) != PT_LOAD)
			continue;
		addr = ELF_GET(segment.p_paddr);
		offset = ELF_GET(segment.p_offset);
		filesz = ELF_GET(segment.p_filesz);
		memsz = ELF_GET(segment.p_memsz);
		if (offset > len || filesz > len - offset)
			return image_error(path, "a damaged ELF file (segment %u)", i);
		if (addr > IPL_STORAGE_END || memsz > IPL_STORAGE_END ||
			!program_size(program, filesz ? addr + filesz : 0, addr + memsz))
			return image_error(
				path, "segment %u is not below 16 MiB, where IPL loads", i);
		if (program->bytes)
			memcpy(program->bytes + addr, file + offset, filesz);
	}
	return true;
}

/* What IPL loads must begin with an ESA/390 PSW that runs something in it. */
static bool program_check(const char *path, const struct program *program)
{
	const uint8_t *psw = program->bytes;
	uint32_t addr = (psw[4] & 0x7fu) << 24 | psw[5] << 16 | psw[6] << 8 | psw[7];

	if (!(psw[1] & 0x08) || psw[1] & 0x02)
		return image_error(path, "does not begin with an ESA/390 PSW that runs: not linked "
					 "to be loaded at 0");
	if (addr & 1 || addr < 0x200 || addr >= program->len)
		return image_error(path, "its IPL PSW goes to %X, outside it", addr);
	return true;
}

static bool program_read(const char *path, struct program *program)
{
	size_t len;
	uint8_t *file = file_read(path, 8 * IPL_STORAGE_END, &len);
	bool is_elf = file && len >= sizeof(Elf64_Ehdr) && memcmp(file, ELFMAG, SELFMAG) == 0;

	*program = (struct program){};
	if (!file)
		return false;
	if (is_elf ? !elf_load(path, file, len, program) : !program_size(program, len, len)) {
		if (!is_elf)
			image_error(path, "larger than 16 MiB, what IPL can load");
		free(file);
		return false;
	}
	program->bytes = calloc(1, ROUND_UP(program->len, VOL_BLOCK_SIZE) + VOL_BLOCK_SIZE);
	if (!program->bytes) {
		free(file);
		return image_error(path, "no storage");
	}
	if (is_elf)
		(void)elf_load(path, file, len, program);
	else
		memcpy(program->bytes, file, len);
	free(file);
	return program_check(path, program);
}

static bool nucleus_plan(const struct volume *volume, const char *file,
	const struct program *program, struct vol_nucleus *nucleus)
{
	uint32_t nr_blocks = ROUND_UP(program->len, VOL_BLOCK_SIZE) / VOL_BLOCK_SIZE;
	uint32_t room = (be32_get(volume->header.nucleus_nr_tracks) - 1) * VOL_BLOCKS_PER_TRACK;
	uint32_t chain_addr = ROUND_UP(program->storage_len, VOL_BLOCK_SIZE);
	const struct ipl_plan plan = ipl_plan_low(nr_blocks, chain_addr);

	if (nr_blocks > room)
		return image_error(volume->image.path,
			"%s needs %u records, a slot has %u; make the volume anew with a "
			"larger --nucleus",
			file, nr_blocks, room);
	if (!ipl_plan_fits(&plan))
		return image_error(file, "needs more storage than the 16 MiB that IPL can load to");
	*nucleus = (struct vol_nucleus){
		.len_bytes = be64(program->len),
		.nr_blocks = be32(nr_blocks),
		.data_checksum = be32(crc32_update(0, program->bytes, program->len)),
		.written = be64(tod_now()),
		.chain_addr = be32(chain_addr),
		.chain_nr_blocks = be32(plan.chain_nr_blocks),
	};
	vol_record_seal(nucleus, VOL_MAGIC_NUCLEUS);
	return true;
}

/* Writes the slot that is not active, waits until it is on disk, and makes it the active one. */
static bool nucleus_write(
	struct volume *volume, const struct program *program, const struct vol_nucleus *nucleus)
{
	static uint8_t first[VOL_BLOCKS_PER_TRACK * VOL_BLOCK_SIZE];
	uint32_t slot = be32_get(volume->header.nucleus_active) == 0;
	uint32_t track = be32_get(volume->header.nucleus_track[slot]);
	uint32_t nr_blocks = be32_get(nucleus->nr_blocks);
	const struct ipl_plan plan = ipl_plan_low(nr_blocks, be32_get(nucleus->chain_addr));

	memcpy(first, nucleus, sizeof(*nucleus));
	chain_build(&plan, track + 1, first + sizeof(*nucleus));
	if (!area_write(volume, track, first, VOL_BLOCKS_PER_TRACK) ||
		!area_write(volume, track + 1, program->bytes, nr_blocks) ||
		!image_sync(&volume->image))
		return false;
	volume->header.nucleus_active = be32(slot);
	return volume_write_home(volume, nucleus, program->bytes);
}

static bool header_fits(const struct volume *volume, const struct vol_nucleus *nucleus)
{
	uint64_t len = be64_get(nucleus->len_bytes);
	uint64_t nr_blocks = be32_get(nucleus->nr_blocks);
	uint64_t chain_addr = be32_get(nucleus->chain_addr);
	uint32_t room = (be32_get(volume->header.nucleus_nr_tracks) - 1) * VOL_BLOCKS_PER_TRACK;
	struct ipl_plan plan;

	if (nr_blocks > IPL_STORAGE_END / VOL_BLOCK_SIZE || chain_addr >= IPL_STORAGE_END)
		return false;
	plan = ipl_plan_low((uint32_t)nr_blocks, (uint32_t)chain_addr);
	return nr_blocks > 0 && nr_blocks <= room && len <= nr_blocks * VOL_BLOCK_SIZE &&
	       len > (nr_blocks - 1) * VOL_BLOCK_SIZE && chain_addr % VOL_BLOCK_SIZE == 0 &&
	       chain_addr >= nr_blocks * VOL_BLOCK_SIZE &&
	       be32_get(nucleus->chain_nr_blocks) == plan.chain_nr_blocks && ipl_plan_fits(&plan);
}

bool nucleus_read(
	const struct volume *volume, bool *present, struct vol_nucleus *nucleus, uint8_t **data)
{
	static uint8_t first[VOL_BLOCKS_PER_TRACK * VOL_BLOCK_SIZE];
	static uint8_t chain[CHAIN_BLOCKS_MAX * VOL_BLOCK_SIZE];
	uint32_t slot = be32_get(volume->header.nucleus_active), track, nr_blocks;
	struct ipl_plan plan;
	const char *path = volume->image.path;

	*present = slot != VOL_NUCLEUS_NONE;
	*data = NULL;
	if (!*present)
		return true;
	track = be32_get(volume->header.nucleus_track[slot]);
	if (!area_read(volume, track, 0, first, VOL_BLOCKS_PER_TRACK))
		return false;
	memcpy(nucleus, first, sizeof(*nucleus));
	if (vol_record_check(nucleus, VOL_MAGIC_NUCLEUS) || !header_fits(volume, nucleus))
		return place_error(path, track, 1,
			"nucleus header is damaged; write the nucleus "
			"again with cpfmt nucleus");
	nr_blocks = be32_get(nucleus->nr_blocks);
	memset(chain, 0, sizeof(chain));
	plan = ipl_plan_low(nr_blocks, be32_get(nucleus->chain_addr));
	chain_build(&plan, track + 1, chain);
	if (memcmp(chain, first + sizeof(*nucleus), sizeof(chain)) != 0)
		return place_error(path, track, 2,
			"IPL channel program is damaged; write the "
			"nucleus again with cpfmt nucleus");
	*data = malloc((size_t)nr_blocks * VOL_BLOCK_SIZE);
	if (!*data)
		return image_error(path, "no storage");
	if (!area_read(volume, track + 1, 0, *data, nr_blocks))
		return false;
	if (crc32_update(0, *data, be64_get(nucleus->len_bytes)) !=
		be32_get(nucleus->data_checksum))
		return place_error(path, track + 1, 1,
			"nucleus is damaged (wrong checksum); write it "
			"again with cpfmt nucleus");
	return true;
}

int cpfmt_nucleus(const char *path, const char *file)
{
	static struct volume volume;
	static struct vol_nucleus nucleus;
	struct program program;
	bool good = false;

	if (program_read(file, &program) && volume_open(&volume, path, IMAGE_WRITE)) {
		if (be32_get(volume.header.nucleus_nr_tracks) == 0)
			image_error(path, "made without room for a nucleus; make it anew without "
					  "--nucleus 0");
		else
			good = nucleus_plan(&volume, file, &program, &nucleus) &&
			       nucleus_write(&volume, &program, &nucleus);
		image_close(&volume.image);
	}
	free(program.bytes);
	return good ? EXIT_GOOD : EXIT_REFUSED;
}
