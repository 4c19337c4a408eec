// SPDX-License-Identifier: Apache-2.0
/* What the hostile guests are made of: random numbers, values that hurt, and channel programs. */
#include "chaos.h"

#define STATE (*(volatile uint64_t *)0xE30)

void chaos_seed(uint64_t seed)
{
	STATE = seed * 2 + 1;
}

uint64_t chaos(void)
{
	uint64_t state = STATE;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	STATE = state;
	return state * 0x2545F4914F6CDD1Dul;
}

uint64_t below(uint64_t limit)
{
	return (chaos() >> 11) % limit;
}

uint64_t random_value(void)
{
	static const uint64_t edges[] = {0, 1, 4, 0x50, 0xFFFFFC, 0xFFFFF8, 0x1000000, 0x1001000,
		0x7FFFFFF8, 0x7FFFF000, 0x80000000, 0xFFFFFFFF, 0xFFFFF000, 0x100000000, BEYOND,
		~0ul, ~7ul, 1ul << 63, 0x0001FFFF, 0x40000005, 0xFFFFFFFF00000000ul};
	uint64_t value;

	switch (below(4)) {
	case 0: return PICK(edges);
	case 1:
		value = chaos() >> below(64);
		return value >= 0x200 && value < SCRATCH ? value + SCRATCH : value;
	default:
		return SCRATCH +
		       (below(SCRATCH_END - SCRATCH - 8192) & (below(2) ? ~7ul : ~0xFFFul));
	}
}

uint64_t random_address(void)
{
	uint64_t value = random_value();

	return (value & 0xFFFFFF) < SCRATCH ? value + SCRATCH : value;
}

void random_storage(void)
{
	uint64_t *at = (uint64_t *)(SCRATCH + (below(SCRATCH_END - SCRATCH - 4096) & ~7ul));

	for (unsigned i = 0; i < 64; i++)
		at[i] = below(3) ? random_value() : chaos();
}

void tame_control_registers(void)
{
	static const uint64_t tame[16] = {
		[0] = CR0_LAP, [6] = 0x80000000ul >> CONSOLE_ISC, [14] = 0xC2000000ul};

	asm volatile("lctlg 0,15,%0" : : "Q"(tame) : "memory");
}

/* ---- Channel programs ----------------------------------------------------------------- */

static uint64_t program_address(void)
{
	return PROGRAMS + (below(PROGRAMS_SIZE) & ~7ul);
}

void random_ccw(uint64_t *place)
{
	static const uint8_t commands[] = {
		0x01, 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x41, 0xE4, 0x14, 0x00};
	uint64_t addr = below(3) ? random_address() : program_address();
	uint8_t flags = below(3) ? CCW_CC | CCW_SLI : (uint8_t)(chaos() >> 20);
	uint16_t count = (uint16_t)(chaos() >> below(16) >> 40);
	struct ccw1 ccw = {PICK(commands), flags, be16(count), be32((uint32_t)addr)};

	switch (below(8)) {
	case 0: *place = addr; break; /* an IDAW of format 2, or the half of a MIDAW */
	case 1: *place = (uint64_t)count << 32 | (uint64_t)flags << 56; break;
	case 2: /* TIC to itself */
		ccw.cmd = CCW_CMD_TIC;
		ccw.addr = be32((uint32_t)(uint64_t)place);
		memcpy(place, &ccw, sizeof(ccw));
		break;
	case 3: /* format 0 */
		*place = (uint64_t)ccw.cmd << 56 | (addr & 0xFFFFFF) << 32 | (uint64_t)flags << 24 |
			 count;
		break;
	default: memcpy(place, &ccw, sizeof(ccw));
	}
}

void random_channel_program(void)
{
	static const uint16_t devices[] = {0x000C, 0x000D, 0x000E, 0x000C, 0x000D, 0x000E, 0x0009,
		0x0200, 0x0200, 0x0201, 0x0202};
	static struct orb orb __attribute__((aligned(8)));
	uint64_t *prog = (uint64_t *)program_address();
	uint16_t devno = PICK(devices);
	uint32_t ssid = io_find(devno);
	bool is_disk = devno >= 0x0200;
	struct irb irb __attribute__((aligned(8)));
	struct exec e = {0};

	for (unsigned i = 0; i < 16 && (!is_disk || i < below(16)); i++)
		random_ccw(prog + i);
	if (is_disk && below(2))
		io_enable(ssid, CONSOLE_ISC);
	if (is_disk)
		random_disk_program(prog, 4 + (unsigned)below(12));
	for (unsigned i = 0; i < sizeof(orb) / 4; i++)
		((uint32_t *)&orb)[i] = below(4) ? 0 : (uint32_t)chaos();
	orb.flags = be32(((uint32_t)chaos() & 0x0FFE0040) | 0x8000 | (below(is_disk ? 20 : 8) ? ORB_FORMAT : 0));
	if (is_disk && below(4))
		orb.flags = be32(ORB_FORMAT | 0x8000);
	orb.ccw = be32((uint32_t)(uint64_t)prog | (below(10) == 0));
	e.gpr[1] = ssid;
	e.gpr[2] = (uint64_t)&orb;
	exec_insn(&e, INSN_S(0xB233, 2));
	for (unsigned i = 0; i < 3; i++) {
		static const uint16_t more[] = {
			0xB231, 0xB238, 0xB276, 0xB230}; /* HSCH RSCH XSCH CSCH */

		e = (struct exec){.gpr[1] = ssid};
		if (below(3) == 0)
			exec_insn(&e, INSN_S(PICK(more), 0));
		io_tsch(ssid, &irb);
	}
	io_csch(ssid);
	io_tsch(ssid, &irb);
}

/* ---- Blocks ------------------------------------------------------------------------------- */

void random_service_call(void)
{
	static const uint32_t commands[] = {0x00020001, 0x00120001, 0x00010001, 0x00760005,
		0x00770005, 0x00780005, 0x000D0001, 0x00050001, 0x00170001, 0x00080001};
	static const uint16_t lengths[] = {
		0, 7, 8, 9, 16, 24, 40, 64, 256, 1000, 4096, 4097, 0xFFFF};
	uint64_t page = SCRATCH + (below(SCRATCH_END - SCRATCH - 8192) & ~0xFFFul);
	struct exec e = {.gpr = {[1] = below(4) ? PICK(commands) : (uint32_t)chaos(),
				 [2] = page + (below(4) ? 0 : below(0x1000))}};
	uint8_t *sccb = (uint8_t *)page;

	for (unsigned i = 0; i < 128; i++) /* events: length, type, flags */
		sccb[i] = (uint8_t)(below(2) ? below(64) : chaos());
	*(uint16_t *)sccb = below(4) ? PICK(lengths) : (uint16_t)chaos();
	*(uint16_t *)(sccb + 8) = PICK(lengths);
	exec_insn(&e, INSN_RRE(0xB220, 1, 2));
}

void random_chsc(void)
{
	static const uint16_t commands[] = {0x0002, 0x0004, 0x0006, 0x0010, 0x0012, 0x0024, 0x0026,
		0x0028, 0x002C, 0x002E, 0x0031, 0x003D, 0x0021, 0x002F};
	static const uint16_t lengths[] = {0, 8, 12, 16, 32, 64, 128, 1024, 4088, 4096};
	uint64_t page = SCRATCH + (below(SCRATCH_END - SCRATCH - 8192) & ~0xFFFul);
	uint16_t *block = (uint16_t *)page;
	struct exec e = {.gpr = {[2] = page + (below(8) ? 0 : 8)}};

	for (unsigned i = 0; i < 32; i++)
		block[i] = (uint16_t)(below(2) ? 0 : chaos());
	block[0] = PICK(lengths);
	block[1] = PICK(commands);
	exec_insn(&e, INSN_RRE(0xB25F, 2, 0));
}

void random_stsi(void)
{
	struct exec e = {.gpr = {[0] = below(5) << 28 | below(8) | (below(8) ? 0 : chaos()),
				 [1] = below(6) | (below(8) ? 0 : chaos()),
				 [2] = random_address() & (below(4) ? ~0xFFFul : ~0ul)}};

	exec_insn(&e, INSN_S(0xB27D, 2));
}
