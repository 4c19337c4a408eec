// SPDX-License-Identifier: Apache-2.0
/* Writing NETDATA. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "text/netdata.h"
#include "text/netdata_keys.h"

#define CONTROL_MAX 250

/* Function: a control record that is being made. */
struct control {
	uint8_t at[CONTROL_MAX];
	unsigned len;
};

static void put(struct netdata_out *out, const uint8_t *data, unsigned len)
{
	while (len) {
		unsigned part = MIN(len, NETDATA_CARD - out->len);

		memcpy(out->buf + out->len, data, part);
		out->len += part;
		data += part;
		len -= part;
		if (out->len < NETDATA_CARD)
			return;
		if (!out->rc)
			out->rc = out->card(out->ctx, out->buf);
		out->len = 0;
	}
}

static void put_segment(struct netdata_out *out, uint8_t flags, const uint8_t *data, unsigned len)
{
	uint8_t head[2] = {(uint8_t)(len + 2), flags};

	put(out, head, sizeof(head));
	put(out, data, len);
}

int netdata_record(struct netdata_out *out, const uint8_t *data, uint32_t len)
{
	uint8_t flags = SEGMENT_FIRST;

	do {
		unsigned part = MIN(len, SEGMENT_DATA);

		if (part == len)
			flags |= SEGMENT_LAST;
		put_segment(out, flags, data, part);
		data += part;
		len -= part;
		flags = 0;
	} while (len);
	return out->rc;
}

static void half(struct control *control, unsigned value)
{
	control->at[control->len++] = (uint8_t)(value >> 8);
	control->at[control->len++] = (uint8_t)value;
}

static void value(struct control *control, const char *text)
{
	unsigned len = (unsigned)strlen(text);

	half(control, len);
	ebc_from_ascii(control->at + control->len, text, len);
	control->len += len;
}

static void text_unit(struct control *control, unsigned key, const char *text)
{
	half(control, key);
	half(control, 1);
	value(control, text);
}

static void number_unit(struct control *control, unsigned key, uint64_t number, unsigned len)
{
	half(control, key);
	half(control, 1);
	half(control, len);
	while (len--)
		control->at[control->len++] = (uint8_t)(number >> len * 8);
}

static void begin(struct control *control, const char *name)
{
	control->len = 6;
	ebc_from_ascii(control->at, name, 6);
}

static void put_control(struct netdata_out *out, const struct control *control)
{
	put_segment(out, SEGMENT_FIRST | SEGMENT_LAST | SEGMENT_CONTROL, control->at, control->len);
}

static void put_header(struct netdata_out *out, const struct netdata_file *file)
{
	struct control control;

	begin(&control, "INMR01");
	number_unit(&control, INMLRECL, NETDATA_CARD, 4);
	text_unit(&control, INMFNODE, file->from_node);
	text_unit(&control, INMFUID, file->from_user);
	text_unit(&control, INMTNODE, file->to_node);
	text_unit(&control, INMTUID, file->to_user);
	text_unit(&control, INMFTIME, file->time);
	number_unit(&control, INMNUMF, 1, 4);
	put_control(out, &control);
}

/* What the data is, in INMR02 and INMR03. */
static void describe(struct control *control, const struct netdata_file *file)
{
	number_unit(control, INMSIZE, file->size, 8);
	number_unit(control, INMDSORG, DSORG_SEQUENTIAL, 2);
	number_unit(control, INMLRECL, file->lrecl, 4);
	number_unit(control, INMRECFM, file->recfm == 'F' ? RECFM_FIXED : RECFM_VARIABLE, 2);
	if (file->changed[0])
		text_unit(control, INMLCHG, file->changed);
}

static void put_file(struct netdata_out *out, const struct netdata_file *file)
{
	struct control control;

	begin(&control, "INMR02");
	control.len += 4;
	memset(control.at + 6, 0, 4);
	control.at[9] = 1; /* the first file */
	text_unit(&control, INMUTILN, "INMCOPY");
	describe(&control, file);
	if (file->is_note) {
		half(&control, INMTERM);
		half(&control, 0);
	}
	half(&control, INMDSNAM);
	half(&control, 3);
	value(&control, "A");
	value(&control, file->fn);
	value(&control, file->ft);
	number_unit(&control, INMFFM, ebc_from_chr(file->number), 1);
	put_control(out, &control);
}

int netdata_begin(struct netdata_out *out, const struct netdata_file *file)
{
	struct control control;

	out->len = 0;
	out->rc = 0;
	put_header(out, file);
	put_file(out, file);
	begin(&control, "INMR03");
	describe(&control, file);
	put_control(out, &control);
	return out->rc;
}

int netdata_end(struct netdata_out *out)
{
	struct control control;

	begin(&control, "INMR06");
	put_control(out, &control);
	memset(control.at, 0, NETDATA_CARD);
	if (out->len)
		put(out, control.at, NETDATA_CARD - out->len);
	return out->rc;
}
