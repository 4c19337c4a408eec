// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE codes. */
#include "nuc/cpcall.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nuc/console.h"

#define TEXT_MAX  240         /* of X'08' */
#define TO_BUFFER 0x40000000u /* X'08': the response goes to a buffer */

uint16_t cp_console(void)
{
	register uint64_t devno asm("2") = 0xFFFFFFFFu;

	asm volatile("diag %0,4,0x24" : "+d"(devno) : : "4", "5", "cc", "memory");
	return (uint16_t)devno;
}

int cp_full_screen(const struct ccw0 *ccw, uint16_t devno)
{
	int cc;

	asm volatile("diag %1,%2,0x58\n ipm %0\n srl %0,28"
		     : "=d"(cc)
		     : "d"((uint64_t)ccw), "d"((uint64_t)devno)
		     : "cc", "memory");
	return cc;
}

bool cp_display_size(uint16_t devno, struct diag_08C *block)
{
	static struct diag_08C answer;
	register uint64_t addr asm("2") = (uint64_t)&answer;
	register uint64_t device asm("3") = devno;

	asm volatile("diag %0,%2,0x8c"
		     : "+d"(addr), "+d"(device)
		     : "d"((uint64_t)sizeof(answer))
		     : "cc", "memory");
	*block = answer;
	return (uint32_t)device == 0;
}

uint64_t cp_storage_size(void)
{
	uint64_t size = 0;

	asm volatile("diag %0,0,0x60" : "+d"(size) : : "cc", "memory");
	return size;
}

void cp_timer(struct diag_270 *timer)
{
	static struct diag_270 block __attribute__((aligned(8)));
	register uint64_t addr asm("2") = (uint64_t)&block;
	register uint64_t len asm("3") = sizeof(block);

	asm volatile("diag %0,%1,0x270" : "+d"(addr), "+d"(len) : : "cc", "memory");
	*timer = block;
}

static ebc8_t command[TEXT_MAX];

static int take_command(const char *text, size_t len)
{
	if (len > TEXT_MAX)
		return -E_RANGE;
	ebc_from_ascii(command, text, len);
	return 0;
}

/* The DIAGNOSE alone, since a call of a function would change the registers. */
static int issue(size_t len)
{
	register uint64_t addr asm("2") = (uint64_t)command;
	register uint64_t flags asm("4") = len;

	asm volatile("diag %1,%0,0x8" : "+d"(flags) : "d"(addr) : "cc", "memory");
	return (int)(uint32_t)flags;
}

static int issue_for_reply(size_t len, char *reply, uint32_t size, uint32_t *reply_len)
{
	register uint64_t addr asm("2") = (uint64_t)command;
	register uint64_t buffer asm("3") = (uint64_t)reply;
	register uint64_t flags asm("4") = len | TO_BUFFER;
	register uint64_t buffer_len asm("5") = size;
	int cc;

	asm volatile("diag %3,%0,0x8\n ipm %1\n srl %1,28"
		     : "+d"(flags), "=d"(cc), "+d"(buffer_len)
		     : "d"(addr), "d"(buffer)
		     : "cc", "memory");
	*reply_len = cc ? size + (uint32_t)buffer_len : (uint32_t)buffer_len;
	return (int)(uint32_t)flags;
}

int cp_command(const char *text, size_t len)
{
	int rc = take_command(text, len);

	console_flush();
	return rc ? rc : issue(len);
}

int cp_command_reply(const char *text, size_t len, char *reply, uint32_t size, uint32_t *reply_len)
{
	int rc = take_command(text, len);

	*reply_len = 0;
	if (rc || !len)
		return rc;
	rc = issue_for_reply(len, reply, size, reply_len);
	for (uint32_t i = 0; i < MIN(*reply_len, size); i++)
		reply[i] = (ebc8_t)reply[i] == EBC_NL ? '\n' : ebc_to_chr((ebc8_t)reply[i]);
	return rc;
}

void cp_userid(char userid[9])
{
	static struct diag_000 block __attribute__((aligned(8)));
	register uint64_t addr asm("2") = (uint64_t)&block;
	register uint64_t len asm("3") = sizeof(block);

	asm volatile("diag %0,%1,0" : "+d"(addr), "+d"(len) : : "cc", "memory");
	ebc_to_ascii(userid, block.userid, 8);
	userid[8] = 0;
	for (unsigned i = 8; i && userid[i - 1] == ' '; i--)
		userid[i - 1] = 0;
}

int cp_device(uint16_t devno, struct diag_device *device)
{
	static struct diag_210 block __attribute__((aligned(8)));
	register uint64_t addr asm("2") = (uint64_t)&block;
	int cc;

	block = (struct diag_210){.devno = be16(devno), .len = be16(sizeof(block))};
	asm volatile("diag %1,0,0x210\n ipm %0\n srl %0,28"
		     : "=d"(cc)
		     : "d"(addr)
		     : "cc", "memory");
	*device = block.device;
	return cc;
}
