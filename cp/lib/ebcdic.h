/* SPDX-License-Identifier: Apache-2.0 */
/* Translation between EBCDIC (code page 037) and ASCII (ISO 8859-1), for the edges of CP. */
#ifndef LIB_EBCDIC_H
#define LIB_EBCDIC_H

#include "arch/types.h"

#define EBC_BLANK 0x40
#define EBC_NL    0x15

char ebc_to_chr(ebc8_t c);
ebc8_t ebc_from_chr(char c);

/* Translate len characters; dst may be src. No NUL is looked for or added. */
void ebc_to_ascii(char *dst, const ebc8_t *src, size_t len);
void ebc_from_ascii(ebc8_t *dst, const char *src, size_t len);

/* Fills the field dst of len characters with the NUL-ended text src, cut or padded with blanks. */
void ebc_from_str(ebc8_t *dst, const char *src, size_t len);

#endif
