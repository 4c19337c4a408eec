// SPDX-License-Identifier: Apache-2.0
/* Reading NETDATA. It comes from anybody: nothing in it is trusted. */
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "text/netdata.h"
#include "text/netdata_keys.h"

static unsigned half(const uint8_t *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static bool is_control(const uint8_t *record, uint32_t len, const char *name)
{
	char text[6];

	if (len < 6)
		return false;
	ebc_to_ascii(text, record, 6);
	return memcmp(text, name, 6) == 0;
}

bool netdata_is_first(const uint8_t card[NETDATA_CARD])
{
	return card[0] > 8 &&
	       (card[1] & (SEGMENT_FIRST | SEGMENT_CONTROL)) == (SEGMENT_FIRST | SEGMENT_CONTROL) &&
	       is_control(card + 2, NETDATA_CARD - 2, "INMR01");
}

/* ---- Text units ---------------------------------------------------------- */

static void take_text(char *text, size_t size, const uint8_t *value, unsigned len)
{
	len = (unsigned)MIN(len, size - 1);
	ebc_to_ascii(text, value, len);
	text[len] = 0;
	for (unsigned i = 0; i < len; i++)
		if ((uint8_t)text[i] < ' ')
			text[i] = '?';
}

static uint64_t number(const uint8_t *value, unsigned len)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < len; i++)
		sum = sum << 8 | value[i];
	return sum;
}

/* The nth value of a name from 0: of a file of CMS mode, fn, ft; of another its last two are taken.
 */
static void take_name(
	struct netdata_file *file, unsigned nr, unsigned count, const uint8_t *value, unsigned len)
{
	if (nr + 2 == count || count == 1)
		take_text(file->fn, sizeof(file->fn), value, len);
	else if (nr + 1 == count)
		take_text(file->ft, sizeof(file->ft), value, len);
}

static int take_value(struct netdata_in *in, unsigned key, unsigned nr, unsigned count,
	const uint8_t *value, unsigned len)
{
	struct netdata_file *file = &in->file;

	switch (key) {
	case INMFUID: take_text(file->from_user, sizeof(file->from_user), value, len); break;
	case INMFNODE: take_text(file->from_node, sizeof(file->from_node), value, len); break;
	case INMTUID: take_text(file->to_user, sizeof(file->to_user), value, len); break;
	case INMTNODE: take_text(file->to_node, sizeof(file->to_node), value, len); break;
	case INMFTIME: take_text(file->time, sizeof(file->time), value, len); break;
	case INMLCHG: take_text(file->changed, sizeof(file->changed), value, len); break;
	case INMDSNAM: take_name(file, nr, count, value, len); break;
	case INMFFM: file->number = len ? ebc_to_chr(value[0]) : '1'; break;
	case INMSIZE: file->size = number(value, len); break;
	case INMLRECL: file->lrecl = (uint32_t)MIN(number(value, len), NETDATA_RECORD_MAX); break;
	case INMRECFM: file->recfm = number(value, len) & RECFM_FIXED ? 'F' : 'V'; break;
	case INMDSORG: return number(value, len) == DSORG_SEQUENTIAL ? 0 : -E_FORMAT;
	default: break;
	}
	return 0;
}

static int take_units(struct netdata_in *in, const uint8_t *at, const uint8_t *end)
{
	while (end - at >= 4) {
		unsigned key = half(at), count = half(at + 2);

		at += 4;
		in->file.is_note |= key == INMTERM;
		for (unsigned nr = 0; nr < count; nr++) {
			unsigned len;
			int rc;

			if (end - at < 2)
				return -E_FORMAT;
			len = half(at);
			at += 2;
			if (end - at < (long)len)
				return -E_FORMAT;
			rc = take_value(in, key, nr, count, at, len);
			if (rc)
				return rc;
			at += len;
		}
	}
	return at == end ? 0 : -E_FORMAT;
}

/* ---- Records ------------------------------------------------------------- */

static int take_control(struct netdata_in *in)
{
	const uint8_t *end = in->room + in->len;
	struct netdata_file sender = in->file;
	int rc = 0;

	if (is_control(in->room, in->len, "INMR06")) {
		in->is_over = true;
	} else if (is_control(in->room, in->len, "INMR01")) {
		rc = take_units(in, in->room + 6, end);
	} else if (is_control(in->room, in->len, "INMR02")) {
		if (in->len < 10)
			return -E_FORMAT;
		/* The first of several steps is the one that makes records of the data. */
		rc = take_units(in, in->room + 10, end);
		if (in->has_file)
			in->file = sender;
		in->has_file = true;
	}
	return rc;
}

static int take_record(struct netdata_in *in)
{
	if (in->is_control)
		return take_control(in);
	if (!in->has_file)
		return -E_FORMAT;
	return in->record(in->ctx, &in->file, in->room, in->len);
}

static int take_segment(struct netdata_in *in)
{
	uint8_t flags = in->segment[1];
	unsigned len = in->segment_len - 2;

	if (flags & SEGMENT_NUMBER)
		return 0;
	if (!(flags & SEGMENT_FIRST) != in->is_in_record)
		return -E_FORMAT;
	if (flags & SEGMENT_FIRST) {
		in->len = 0;
		in->is_control = flags & SEGMENT_CONTROL;
		in->is_in_record = true;
	}
	if (in->len + len > NETDATA_RECORD_MAX)
		return -E_FORMAT;
	memcpy(in->room + in->len, in->segment + 2, len);
	in->len += len;
	if (!(flags & SEGMENT_LAST))
		return 0;
	in->is_in_record = false;
	return take_record(in);
}

int netdata_card(struct netdata_in *in, const uint8_t card[NETDATA_CARD])
{
	unsigned at = 0;

	while (at < NETDATA_CARD && !in->is_over) {
		unsigned want = in->segment_len ? in->segment[0] - in->segment_len : 1;
		unsigned len = MIN(want, NETDATA_CARD - at);
		int rc;

		memcpy(in->segment + in->segment_len, card + at, len);
		in->segment_len += len;
		at += len;
		if (in->segment[0] < 2)
			return -E_FORMAT;
		if (in->segment_len < in->segment[0])
			continue;
		rc = take_segment(in);
		if (rc)
			return rc;
		in->segment_len = 0;
	}
	return 0;
}
