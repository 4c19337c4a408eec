// SPDX-License-Identifier: Apache-2.0
/* Devices of a bare guest: the instructions, one program at a time, the console. */
#include "bare.h"

#define IO_WRAPPER(name, text)                                                                     \
	int io_##name(uint32_t ssid)                                                               \
	{                                                                                          \
		register uint64_t reg1 asm("1") = ssid;                                            \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(text "\n ipm %0\n srl %0,28"                                          \
			     : "=d"(cc)                                                            \
			     : "d"(reg1)                                                           \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}

#define IO_WRAPPER_OPERAND(name, type)                                                             \
	int io_##name(uint32_t ssid, type *operand)                                                \
	{                                                                                          \
		register uint64_t reg1 asm("1") = ssid;                                            \
		int cc;                                                                            \
                                                                                                   \
		asm volatile(#name " 0(%2)\n ipm %0\n srl %0,28"                                   \
			     : "=d"(cc)                                                            \
			     : "d"(reg1), "a"(operand)                                             \
			     : "cc", "memory");                                                    \
		return cc;                                                                         \
	}

IO_WRAPPER(csch, "csch")
IO_WRAPPER(hsch, "hsch")
IO_WRAPPER(xsch, "xsch")
IO_WRAPPER(rsch, "rsch")
IO_WRAPPER_OPERAND(stsch, struct schib)
IO_WRAPPER_OPERAND(msch, const struct schib)
IO_WRAPPER_OPERAND(ssch, const struct orb)
IO_WRAPPER_OPERAND(tsch, struct irb)

uint32_t io_find(uint16_t devno)
{
	struct schib schib __attribute__((aligned(8)));

	for (uint32_t ssid = SSID_ONE; io_stsch(ssid, &schib) == 0; ssid++)
		if ((be16_get(schib.pmcw.flags) & PMCW_V) && be16_get(schib.pmcw.devno) == devno)
			return ssid;
	return 0;
}

int io_enable(uint32_t ssid, uint8_t isc)
{
	struct schib schib __attribute__((aligned(8)));
	int cc = io_stsch(ssid, &schib);

	if (cc)
		return cc;
	schib.pmcw.flags =
		be16((uint16_t)((be16_get(schib.pmcw.flags) & ~PMCW_ISC) | isc << 11 | PMCW_E));
	return io_msch(ssid, &schib);
}

static bool has_ended(const struct irb *irb)
{
	uint32_t ctl = be32_get(irb->scsw.ctl);

	return (ctl & SCSW_FC_START) &&
	       !(ctl & (SCSW_AC_START_PENDING | SCSW_AC_SCH_ACTIVE | SCSW_AC_DEV_ACTIVE));
}

int io_run(uint32_t ssid, const struct ccw1 *ccw, struct irb *irb)
{
	const struct orb orb __attribute__((aligned(8))) = {
		.flags = be32(ORB_FORMAT | 0x8000), .ccw = be32((uint32_t)(uint64_t)ccw)};
	int cc = io_ssch(ssid, &orb);

	if (cc)
		return cc;
	for (unsigned i = 0; i < 100; i++) {
		struct exec e = {0};
		struct irb now __attribute__((aligned(8)));

		if (!exec_wait(&e, PSW_IO, 10000) && i > 10)
			return -1;
		if (io_tsch(ssid, &now) == 0) {
			*irb = now;
			if (has_ended(&now))
				return 0;
		}
	}
	return -1;
}

/* ---- The console ---------------------------------------------------------------- */

#define CON_WRITE 0x09
#define CON_READ  0x0A
#define LINE_MAX  130

void console_print(const char *format, ...)
{
	static ebc8_t line[LINE_MAX];
	static struct ccw1 ccw __attribute__((aligned(8)));
	char text[LINE_MAX + 1];
	struct irb irb;
	va_list args;
	int len;

	va_start(args, format);
	len = str_vformat(text, sizeof(text), format, args);
	va_end(args);
	len = MIN(len, LINE_MAX);
	ebc_from_ascii(line, text, (size_t)len);
	ccw = (struct ccw1){.cmd = CON_WRITE,
		.flags = CCW_SLI,
		.count = be16((uint16_t)len),
		.addr = be32((uint32_t)(uint64_t)line)};
	io_run(io_find(CONSOLE_DEVNO), &ccw, &irb);
}

size_t console_read(char *line, size_t size)
{
	static ebc8_t input[LINE_MAX];
	static struct ccw1 ccw __attribute__((aligned(8)));
	struct irb irb;
	size_t len;

	ccw = (struct ccw1){.cmd = CON_READ,
		.flags = CCW_SLI,
		.count = be16(LINE_MAX),
		.addr = be32((uint32_t)(uint64_t)input)};
	while (io_run(io_find(CONSOLE_DEVNO), &ccw, &irb) != 0)
		;
	len = MIN((size_t)LINE_MAX - be16_get(irb.scsw.count), size - 1);
	ebc_to_ascii(line, input, len);
	line[len] = 0;
	return len;
}
