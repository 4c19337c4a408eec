/* SPDX-License-Identifier: Apache-2.0 */
/* RDEV: a real device, and real I/O. */
#ifndef NUCLEUS_RDEV_H
#define NUCLEUS_RDEV_H

#include "arch/ccw.h"
#include "arch/scsw.h"
#include "lib/list.h"
#include "mach/lock.h"
#include "nucleus/task.h"

enum rdev_class { RDEV_UNKNOWN, RDEV_GRAPHIC, RDEV_TYPEWRITER, RDEV_READER, RDEV_PUNCH, RDEV_PRINTER, RDEV_DASD };

/* How one channel program ended. */
struct rdev_status {
	uint8_t cc;    /* START SUBCHANNEL's: 0, or 3: the device is gone */
	uint8_t dstat; /* DSTAT_* of all statuses together */
	uint8_t cstat;
	uint16_t count; /* residual */
	uint32_t ccw;	/* address behind the last CCW that was used */
	uint8_t sense[32]; /* with unit check */
};

/*
 * Function:      a real device
 * Located by:    rdev_find, rdev_next; the subchannel's interruption parameter
 * Created by:    rdev_init (all subchannels are sensed at start-up), a channel report
 * Deleted by:    never: when its device goes it is marked, and used again when one comes
 * Serialized by: the rdev lock
 */
struct rdev {
	uint32_t schid; /* subsystem-identification word */
	uint16_t devno;
	uint8_t chpid; /* its channel path: the emulator gives a device one */
	uint8_t class;	/* enum rdev_class */
	uint16_t cu_type, dev_type; /* SENSE ID */
	uint8_t cu_model, dev_model;
	uint16_t nr; /* interruption parameter */
	bool gone;   /* the device is no longer in the machine; who runs a program hears -E_NODEV */
	bool offline; /* VARY OFFLINE: as if it were gone */

	struct lock lock;
	bool busy;		   /* a channel program runs */
	bool frozen;		   /* none is started for a moment: nucleus/rdev_path.h */
	struct event done;	   /* posted at its end */
	/* Instead, of who uses rdev_start: called in the dispatcher, no locks held. May be NULL. */
	void (*ended)(struct rdev *rdev);
	struct rdev_status status; /* of the last one */
	/* Unsolicited status (attention, device end): called in the dispatcher, no locks held. May be NULL. */
	void (*unsolicited)(struct rdev *rdev, uint8_t dstat);
	void *owner; /* of who set `unsolicited` */
};

/* Finds, senses and enables all devices. At start-up, one CPU, before any interruption is taken. */
void rdev_init(void);

/*
 * How floors above hear of devices that come (also by VARY ONLINE, then not is_new; those found at
 * start-up are not told) and go. In a task, no locks held.
 */
struct rdev_ops {
	void (*arrived)(struct rdev *rdev, bool is_new);
	void (*gone)(struct rdev *rdev);
};
void rdev_set_ops(const struct rdev_ops *ops);

/* "GRAF", "DASD": the class as QUERY shows it. */
const char *rdev_class_name(const struct rdev *rdev);

/*
 * VARY ONLINE or OFFLINE. Who uses the device was asked before. False: it was so already. Tasks only, no
 * locks held.
 */
bool rdev_vary(struct rdev *rdev, bool online);

/* Devices that are in the machine, also offline ones. NULL: there is none. */
struct rdev *rdev_find(uint16_t devno);
/* The device after `rdev` (NULL: the first) in order of subchannels; NULL at the end. */
struct rdev *rdev_next(struct rdev *rdev);

/*
 * Runs a channel program (format-1 CCWs; they and their data below 2 GiB, in CP's storage) and waits for
 * its end. Returns 0 when it ended with channel and device end only (length checks suppressed by the
 * CCWs' SLI), -E_NODEV when the device is gone or wants intervention, -E_IO for anything else: look at
 * rdev->status. One at a time: the caller owns the device. Tasks only.
 */
int rdev_run(struct rdev *rdev, struct ccw1 *program) MUST_CHECK;

/*
 * The same without waiting; rdev->ended is set, flags are ORB_* to add. Returns 0: it has ended already,
 * see rdev->status (status.cc 3: the device is gone); -E_AGAIN: rdev->ended(rdev) will be called. Any
 * context; locks above DISPATCH may be held.
 */
int rdev_start(struct rdev *rdev, struct ccw1 *program, uint32_t flags) MUST_CHECK;

/*
 * After -E_AGAIN: looks whether it has ended. RDEV_ENDED: yes, see rdev->status, and rdev->ended is not
 * called; RDEV_ENDS: another CPU has seen it, and calls rdev->ended. As rdev_start.
 */
enum rdev_poll { RDEV_RUNS, RDEV_ENDED, RDEV_ENDS };
enum rdev_poll rdev_poll(struct rdev *rdev) MUST_CHECK;

/* Ends what runs on the device as well as can be; its status will say so. Dispatcher or task. */
void rdev_clear(struct rdev *rdev);

/*
 * The end of the system: clears all subchannels and takes their status, so that whoever comes next finds them
 * idle. Nobody uses a device any more. A task.
 */
void rdev_clear_all(void);

/* For the dispatcher. */
void rdev_interruption(void);
void rdev_machine_check(void);

#endif
