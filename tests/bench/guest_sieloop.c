// SPDX-License-Identifier: Apache-2.0
/*
 * The least that a control program can do for an interception, to compare CP with: on the emulator
 * itself, a guest that executes DIAGNOSE X'44' in a loop, and a host that enters it again each
 * time.
 *
 * The host saves and loads all general registers and looks at the interception code, nothing else:
 * no dispatching, no counters, no interruptions. The deck's parameter is how many times.
 */
#include "arch/sie.h"
#include "bare.h"

#define GUEST_ORIGIN 0x300000ul /* 1 MB of guest storage */
#define SEGMENTS     0x200000ul /* the host's segment table, 16 KB */
#define PAGES        0x208000ul /* its page table, with the storage-key area behind it */
#define GUEST_CODE   0x1000ul
#define INVALID      0x20ul
#define CR0_HOST_AFP 0x40000ul /* or the guest gets data exceptions */

static struct sie_block sd __attribute__((aligned(512)));
static uint64_t guest_gpr[14];

void sie_enter(struct sie_block *block, uint64_t *gpr);

/* General registers 14 and 15 of the guest are in the state description. */
asm("	.text\n"
    "sie_enter:\n"
    "	stmg	%r6,%r15,48(%r15)\n"
    "	lgr	%r14,%r2\n"
    "	stg	%r3,40(%r15)\n"
    "	lmg	%r0,%r13,0(%r3)\n"
    "	sie	0(%r14)\n"
    "	lg	%r14,40(%r15)\n"
    "	stmg	%r0,%r13,0(%r14)\n"
    "	lmg	%r6,%r15,48(%r15)\n"
    "	br	%r14\n");

static void map_guest(void)
{
	uint64_t *segment = (uint64_t *)SEGMENTS, *page = (uint64_t *)PAGES;

	for (unsigned i = 0; i < 2048; i++)
		segment[i] = INVALID;
	segment[GUEST_ORIGIN / MiB] = PAGES;
	memset(page, 0, PAGE_SIZE);
	for (unsigned i = 0; i < 256; i++)
		page[i] = GUEST_ORIGIN + i * PAGE_SIZE;
	LOAD_CR(1, SEGMENTS | 3);
}

static void set_up_guest(uint64_t nr)
{
	static const uint16_t code[] = {0x8300, 0x0044, 0xA717,
		0xFFFE,          /* DIAG 0,0,X'44'; BRCTG 1,*-4 */
		0x8300, 0x0008}; /* another code: the end */

	memcpy((void *)(GUEST_ORIGIN + GUEST_CODE), code, sizeof(code));
	sd.mx = SIE_MX_ESAME;
	sd.ic[0] = SIE_IC0_STFL;
	sd.ec[0] = SIE_EC0_EXTA | SIE_EC0_MVPG;
	sd.mso = GUEST_ORIGIN;
	sd.mse = GUEST_ORIGIN + MiB - 1;
	sd.ckc = ~0ul;
	sd.cpu_timer = 0x7FFFFFFFFFFFFFFFul;
	sd.psw = (struct psw){PSW_AMODE64, GUEST_CODE};
	guest_gpr[1] = nr;
}

static void loop(void)
{
	uint64_t nr = *(volatile uint64_t *)&guest_parm.value & 0x00FFFFFFFFFFFFFFul, exits = 0;
	char line[20];

	map_guest();
	set_up_guest(nr);
	console_print("READY");
	console_read(line, sizeof(line));
	LOAD_CR(0, CR0_HOST_AFP);
	do {
		sd.c = SIE_C_NONE;
		sie_enter(&sd, guest_gpr);
		exits++;
	} while (sd.c == SIE_C_INSN && sd.ipa == 0x8300 && sd.ipb >> 16 == 0x0044);
	LOAD_CR(0, 0);
	console_print("END");
	EXPECT(exits == nr + 1 && sd.c == SIE_C_INSN, "%lu exits of %lu, code %u at %lX", exits, nr,
		sd.c, sd.psw.addr);
}

const struct test tests[] = {TEST(loop), {0}};
