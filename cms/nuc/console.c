// SPDX-License-Identifier: Apache-2.0
/* The console, a 3215. */
#include "nuc/console.h"

#include "lib/ebcdic.h"
#include "lib/string.h"
#include "nuc/capture.h"
#include "nuc/cpcall.h"
#include "nuc/fullscreen.h"
#include "nuc/immediate.h"
#include "nuc/machine.h"
#include "nuc/stack.h"

#define CMD_WRITE_CR 0x09
#define CMD_READ     0x0A
#define QUEUE_MAX    16   /* lines that wait */
#define BATCH        1024 /* characters that go out at once */

struct device console_device;
static struct ccw1 ccw __attribute__((aligned(8)));
static ebc8_t out[BATCH], in[CONSOLE_LINE];
static uint16_t out_len;              /* lines in out, parted by X'15', that were not written yet */
static bool is_reading, is_attention; /* a line is on its way; one was announced */

static char queue[QUEUE_MAX][CONSOLE_LINE + 1];
static unsigned first, count;

/* ---- Input: all of this runs in the interruption handler, or with interruptions off ---------- */

void console_start_read(void)
{
	ccw = (struct ccw1){.cmd = CMD_READ,
		.flags = CCW_SLI,
		.count = be16(CONSOLE_LINE),
		.addr = be32((uint32_t)(uint64_t)in)};
	is_reading = device_start(&console_device, &ccw) == 0;
}

static void line_came(void)
{
	unsigned len = CONSOLE_LINE - MIN(be16_get(console_device.irb.scsw.count), CONSOLE_LINE);
	char *line = queue[(first + count) % QUEUE_MAX];
	char text[CONSOLE_LINE + 1];

	if (console_device.irb.scsw.dstat != DSTAT_END)
		return;
	ebc_to_ascii(text, in, len);
	text[len] = 0;
	if (immediate_command(text) || count == QUEUE_MAX)
		return;
	memcpy(line, text, len + 1);
	count++;
}

void console_look(void)
{
	if (!is_attention || console_device.is_busy || fullscreen_is_drawing())
		return;
	is_attention = false;
	if (!fullscreen_attention())
		console_start_read();
}

static void interruption(struct device *console, bool attention)
{
	is_attention |= attention;
	if (is_reading && !console->is_busy) {
		is_reading = false;
		line_came();
	}
	if (!console->is_busy)
		fullscreen_ended();
	console_look();
}

void console_read(char line[CONSOLE_LINE + 1], bool is_prompt)
{
	uint8_t old;

	if (stack_take(line, CONSOLE_LINE + 1))
		return;
	console_flush();
	old = io_disable();
	while (!count) {
		if (is_prompt && !console_device.is_busy)
			console_start_read();
		wait_interruption();
		immediate_obey();
	}
	str_copy(line, queue[first], CONSOLE_LINE + 1);
	first = (first + 1) % QUEUE_MAX;
	count--;
	io_restore(old);
}

bool console_has_line(void)
{
	return count > 0;
}

/* Who waits for a key, or draws, cannot while the device waits for a line. */
void console_stop_read(void)
{
	while (is_reading && console_device.is_busy) {
		device_halt(&console_device);
		wait_interruption();
	}
}

void console_forget(void)
{
	uint8_t old = io_disable();

	count = 0;
	io_restore(old);
}

void console_recover(void)
{
	uint8_t old = io_disable();

	count = 0;
	out_len = 0;
	fullscreen_close();
	device_close_others(&console_device);
	io_restore(old);
}

/* ---- Output -------------------------------------------------------------- */

/* The device may be reading a line, or have an attention that nobody took yet. */
static void write_start(uint16_t len)
{
	for (;;) {
		while (console_device.is_busy)
			wait_interruption();
		ccw = (struct ccw1){.cmd = CMD_WRITE_CR,
			.flags = CCW_SLI,
			.count = be16(len),
			.addr = be32((uint32_t)(uint64_t)out)};
		if (device_start(&console_device, &ccw) != 1)
			return;
		wait_interruption();
	}
}

void console_flush(void)
{
	uint8_t old = io_disable();

	if (out_len && immediate_is_typing()) {
		write_start(out_len);
		while (console_device.is_busy)
			wait_interruption();
	}
	out_len = 0;
	io_restore(old);
}

static void put_piece(const char *text, size_t len)
{
	if (out_len + len + 2 > sizeof(out))
		console_flush();
	if (out_len)
		out[out_len++] = EBC_NL;
	if (len)
		ebc_from_ascii(out + out_len, text, len);
	else
		out[out_len] = EBC_BLANK;
	out_len += (uint16_t)MAX(len, 1);
}

void console_put(const char *text)
{
	size_t left = strlen(text);

	immediate_obey();
	if (capture_line(text))
		return;
	do {
		size_t len = MIN(left, CONSOLE_LINE);

		put_piece(text, len);
		text += len;
		left -= len;
	} while (left);
}

void console_write(const char *text)
{
	console_put(text);
	console_flush();
	immediate_obey();
}

void console_format(const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	str_vformat(line, sizeof(line), format, args);
	va_end(args);
	console_write(line);
}

bool console_open(void)
{
	static const char make_3215[] = "TERMINAL CONMODE 3215";
	char reply[64];
	uint32_t len;

	/* Whatever it was until now. */
	cp_command_reply(make_3215, sizeof(make_3215) - 1, reply, sizeof(reply), &len);
	console_device.interruption = interruption;
	return device_open(&console_device, cp_console());
}
