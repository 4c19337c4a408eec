// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'A4'. CP Programming Services, DIAGNOSE Code X'A4'. */
#include "logic/blockio/sbio.h"

#include "arch/ccw.h"
#include "lib/err.h"
#include "lib/string.h"

static bool is_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i])
			return false;
	return true;
}

bool sbio_is_valid(const struct sbiop *parm)
{
	const struct syncio_status *status = &parm->status;

	return !(parm->key & 0x0F) && (parm->type == DIAG250_READ || parm->type == DIAG250_WRITE) &&
	       be32_get(parm->list) % 8 == 0 &&
	       is_zero(status->zeros_05, sizeof(status->zeros_05)) &&
	       is_zero(status->zeros_0c, sizeof(status->zeros_0c));
}

int sbio_begin(struct sbio *sbio, struct sbiop *parm, const struct block_disk *disk,
	const struct blockio_stor_ops *stor, void *stor_ctx)
{
	uint32_t size = be32_get(parm->block_size), nr = be32_get(parm->nr);

	if (size != 512 && size != 1024 && size != 2048 && size != 4096)
		return SYNCIO_BLOCK_SIZE;
	if (nr < 1 || nr > SBI_MAX)
		return SYNCIO_COUNT;
	*sbio = (struct sbio){.parm = parm, .env.block_size = size};
	sbio->io = (struct blockio){.env = &sbio->env,
		.disk = disk,
		.stor = stor,
		.stor_ctx = stor_ctx,
		.key = parm->key >> 4};
	parm->nr_done = be32(0);
	parm->status = (struct syncio_status){.dstat = DSTAT_END};
	return SYNCIO_GOOD;
}

static int failed(struct sbio *sbio, uint8_t cstat, uint8_t sense0)
{
	struct syncio_status *status = &sbio->parm->status;

	status->cstat = cstat;
	if (sense0) {
		status->dstat |= DSTAT_UNIT_CHECK;
		status->sense[0] = sense0;
		status->sense_len = be16(sizeof(status->sense));
	}
	return SYNCIO_ERROR;
}

static int rc_of(struct sbio *sbio, int status)
{
	switch (status) {
	case D250_DONE: return SYNCIO_GOOD;
	case D250_NO_STORAGE: return SYNCIO_BUFFER;
	case D250_READ_ONLY: return SYNCIO_READ_ONLY;
	case D250_PROTECTED: return failed(sbio, CSTAT_PROTECTION_CHECK, 0);
	case D250_LENGTH: return failed(sbio, CSTAT_INCORRECT_LENGTH, 0);
	case D250_NO_BLOCK: return failed(sbio, 0, SENSE_COMMAND_REJECT);
	default: return failed(sbio, 0, SENSE_EQUIPMENT_CHECK);
	}
}

/* -E_AGAIN, or enum syncio_rc. */
static int next_entry(struct sbio *sbio)
{
	uint64_t at = be32_get(sbio->parm->list) + (uint64_t)sbio->next * sizeof(struct sbi_entry);
	struct blockio *io = &sbio->io;
	struct sbi_entry entry;
	int rc;

	if (io->stor->fetch(io->stor_ctx, at, &entry, sizeof(entry), io->key))
		return SYNCIO_LIST;
	rc = blockio_block(io, sbio->parm->type, be32_get(entry.block), be32_get(entry.buffer));
	return rc == -E_AGAIN ? rc : rc_of(sbio, rc);
}

int sbio_go_on(struct sbio *sbio)
{
	const struct block_disk *disk = sbio->io.disk;
	int rc;

	while (!sbio->rc && sbio->next < be32_get(sbio->parm->nr)) {
		rc = next_entry(sbio);
		if (rc == -E_AGAIN)
			return rc;
		sbio->rc = rc;
		sbio->next += !rc;
	}
	rc = disk->ops->flush(disk->ctx);
	if (rc == -E_AGAIN)
		return rc;
	if (rc && !sbio->rc)
		sbio->rc = failed(sbio, 0, SENSE_EQUIPMENT_CHECK);
	sbio->parm->nr_done = be32(sbio->next);
	return sbio->rc;
}

unsigned syncio_cc(int rc)
{
	switch (rc) {
	case SYNCIO_GOOD: return 0;
	case SYNCIO_NO_DEVICE:
	case SYNCIO_DEVICE_TYPE:
	case SYNCIO_READ_ONLY:
	case SYNCIO_BUSY: return 1;
	case SYNCIO_ERROR: return 3;
	default: return 2;
	}
}
