/* SPDX-License-Identifier: Apache-2.0 */
/* What this system calls itself. */
#ifndef VIRT_VERSION_H
#define VIRT_VERSION_H

#define CP_NAME	   "Stillwater"
#define CP_VERSION "0.1.0"
#define CP_SYSID   "SWATER" /* up to 8 characters: QUERY USERID, the status area */

#endif
