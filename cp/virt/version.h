/* SPDX-License-Identifier: Apache-2.0 */
/* What this system calls itself. */
#ifndef VIRT_VERSION_H
#define VIRT_VERSION_H

#define CP_NAME	   "Stillwater"
#define CP_VERSION "0.1.0"

#endif
