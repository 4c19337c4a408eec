// SPDX-License-Identifier: Apache-2.0
/*
 * Sense bytes of the virtual 3390: 32, of which the first 24 are in the form of old, as byte 27
 * says. Linux's error recovery goes by bytes 0 to 2 and 7.
 */
#include "logic/eckd/internal.h"

#include "lib/err.h"

static void fill(struct eckd *eckd, uint8_t sense1, uint8_t message)
{
	uint16_t cyl = (uint16_t)(eckd->track / CKD_3390_HEADS);
	uint8_t head = eckd->track % CKD_3390_HEADS;
	uint8_t *sense = eckd->dev.sense;

	sense[1] = sense1;
	/* Bytes 5 and 6 have twelve bits for the cylinder. */
	sense[5] = cyl > 4095 ? 0xff : (uint8_t)cyl;
	sense[6] = cyl > 4095 ? 0xff : (uint8_t)(cyl >> 8 << 4 | head);
	sense[ECKD_SENSE_MESSAGE] = message;
	sense[ECKD_SENSE_COMPATIBLE] = 0x80;
	sense[ECKD_SENSE_CYL] = (uint8_t)(cyl >> 8);
	sense[ECKD_SENSE_CYL + 1] = (uint8_t)cyl;
	sense[ECKD_SENSE_HEAD] = head;
}

void eckd_sense(struct eckd *eckd, struct chan_prog *io, uint8_t sense0, uint8_t sense1)
{
	fill(eckd, sense1, 0);
	chan_check(io, sense0);
}

void eckd_reject(struct eckd *eckd, struct chan_prog *io, enum eckd_message message)
{
	fill(eckd, 0, (uint8_t)message);
	chan_check(io, SENSE_COMMAND_REJECT);
}

void eckd_fail(struct eckd *eckd, struct chan_prog *io, int rc)
{
	switch (rc) {
	case -E_NODEV: return eckd_sense(eckd, io, SENSE_INTERVENTION_REQUIRED, 0);
	case -E_PERM: return eckd_sense(eckd, io, SENSE_COMMAND_REJECT, CKD_SENSE1_WRITE_INHIBITED);
	case -E_FORMAT:
	case -E_FULL: return eckd_sense(eckd, io, 0, CKD_SENSE1_INVALID_TRACK);
	case -E_NOENT: return eckd_sense(eckd, io, 0, CKD_SENSE1_NO_RECORD_FOUND);
	case -E_NOMEM: return eckd_sense(eckd, io, SENSE_EQUIPMENT_CHECK, 0);
	default: return eckd_sense(eckd, io, SENSE_EQUIPMENT_CHECK, CKD_SENSE1_PERMANENT);
	}
}
