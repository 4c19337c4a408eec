/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real printers and punches: each that was started takes files of its classes out of all users'
 * printer or punch queues, the oldest first, prints them and purges them. They begin drained.
 */
#ifndef NUCLEUS_REALPRINTER_H
#define NUCLEUS_REALPRINTER_H

#include "nucleus/rdev.h"

#define PRINTER_CLASSES_MAX 8

/* A printer or punch was found. A task. */
void realprinter_arrived(struct rdev *rdev);
void realprinter_init(void);

/* Is it one that can be started? */
bool realprinter_is(const struct rdev *rdev);

/* START: it takes files of these classes ("*": all; "": as before). */
void realprinter_start(struct rdev *rdev, const char *classes);
/* DRAIN: it stops when the file that it prints is done. */
void realprinter_drain(struct rdev *rdev);
/* FLUSH: the file that it prints ends here; with hold it stays, in USER hold. False: it prints
 * none. */
bool realprinter_flush(struct rdev *rdev, bool hold);

/* What it does, for displays: "DRAINED", "STARTED CLASS A", "PRINTING FILE 0012 OF LINUX1". */
void realprinter_state(const struct rdev *rdev, char *buf, size_t size);

/* A file in a queue has changed. Spool lock held. */
void realprinter_look(void);

#endif
