/* SPDX-License-Identifier: Apache-2.0 */
/* Conversions that SPECS does. */
#ifndef PIPE_CONVERT_H
#define PIPE_CONVERT_H

#include "pipe/private.h"

enum conversion { CONVERT_NOT, C2X, X2C, C2B, B2C, C2D, D2C };

/* Takes the word of one, if it is there. */
enum conversion conversion_take(struct stage *stage);

/* Converts data into *to. False after a message. */
bool convert(struct stage *stage, enum conversion conversion, struct record data, struct buf *to);

#endif
