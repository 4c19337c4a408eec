// SPDX-License-Identifier: Apache-2.0
/* CMS begins: storage and interruptions are set up, and it says who it is. */
#include "lib/string.h"
#include "nuc/abend.h"
#include "nuc/console.h"
#include "nuc/cpcall.h"
#include "nuc/device.h"
#include "nuc/disk.h"
#include "nuc/machine.h"
#include "nuc/msg.h"
#include "nuc/session.h"
#include "nuc/storage.h"

#define WAIT_NO_CONSOLE 0x301
#define WAIT_NO_STORAGE 0x302
#define SYSTEM_DISK     0x190
#define OWN_DISK        0x191

extern char data_load[], data_begin[], data_end[], bss_begin[], bss_end[], nucleus_end[];
extern char io_stack_end[], pgm_stack_end[];
extern void entry_io(void), entry_pgm(void), entry_svc(void);

void nucleus_start(void) __attribute__((noreturn));

static void set_up_lowcore(void)
{
	struct lowcore *low = lowcore();
	const struct psw stop = {PSW_AMODE64 | PSW_WAIT, 0xBAD};

	low->arch.ext_new = low->arch.mcck_new = low->arch.restart_new = stop;
	low->arch.svc_new = (struct psw){PSW_AMODE64, (uint64_t)entry_svc};
	low->arch.pgm_new = (struct psw){PSW_AMODE64, (uint64_t)entry_pgm};
	low->arch.io_new = (struct psw){PSW_AMODE64, (uint64_t)entry_io};
	low->io_stack = (uint64_t)io_stack_end - 160;
	low->pgm_stack = (uint64_t)pgm_stack_end - 160;
	LOAD_CR(0, CR0_AFP);
}

/* The disks that a session begins with, as far as they are there. */
static void access_first(void)
{
	session.module = "ACC";
	if (blockdev_kind(SYSTEM_DISK) == BLOCKDEV_CKD && disk_access(SYSTEM_DISK, 'S', 0, true))
		msg(MSG_DEVICE_ERROR, "S", "190");
	if (blockdev_kind(OWN_DISK) != BLOCKDEV_NONE && disk_access(OWN_DISK, 'A', 0, false))
		msg(MSG_DEVICE_ERROR, "A", "191");
	session.module = "CMS";
}

void nucleus_start(void)
{
	memcpy(data_begin, data_load, (size_t)(data_end - data_begin));
	memset(bss_begin, 0, (size_t)(bss_end - bss_begin));
	set_up_lowcore();
	if (!console_open())
		load_psw(PSW_AMODE64 | PSW_WAIT, WAIT_NO_CONSOLE);
	if (!storage_init()) {
		msg(MSG_STORAGE_SMALL);
		load_psw(PSW_AMODE64 | PSW_WAIT, WAIT_NO_STORAGE);
	}
	console_write(CMS_LEVEL);
	console_write("");
	access_first();
	session_begin();
}
