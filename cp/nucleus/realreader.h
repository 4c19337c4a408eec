/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real card readers: how files come into the system. A deck is a first card that says whose it
 * is (logic/spool/deck.h) and the cards of one file for that user's virtual reader.
 */
#ifndef NUCLEUS_REALREADER_H
#define NUCLEUS_REALREADER_H

/*
 * Reads what lies in the readers, and from then on whatever a device end announces. After
 * rdev_init, when tasks can run.
 */
void realreader_init(void);

struct rdev;

/* A reader was added to the machine, or varied online. Tasks. */
void realreader_arrived(struct rdev *rdev);

#endif
