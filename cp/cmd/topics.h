/* SPDX-License-Identifier: Apache-2.0 */
/* What HELP explains beyond commands and messages: directory statements, DIAGNOSE codes; more of
 * pages. */
#ifndef CMD_TOPICS_H
#define CMD_TOPICS_H

#include "logic/cmdline.h"

/* The page of pages.def for a command ("" prefix) or an operand ("QUERY "), or NULL. */
const char *topic_page(const char *prefix, const char *name);

struct topic_statement {
	const char *name;
	uint8_t min;
	const char *syntax; /* "": not supported yet */
	const char *text;
};
/* The n-th statement of USER DIRECT, NULL behind the last; and the one that a word names, or NULL.
 */
const struct topic_statement *topic_statement(unsigned n);
const struct topic_statement *topic_find_statement(const struct cmd_word *word);
/* The n-th operand of OPTION, NULL behind the last. */
const char *topic_option(unsigned n);

struct topic_diagnose {
	uint16_t code;
	const char *text;
};
/* The n-th DIAGNOSE code, NULL behind the last. */
const struct topic_diagnose *topic_diagnose(unsigned n);

#endif
