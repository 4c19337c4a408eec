/* SPDX-License-Identifier: Apache-2.0 */
/* Devices: one channel program at a time on each, waited for. */
#ifndef NUC_DEVICE_H
#define NUC_DEVICE_H

#include "arch/ccw.h"
#include "arch/scsw.h"

/* Function: a device that the nucleus drives. Lives as long as the nucleus. */
struct device {
	uint32_t ssid;  /* 0: there is none */
	bool is_busy;   /* its program has not ended */
	struct irb irb; /* how it ended */
	/* Called by the interruption handler: the program ended (is_attention false) or not. */
	void (*interruption)(struct device *device, bool is_attention);
	struct device *next;
};

/* Finds the subchannel of a device number and enables it. False: there is none. */
bool device_open(struct device *device, uint16_t devno);

/* The device is forgotten. */
void device_close(struct device *device);

/* All devices but one are forgotten: what used them has ended. */
void device_close_others(struct device *device);

/*
 * Starts a program of format-1 CCWs on a device that is not busy. Returns the condition code of
 * START SUBCHANNEL.
 */
int device_start(struct device *device, const struct ccw1 *ccw);

/* Ends the program of a busy device: the interruption for it comes then. */
void device_halt(struct device *device);

/* Waits, without executing anything, until the device's program has ended. */
void device_wait(struct device *device);

/* Both; true: channel end and device end, nothing else. */
bool device_run(struct device *device, const struct ccw1 *ccw);

/* The handler of I/O interruptions, for entry_io. */
void io_interruption(void);

#endif
