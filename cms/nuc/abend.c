// SPDX-License-Identifier: Apache-2.0
/* Commands that end badly. */
#include "nuc/abend.h"

#include "cmd/xedit.h"
#include "hosted/hosted.h"
#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/console.h"
#include "nuc/disk.h"
#include "nuc/immediate.h"
#include "nuc/kept.h"
#include "nuc/place.h"
#include "nuc/machine.h"
#include "nuc/msg.h"
#include "nuc/session.h"
#include "nuc/stack.h"
#include "nuc/storage.h"
#include "nuc/svc.h"
#include "rexx/rexx.h"

static const char *const names[] = {
	[PGM_OPERATION] = "Operation",
	[PGM_PRIVILEGED] = "Privileged-operation",
	[PGM_EXECUTE] = "Execute",
	[PGM_PROTECTION] = "Protection",
	[PGM_ADDRESSING] = "Addressing",
	[PGM_SPECIFICATION] = "Specification",
	[PGM_DATA] = "Data",
	[0x08] = "Fixed-point-overflow",
	[0x09] = "Fixed-point-divide",
	[0x0A] = "Decimal-overflow",
	[0x0B] = "Decimal-divide",
};

/* Whatever ran is over. */
static void __attribute__((noreturn)) recover(void)
{
	immediate_begin();
	svc_begin();
	session.module = "CMS";
	disk_recover();
	hosted_recover();
	rexx_recover();
	xedit_halted();
	storage_release(NULL);
	kept_recover();
	place_begin();
	stack_clear();
	capture_recover();
	console_recover();
	console_write("CMS");
	restart_loop();
}

void abend_halted(void)
{
	recover();
}

static void type_registers(const struct psw *psw, const uint64_t regs[16])
{
	console_format("PSW  %016lX %016lX", psw->mask, psw->addr);
	for (unsigned i = 0; i < 16; i += 4)
		console_format("R%-2u  %016lX %016lX %016lX %016lX", i, regs[i], regs[i + 1],
			regs[i + 2], regs[i + 3]);
}

void abend_svc(const struct svc_frame *frame)
{
	char number[8], place[24];

	capture_recover();
	str_format(number, sizeof(number), "%u", frame->code);
	str_format(place, sizeof(place), "%08lX", frame->psw.addr);
	msg(MSG_UNKNOWN_SVC, number, place);
	type_registers(&frame->psw, frame->regs);
	recover();
}

void program_check(void)
{
	struct lowcore *low = lowcore();
	unsigned code = low->arch.pgm_code & 0x7F;
	const char *name = code < ARRAY_LEN(names) ? names[code] : NULL;
	uint64_t at = low->arch.pgm_old.addr;
	char number[24], place[24];
	static bool is_again;

	if (is_again) /* while it was told */
		load_psw(PSW_AMODE64 | PSW_WAIT, 0x141);
	is_again = true;
	io_restore(2);
	immediate_begin();
	capture_recover();
	str_format(number, sizeof(number), "Program-%04X", code);
	str_format(place, sizeof(place), "%08lX", at);
	msg(MSG_PROGRAM_CHECK, name ? name : number, place,
		at >= STOR_NUCLEUS && at < STOR_FREE ? "DMSNUC" : "user program");
	type_registers(&low->arch.pgm_old, low->pgm_regs);
	is_again = false;
	recover();
}
