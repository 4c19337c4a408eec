// SPDX-License-Identifier: Apache-2.0
/* What the end of a channel program on a real disk means. */
#include "logic/volume/dasderr.h"

#include "arch/ccw.h"
#include "arch/ckd.h"
#include "lib/err.h"

/* By sense bytes 0 and 1: the first row all of whose bits are on. */
static const struct {
	uint8_t sense0, sense1;
	struct dasd_verdict verdict;
} by_sense[] = {
	{SENSE_INTERVENTION_REQUIRED, 0, {-E_NODEV, false, true, "intervention required"}},
	{SENSE_EQUIPMENT_CHECK, CKD_SENSE1_WRITE_INHIBITED,
		{-E_PERM, false, true, "write inhibited"}},
	{0, CKD_SENSE1_WRITE_INHIBITED, {-E_PERM, false, true, "write inhibited"}},
	{SENSE_COMMAND_REJECT, 0, {-E_IO, false, true, "command reject"}},
	{0, CKD_SENSE1_NO_RECORD_FOUND, {-E_NOENT, false, false, "no record found"}},
	{0, CKD_SENSE1_INVALID_TRACK, {-E_IO, false, true, "invalid track format"}},
	{0, CKD_SENSE1_FILE_PROTECTED, {-E_IO, false, true, "file protected"}},
	{0, CKD_SENSE1_END_OF_CYLINDER, {-E_IO, false, true, "end of cylinder"}},
	{SENSE_EQUIPMENT_CHECK, 0, {-E_IO, true, true, "equipment check"}},
	{SENSE_DATA_CHECK, 0, {-E_IO, true, true, "data check"}},
	{SENSE_BUS_OUT_CHECK, 0, {-E_IO, true, true, "bus-out check"}},
	{SENSE_OVERRUN, 0, {-E_IO, true, true, "overrun"}},
	{0, 0, {-E_IO, true, true, "unit check"}},
};

static struct dasd_verdict judge_sense(const uint8_t *sense)
{
	uint32_t i = 0;

	while ((sense[0] & by_sense[i].sense0) != by_sense[i].sense0 ||
		(sense[1] & by_sense[i].sense1) != by_sense[i].sense1)
		i++;
	return by_sense[i].verdict;
}

static struct dasd_verdict judge_channel(uint8_t cstat)
{
	static const struct {
		uint8_t cstat;
		struct dasd_verdict verdict;
	} table[] = {
		{CSTAT_PROGRAM_CHECK, {-E_IO, false, true, "program check"}},
		{CSTAT_PROTECTION_CHECK, {-E_IO, false, true, "protection check"}},
		{CSTAT_INCORRECT_LENGTH, {-E_IO, false, true, "incorrect length"}},
		{0, {-E_IO, true, true, "channel check"}},
	};
	uint32_t i = 0;

	while ((cstat & table[i].cstat) != table[i].cstat)
		i++;
	return table[i].verdict;
}

struct dasd_verdict dasd_judge(const struct dasd_end *end)
{
	if (end->cc == 3)
		return (struct dasd_verdict){-E_NODEV, false, true, "not operational"};
	if (end->cc)
		return (struct dasd_verdict){-E_IO, true, true, "busy"};
	if (end->dstat & DSTAT_UNIT_CHECK)
		return judge_sense(end->sense);
	if (end->cstat)
		return judge_channel(end->cstat);
	if (end->dstat & DSTAT_UNIT_EXCEPTION)
		return (struct dasd_verdict){-E_IO, false, true, "end of file"};
	if (end->dstat == DSTAT_END)
		return (struct dasd_verdict){0, false, false, NULL};
	if (end->dstat == 0) /* it was cleared */
		return (struct dasd_verdict){-E_IO, false, true, "missing interruption"};
	return (struct dasd_verdict){-E_IO, true, true, "unexpected status"};
}
