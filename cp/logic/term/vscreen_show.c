// SPDX-License-Identifier: Apache-2.0
/* The screen of a virtual 3270: the side of the display at which a person sits. */
#include "logic/term/vscreen.h"

#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/term/dsread.h"

/* Most that one cell takes: its address, its attribute or colours, itself. */
#define CELL_MAX 16
#define END_MAX  8 /* the cursor behind all */

/* ---- Input ---- */

/* Where a position of a display of cols columns is on this screen; false: not on it. */
static bool to_screen(const struct vscreen *v, unsigned addr, unsigned cols, unsigned *at)
{
	unsigned row = addr / cols, col = addr % cols;

	if (row >= v->rows || col >= v->cols)
		return false;
	*at = row * v->cols + col;
	return true;
}

static unsigned before(const struct vscreen *v, unsigned at)
{
	return at ? at - 1 : (unsigned)v->rows * v->cols - 1;
}

/* Is the field at, without its nulls, this text? */
static bool is_same(const struct vscreen *v, unsigned at, const uint8_t *text, size_t len)
{
	unsigned size = (unsigned)v->rows * v->cols;
	size_t used = 0;

	for (unsigned i = 0; i < size && !(v->cell[at].attr & VCELL_FIELD); i++) {
		uint8_t ch = v->cell[at].ch;

		if (ch && (used == len || text[used++] != ch))
			return false;
		at = at + 1 < size ? at + 1 : 0;
	}
	return used == len;
}

/*
 * Puts the text into the field at; what it does not fill is empty. The display has left out nulls
 * in between, so it is sent the field as it is here, unless that is what was there before.
 */
static void set_text(struct vscreen *v, unsigned at, const uint8_t *text, size_t len)
{
	unsigned size = (unsigned)v->rows * v->cols;
	struct vcell *field = &v->cell[before(v, at)];

	if (field->attr & FA_PROTECTED)
		return; /* the guest itself marked it modified; nobody can have typed there */
	if ((field->attr & FA_MODIFIED) && is_same(v, at, text, len))
		return;
	field->attr |= FA_MODIFIED;
	for (unsigned i = 0; i < size && !(v->cell[at].attr & VCELL_FIELD); i++) {
		uint8_t ch = i < len ? text[i] : 0;

		v->cell[at].ch = ch >= 0x40 && ch != 0xFF ? ch : 0;
		v->cell[at].attr |= VCELL_DIRTY;
		v->row_dirty[at / v->cols] = true;
		at = at + 1 < size ? at + 1 : 0;
	}
}

/* The fields of a READ MODIFIED: looks at them, or takes them. Returns 0 or -E_FORMAT. */
static int fields(struct vscreen *v, struct ds_reader r, unsigned cols, bool take)
{
	const uint8_t *text;
	unsigned addr, at;
	size_t len;
	int rc;

	while ((rc = dsr_field(&r, &addr, &text, &len)) > 0) {
		if (!to_screen(v, addr, cols, &at) || !(v->cell[before(v, at)].attr & VCELL_FIELD))
			return -E_FORMAT;
		if (take)
			set_text(v, at, text, len);
	}
	return rc;
}

/* A screen without fields sends all that is on it but nulls: where they were is no longer known. */
static void unformatted(struct vscreen *v, const struct ds_reader *r)
{
	size_t len = r->len - r->pos;

	for (unsigned at = 0; at < (unsigned)v->rows * v->cols; at++) {
		uint8_t ch = at < len ? r->data[r->pos + at] : 0;

		v->cell[at].ch = ch >= 0x40 && ch != 0xFF ? ch : 0;
	}
	vscreen_repaint(v);
}

static bool has_fields(const struct vscreen *v)
{
	for (unsigned at = 0; at < (unsigned)v->rows * v->cols; at++)
		if (v->cell[at].attr & VCELL_FIELD)
			return true;
	return false;
}

uint8_t vscreen_input(struct vscreen *v, const uint8_t *data, size_t len, unsigned cols)
{
	struct ds_reader r;
	unsigned cursor;

	if (dsr_begin(&r, data, len) ||
		(r.aid != AID_ENTER && r.aid != AID_CLEAR && r.aid != AID_PA1 && r.aid != AID_PA2 &&
			r.aid != AID_PA3 && !dsr_pf_key(r.aid)))
		return 0;
	if (len > 1) {
		bool formatted = has_fields(v);

		if (!to_screen(v, r.cursor, cols, &cursor) ||
			(formatted && fields(v, r, cols, false)))
			return 0;
		if (formatted && fields(v, r, cols, true))
			return 0;
		if (!formatted)
			unformatted(v, &r);
		v->cursor = (uint16_t)cursor;
	}
	if (r.aid == AID_CLEAR) {
		memset(v->cell, 0, sizeof(v->cell));
		memset(v->row_dirty, 0, sizeof(v->row_dirty));
		v->cursor = 0;
	}
	v->aid = r.aid;
	v->is_locked = true;
	v->restore = false; /* that was before the key */
	return r.aid;
}

/* ---- Output ---- */

void vscreen_repaint(struct vscreen *v)
{
	v->erase = v->cursor_moved = true;
	memset(v->row_dirty, 0, sizeof(v->row_dirty));
	v->restore = !v->is_locked;
	for (unsigned at = 0; at < (unsigned)v->rows * v->cols; at++) {
		struct vcell *cell = &v->cell[at];

		cell->attr &= (uint8_t)~VCELL_DIRTY;
		if (!cell->ch && !(cell->attr & VCELL_FIELD))
			continue; /* as the erased display has it */
		cell->attr |= VCELL_DIRTY;
		v->row_dirty[at / v->cols] = true;
	}
}

/* What the display's stream stands at. */
struct pen {
	struct ds_writer w;
	unsigned at;         /* ~0: nowhere */
	struct ds_look look; /* of characters */
	bool colours;
};

static void set_look(struct pen *pen, struct ds_look look)
{
	if (look.colour != pen->look.colour) {
		dsw_byte(&pen->w, DS_SA);
		dsw_byte(&pen->w, XA_COLOUR);
		dsw_byte(&pen->w, look.colour);
	}
	if (look.highlight != pen->look.highlight) {
		dsw_byte(&pen->w, DS_SA);
		dsw_byte(&pen->w, XA_HIGHLIGHT);
		dsw_byte(&pen->w, look.highlight);
	}
	pen->look = look;
}

static void draw(struct pen *pen, const struct vcell *cell, unsigned at)
{
	struct ds_look look = pen->colours ? cell->look : (struct ds_look){0};

	if (pen->at != at)
		dsw_address(&pen->w, at);
	pen->at = at + 1;
	if (cell->attr & VCELL_FIELD) {
		dsw_field_look(&pen->w, cell->attr & 0x3Fu, look);
		return;
	}
	set_look(pen, look);
	dsw_byte(&pen->w, cell->ch);
}

/* The dirty cells of a row, as many as fit. Returns whether all did. */
static bool draw_row(struct vscreen *v, unsigned row, unsigned cols, struct pen *pen)
{
	for (unsigned col = 0; col < v->cols; col++) {
		struct vcell *cell = &v->cell[row * v->cols + col];

		if (!(cell->attr & VCELL_DIRTY))
			continue;
		if (pen->w.size - pen->w.len < CELL_MAX + END_MAX)
			return false;
		if (col < cols)
			draw(pen, cell, row * cols + col);
		cell->attr &= (uint8_t)~VCELL_DIRTY;
	}
	v->row_dirty[row] = false;
	return true;
}

static bool draw_rows(struct vscreen *v, unsigned rows, unsigned cols, struct pen *pen)
{
	for (unsigned row = 0; row < v->rows; row++) {
		if (row < rows && v->row_dirty[row] && !draw_row(v, row, cols, pen))
			return false;
	}
	return true;
}

static bool is_unsent(const struct vscreen *v, unsigned rows)
{
	for (unsigned row = 0; row < v->rows && row < rows; row++)
		if (v->row_dirty[row])
			return true;
	return v->erase || v->restore || v->alarm || v->cursor_moved;
}

/* The cursor, where the display has that place. */
static void draw_cursor(const struct vscreen *v, unsigned rows, unsigned cols, struct pen *pen)
{
	unsigned row = v->cursor / v->cols, col = v->cursor % v->cols;

	if (row >= rows || col >= cols)
		return;
	dsw_address(&pen->w, row * cols + col);
	dsw_cursor(&pen->w);
}

int vscreen_render(struct vscreen *v, uint8_t *buf, size_t size, unsigned rows, unsigned cols,
	bool colours, uint8_t *command)
{
	struct pen pen = {.w = {.buf = buf, .size = size}, .at = ~0u, .colours = colours};
	struct ds_writer control = {.buf = buf, .size = 1};
	bool small = !v->is_alt || (rows == 24 && cols == 80);
	unsigned wcc = v->alarm ? WCC_ALARM : 0;

	if (small) {
		rows = 24;
		cols = 80;
	}
	if (size < 4 * CELL_MAX)
		return -E_RANGE;
	if (!is_unsent(v, rows))
		return 0;
	*command = !v->erase ? CCW_3270_WRITE
		   : small   ? CCW_3270_ERASE_WRITE
			     : CCW_3270_ERASE_WRITE_ALT;
	v->erase = v->alarm = false;
	dsw_byte(&pen.w, 0); /* the write control character, in the end */
	if (draw_rows(v, rows, cols, &pen)) {
		/* With the last part: till then nobody types. */
		if (v->cursor_moved)
			draw_cursor(v, rows, cols, &pen);
		wcc |= v->restore ? WCC_KEYBOARD_RESTORE : 0;
		v->cursor_moved = v->restore = false;
	}
	dsw_code(&control, wcc);
	return (int)pen.w.len;
}
