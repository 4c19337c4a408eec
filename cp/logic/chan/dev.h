/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channel-program interpreter, seen by a virtual device.
 *
 * A device embeds struct chan_dev in its own struct and is called once for each command:
 *
 *	static void demo_command(struct chan_dev *dev, struct chan_prog *io)
 *	{
 *		struct demo *demo = CONTAINER_OF(dev, struct demo, dev);
 *		ebc8_t card[80];
 *
 *		switch (chan_cmd(io)) {
 *		case 0x01: // punch: what the program has, at most 80 bytes
 *			demo_punch(demo, card, chan_get(io, card, sizeof(card)));
 *			return chan_end(io, DSTAT_END);
 *		case 0x02: // read
 *			if (!demo_next(demo, card))
 *				return; // not now: chan_wake, then demo_resume is called
 *			chan_put(io, card, sizeof(card)); // a shorter CCW: incorrect length
 *			return chan_end(io, DSTAT_END);
 *		default:
 *			return chan_reject(io);
 *		}
 *	}
 *
 * Data chaining, IDAWs, skipping, storage keys and length checks are the interpreter's.
 * NO-OPERATION, BASIC SENSE and SENSE ID are answered for every device and never reach it.
 */
#ifndef LOGIC_CHAN_DEV_H
#define LOGIC_CHAN_DEV_H

#include "arch/ccw.h"
#include "arch/types.h"

struct chan_dev;
struct chan_prog;

struct chan_dev_ops {
	/*
	 * A command was accepted; chan_cmd tells which. Transfers data, then ends it with chan_end,
	 * chan_check or chan_reject, or returns without: then the command stays the device's, and
	 * resume is called after chan_wake (or at once after chan_yield).
	 */
	void (*command)(struct chan_dev *dev, struct chan_prog *io);
	/* Goes on with such a command: try again. May be NULL if command always ends. */
	void (*resume)(struct chan_dev *dev, struct chan_prog *io);
	/* Such a command was cut off: forget it. io is not to be used any more. May be NULL. */
	void (*halt)(struct chan_dev *dev);
	/* A new channel program begins: forget what lasts for one program. May be NULL. */
	void (*begin)(struct chan_dev *dev);
	/* A channel program is over, however it ended: let go what was held for it. May be NULL. */
	void (*end)(struct chan_dev *dev);
	/* System or selective reset: as after power-on, but data is kept. May be NULL. */
	void (*reset)(struct chan_dev *dev);
};

struct chan_dev {
	const struct chan_dev_ops *ops;
	const void *id;    /* answer to SENSE ID: a struct sense_id, or 8 bytes and CIWs */
	uint8_t id_len;    /* bytes of it */
	uint8_t sense_len; /* sense bytes that the device has, 1 to SENSE_MAX */
	uint8_t sense[SENSE_MAX];
};

/* The command code, X'01' to X'FF'. */
uint8_t chan_cmd(const struct chan_prog *io);

/* Byte 5 of its format-0 CCW, in which programs of DIAGNOSE X'58' say more; 0 with format 1. */
uint8_t chan_control(const struct chan_prog *io);

/*
 * True if the current CCW has command chaining: another command follows in this program.
 */
bool chan_is_chaining(const struct chan_prog *io);

/*
 * Takes the next len bytes of the program's data into buf. Returns how many there were: fewer when
 * the program's counts are used up (the rest of buf is as it was), or after a check
 * (chan_has_failed). A device that needs exactly len bytes calls chan_long when it got fewer.
 */
uint32_t chan_get(struct chan_prog *io, void *buf, uint32_t len);

/* As chan_get, from the current CCW only, and without taking them: chan_get or chan_skip comes
 * after. */
uint32_t chan_peek(struct chan_prog *io, void *buf, uint32_t len);

/* Moves on by len bytes without transferring them. Returns how many there were. */
uint32_t chan_skip(struct chan_prog *io, uint32_t len);

/*
 * Gives the program len bytes. Returns how many it took; fewer when its counts are used up, which
 * is an incorrect length (chan_long is implied), or after a check (chan_has_failed).
 */
uint32_t chan_put(struct chan_prog *io, const void *buf, uint32_t len);

/*
 * Gives the program a whole frame of 4096 bytes by mapping it, if the next 4096 bytes of its data
 * area are one aligned page and storage can map. False: nothing happened, use chan_put.
 */
bool chan_put_frame(struct chan_prog *io, void *frame);

/* The device had more data, or wanted more, than the program's counts allow: incorrect length. */
void chan_long(struct chan_prog *io);

/*
 * True when a program, protection or data check ended the data transfer. The device must then not
 * take what it got for a whole record; it ends the command as usual.
 */
bool chan_has_failed(const struct chan_prog *io);

/*
 * Ends the command with device status dstat (DSTAT_*; DSTAT_END when all is well). With
 * DSTAT_STATUS_MODIFIER the next CCW is jumped over. Ignored if the command was ended before.
 */
void chan_end(struct chan_prog *io, uint8_t dstat);

/*
 * Ends the command with channel end, device end and unit check, and leaves sense byte 0; the device
 * may set further sense bytes before. chan_reject is that with command reject.
 */
void chan_check(struct chan_prog *io, uint8_t sense0);
void chan_reject(struct chan_prog *io);

/* Before returning with a command that is not ended: call resume as soon as others had their turn.
 */
void chan_yield(struct chan_prog *io);

#endif
