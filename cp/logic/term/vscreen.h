/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen of a virtual 3270: what a guest's data streams make of it, what a person types into
 * it, and the data streams that bring a real display up to date.
 *
 *	guest's WRITE ...       --> vscreen_begin, vscreen_byte ... --> cells
 *	display's READ MODIFIED --> vscreen_input                   --> cells
 *	cells --> vscreen_render --> display
 *	cells --> vscreen_read   --> guest's READ
 *
 * Nothing that a guest writes reaches the display as it is: a display sees only streams that CP
 * makes. So CP may show something else in between, and paint all of it again afterwards. Pure;
 * serialized by the owner (the vm lock).
 */
#ifndef LOGIC_TERM_VSCREEN_H
#define LOGIC_TERM_VSCREEN_H

#include "logic/term/dswrite.h"

#define VSCREEN_CELLS (27 * 132) /* at least 43 x 80 */
#define VSCREEN_ROWS  43

struct vcell {
	uint8_t ch;   /* EBCDIC; 0 where there is none */
	uint8_t attr; /* VCELL_* and, of a field attribute, its six bits */
#define VCELL_FIELD 0x80
#define VCELL_DIRTY 0x40     /* the display shows something else */
	struct ds_look look; /* of the field, or of the character alone */
};

/*
 * Function:    one virtual 3270's screen, about 14 KB
 * Located by:  its console, while TERM CONMODE 3270
 * Created by:  vscreen_init in storage of the owner; nothing to delete
 */
struct vscreen {
	uint8_t alt_rows, alt_cols; /* after ERASE/WRITE ALTERNATE */
	uint8_t rows, cols;
	bool is_alt;
	bool is_active; /* the guest has written since the last reset */
	bool is_locked; /* the keyboard, till the guest restores it */
	uint8_t aid;    /* AID_NONE: nothing was pressed since the guest read it */
	uint16_t cursor;

	/* What the display must be sent */
	bool erase, restore, alarm, cursor_moved;
	bool row_dirty[VSCREEN_ROWS];

	/* The guest's stream */
	bool has_wcc, is_bad;
	bool after_text; /* program tab clears the rest of the field */
	uint16_t at;
	struct ds_look look; /* of characters, from SA */
	uint8_t order, nr_operands, nr_pairs;
	uint8_t operand[4];

	struct vcell cell[VSCREEN_CELLS];
};

/* A screen of 24 x 80, and rows x cols as its alternate size (24 x 80 if that is none). Not active.
 */
void vscreen_init(struct vscreen *v, unsigned rows, unsigned cols);

/* A WRITE, ERASE/WRITE or ERASE/WRITE ALTERNATE command (CCW_3270_*) begins. */
void vscreen_begin(struct vscreen *v, uint8_t command);
/* The next byte of its data. False: it is no data stream, from here on. */
bool vscreen_byte(struct vscreen *v, uint8_t byte);
/* ERASE ALL UNPROTECTED. */
void vscreen_erase_unprotected(struct vscreen *v);

/*
 * READ MODIFIED (all false) or READ BUFFER: gives byte after byte to put until that says false. The
 * key is then no longer pending.
 */
void vscreen_read(struct vscreen *v, bool all, bool (*put)(void *ctx, uint8_t byte), void *ctx);

/*
 * What a display of cols columns sent for READ MODIFIED, len bytes of anything. Returns the AID, 0
 * when it is nothing that the screen could have sent: nothing has changed then.
 */
uint8_t vscreen_input(struct vscreen *v, const uint8_t *data, size_t len, unsigned cols);

/* The display shows something else: all is to be sent again. */
void vscreen_repaint(struct vscreen *v);

/*
 * What a display of rows x cols is to be sent next, as term_render; colours: it has them. What does
 * not fit on it is left out.
 */
int vscreen_render(struct vscreen *v, uint8_t *buf, size_t size, unsigned rows, unsigned cols,
	bool colours, uint8_t *command) MUST_CHECK;

#endif
