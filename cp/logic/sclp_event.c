/* SPDX-License-Identifier: Apache-2.0 */
/* The event commands of the service processor: masks, messages out, commands in. */
#include "logic/sclp_event.h"

#include "lib/ebcdic.h"
#include "lib/string.h"

/* What CP takes from guests, and what it may send them. */
#define HOST_GETS                                                                                  \
	(SCLP_EVENT_BIT(SCLP_EV_MSG) | SCLP_EVENT_BIT(SCLP_EV_PMSG) | SCLP_EVENT_BIT(SCLP_EV_IDENT))
#define HOST_SENDS                                                                                 \
	(SCLP_EVENT_BIT(SCLP_EV_OPCMD) | SCLP_EVENT_BIT(SCLP_EV_PMSG) |                            \
		SCLP_EVENT_BIT(SCLP_EV_QUIESCE))

static_assert(SCLP_TEXT_MAX + 2 * sizeof(struct gds_subvector) <= UINT8_MAX, "text subvector");

/* ---- Masks: byte strings of any length, of which the first 64 bits mean something ---- */

static uint64_t mask_get(const uint8_t *bytes, size_t len)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < MIN(len, 8); i++)
		mask |= (uint64_t)bytes[i] << (56 - 8 * i);
	return mask;
}

static void mask_put(uint8_t *bytes, size_t len, uint64_t mask)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = i < 8 ? (uint8_t)(mask >> (56 - 8 * i)) : 0;
}

uint16_t sclp_write_event_mask(struct sclp_state *state, uint8_t *sccb, size_t len)
{
	struct sccb_event_mask *block = (struct sccb_event_mask *)sccb;
	size_t mask_len;

	if (len < sizeof(*block))
		return SCLP_RC_TOO_SHORT;
	mask_len = be16_get(block->mask_len);
	if (mask_len == 0 || mask_len > SCLP_MASK_LEN_MAX)
		return SCLP_RC_BAD_MASK_LENGTH;
	if (len < sizeof(*block) + 4 * mask_len)
		return SCLP_RC_BAD_LENGTHS;
	state->guest_gets = mask_get(block->guest_gets, mask_len);
	state->guest_sends = mask_get(block->guest_gets + mask_len, mask_len);
	state->mask_len = (uint8_t)MIN(mask_len, 8);
	/* What the guest no longer takes is lost: nobody waits for it. */
	state->pending &= state->guest_gets;
	mask_put(block->guest_gets + 2 * mask_len, mask_len, HOST_GETS);
	mask_put(block->guest_gets + 3 * mask_len, mask_len, HOST_SENDS);
	return SCLP_RC_DONE;
}

/* ---- Events from the guest ---- */

/* EBCDIC to text that can't upset a terminal. */
static void text_from_guest(char *dst, const ebc8_t *src, size_t len)
{
	ebc_to_ascii(dst, src, len);
	for (size_t i = 0; i < len; i++)
		if ((uint8_t)dst[i] % 128 < ' ' || dst[i] == 127)
			dst[i] = ' ';
}

static void put_lines(const struct sclp_sinks *sinks, const ebc8_t *text, size_t len)
{
	char line[SCLP_LINE_MAX];

	if (!sinks->line)
		return;
	do {
		size_t piece = MIN(len, sizeof(line));

		text_from_guest(line, text, piece);
		sinks->line(sinks->ctx, line, piece);
		text += piece;
		len -= piece;
	} while (len > 0);
}

/*
 * Goes through the objects of a message event and, with sinks, hands on its lines. Called once
 * without, to see whether the form is right, so that a bad message shows nothing.
 */
static bool walk_message(const uint8_t *event, size_t len, const struct sclp_sinks *sinks)
{
	const struct mdb *mdb = (const struct mdb *)(event + sizeof(struct sccb_event));
	size_t at = sizeof(*mdb), end;

	if (len < sizeof(struct sccb_event) + sizeof(*mdb))
		return false;
	end = be16_get(mdb->len);
	if (end < sizeof(*mdb) || end > len - sizeof(struct sccb_event) ||
		be16_get(mdb->type) != MDB_TYPE || be32_get(mdb->tag) != MDB_TAG)
		return false;
	while (at < end) {
		const uint8_t *where = (const uint8_t *)mdb + at;
		const struct mdb_text *object = (const struct mdb_text *)where;
		size_t object_len;

		if (end - at < sizeof(object->header))
			return false;
		object_len = be16_get(object->header.len);
		if (object_len < sizeof(object->header) || object_len > end - at)
			return false;
		if (be16_get(object->header.type) == MDB_OBJECT_TEXT) {
			if (object_len < sizeof(*object))
				return false;
			if (sinks)
				put_lines(sinks, object->text, object_len - sizeof(*object));
		}
		at += object_len;
	}
	return true;
}

static void name_from_guest(char dst[9], const ebc8_t src[8])
{
	size_t len = 8;

	text_from_guest(dst, src, len);
	while (len > 0 && dst[len - 1] == ' ')
		len--;
	dst[len] = '\0';
}

static uint16_t take_ident(const struct sclp_sinks *sinks, const uint8_t *event, size_t len)
{
	const struct sccb_ident *from = (const struct sccb_ident *)event;
	struct sclp_ident ident;

	if (len < sizeof(*from))
		return SCLP_RC_BAD_EVENT;
	name_from_guest(ident.type, from->type);
	name_from_guest(ident.name, from->name);
	name_from_guest(ident.sysplex, from->sysplex);
	ident.level = be64_get(from->level);
	if (sinks->ident)
		sinks->ident(sinks->ctx, &ident);
	return SCLP_RC_DONE;
}

static uint16_t take_event(const struct sclp_sinks *sinks, const uint8_t *event, size_t len)
{
	switch (((const struct sccb_event *)event)->type) {
	case SCLP_EV_MSG:
	case SCLP_EV_PMSG:
		if (!walk_message(event, len, NULL))
			return SCLP_RC_BAD_EVENT;
		walk_message(event, len, sinks);
		return SCLP_RC_DONE;
	case SCLP_EV_IDENT: return take_ident(sinks, event, len);
	/* A guest that were told "done" would wait for an answer to its event for ever. */
	default: return SCLP_RC_BAD_FUNCTION;
	}
}

/* Events before a bad one are taken and marked; the guest sends the rest again if it wants. */
uint16_t sclp_write_event_data(const struct sclp_sinks *sinks, uint8_t *sccb, size_t len)
{
	size_t at = sizeof(struct sccb);
	uint16_t response = SCLP_RC_BAD_EVENT;

	while (at < len) {
		struct sccb_event *event = (struct sccb_event *)(sccb + at);
		size_t event_len;

		if (len - at < sizeof(*event))
			return SCLP_RC_BAD_EVENT;
		event_len = be16_get(event->len);
		if (event_len < sizeof(*event) || event_len > len - at)
			return SCLP_RC_BAD_EVENT;
		if (event->flags & SCCB_EVENT_PROCESSED) {
			response = SCLP_RC_DONE;
		} else {
			response = take_event(sinks, (const uint8_t *)event, event_len);
			if (response != SCLP_RC_DONE)
				return response;
			event->flags |= SCCB_EVENT_PROCESSED;
		}
		at += event_len;
	}
	return response;
}

/* ---- Events for the guest ---- */

/* Each returns the event's length, or 0 if there is no room for it. */
static size_t put_command(uint8_t type, const char *text, uint8_t *at, size_t room)
{
	struct sccb_command *event = (struct sccb_command *)at;
	size_t text_len = strlen(text), len = sizeof(*event) + text_len;

	if (len > room)
		return 0;
	memset(event, 0, sizeof(*event));
	event->header.len = be16((uint16_t)len);
	event->header.type = type;
	event->mds_mu.len = be16((uint16_t)(len - offsetof(struct sccb_command, mds_mu)));
	event->mds_mu.id = be16(GDS_MDS_MU);
	event->cp_msu.len = be16((uint16_t)(len - offsetof(struct sccb_command, cp_msu)));
	event->cp_msu.id = be16(GDS_CP_MSU);
	event->textcmd.len = be16((uint16_t)(len - offsetof(struct sccb_command, textcmd)));
	event->textcmd.id = be16(GDS_TEXTCMD);
	event->selfdef.len = (uint8_t)(len - offsetof(struct sccb_command, selfdef));
	event->selfdef.key = GDS_KEY_SELFDEF;
	event->key.len = (uint8_t)(len - offsetof(struct sccb_command, key));
	event->key.key = GDS_KEY_TEXT;
	ebc_from_ascii(event->text, text, text_len);
	return len;
}

static size_t put_quiesce(uint8_t *at, size_t room)
{
	struct sccb_quiesce *event = (struct sccb_quiesce *)at;

	if (sizeof(*event) > room)
		return 0;
	memset(event, 0, sizeof(*event));
	event->header.len = be16(sizeof(*event));
	event->header.type = SCLP_EV_QUIESCE;
	return sizeof(*event);
}

static size_t put_event(const struct sclp_state *state, uint8_t type, uint8_t *at, size_t room)
{
	if (type == SCLP_EV_QUIESCE)
		return put_quiesce(at, room);
	return put_command(type, type == SCLP_EV_PMSG ? state->pmsg : state->opcmd, at, room);
}

/* Which events the guest asks for; 0 with the response in *response when it asks wrongly. */
static uint64_t select_events(
	const struct sclp_state *state, const uint8_t *sccb, size_t len, uint16_t *response)
{
	const struct sccb *header = (const struct sccb *)sccb;
	uint64_t wanted;

	switch (header->function) {
	case 0: /* all that it takes */ *response = SCLP_RC_NO_EVENTS; return state->guest_gets;
	case 1: /* those in a mask behind the header */
		*response = SCLP_RC_BAD_SELECTION;
		if (len < sizeof(*header) + state->mask_len)
			return 0;
		wanted = mask_get(sccb + sizeof(*header), state->mask_len);
		return wanted & ~state->guest_gets ? 0 : wanted;
	default: *response = SCLP_RC_BAD_FUNCTION; return 0;
	}
}

uint16_t sclp_read_event_data(struct sclp_state *state, uint8_t *sccb, size_t len)
{
	static const uint8_t types[] = {SCLP_EV_PMSG, SCLP_EV_OPCMD, SCLP_EV_QUIESCE};
	struct sccb *header = (struct sccb *)sccb;
	size_t at = sizeof(*header);
	uint16_t response;
	uint64_t wanted = select_events(state, sccb, len, &response);

	if (wanted == 0)
		return response;
	if (!(state->pending & wanted))
		return state->pending ? SCLP_RC_EVENTS_HELD : SCLP_RC_NO_EVENTS;
	memset(sccb + at, 0, len - at);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		uint64_t bit = SCLP_EVENT_BIT(types[i]);
		size_t event_len;

		if (!(state->pending & wanted & bit))
			continue;
		event_len = put_event(state, types[i], sccb + at, len - at);
		if (event_len == 0)
			continue;
		state->pending &= ~bit;
		at += event_len;
	}
	if (at == sizeof(*header))
		return SCLP_RC_EVENT_TOO_LONG;
	if (header->control_2 & SCCB_VARIABLE_RESPONSE) {
		header->control_2 &= (uint8_t)~SCCB_VARIABLE_RESPONSE;
		header->len = be16((uint16_t)at);
	}
	return state->pending & wanted ? SCLP_RC_MORE_EVENTS : SCLP_RC_DONE;
}
