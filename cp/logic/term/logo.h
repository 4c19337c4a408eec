/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The logo: what a 3270 shows while nobody is logged on at it. Art, three input fields, a message,
 * the status.
 */
#ifndef LOGIC_TERM_LOGO_H
#define LOGIC_TERM_LOGO_H

#include "logic/term/dsread.h"
#include "logic/term/dswrite.h"
#include "logic/term/term.h"

#define LOGO_MESSAGE_MAX 78

struct logo {
	uint8_t rows, cols;
	uint32_t unsent; /* items that the device doesn't show yet */
	char message[LOGO_MESSAGE_MAX + 1];
};

/* For a screen of at least 24 rows and 80 columns. */
void logo_init(struct logo *logo, uint8_t rows, uint8_t cols);

/* The device was erased: all is to be sent. */
void logo_erased(struct logo *logo);

/* Empties the input fields. */
void logo_clear_fields(struct logo *logo);

/* Shows one line, cut to fit; len 0 takes it away. */
void logo_set_message(struct logo *logo, const char *text, size_t len);

/* Writes items that are unsent, as many as fit whole. */
void logo_render(struct logo *logo, struct ds_writer *w);

/* Gathers the input fields of a read. Returns 1 if one isn't blank, 0 if all are, -E_FORMAT for
 * garbage. */
int logo_input(const struct logo *logo, struct ds_reader *r, struct term_logon *logon) MUST_CHECK;

#endif
