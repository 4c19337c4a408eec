/* SPDX-License-Identifier: Apache-2.0 */
/* What commands on saved systems and segments share. */
#ifndef CMD_NSS_H
#define CMD_NSS_H

#include "cmd/cmd.h"
#include "nucleus/nss.h"

/* PURGE NSS: the words behind it. */
int purge_nss(struct cmd *cmd);

#endif
