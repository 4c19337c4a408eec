/* SPDX-License-Identifier: Apache-2.0 */
/* QUERY FILEDEF, and FILEDEF alone. */
#ifndef CMD_SHOW_FILEDEFS_H
#define CMD_SHOW_FILEDEFS_H

/* Types the definitions. Returns 0. */
int show_filedefs(void);

#endif
