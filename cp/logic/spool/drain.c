// SPDX-License-Identifier: Apache-2.0
/* Spool files on real printers and punches. */
#include "logic/spool/drain.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/datetime.h"

#define PUNCH_CARD    0x01
#define WRITE_SPACE_1 0x09
#define SKIP_TO_1     0x8B /* at once, without a line */
#define CARD_LEN      80
#define SKIP_BIT      0x80
#define CHANNEL_MAX   12

/* Spaces of up to 3 lines, or a skip to channel 1 to 12: anything else would stop a printer. */
static bool is_carriage_control(uint8_t command)
{
	uint8_t number = command >> 3 & 0xF;

	if (command & SKIP_BIT)
		return number >= 1 && number <= CHANNEL_MAX;
	return number <= 3;
}

bool spdrain_record(
	bool is_punch, const struct sprec *record, const ebc8_t *data, struct spdrain *drain)
{
	bool is_control = is_carriage_control(record->command);
	size_t len = MIN(record->len, (size_t)SPDRAIN_LINE_MAX);

	*drain = (struct spdrain){.command = record->command};
	if (record->immediate)
		return !is_punch && is_control && (record->command & 7) == 3;
	if (is_punch) {
		drain->command = PUNCH_CARD;
		drain->len = CARD_LEN;
	} else {
		drain->len = (uint8_t)len;
	}
	if ((record->command & 7) != 1)
		return false; /* a tag, a NO-OPERATION */
	if (!is_punch && (record->command == PUNCH_CARD || !is_control))
		drain->command = WRITE_SPACE_1;
	memset(drain->data, EBC_BLANK, sizeof(drain->data));
	memcpy(drain->data, data, MIN(len, (size_t)drain->len));
	return true;
}

bool spdrain_separator(
	const struct spfile *file, unsigned nr, int32_t zone_s, struct spdrain *drain)
{
	char text[SPDRAIN_LINE_MAX + 1] = "", date[12], time[12];
	struct datetime when;

	*drain = (struct spdrain){.command = WRITE_SPACE_1};
	datetime_from_tod(&when, file->created, zone_s);
	datetime_date(date, sizeof(date), &when, DATE_SHORT);
	datetime_time(time, sizeof(time), &when);
	switch (nr) {
	case 0: drain->command = SKIP_TO_1; return true;
	case 1:
		str_format(text, sizeof(text), "USERID %-8s ORIGIN %-8s DISTRIBUTION %s",
			file->owner, file->origin, file->dist);
		break;
	case 2:
		str_format(text, sizeof(text), "FILE   %04u     NAME   %s %s", file->spid,
			file->name, file->type);
		break;
	case 3:
		str_format(text, sizeof(text), "CLASS  %c        RECORDS %-7u CREATED %s %s",
			file->class, file->nr_records, date, time);
		break;
	case 4: drain->command = SKIP_TO_1; return true;
	default: return false;
	}
	drain->len = (uint8_t)strlen(text);
	ebc_from_str(drain->data, text, sizeof(drain->data));
	return true;
}
