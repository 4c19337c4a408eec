/* SPDX-License-Identifier: Apache-2.0 */
/* The event commands of the service processor; for sclp.c only. */
#ifndef LOGIC_SCLP_EVENT_H
#define LOGIC_SCLP_EVENT_H

#include "logic/sclp.h"

#define SCLP_EVENT_BIT(type) BIT64((type)-1)

/* Each works on a block of len bytes, len at least sizeof(struct sccb), and returns the response.
 */
uint16_t sclp_write_event_mask(struct sclp_state *state, uint8_t *sccb, size_t len);
uint16_t sclp_write_event_data(const struct sclp_sinks *sinks, uint8_t *sccb, size_t len);
uint16_t sclp_read_event_data(struct sclp_state *state, uint8_t *sccb, size_t len);

#endif
