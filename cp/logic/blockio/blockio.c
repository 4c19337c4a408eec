// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'250': INITIALIZE, I/O and REMOVE. CP Programming Services, DIAGNOSE Code X'250'. */
#include "logic/blockio/blockio.h"

#include "lib/err.h"
#include "lib/string.h"

static bool is_64_bit(const struct diag250_head *head)
{
	return head->form & DIAG250_64_BIT;
}

int blockio_initialize(
	struct blockio_env *env, const struct block_disk *disk, struct diag250_init *block)
{
	uint32_t size = be32_get(block->block_size);
	bool is_64 = is_64_bit(&block->head);
	int64_t offset = is_64 ? (int64_t)be64_get(block->form64.offset)
			       : (int32_t)be32_get(block->form31.offset);
	uint64_t nr = 0;

	if (env->block_size)
		return D250_RC_STATE;
	if (size == 512 || size == 1024 || size == 2048 || size == 4096)
		nr = disk->ops->nr_blocks(disk->ctx, size);
	if (!nr)
		return D250_RC_BLOCK_SIZE;
	env->block_size = size;
	env->offset = offset;
	if (is_64) {
		block->form64.first = be64(1 - (uint64_t)offset);
		block->form64.last = be64(nr - (uint64_t)offset);
	} else {
		block->form31.first = be32((uint32_t)(1 - (uint64_t)offset));
		block->form31.last = be32((uint32_t)(nr - (uint64_t)offset));
	}
	return disk->read_only ? D250_RC_READ_ONLY : D250_RC_GOOD;
}

int blockio_remove(struct blockio_env *env)
{
	if (!env->block_size)
		return D250_RC_STATE;
	env->block_size = 0;
	return D250_RC_GOOD;
}

int blockio_begin(struct blockio *io, const struct blockio_env *env, const struct block_disk *disk,
	const struct blockio_stor_ops *stor, void *stor_ctx, const struct diag250_io *block)
{
	bool is_64 = is_64_bit(&block->head);
	uint32_t nr = be32_get(block->nr_entries);

	if (!env->block_size)
		return D250_RC_STATE;
	if (nr < 1 || nr > DIAG250_ENTRIES_MAX)
		return D250_RC_NR_ENTRIES;
	*io = (struct blockio){.env = env,
		.disk = disk,
		.stor = stor,
		.stor_ctx = stor_ctx,
		.list = is_64 ? be64_get(block->form64.list) : be32_get(block->form31.list),
		.nr = nr,
		.key = block->key >> 4,
		.is_64 = is_64};
	return 0;
}

/* ---- One entry */

static enum diag250_status status_of(int rc)
{
	switch (rc) {
	case 0: return D250_DONE;
	case -E_PERM: return D250_READ_ONLY;
	case -E_FORMAT:
	case -E_NOENT: return D250_LENGTH;
	default: return D250_IO_ERROR;
	}
}

static enum diag250_status buffer_status(int rc)
{
	return rc == -E_PERM ? D250_PROTECTED : rc ? D250_NO_STORAGE : D250_DONE;
}

/* A whole page need not be copied. */
static bool is_mapped(struct blockio *io, const uint8_t *data, uint64_t buffer)
{
	if (!io->stor->map || io->env->block_size != PAGE_SIZE)
		return false;
	if (buffer % PAGE_SIZE || (uintptr_t)data % PAGE_SIZE)
		return false;
	return io->stor->map(io->stor_ctx, buffer, data, io->key) == 0;
}

static int read_block(struct blockio *io, uint64_t block, uint64_t buffer)
{
	const struct block_disk *disk = io->disk;
	uint32_t size = io->env->block_size;
	const uint8_t *data;
	bool is_common = false;
	int rc = disk->ops->read(disk->ctx, size, block, &data, &is_common);

	if (rc)
		return rc == -E_AGAIN ? rc : (int)status_of(rc);
	if (is_common && is_mapped(io, data, buffer))
		return D250_DONE;
	return (int)buffer_status(io->stor->store(io->stor_ctx, buffer, data, size, io->key));
}

static int write_block(struct blockio *io, uint64_t block, uint64_t buffer)
{
	const struct block_disk *disk = io->disk;
	uint32_t size = io->env->block_size;
	uint8_t *data;
	int rc, fetched;

	if (disk->read_only)
		return D250_READ_ONLY;
	rc = disk->ops->write_begin(disk->ctx, size, block, &data);
	if (rc)
		return rc == -E_AGAIN ? rc : (int)status_of(rc);
	fetched = io->stor->fetch(io->stor_ctx, buffer, data, size, io->key);
	rc = disk->ops->write_end(disk->ctx, size, block, data, !fetched);
	if (fetched)
		return (int)buffer_status(fetched);
	if (rc)
		return rc == -E_AGAIN ? rc : (int)status_of(rc);
	return D250_DONE;
}

int blockio_block(struct blockio *io, uint8_t type, uint64_t block, uint64_t buffer)
{
	const struct block_disk *disk = io->disk;

	if (block >= disk->ops->nr_blocks(disk->ctx, io->env->block_size))
		return D250_NO_BLOCK;
	switch (type) {
	case DIAG250_READ: return read_block(io, block, buffer);
	case DIAG250_WRITE: return write_block(io, block, buffer);
	default: return D250_TYPE;
	}
}

/* Returns enum diag250_status or -E_AGAIN. */
static int do_entry(struct blockio *io, const struct diag250_entry *entry)
{
	uint64_t number, buffer;

	if (entry->zero[0] || entry->zero[1])
		return D250_NOT_ZERO;
	if (be32_get(entry->alet))
		return D250_ALET;
	number = io->is_64 ? be64_get(entry->form64.block)
			   : (uint64_t)(int64_t)(int32_t)be32_get(entry->form31.block);
	buffer = io->is_64 ? be64_get(entry->form64.buffer) : be32_get(entry->form31.buffer);
	return blockio_block(io, entry->type, number + (uint64_t)io->env->offset - 1, buffer);
}

/* ---- All of them */

/* Returns 0, -E_AGAIN, or the error of the list's storage. */
static int next_entry(struct blockio *io)
{
	uint32_t len = io->is_64 ? sizeof(struct diag250_entry) : DIAG250_ENTRY31_LEN;
	uint64_t at = io->list + (uint64_t)io->next * len;
	struct diag250_entry entry;
	uint8_t status;
	int rc = io->stor->fetch(io->stor_ctx, at, &entry, len, io->key);

	if (rc)
		return rc;
	rc = do_entry(io, &entry);
	if (rc < 0)
		return rc;
	status = (uint8_t)rc;
	rc = io->stor->store(io->stor_ctx, at + offsetof(struct diag250_entry, status), &status,
		sizeof(status), io->key);
	if (rc)
		return rc;
	io->nr_done += status == D250_DONE;
	io->next++;
	return 0;
}

int blockio_go_on(struct blockio *io)
{
	int rc;

	while (io->next < io->nr) {
		rc = next_entry(io);
		if (rc == -E_AGAIN)
			return rc;
		if (rc) { /* what was written so far is to be on the disk all the same */
			io->failure = rc;
			io->next = io->nr;
		}
	}
	rc = io->disk->ops->flush(io->disk->ctx);
	if (rc == -E_AGAIN)
		return rc;
	if (io->failure)
		return io->failure;
	if (rc)
		return D250_RC_ERROR;
	return io->nr_done == io->nr ? D250_RC_GOOD : io->nr_done ? D250_RC_PARTIAL : D250_RC_NONE;
}
