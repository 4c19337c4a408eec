/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of privilege classes: A to Z and 1 to 6, as the directory and the command tables name them.
 */
#ifndef LOGIC_CLASS_H
#define LOGIC_CLASS_H

#include "arch/types.h"

/* One bit per class: A is bit 0 (leftmost) to Z bit 25, then 1 is bit 26 to 6 bit 31. */
typedef uint32_t class_set_t;

#define CLASS_NONE      ((class_set_t)0)
#define CLASS_LETTER(c) BIT32((c) - 'A') /* c is 'A' to 'Z' */
#define CLASS_A         CLASS_LETTER('A')
#define CLASS_B         CLASS_LETTER('B')
#define CLASS_C         CLASS_LETTER('C')
#define CLASS_D         CLASS_LETTER('D')
#define CLASS_E         CLASS_LETTER('E')
#define CLASS_F         CLASS_LETTER('F')
#define CLASS_G         CLASS_LETTER('G')
#define CLASS_TEXT_SIZE 33 /* all classes and the final NUL */

/* The set of the one class that the character names, in either case; CLASS_NONE if it names none.
 */
class_set_t class_of(char c);

/*
 * Reads classes written without separators ("ABG"), letters in either case, twice the same allowed.
 * Returns 0, or -E_INVAL when len is 0 or a character names no class; then *set is unchanged.
 */
int class_parse(const char *text, size_t len, class_set_t *set) MUST_CHECK;

/*
 * Changes *set as SET PRIVCLASS says it: "=ABG" replaces, "+B" adds, "-B" takes away, without a
 * sign it replaces. Returns 0, or -E_INVAL as class_parse, with *set unchanged.
 */
int class_change(const char *text, size_t len, class_set_t *set) MUST_CHECK;

/* Writes the classes in order, A first, into text of CLASS_TEXT_SIZE bytes; an empty set is "". */
void class_format(char text[CLASS_TEXT_SIZE], class_set_t set);

#endif
