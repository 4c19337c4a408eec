/* SPDX-License-Identifier: Apache-2.0 */
/* What DIAGNOSE X'24' and X'210' tell about a virtual device: class and type codes. */
#ifndef LOGIC_DIAGDEV_H
#define LOGIC_DIAGDEV_H

#include "abi/diag.h"
#include "arch/types.h"

/* Device type classes */
enum {
	DEVCLASS_FBA = 0x01,
	DEVCLASS_SPECIAL = 0x02, /* communication */
	DEVCLASS_DASD = 0x04,
	DEVCLASS_TAPE = 0x08,
	DEVCLASS_OUTPUT = 0x10, /* unit record */
	DEVCLASS_INPUT = 0x20,
	DEVCLASS_GRAPHIC = 0x40,
	DEVCLASS_TERMINAL = 0x80,
};

/* A virtual device, in the terms of SENSE ID; types and models as there, hexadecimal. */
struct diagdev_facts {
	uint16_t devno;
	uint16_t type;  /* X'3215', X'2540', ... */
	uint8_t model;  /* X'2540': 1 reader, 2 punch */
	bool read_only; /* a disk linked so */
	bool has_real;  /* there is a real device behind it: a disk, or a console's terminal */
	uint16_t real_type;
	uint8_t real_model;   /* of a 3270: 2 to 5, by its screen size */
	uint8_t real_feature; /* of a console: its line length */
};

/*
 * Class and type code of a device type. Returns 0, or -E_NOENT for a type that has none: class 0
 * and type 0 then.
 */
int diagdev_code(uint16_t type, uint8_t model, uint8_t *class, uint8_t *code);

/*
 * The answer about dev; NULL: no such device. Returns the condition code: 0 all of it is good, 2
 * there is no real device (its half is 0), 3 no such virtual device (all 0).
 */
int diagdev_build(const struct diagdev_facts *dev, struct diag_device *device);

#endif
