// SPDX-License-Identifier: Apache-2.0
/* CMS begins: storage and interruptions are set up, and it says who it is. */
#include "lib/ebcdic.h"
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
void nucleus_resume(void) __attribute__((noreturn));
int saved_here(const ebc8_t *command, ebc8_t *reply, uint64_t flags, uint64_t reply_size);

#define TO_BUFFER 0x40000000u /* DIAGNOSE X'08': the response goes to a buffer */

static ebc8_t command[16], reply[160]; /* of SAVESYS */

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

/* IPL 190 PARM SAVESYS name: the name, up to 8 characters; 0: another PARM, or none. */
static size_t name_to_save(char name[8])
{
	static const char word[] = "SAVESYS ";
	char parm[LOW_IPL_LEN + 1] = "";
	size_t len = 0, at = sizeof(word) - 1;

	ebc_to_ascii(parm, lowcore()->ipl_regs, LOW_IPL_LEN);
	str_upper(parm);
	if (memcmp(parm, word, at) != 0)
		return 0;
	while (len < 8 && parm[at] > ' ' && parm[at] <= '~')
		name[len++] = parm[at++];
	return len;
}

/*
 * Nothing has been learned of the machine yet: whoever IPLs what is saved here begins with that.
 */
static void save_if_wanted(void)
{
	char text[16] = "SAVESYS ";
	size_t len = name_to_save(text + 8);

	if (!len)
		return;
	ebc_from_ascii(command, text, 8 + len);
	(void)saved_here(command, reply, (8 + len) | TO_BUFFER, sizeof(reply) - 1);
}

/* What CP said to SAVESYS. */
static void tell_saved(void)
{
	char line[sizeof(reply)];
	size_t len = 0;

	for (; reply[len] && reply[len] != EBC_NL; len++)
		line[len] = ebc_to_chr(reply[len]);
	line[len] = '\0';
	if (len)
		console_write(line);
}

/* From here on it is the same whether CMS was loaded from its disk or as a saved system. */
static void begin(void) __attribute__((noreturn));
static void begin(void)
{
	if (!console_open())
		load_psw(PSW_AMODE64 | PSW_WAIT, WAIT_NO_CONSOLE);
	tell_saved();
	if (!storage_init()) {
		msg(MSG_STORAGE_SMALL);
		load_psw(PSW_AMODE64 | PSW_WAIT, WAIT_NO_STORAGE);
	}
	console_write(CMS_LEVEL);
	console_write("");
	access_first();
	session_begin();
}

/* A saved system was IPLed. */
void nucleus_resume(void)
{
	begin();
}

void nucleus_start(void)
{
	memcpy(data_begin, data_load, (size_t)(data_end - data_begin));
	memset(bss_begin, 0, (size_t)(bss_end - bss_begin));
	set_up_lowcore();
	save_if_wanted();
	begin();
}
