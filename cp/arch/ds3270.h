/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The 3270 data stream and the channel commands of local 3270 and 3215 terminals (3270 Data Stream
 * Programmer's Reference, "3270 Data Stream Commands", "Orders", "Character Sets"). All text is
 * EBCDIC.
 */
#ifndef ARCH_DS3270_H
#define ARCH_DS3270_H

/* Channel commands of a local non-SNA 3270. */
#define CCW_3270_WRITE             0x01
#define CCW_3270_ERASE_WRITE       0x05
#define CCW_3270_ERASE_WRITE_ALT   0x0D
#define CCW_3270_READ_BUFFER       0x02
#define CCW_3270_READ_MODIFIED     0x06
#define CCW_3270_WRITE_STRUCTURED  0x11
#define CCW_3270_ERASE_UNPROTECTED 0x0F
#define CCW_3270_SELECT            0x0B
#define CCW_3270_SELECT_RM         0x1B
#define CCW_3270_SELECT_RB         0x2B
#define CCW_3270_SELECT_RMP        0x3B
#define CCW_3270_SELECT_WRITE      0x4B

/* Channel commands of a 3215 or 1052. */
#define CCW_3215_WRITE        0x01 /* the carrier stays where the text ends */
#define CCW_3215_WRITE_LINE   0x09 /* with a carrier return */
#define CCW_3215_READ_INQUIRY 0x0A
#define CCW_3215_ALARM        0x0B

/* Write control character, the first byte after a write command; its six low bits are coded as
 * DS_CODE. */
#define WCC_ALARM            0x04
#define WCC_KEYBOARD_RESTORE 0x02
#define WCC_RESET_MDT        0x01

/* Orders. */
#define DS_SBA 0x11 /* set buffer address: 2 bytes of address */
#define DS_SF  0x1D /* start field: 1 byte of attribute, which takes one position */
#define DS_IC  0x13 /* insert cursor here */
#define DS_PT  0x05 /* program tab */
#define DS_RA  0x3C /* repeat to address: 2 bytes of address (the first not filled), 1 character */
#define DS_EUA 0x12 /* erase unprotected to address: 2 bytes of address */
#define DS_GE  0x08 /* graphic escape: 1 character of the other set */
#define DS_SFE 0x29 /* start field extended: a count of pairs, the pairs */
#define DS_SA  0x28 /* set attribute: a pair */
#define DS_MF  0x2C /* modify field: a count of pairs, the pairs */

/* Field attribute; coded as DS_CODE in an order. */
#define FA_PROTECTED  0x20
#define FA_NUMERIC    0x10 /* with FA_PROTECTED: the cursor skips the field */
#define FA_DISPLAY    0x0C /* the mask of the next two */
#define FA_HIGH       0x08
#define FA_NONDISPLAY 0x0C
#define FA_MODIFIED   0x01 /* modified data tag */

/* Types of the pairs of DS_SFE and DS_SA. */
#define XA_FIELD     0xC0 /* FA_* */
#define XA_HIGHLIGHT 0x41
#define XA_COLOUR    0x42

#define XA_HIGHLIGHT_BLINK     0xF1
#define XA_HIGHLIGHT_REVERSE   0xF2
#define XA_HIGHLIGHT_UNDERLINE 0xF4

#define XA_COLOUR_BLUE      0xF1
#define XA_COLOUR_RED       0xF2
#define XA_COLOUR_PINK      0xF3
#define XA_COLOUR_GREEN     0xF4
#define XA_COLOUR_TURQUOISE 0xF5
#define XA_COLOUR_YELLOW    0xF6
#define XA_COLOUR_WHITE     0xF7

/* Structured fields: 2 bytes of length, all included, the identifier, and what it brings. */
#define SF_READ_PARTITION       0x01 /* 1 byte of partition, X'FF' for a query; the type */
#define SF_READ_PARTITION_QUERY 0x02
#define SF_QUERY_REPLY          0x81 /* 1 byte: which */
#define QR_USABLE_AREA          0x81 /* 2 bytes of flags, columns (2), rows (2) */
#define QR_COLOUR               0x86
#define QR_HIGHLIGHT            0x87
#define QR_IMPLICIT_PARTITION   0xA6 /* 2 bytes of nothing, then parameters */
/* Its parameter: length X'0B', this, a flag byte, then columns and rows, usual and alternate, 2 bytes each. */
#define QR_IMPLICIT_SIZES       0x01

/* Attention identifiers, the first byte that a read brings. */
#define AID_NONE       0x60
#define AID_NONE_PRT   0xE8
#define AID_STRUCTURED 0x88
#define AID_ENTER      0x7D
#define AID_CLEAR      0x6D
#define AID_PA1        0x6C
#define AID_PA2        0x6E
#define AID_PA3        0x6B
#define AID_SYSREQ     0xF0
#define AID_PF1        0xF1 /* to X'F9' PF9 */
#define AID_PF10       0x7A /* to X'7C' PF12 */
#define AID_PF13       0xC1 /* to X'C9' PF21 */
#define AID_PF22       0x4A /* to X'4C' PF24 */

/*
 * Six bits as a graphic character: how attributes, the WCC and the halves of a 12-bit buffer
 * address are sent. As a table for an initialiser: index 0-63.
 */
#define DS_CODE_TABLE                                                                              \
	{                                                                                          \
		0x40, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0x4A, 0x4B, 0x4C,      \
			0x4D, 0x4E, 0x4F, 0x50, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8,    \
			0xD9, 0x5A, 0x5B, 0x5C, 0x5D, 0x5E, 0x5F, 0x60, 0x61, 0xE2, 0xE3, 0xE4,    \
			0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0xF0,    \
			0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0x7A, 0x7B, 0x7C,    \
			0x7D, 0x7E, 0x7F                                                           \
	}

#endif
