// SPDX-License-Identifier: Apache-2.0
/*
 * What the virtual 3390 tells about itself and its control unit, path groups, and RESERVE.
 *
 * Linux asks for all of it when it sets a disk online; what it does with refusals depends on sense
 * byte 7, so each is the one that it takes for "not installed".
 */
#include "logic/eckd/internal.h"

#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

/* ---- Characteristics */

/* Model by size, as 3390s were made, with the codes that go with it. */
static const struct {
	uint16_t nr_cyls;
	uint8_t model, unit_type;
} models[] = {
	{CKD_3390_CYLS_1, 0x02, 0x26},
	{CKD_3390_CYLS_2, 0x06, 0x27},
	{CKD_3390_CYLS_3, 0x0a, 0x24},
	{CKD_3390_CYLS_MAX, 0x0c, 0x32},
};

static unsigned model_of(uint32_t nr_cyls)
{
	unsigned i = 0;

	while (i + 1 < ARRAY_LEN(models) && nr_cyls > models[i].nr_cyls)
		i++;
	return i;
}

uint8_t eckd_model(uint32_t nr_cyls)
{
	return models[model_of(nr_cyls)].model;
}

void eckd_characteristics(struct eckd *eckd, struct chan_prog *io)
{
	uint32_t nr_cyls = eckd->nr_tracks / CKD_3390_HEADS;
	uint8_t type = models[model_of(nr_cyls)].unit_type;
	struct eckd_characteristics answer = {
		.cu_type = be16(ECKD_CU_TYPE),
		.cu_model = ECKD_CU_MODEL_6,
		.dev_type = be16(CKD_3390_TYPE),
		.dev_model = eckd_model(nr_cyls),
		.facilities = be32(ECKD_FACILITY_READ_TRACK | ECKD_FACILITY_READ_DATA),
		.dev_class = 0x20,
		.unit_type = type,
		.nr_cyls = be16((uint16_t)nr_cyls),
		.nr_heads = be16(CKD_3390_HEADS),
		.nr_sectors = CKD_3390_SECTORS,
		.track_len = {0, CKD_3390_TRACK >> 8, CKD_3390_TRACK & 0xff},
		.home_len = be16(CKD_3390_HOME),
		.formula = 2,
		.factors = {34, 19, 9, 6, 116},
		.mdr_id = type,
		.obr_id = type,
		.cu_code = 0x15,
		.read_trackset = 2,
		.r0_len = be16(CKD_3390_R0),
		.trackset_size = 1,
		.factor6 = 6,
		.sector_factors = be16(0x7708),
		.buffer_limits = {0x0f, 0x00, 0x7f},
		.real_cu_code = 0x15,
		.real_dev_code = 0xff,
	};

	chan_put(io, &answer, sizeof(answer));
	eckd_good(eckd, io, DSTAT_END);
}

static void fill_ned(
	const struct eckd *eckd, struct eckd_ned *ned, const char *type_nr, const char *model)
{
	ned->flags = ECKD_NED | ECKD_NED_SERIAL;
	ebc_from_ascii(ned->type_nr, type_nr, sizeof(ned->type_nr));
	ebc_from_ascii(ned->model, model, sizeof(ned->model));
	ebc_from_ascii(ned->maker, "HRC", sizeof(ned->maker));
	ebc_from_ascii(ned->plant, "SW", sizeof(ned->plant));
	memcpy(ned->sequence, eckd->identity.serial, sizeof(ned->sequence));
	ned->unit_addr = eckd->identity.unit_addr;
}

void eckd_configuration(struct eckd *eckd, struct chan_prog *io)
{
	union {
		struct {
			struct eckd_ned device, unit;
			struct eckd_minidisk_neq minidisk;
		};
		struct eckd_neq element[ECKD_CONFIG_LEN / sizeof(struct eckd_neq)];
	} answer;
	struct eckd_neq *last = &answer.element[ARRAY_LEN(answer.element) - 1];
	char model[4];

	memset(&answer, 0, sizeof(answer));
	str_format(model, sizeof(model), "0%02X", eckd_model(eckd->nr_tracks / CKD_3390_HEADS));
	fill_ned(eckd, &answer.device, "003390", model);
	answer.device.type = answer.device.class = 1;
	fill_ned(eckd, &answer.unit, "003990", "0E9");
	answer.unit.type = 2;
	answer.unit.unit_addr = 0;
	answer.minidisk.flags = ECKD_SPECIFIC_NEQ;
	answer.minidisk.format = be16(4);
	memcpy(answer.minidisk.token, eckd->identity.token, sizeof(answer.minidisk.token));
	last->flags = ECKD_GENERAL_NEQ;
	last->subsystem = be16(eckd->identity.subsystem);
	chan_put(io, &answer, sizeof(answer));
	eckd_good(eckd, io, DSTAT_END);
}

/* ---- The subsystem */

void eckd_subsystem_function(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t operand[ECKD_PSF_LEN];
	uint32_t got = chan_get(io, operand, sizeof(operand));

	eckd->answer = 0;
	if (chan_has_failed(io))
		return chan_end(io, DSTAT_END);
	if (got < 2)
		return eckd_reject(eckd, io, ECKD_SHORT_COUNT);
	switch (operand[0]) {
	case ECKD_PSF_SET_CHAR: /* offers of parallel access volumes, of which there are none */
		chan_skip(io, UINT16_MAX);
		return eckd_good(eckd, io, DSTAT_END);
	case ECKD_PSF_PREPARE_READ:
		if (got < sizeof(operand))
			return eckd_reject(eckd, io, ECKD_SHORT_COUNT);
		eckd->answer = operand[ECKD_PSF_SUBORDER];
		if (eckd->answer != ECKD_PSF_FEATURES && eckd->answer != ECKD_PSF_UNITS)
			break;
		return eckd_good(eckd, io, DSTAT_END);
	default: break;
	}
	eckd_reject(eckd, io, ECKD_BAD_OPERAND);
}

/* Feature codes: none is installed. */
static void put_features(struct chan_prog *io)
{
	uint8_t features[ECKD_FEATURES_LEN] = {0};

	chan_put(io, features, sizeof(features));
}

/* Unit addresses: each is a disk, none an alias of another. */
static void put_units(struct chan_prog *io)
{
	for (unsigned i = 0; i < ECKD_NR_UNITS; i++) {
		uint8_t unit[2] = {ECKD_UNIT_BASE, (uint8_t)i};

		chan_put(io, unit, sizeof(unit));
	}
}

void eckd_subsystem_data(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t suborder = eckd->answer;

	eckd->answer = 0;
	switch (suborder) {
	case ECKD_PSF_FEATURES: put_features(io); break;
	case ECKD_PSF_UNITS: put_units(io); break;
	default: return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	}
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_subsystem_status(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t status[40] = {0};

	status[1] = eckd->identity.unit_addr;
	status[2] = 0x1f; /* no cache */
	status[38] = (uint8_t)(eckd->identity.subsystem >> 8);
	status[39] = (uint8_t)eckd->identity.subsystem;
	chan_put(io, status, sizeof(status));
	eckd_good(eckd, io, DSTAT_END);
}

/* SET SUBSYSTEM MODE: caches are none of the guest's business. */
void eckd_subsystem_mode(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t operand[2];

	if (chan_get(io, operand, sizeof(operand)) < sizeof(operand) && !chan_has_failed(io))
		return eckd_reject(eckd, io, ECKD_SHORT_COUNT);
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_read_log(struct eckd *eckd, struct chan_prog *io)
{
	uint8_t log[ECKD_SENSE_LEN] = {0};

	chan_put(io, log, sizeof(log));
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_nothing(struct eckd *eckd, struct chan_prog *io)
{
	eckd_good(eckd, io, DSTAT_END);
}

/* ---- Path groups and RESERVE */

static int ask_reserve(struct eckd *eckd, enum eckd_reserve what)
{
	return eckd->store->reserve ? eckd->store->reserve(eckd->store_ctx, what) : 0;
}

void eckd_sense_group(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_path_group answer = eckd->group;

	if (eckd->store->reserve && ask_reserve(eckd, ECKD_IS_MINE) == 0)
		answer.state |= ECKD_PATH_MINE;
	else if (ask_reserve(eckd, ECKD_IS_FREE) != 0)
		answer.state |= ECKD_PATH_LOCKED;
	chan_put(io, &answer, sizeof(answer));
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_set_group(struct eckd *eckd, struct chan_prog *io)
{
	struct eckd_path_group operand;

	if (chan_get(io, &operand, sizeof(operand)) < sizeof(operand)) {
		if (chan_has_failed(io))
			return chan_end(io, DSTAT_END);
		return eckd_reject(eckd, io, ECKD_SHORT_COUNT);
	}
	switch (operand.state & ECKD_SPID_FUNCTION) {
	case ECKD_SPID_ESTABLISH:
		eckd->group = operand;
		eckd->group.state = ECKD_PATH_GROUPED;
		if (operand.state & ECKD_SPID_MULTI)
			eckd->group.state |= ECKD_PATH_MULTI;
		break;
	case ECKD_SPID_DISBAND:
	case ECKD_SPID_RESIGN:
		memset(eckd->group.id, 0, sizeof(eckd->group.id));
		eckd->group.state = ECKD_PATH_UNGROUPED;
		break;
	default: return eckd_reject(eckd, io, ECKD_BAD_OPERAND);
	}
	eckd_good(eckd, io, DSTAT_END);
}

/* These three transfer sense bytes, of which there are none to tell. */
static void reserve(struct eckd *eckd, struct chan_prog *io, enum eckd_reserve what)
{
	uint8_t sense[ECKD_SENSE_LEN] = {[ECKD_SENSE_COMPATIBLE] = 0x80};
	int rc;

	if (eckd->seen & (SEEN_EXTENT | SEEN_MASK | SEEN_SEEK))
		return eckd_reject(eckd, io, ECKD_BAD_SEQUENCE);
	rc = ask_reserve(eckd, what);
	if (rc == -E_BUSY)
		return chan_end(io, DSTAT_BUSY);
	if (rc)
		return eckd_fail(eckd, io, rc);
	chan_put(io, sense, sizeof(sense));
	eckd_good(eckd, io, DSTAT_END);
}

void eckd_reserve(struct eckd *eckd, struct chan_prog *io)
{
	reserve(eckd, io, ECKD_RESERVE);
}

void eckd_steal(struct eckd *eckd, struct chan_prog *io)
{
	reserve(eckd, io, ECKD_STEAL);
}

void eckd_release(struct eckd *eckd, struct chan_prog *io)
{
	reserve(eckd, io, ECKD_RELEASE);
}
