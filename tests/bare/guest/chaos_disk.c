// SPDX-License-Identifier: Apache-2.0
/* Channel programs for disks, nearly right: what they need to get far, and then something that
 * hurts. */
#include "chaos.h"

#include "arch/ckd.h"

#define OPERANDS (PROGRAMS + PROGRAMS_SIZE / 2) /* others may change these, too */

/* One in so many things is wrong. */
static bool hurts(void)
{
	return below(30) == 0;
}

static be16_t some16(uint64_t usual)
{
	return be16((uint16_t)(hurts() ? chaos() : below(usual)));
}

static void *operand(void)
{
	return (void *)(OPERANDS + (below(PROGRAMS_SIZE / 2 - 64) & ~7ul));
}

static struct ccw1 ccw(uint8_t cmd, uint16_t count, const void *addr)
{
	uint8_t flags = hurts() ? (uint8_t)chaos() : CCW_CC | CCW_SLI;

	return (struct ccw1){cmd, flags, be16(hurts() ? (uint16_t)chaos() : count),
		be32((uint32_t)(uint64_t)addr)};
}

static struct ccw1 define_extent(void)
{
	static const uint8_t masks[] = {0x00, 0x40, 0x80, 0xC0};
	struct ckd_define_extent *extent = operand();

	*extent = (struct ckd_define_extent){.mask = PICK(masks),
		.attributes = CKD_ATTR_ECKD,
		.block_size = some16(2),
		.first_cyl = some16(2),
		.last_cyl = be16(1),
		.last_head = be16(14)};
	return ccw(CKD_DEFINE_EXTENT, sizeof(*extent), extent);
}

/* What a program is about: an operation of LOCATE RECORD and the command that follows it. */
struct intent {
	uint8_t operation, cmd;
};

static struct ccw1 locate_record(const struct intent *intent)
{
	struct ckd_locate *place = operand();
	be16_t cyl = some16(2), head = some16(15);

	*place = (struct ckd_locate){.operation = hurts() ? (uint8_t)chaos() : intent->operation,
		.nr = (uint8_t)(hurts() ? chaos() : 1 + below(12)),
		.seek_cyl = cyl,
		.seek_head = head,
		.cyl = cyl,
		.head = hurts() ? some16(15) : head,
		.rec = (uint8_t)below(3)};
	return ccw(hurts() ? 0x4B : CKD_LOCATE_RECORD, sizeof(*place), place);
}

static struct ccw1 seek_or_search(void)
{
	static const uint8_t commands[] = {
		0x07, 0x0B, 0x1B, 0x13, 0x1F, 0x31, 0x51, 0x71, 0xB1, 0x29, 0x49, 0x69, 0x39};
	struct ckd_seek *seek = operand();

	*seek = (struct ckd_seek){.cyl = some16(2), .head = some16(15), .rec = (uint8_t)below(5)};
	return ccw(PICK(commands), CKD_SEEK_LEN, seek);
}

/* Reads, writes, formats, and what a control unit is asked. */
static struct ccw1 transfer(const struct intent *intent)
{
	static const uint8_t commands[] = {0x06, 0x86, 0x0E, 0x8E, 0x1E, 0x9E, 0x12, 0x92, 0x1A,
		0x16, 0xDE, 0x5E, 0x05, 0x85, 0x0D, 0x8D, 0x1D, 0x9D, 0x15, 0x19, 0x11, 0x01, 0x02,
		0x22, 0x27, 0x3E, 0x64, 0xFA, 0x94, 0xB4, 0x14, 0x34, 0x54, 0xE4, 0x04, 0x24, 0x03,
		0xE7, 0x41, 0x42, 0x43, 0x63, 0xA4, 0xF3};
	static const uint16_t counts[] = {8, 16, 24, 512, 4096, 4096, 4104, 0, 1, 0xFFFF};
	uint8_t cmd = below(4) ? intent->cmd : PICK(commands);
	struct ckd_count *data = (void *)random_address();

	if ((cmd == 0x1D || cmd == 0x9D || cmd == 0x15) && (uint64_t)data < SCRATCH_END) {
		data = operand();
		*data = (struct ckd_count){some16(2), some16(15), (uint8_t)below(6),
			(uint8_t)(hurts() ? chaos() : 0), be16(PICK(counts))};
	}
	return ccw(cmd, PICK(counts), data);
}

void random_disk_program(uint64_t *prog, unsigned nr)
{
	static const struct intent intents[] = {{CKD_OP_READ_DATA, 0x86}, {CKD_OP_WRITE_DATA, 0x85},
		{CKD_OP_WRITE_DATA, 0x85}, {CKD_OP_FORMAT, 0x1D}, {0x0C, 0xDE}, {0x16, 0x92},
		{0x00, 0x06}};
	const struct intent *intent = &PICK(intents);
	bool is_located = below(4) > 0;

	for (unsigned i = 0; i < nr; i++) {
		struct ccw1 next = transfer(intent);

		if (is_located && i < 2)
			next = i ? locate_record(intent) : define_extent();
		else if (below(5) == 0)
			next = seek_or_search();
		else if (below(20) ==
			 0) /* back to what was before: chains that end late, or never */
			next = ccw(CCW_CMD_TIC, 0, prog + below(i + 1));
		if (i == nr - 1)
			next.flags &= (uint8_t) ~(CCW_CC | CCW_CD);
		memcpy(prog + i, &next, sizeof(next));
	}
}
