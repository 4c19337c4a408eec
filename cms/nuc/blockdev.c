// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'250'. */
#include "nuc/blockdev.h"

#include "abi/diag250.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/cpcall.h"

#define ENTRIES   64 /* blocks of one call */
#define CLASS_CKD 0x04
#define CLASS_FBA 0x01

static struct diag250_init init __attribute__((aligned(8)));
static struct diag250_io io __attribute__((aligned(8)));
static struct diag250_entry list[ENTRIES] __attribute__((aligned(8)));

enum blockdev_kind blockdev_kind(uint16_t devno)
{
	struct diag_device device;
	int cc = cp_device(devno, &device);

	if (cc == 1 || cc == 3)
		return BLOCKDEV_NONE;
	switch (device.vclass) {
	case CLASS_CKD: return BLOCKDEV_CKD;
	case CLASS_FBA: return BLOCKDEV_FBA;
	default: return BLOCKDEV_OTHER;
	}
}

/* Returns what Rx + 1 says. */
static int diag250(const void *block, unsigned function)
{
	register uint64_t addr asm("2") = (uint64_t)block;
	register uint64_t rc asm("3") = 0;
	register uint64_t code asm("4") = function;

	asm volatile("diag %1,%2,0x250" : "+d"(rc) : "d"(addr), "d"(code) : "cc", "memory");
	return (int)(uint32_t)rc;
}

int blockdev_open(struct blockdev *dev, uint16_t devno, uint32_t block_size)
{
	int rc;

	memset(&init, 0, sizeof(init));
	init.head.devno = be16(devno);
	init.head.form = DIAG250_64_BIT;
	init.block_size = be32(block_size);
	rc = diag250(&init, DIAG250_INITIALIZE);
	if (rc == D250_RC_NO_DEVICE || rc == D250_RC_DEVICE_TYPE)
		return -E_NODEV;
	if (rc == D250_RC_STATE)
		return -E_BUSY;
	if (rc != D250_RC_GOOD && rc != D250_RC_READ_ONLY)
		return -E_IO;
	*dev = (struct blockdev){.devno = devno,
		.is_fba = blockdev_kind(devno) == BLOCKDEV_FBA,
		.is_read_only = rc == D250_RC_READ_ONLY,
		.block_size = block_size,
		.nr_blocks = (uint32_t)be64_get(init.form64.last)};
	return 0;
}

void blockdev_close(struct blockdev *dev)
{
	memset(&init, 0, sizeof(init));
	init.head.devno = be16(dev->devno);
	init.head.form = DIAG250_64_BIT;
	diag250(&init, DIAG250_REMOVE);
	dev->block_size = 0;
}

static int transfer(
	struct blockdev *dev, uint8_t type, uint32_t block, uint32_t nr, uint64_t buffer)
{
	int rc;

	memset(&io, 0, sizeof(io));
	io.head.devno = be16(dev->devno);
	io.head.form = DIAG250_64_BIT;
	io.nr_entries = be32(nr);
	io.form64.list = be64((uint64_t)list);
	for (uint32_t i = 0; i < nr; i++)
		list[i] = (struct diag250_entry){.type = type,
			.form64.block = be64(block + i),
			.form64.buffer = be64(buffer + (uint64_t)i * dev->block_size)};
	rc = diag250(&io, DIAG250_IO);
	if (rc == D250_RC_GOOD)
		return 0;
	for (uint32_t i = 0; i < nr; i++)
		if (list[i].status == D250_LENGTH)
			return -E_FORMAT;
	return rc == D250_RC_NO_DEVICE ? -E_NODEV : -E_IO;
}

static int transfer_all(
	struct blockdev *dev, uint8_t type, uint32_t block, uint32_t nr, uint64_t buffer)
{
	int rc = 0;

	while (!rc && nr) {
		uint32_t part = MIN(nr, ENTRIES);

		rc = transfer(dev, type, block, part, buffer);
		block += part;
		buffer += (uint64_t)part * dev->block_size;
		nr -= part;
	}
	return rc;
}

int blockdev_read(struct blockdev *dev, uint32_t block, uint32_t nr, void *buf)
{
	return transfer_all(dev, DIAG250_READ, block, nr, (uint64_t)buf);
}

int blockdev_write(struct blockdev *dev, uint32_t block, uint32_t nr, const void *buf)
{
	return transfer_all(dev, DIAG250_WRITE, block, nr, (uint64_t)buf);
}
