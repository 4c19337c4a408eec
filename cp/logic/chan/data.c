// SPDX-License-Identifier: Apache-2.0
/*
 * The data of one command: a stream of bytes to the device, storage in pieces to the program.
 *
 * The current CCW's data area is a list of pieces: one, or as many as its IDAWs or MIDAWs name.
 * When the count of a CCW is used up and it chains data, the next CCW takes its place at once, so
 * what the device sees ends only where the program's counts end. A check ends it too.
 */
#include "logic/chan/internal.h"

#include "lib/string.h"

/* Commands by which the program gets data: read, sense. Skipping is for these only. */
static bool is_input(uint8_t cmd)
{
	return (cmd & 3) == 2 || (cmd & 0x0F) == 4;
}

static bool is_skipping(const struct chan_prog *io)
{
	return (io->ccw & CCW_SKIP) && is_input(io->cmd);
}

void chan_set_area(struct chan_prog *prog, const struct ccw *ccw)
{
	prog->ccw = ccw->flags;
	prog->count = ccw->count;
	prog->bits &= ~(CHAN_BIT_LISTED | CHAN_BIT_HOLE);
	if (ccw->flags & CCW_PCI)
		prog->cstat |= CSTAT_PCI;
	prog->data = ccw->addr;
	prog->list = ccw->addr;
	if (is_skipping(prog))
		prog->piece = ccw->count;
	else if (ccw->flags & (CCW_IDA | CCW_MIDA))
		prog->piece = 0;
	else /* the check comes when the byte beyond the limit is reached */
		prog->piece = MIN(ccw->count, chan_addr_max(prog) - ccw->addr + 1);
}

/* Takes the block that the IDAW at prog->list names as the next piece. */
static uint8_t piece_from_idaw(struct chan_prog *io)
{
	bool is_wide = io->flags & ORB_H;
	uint32_t block = is_wide && !(io->flags & ORB_T) ? 4096 : 2048;
	union {
		idaw1_t narrow;
		idaw2_t wide;
	} idaw;
	uint32_t len = is_wide ? sizeof(idaw.wide) : sizeof(idaw.narrow);
	uint8_t check;

	if (io->list > chan_addr_max(io) - (len - 1))
		return CSTAT_PROGRAM_CHECK;
	check = chan_fetch(io, io->list, &idaw, len);
	if (check)
		return check;
	io->data = is_wide ? be64_get(idaw.wide) : be32_get(idaw.narrow);
	if (!is_wide && io->data > CCW_ADDR_MAX_1)
		return CSTAT_PROGRAM_CHECK;
	if ((io->bits & CHAN_BIT_LISTED) && io->data % block)
		return CSTAT_PROGRAM_CHECK;
	io->bits |= CHAN_BIT_LISTED;
	io->list += len;
	io->piece = MIN(io->count, block - (uint32_t)(io->data % block));
	return 0;
}

/* The counts of a MIDAW list add up to the CCW's, and the last one says so. */
static uint8_t midaw_check(const struct chan_prog *io, const struct midaw *midaw)
{
	static const uint8_t zeros[sizeof(midaw->zeros)];
	uint16_t count = be16_get(midaw->count);
	bool is_last = midaw->flags & MIDAW_LAST;

	if (memcmp(midaw->zeros, zeros, sizeof(zeros)) != 0 || (midaw->flags & MIDAW_ZERO) ||
		count == 0 || count > io->count || is_last != (count == io->count))
		return CSTAT_PROGRAM_CHECK;
	if (!(midaw->flags & MIDAW_SKIP) && be64_get(midaw->addr) % PAGE_SIZE + count > PAGE_SIZE)
		return CSTAT_PROGRAM_CHECK;
	return 0;
}

static uint8_t piece_from_midaw(struct chan_prog *io)
{
	struct midaw midaw;
	uint8_t check;

	/* A list does not go on in another page. */
	if (((io->bits & CHAN_BIT_LISTED) && io->list % PAGE_SIZE == 0) ||
		io->list > chan_addr_max(io) - (sizeof(midaw) - 1))
		return CSTAT_PROGRAM_CHECK;
	check = chan_fetch(io, io->list, &midaw, sizeof(midaw));
	if (!check)
		check = midaw_check(io, &midaw);
	if (check)
		return check;
	io->bits = (io->bits & ~CHAN_BIT_HOLE) | CHAN_BIT_LISTED;
	if (midaw.flags & MIDAW_SKIP)
		io->bits |= CHAN_BIT_HOLE;
	if (midaw.flags & MIDAW_DTI)
		io->cstat |= CSTAT_PCI;
	io->data = be64_get(midaw.addr);
	io->list += sizeof(midaw);
	io->piece = be16_get(midaw.count);
	return 0;
}

/* Finds the next piece if the last is used up. False after a check, or when no byte is left. */
static bool has_piece(struct chan_prog *io)
{
	if (io->state != CHAN_DEVICE || chan_has_failed(io) || io->count == 0)
		return false;
	if (io->piece)
		return true;
	if (io->ccw & CCW_IDA)
		io->cstat |= piece_from_idaw(io);
	else if (io->ccw & CCW_MIDA)
		io->cstat |= piece_from_midaw(io);
	else
		io->cstat |= CSTAT_PROGRAM_CHECK;
	return !chan_has_failed(io);
}

/* The count is used up and data is chained: the next CCW takes over. */
static void chain_data(struct chan_prog *io)
{
	struct ccw ccw;
	uint8_t check = CSTAT_PROGRAM_CHECK;

	if (io->links < CHAN_LINKS_MAX)
		check = ccw_next(io, &ccw, true);
	io->links++;
	if (check)
		io->cstat |= check;
	else
		chan_set_area(io, &ccw);
}

static void advance(struct chan_prog *io, uint32_t len)
{
	io->data += len;
	io->piece -= len;
	io->count -= len;
	if (io->count == 0 && (io->ccw & CCW_CD))
		chain_data(io);
}

/* Moves len bytes from storage to get, or from put to storage, or (both NULL) nowhere. */
static uint32_t transfer(struct chan_prog *io, uint8_t *get, const uint8_t *put, uint32_t len)
{
	uint8_t key = ORB_KEY_OF(io->flags);
	uint32_t done = 0;

	io->bits |= CHAN_BIT_DATA;
	while (done < len && has_piece(io)) {
		uint32_t part = MIN(len - done, io->piece);
		int rc = 0;

		part = MIN(part, (uint32_t)(PAGE_SIZE - io->data % PAGE_SIZE));
		if (get)
			rc = io->stor->fetch(io->stor_ctx, io->data, get + done, part, key);
		else if (put && !is_skipping(io) && !(io->bits & CHAN_BIT_HOLE))
			rc = io->stor->store(io->stor_ctx, io->data, put + done, part, key);
		if (rc) {
			io->cstat |= chan_stor_check(rc);
			break;
		}
		advance(io, part);
		done += part;
	}
	return done;
}

uint32_t chan_get(struct chan_prog *io, void *buf, uint32_t len)
{
	return transfer(io, buf, NULL, len);
}

uint32_t chan_peek(struct chan_prog *io, void *buf, uint32_t len)
{
	struct chan_prog ahead = *io;
	uint32_t done;

	if (is_skipping(io))
		return 0;
	ahead.ccw &= ~CCW_CD;
	done = transfer(&ahead, buf, NULL, len);
	io->bits |= CHAN_BIT_DATA;
	io->cstat |= ahead.cstat;
	return done;
}

uint32_t chan_skip(struct chan_prog *io, uint32_t len)
{
	return transfer(io, NULL, NULL, len);
}

uint32_t chan_put(struct chan_prog *io, const void *buf, uint32_t len)
{
	uint32_t done = transfer(io, NULL, buf, len);

	if (done < len && !chan_has_failed(io))
		chan_long(io);
	return done;
}

bool chan_put_frame(struct chan_prog *io, void *frame)
{
	io->bits |= CHAN_BIT_DATA;
	if (!io->stor->map || is_skipping(io) || !has_piece(io))
		return false;
	if (io->piece < PAGE_SIZE || io->data % PAGE_SIZE || (io->bits & CHAN_BIT_HOLE))
		return false;
	if (io->stor->map(io->stor_ctx, io->data, frame, ORB_KEY_OF(io->flags)))
		return false;
	advance(io, PAGE_SIZE);
	return true;
}

void chan_long(struct chan_prog *io)
{
	io->bits |= CHAN_BIT_DATA | CHAN_BIT_LONG;
}

bool chan_has_failed(const struct chan_prog *io)
{
	return io->cstat & CSTAT_CHECKS;
}
