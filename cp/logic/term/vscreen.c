// SPDX-License-Identifier: Apache-2.0
/* The screen of a virtual 3270: the guest's side. */
#include "logic/term/vscreen.h"

#include "arch/ds3270.h"
#include "lib/string.h"

#define FORMAT_DUP 0x1C
#define FORMAT_FM  0x1E

static const uint8_t codes[64] = DS_CODE_TABLE;

static unsigned size_of(const struct vscreen *v)
{
	return (unsigned)v->rows * v->cols;
}

static unsigned next(const struct vscreen *v, unsigned at)
{
	return at + 1 < size_of(v) ? at + 1 : 0;
}

static void touch(struct vscreen *v, unsigned at)
{
	v->cell[at].attr |= VCELL_DIRTY;
	v->row_dirty[at / v->cols] = true;
}

static void set_cell(struct vscreen *v, unsigned at, uint8_t ch, uint8_t attr, struct ds_look look)
{
	v->cell[at] = (struct vcell){.ch = ch, .attr = attr, .look = look};
	touch(v, at);
}

static bool is_field(const struct vscreen *v, unsigned at)
{
	return v->cell[at].attr & VCELL_FIELD;
}

/* The field attribute that rules position at: its position, or the screen's size if there is none.
 */
static unsigned field_of(const struct vscreen *v, unsigned at)
{
	unsigned size = size_of(v);

	for (unsigned i = 0; i < size; i++, at = (at ? at : size) - 1)
		if (is_field(v, at))
			return at;
	return size;
}

static void set_size(struct vscreen *v, bool alternate)
{
	v->is_alt = alternate;
	v->rows = alternate ? v->alt_rows : 24;
	v->cols = alternate ? v->alt_cols : 80;
}

static void erase_all(struct vscreen *v)
{
	memset(v->cell, 0, sizeof(v->cell));
	memset(v->row_dirty, 0, sizeof(v->row_dirty));
	v->cursor = v->at = 0;
	v->erase = true;
}

void vscreen_init(struct vscreen *v, unsigned rows, unsigned cols)
{
	bool fits = rows >= 24 && rows <= VSCREEN_ROWS && cols >= 80 && cols <= 132 &&
		    rows * cols <= VSCREEN_CELLS;

	memset(v, 0, sizeof(*v));
	v->alt_rows = (uint8_t)(fits ? rows : 24);
	v->alt_cols = (uint8_t)(fits ? cols : 80);
	v->aid = AID_NONE;
	v->is_locked = true;
	set_size(v, false);
	erase_all(v);
}

/* ---- Orders ---- */

/* Two bytes of address in operand[from]. False: off the screen. */
static bool address(const struct vscreen *v, unsigned from, unsigned *addr)
{
	const uint8_t *at = v->operand + from;

	*addr = at[0] & 0xC0 ? (at[0] & 63u) << 6 | (at[1] & 63u) : (unsigned)at[0] << 8 | at[1];
	return *addr < size_of(v);
}

static void reset_modified(struct vscreen *v)
{
	for (unsigned at = 0; at < size_of(v); at++)
		if (is_field(v, at) && (v->cell[at].attr & FA_MODIFIED)) {
			v->cell[at].attr &= (uint8_t)~FA_MODIFIED;
			touch(v, at);
		}
}

static void write_control(struct vscreen *v, uint8_t wcc)
{
	v->has_wcc = true;
	if (wcc & WCC_RESET_MDT)
		reset_modified(v);
	if (wcc & WCC_ALARM)
		v->alarm = true;
	if (wcc & WCC_KEYBOARD_RESTORE) {
		v->restore = true;
		v->is_locked = false;
		v->aid = AID_NONE;
	}
}

static uint8_t clean(uint8_t ch)
{
	bool shows = (ch >= 0x40 && ch != 0xFF) || ch == 0 || ch == FORMAT_DUP || ch == FORMAT_FM;

	return shows ? ch : 0x40;
}

static void put_text(struct vscreen *v, uint8_t ch)
{
	set_cell(v, v->at, clean(ch), 0, v->look);
	v->at = (uint16_t)next(v, v->at);
	v->after_text = true;
}

static void start_field(struct vscreen *v, uint8_t attr)
{
	set_cell(v, v->at, 0, VCELL_FIELD | (attr & 0x3F), (struct ds_look){0});
	v->at = (uint16_t)next(v, v->at);
}

/* From at to the address (all around if it is the same): text, or only what is not protected. */
static void fill(struct vscreen *v, unsigned to, uint8_t ch, bool unprotected)
{
	unsigned field = field_of(v, v->at), at = v->at;
	bool protected = field < size_of(v) && (v->cell[field].attr & FA_PROTECTED);

	do {
		if (unprotected && is_field(v, at))
		protected = v->cell[at].attr & FA_PROTECTED;
		else if (!unprotected || !protected)
			set_cell(v, at, ch, 0, unprotected ? (struct ds_look){0} : v->look);
		at = next(v, at);
	} while (at != to);
	v->at = (uint16_t)to;
}

/* To the first position of the next unprotected field, 0 when there is none. */
static void program_tab(struct vscreen *v, bool clears)
{
	for (unsigned at = v->at; at < size_of(v); at++) {
		if (is_field(v, at) && !(v->cell[at].attr & FA_PROTECTED)) {
			v->at = (uint16_t)next(v, at);
			return;
		}
		clears = clears && !is_field(v, at);
		if (clears)
			set_cell(v, at, 0, 0, (struct ds_look){0});
	}
	v->at = 0;
}

/* A pair of SFE, MF or SA, whose field is at. */
static void pair(struct vscreen *v, uint8_t order, uint8_t type, uint8_t value)
{
	struct vcell *cell = &v->cell[v->at];
	struct ds_look *look = order == DS_SA ? &v->look : &cell->look;

	if (order != DS_SA && !(cell->attr & VCELL_FIELD))
		return; /* MF where there is no field */
	if (type == XA_FIELD && order != DS_SA)
		cell->attr = VCELL_FIELD | (value & 0x3F);
	else if (type == XA_HIGHLIGHT)
		look->highlight = value >= 0xF1 && value <= 0xF8 ? value : 0;
	else if (type == XA_COLOUR)
		look->colour = value >= 0xF1 && value <= 0xF7 ? value : 0;
	else if (type == 0 && order == DS_SA)
		*look = (struct ds_look){0};
	if (order != DS_SA)
		touch(v, v->at);
}

/* An order with all of its operands, the first nr_operands bytes. False: what it says can't be. */
static bool do_order(struct vscreen *v)
{
	unsigned to = 0;

	switch (v->order) {
	case DS_SBA:
		if (!address(v, 0, &to))
			return false;
		v->at = (uint16_t)to;
		return true;
	case DS_SF: start_field(v, v->operand[0]); return true;
	case DS_RA:
	case DS_EUA:
		if (!address(v, 0, &to))
			return false;
		fill(v, to, v->order == DS_RA ? clean(v->operand[v->nr_operands - 1]) : 0,
			v->order == DS_EUA);
		return true;
	case DS_GE: put_text(v, 0x40); return true; /* there is one character set */
	case DS_SA: pair(v, DS_SA, v->operand[0], v->operand[1]); return true;
	default: return false;
	}
}

/* How many operand bytes the order has, as far as they are known. */
static unsigned operands_of(const struct vscreen *v)
{
	switch (v->order) {
	case DS_SBA:
	case DS_EUA:
	case DS_SA: return 2;
	case DS_RA: return v->nr_operands >= 3 && v->operand[2] == DS_GE ? 4 : 3;
	default: return 1;
	}
}

/* Of SFE and MF: first the number of pairs, then each of them. */
static void field_pairs(struct vscreen *v, uint8_t byte)
{
	if (v->nr_operands == 0) {
		v->nr_pairs = byte;
		v->nr_operands = 1;
		if (v->order == DS_SFE)
			set_cell(v, v->at, 0, VCELL_FIELD, (struct ds_look){0});
	} else {
		v->operand[v->nr_operands++] = byte;
		if (v->nr_operands < 3)
			return;
		pair(v, v->order, v->operand[1], v->operand[2]);
		v->nr_operands = 1;
		v->nr_pairs--;
	}
	if (v->nr_pairs)
		return;
	v->at = (uint16_t)next(v, v->at);
	v->order = 0;
}

static bool operand(struct vscreen *v, uint8_t byte)
{
	if (v->order == DS_SFE || v->order == DS_MF)
		return field_pairs(v, byte), true;
	v->operand[v->nr_operands++] = byte;
	if (v->nr_operands < operands_of(v))
		return true;
	v->is_bad = !do_order(v);
	v->order = 0;
	return !v->is_bad;
}

static void begin_order(struct vscreen *v, uint8_t byte)
{
	bool after_text = v->after_text;

	v->after_text = false;
	if (byte == DS_IC) {
		v->cursor = v->at;
		v->cursor_moved = true;
	} else if (byte == DS_PT) {
		program_tab(v, after_text);
	} else {
		v->order = byte;
		v->nr_operands = 0;
	}
}

static bool is_order(uint8_t byte)
{
	static const uint8_t orders[] = {
		DS_SBA, DS_SF, DS_IC, DS_PT, DS_RA, DS_EUA, DS_GE, DS_SFE, DS_SA, DS_MF};

	return memchr(orders, byte, sizeof(orders)) != NULL;
}

bool vscreen_byte(struct vscreen *v, uint8_t byte)
{
	if (v->is_bad)
		return false;
	if (!v->has_wcc)
		write_control(v, byte);
	else if (v->order)
		return operand(v, byte);
	else if (is_order(byte))
		begin_order(v, byte);
	else
		put_text(v, byte);
	return true;
}

void vscreen_begin(struct vscreen *v, uint8_t command)
{
	if (command != CCW_3270_WRITE) {
		set_size(v, command == CCW_3270_ERASE_WRITE_ALT);
		erase_all(v);
	}
	v->at = v->cursor;
	v->has_wcc = v->is_bad = v->after_text = false;
	v->order = 0;
	v->look = (struct ds_look){0};
	v->is_active = true;
}

void vscreen_erase_unprotected(struct vscreen *v)
{
	v->at = 0;
	fill(v, 0, 0, true);
	reset_modified(v);
	program_tab(v, false);
	v->cursor = v->at;
	v->cursor_moved = v->restore = true;
	v->is_locked = false;
	v->aid = AID_NONE;
}

/* ---- Reading ---- */

/* What read gives its bytes to; stops when told to. */
struct sink {
	bool (*put)(void *ctx, uint8_t byte);
	void *ctx;
	bool is_full;
};

static void give(struct sink *sink, uint8_t byte)
{
	if (!sink->is_full)
		sink->is_full = !sink->put(sink->ctx, byte);
}

static void give_address(struct sink *sink, unsigned addr)
{
	give(sink, codes[addr >> 6]);
	give(sink, codes[addr & 63]);
}

static void give_buffer(const struct vscreen *v, struct sink *sink)
{
	for (unsigned at = 0; at < size_of(v) && !sink->is_full; at++) {
		if (is_field(v, at)) {
			give(sink, DS_SF);
			give(sink, codes[v->cell[at].attr & 0x3F]);
		} else {
			give(sink, v->cell[at].ch);
		}
	}
}

/* The characters from at to the next field, without nulls. */
static void give_text(const struct vscreen *v, unsigned at, unsigned len, struct sink *sink)
{
	for (; len && !is_field(v, at); len--, at = next(v, at))
		if (v->cell[at].ch)
			give(sink, v->cell[at].ch);
}

static void give_modified(const struct vscreen *v, struct sink *sink)
{
	bool is_formatted = false;

	for (unsigned at = 0; at < size_of(v) && !sink->is_full; at++) {
		if (!is_field(v, at))
			continue;
		is_formatted = true;
		if (!(v->cell[at].attr & FA_MODIFIED))
			continue;
		give(sink, DS_SBA);
		give_address(sink, next(v, at));
		give_text(v, next(v, at), size_of(v) - 1, sink);
	}
	if (!is_formatted)
		give_text(v, 0, size_of(v), sink);
}

static bool is_short(uint8_t aid)
{
	return aid == AID_CLEAR || aid == AID_PA1 || aid == AID_PA2 || aid == AID_PA3;
}

void vscreen_read(struct vscreen *v, bool all, bool (*put)(void *ctx, uint8_t byte), void *ctx)
{
	struct sink sink = {.put = put, .ctx = ctx};

	give(&sink, v->aid);
	if (all || !is_short(v->aid)) {
		give_address(&sink, v->cursor);
		if (all)
			give_buffer(v, &sink);
		else
			give_modified(v, &sink);
	}
	v->aid = AID_NONE;
}
