/* SPDX-License-Identifier: Apache-2.0 */
/* What DIAGNOSE X'24' and X'210' tell about a virtual device. */
#include "logic/diagdev.h"

#include "lib/err.h"
#include "lib/string.h"

#define ANY_MODEL 0

static const struct {
	uint16_t type;
	uint8_t model, class, code;
} codes[] = {
	{0x3215, ANY_MODEL, DEVCLASS_TERMINAL, 0x00},
	{0x1052, ANY_MODEL, DEVCLASS_TERMINAL, 0x00},
	{0x3270, ANY_MODEL, DEVCLASS_GRAPHIC, 0x01},
	{0x3278, ANY_MODEL, DEVCLASS_GRAPHIC, 0x01},
	{0x3279, ANY_MODEL, DEVCLASS_GRAPHIC, 0x01},
	{0x3277, ANY_MODEL, DEVCLASS_GRAPHIC, 0x04},
	{0x2540, 1, DEVCLASS_INPUT, 0x82},
	{0x2540, 2, DEVCLASS_OUTPUT, 0x82},
	{0x3505, ANY_MODEL, DEVCLASS_INPUT, 0x84},
	{0x3525, ANY_MODEL, DEVCLASS_OUTPUT, 0x84},
	{0x1403, ANY_MODEL, DEVCLASS_OUTPUT, 0x41},
	{0x3211, ANY_MODEL, DEVCLASS_OUTPUT, 0x42},
	{0x3390, ANY_MODEL, DEVCLASS_DASD, 0x82},
	{0x3088, ANY_MODEL, DEVCLASS_SPECIAL, 0x80},
	{0x9336, ANY_MODEL, DEVCLASS_FBA, 0x40},
};

int diagdev_code(uint16_t type, uint8_t model, uint8_t *class, uint8_t *code)
{
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		if (codes[i].type != type || (codes[i].model && codes[i].model != model))
			continue;
		*class = codes[i].class;
		*code = codes[i].code;
		return 0;
	}
	*class = *code = 0;
	return -E_NOENT;
}

int diagdev_build(const struct diagdev_facts *dev, struct diag_device *device)
{
	memset(device, 0, sizeof(*device));
	if (!dev)
		return 3;
	diagdev_code(dev->type, dev->model, &device->vclass, &device->vtype);
	if (dev->read_only)
		device->vflags |= DIAG210_READ_ONLY;
	if (!dev->has_real)
		return 2;
	diagdev_code(dev->real_type, dev->real_model, &device->rclass, &device->rtype);
	device->rmodel = dev->real_model;
	device->rfeat = dev->real_feature;
	return 0;
}
