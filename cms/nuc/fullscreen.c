// SPDX-License-Identifier: Apache-2.0
/* The console as a 3270. */
#include "nuc/fullscreen.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "nuc/console.h"
#include "nuc/cpcall.h"
#include "nuc/immediate.h"
#include "nuc/machine.h"
#include "nuc/storage.h"

#define CMD_DISPLAY 0x19
#define CMD_WRITE   0x29
#define CMD_READ    0x2A

#define CONTROL_CLEAR    0xFF
#define CONTROL_MODIFIED 0x80
#define CCW_LIMIT        0x1000000 /* addresses in format-0 CCWs */

/* Function: the streams, below X'1000000'; NULL: there is no screen. */
static struct buffers {
	uint8_t out[FULLSCREEN_BUF], in[FULLSCREEN_KEYS];
} * buffers;
static struct ccw0 ccw __attribute__((aligned(8)));
static bool is_reading;  /* a READ MODIFIED is on its way */
static bool is_drawing;  /* run() waits for the end of its own program */
static unsigned key_len; /* what it brought, until somebody takes it */

/* Returns the condition code. */
static int start(uint8_t cmd, uint8_t control, const void *addr, unsigned len)
{
	uint32_t at = (uint32_t)(uint64_t)addr;
	int cc;

	ccw = (struct ccw0){.cmd = cmd,
		.addr = {(uint8_t)(at >> 16), (uint8_t)(at >> 8), (uint8_t)at},
		.flags = CCW_SLI,
		.control = control,
		.count = be16((uint16_t)len)};
	cc = cp_full_screen(&ccw, cp_console());
	console_device.is_busy = cc == 0;
	return cc;
}

/* ---- In the interruption handler ----------------------------------------- */

bool fullscreen_attention(void)
{
	if (!buffers)
		return false;
	is_reading = start(CMD_READ, CONTROL_MODIFIED, buffers->in, FULLSCREEN_KEYS) == 0;
	return is_reading;
}

void fullscreen_ended(void)
{
	const struct scsw *scsw = &console_device.irb.scsw;

	if (!is_reading)
		return;
	is_reading = false;
	if (!buffers || scsw->dstat != DSTAT_END || buffers->in[0] == AID_NONE)
		console_start_read(); /* no key: a line */
	else
		key_len = FULLSCREEN_KEYS - MIN(be16_get(scsw->count), (uint16_t)FULLSCREEN_KEYS);
}

bool fullscreen_is_drawing(void)
{
	return is_drawing;
}

/* ---- Outside ------------------------------------------------------------- */

/* How the program ended. */
static int status(void)
{
	if (console_device.irb.scsw.dstat == DSTAT_END && !console_device.irb.scsw.cstat)
		return 0;
	return console_device.irb.ecw[0] & SENSE_COMMAND_REJECT          ? -E_PERM
	       : console_device.irb.ecw[0] & SENSE_INTERVENTION_REQUIRED ? -E_NODEV
									 : -E_IO;
}

/* Runs a program to its end; status of what was before is taken. I/O interruptions off. */
static int run(uint8_t cmd, uint8_t control, const void *addr, unsigned len)
{
	int cc, rc;

	for (;;) {
		console_stop_read();
		while (console_device.is_busy)
			wait_interruption();
		cc = start(cmd, control, addr, len);
		if (cc == 0)
			break;
		if (cc == 3)
			return -E_NODEV;
		wait_interruption();
	}
	is_drawing = true;
	while (console_device.is_busy)
		wait_interruption();
	is_drawing = false;
	rc = status();
	console_look();
	return rc;
}

int fullscreen_open(void)
{
	uint8_t old;
	int rc;

	console_flush();
	if (buffers)
		return 0;
	buffers = stor_get(sizeof(*buffers));
	if (!buffers)
		return -E_NOMEM;
	if ((uint64_t)buffers + sizeof(*buffers) > CCW_LIMIT) {
		stor_put(buffers, sizeof(*buffers));
		buffers = NULL;
		return -E_NOMEM;
	}
	old = io_disable();
	key_len = 0;
	buffers->out[0] = 0x40;
	rc = run(CMD_WRITE, FULLSCREEN_ERASE, buffers->out, 1);
	if (rc)
		fullscreen_close();
	io_restore(old);
	return rc;
}

void fullscreen_close(void)
{
	uint8_t old = io_disable();

	if (buffers) {
		run(CMD_DISPLAY, CONTROL_CLEAR, buffers->out, 1);
		stor_put(buffers, sizeof(*buffers));
		buffers = NULL;
		key_len = 0;
	}
	io_restore(old);
}

void fullscreen_size(unsigned *rows, unsigned *cols)
{
	struct diag_08C block;

	*rows = 24;
	*cols = 80;
	if (!cp_display_size(cp_console(), &block))
		return;
	*rows = be16_get(block.rows);
	*cols = be16_get(block.cols);
}

uint8_t *fullscreen_buf(void)
{
	return buffers ? buffers->out : NULL;
}

int fullscreen_write(uint8_t control, unsigned len)
{
	uint8_t old = io_disable();
	int rc = buffers ? run(CMD_WRITE, control, buffers->out, len) : -E_NODEV;

	io_restore(old);
	return rc;
}

unsigned fullscreen_wait(const uint8_t **data)
{
	uint8_t old = io_disable();
	unsigned len;

	while (buffers && !key_len && !console_has_line()) {
		wait_interruption();
		immediate_obey();
	}
	len = key_len;
	key_len = 0;
	*data = buffers ? buffers->in : NULL;
	io_restore(old);
	return len;
}
