/* SPDX-License-Identifier: Apache-2.0 */
/* QUERY SYNONYM, and SYNONYM alone. */
#ifndef CMD_SHOW_SYNONYMS_H
#define CMD_SHOW_SYNONYMS_H

/* Types the person's own names of commands. Returns 0. */
int show_synonyms(void);

#endif
