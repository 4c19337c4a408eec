// SPDX-License-Identifier: Apache-2.0
/* Where an instruction began. */
#include "logic/insn_back.h"
#include "arch/types.h"

#define OP_MVCL 0x0E
#define OP_EX   0x44
#define OP_RIL  0xC6 /* of EXECUTE RELATIVE LONG, with 0 in the second byte's right half */

static uint64_t page_of(uint64_t addr)
{
	return addr & ~(PAGE_SIZE - 1);
}

/* Does the instruction, which stands or would stand at addr, work on the page? */
static bool works_on_page(const struct insn_end *end, const uint8_t *insn, uint64_t addr)
{
	struct insn_place place = {.addr = addr, .addr_mask = end->addr_mask};
	struct insn_operand operand;

	if (insn[0] == OP_MVCL)
		return page_of(end->gpr[insn[1] >> 4] & end->addr_mask) == end->page;
	for (unsigned i = 0; i < 16; i++)
		place.gpr[i] = end->gpr[i];
	if (!insn_operand(insn, &place, &operand))
		return false;
	return page_of(operand.addr) == end->page ||
	       (operand.len &&
		       page_of((operand.addr + operand.len - 1) & end->addr_mask) == end->page);
}

/* What EXECUTE (4 bytes) or EXECUTE RELATIVE LONG (6) at addr executes; false: it is none. */
static bool target_of(const struct insn_end *end, const uint8_t *insn, unsigned len, uint64_t addr,
	uint64_t *target)
{
	uint32_t distance = (uint32_t)insn[2] << 24 | (uint32_t)insn[3] << 16 |
			    (uint32_t)insn[4] << 8 | insn[5];
	unsigned index = insn[1] & 15, base = insn[2] >> 4;

	if (len == 6) {
		*target = (addr + 2 * (uint64_t)(int64_t)(int32_t)distance) & end->addr_mask;
		return insn[0] == OP_RIL && index == 0;
	}
	*target = (uint64_t)(insn[2] & 15) << 8 | insn[3];
	*target += (index ? end->gpr[index] : 0) + (base ? end->gpr[base] : 0);
	*target &= end->addr_mask;
	return insn[0] == OP_EX;
}

/* The instruction is an EXECUTE of `len` bytes, and what it executes fits what we know. */
static bool is_execute(const struct insn_end *end, unsigned len)
{
	uint64_t addr = (end->addr - len) & end->addr_mask, target;
	uint8_t insn[INSN_MAX] = {0};
	unsigned r1;

	if (!end->fetch(end->ctx, addr, insn) || !target_of(end, insn, len, addr, &target))
		return false;
	r1 = insn[1] >> 4;
	if (target % 2 || !end->fetch(end->ctx, target, insn) || insn_text_len(insn[0]) != end->len)
		return false;
	if (r1)
		insn[1] |= (uint8_t)end->gpr[r1];
	return works_on_page(end, insn, target);
}

static bool is_ordinary(const struct insn_end *end)
{
	uint64_t addr = (end->addr - end->len) & end->addr_mask;
	uint8_t insn[INSN_MAX] = {0};

	return end->fetch(end->ctx, addr, insn) && insn_text_len(insn[0]) == end->len &&
	       works_on_page(end, insn, addr);
}

unsigned insn_back(const struct insn_end *end)
{
	if (is_ordinary(end))
		return end->len;
	if (end->len != 4 && is_execute(end, 4))
		return 4;
	if (end->len != 6 && is_execute(end, 6))
		return 6;
	return end->len;
}
