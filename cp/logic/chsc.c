/* SPDX-License-Identifier: Apache-2.0 */
/* What CHSC answers to a guest. */
#include "logic/chsc.h"

#include "arch/chsc.h"
#include "arch/psw.h"
#include "lib/string.h"

/* What a command's function works on: its request, and the room behind the response's header. */
struct area {
	const uint8_t *request;
	size_t request_len;
	uint8_t *data;
	size_t room, used; /* of data, in bytes */
};

static bool is_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

/* No general characteristics, none of CHSC's own: everything optional is absent. */
static uint16_t store_characteristics(struct area *area)
{
	if (area->request_len != CHSC_LEN_MIN ||
		!is_zero(area->request + sizeof(struct chsc_header),
			CHSC_LEN_MIN - sizeof(struct chsc_header)))
		return CHSC_RC_INVALID;
	area->used = CHSC_CHARACTERISTICS_LEN - sizeof(struct chsc_response);
	return CHSC_RC_DONE;
}

static void describe_subchannel(const struct chsc_ops *ops, uint16_t nr, struct chsc_subchannel *to)
{
	struct chsc_subch subch = {0};

	to->nr = be16(nr);
	if (!ops->subch(ops->ctx, nr, &subch))
		return;
	to->flags = CHSC_SUBCHANNEL_VALID | (subch.device_valid ? CHSC_DEVICE_VALID : 0);
	to->unit_addr = (uint8_t)subch.devno;
	to->devno = be16(subch.devno);
	to->path_mask = subch.path_mask;
	memcpy(to->chpid, subch.chpid, sizeof(to->chpid));
}

static uint16_t store_subchannels(const struct chsc_ops *ops, struct area *area)
{
	const struct chsc_subchannel_request *request =
		(const struct chsc_subchannel_request *)area->request;
	struct chsc_subchannel *to = (struct chsc_subchannel *)area->data;
	uint32_t first = be16_get(request->first), last = be16_get(request->last);

	if (area->request_len != sizeof(*request) || request->pad_4 != 0 ||
		(request->set & CHSC_SET_ZERO) ||
		!is_zero(request->pad_8, sizeof(request->pad_8)) ||
		!is_zero(request->pad_c, sizeof(request->pad_c)))
		return CHSC_RC_INVALID;
	if (last < first || CHSC_SET(request->set) != 0)
		return CHSC_RC_INVALID;
	/* As many as fit: the length of the response says how far we came. */
	for (uint32_t nr = first; nr <= last && area->used + sizeof(*to) <= area->room; nr++) {
		describe_subchannel(ops, (uint16_t)nr, to++);
		area->used += sizeof(*to);
	}
	return CHSC_RC_DONE;
}

static uint16_t store_paths(const struct chsc_ops *ops, struct area *area)
{
	const struct chsc_path_request *request = (const struct chsc_path_request *)area->request;
	struct chsc_path *to = (struct chsc_path *)area->data;

	if (area->request_len != sizeof(*request) || (request->flags & 0xC0) ||
		(request->flags & CHSC_PATH_M) || request->css != 0 || (request->format & 0xF0) ||
		request->last < request->first ||
		!is_zero(request->pad_8, sizeof(request->pad_8)) ||
		!is_zero(request->pad_c, sizeof(request->pad_c)))
		return CHSC_RC_INVALID;
	if (request->format != 0)
		return CHSC_RC_BAD_FORMAT;
	/* All 256 fit. */
	for (unsigned int chpid = request->first; chpid <= request->last; chpid++) {
		if (!ops->has_path(ops->ctx, (uint8_t)chpid))
			continue;
		to->flags = CHSC_PATH_VALID;
		to->chpid = (uint8_t)chpid;
		to++;
		area->used += sizeof(*to);
	}
	return CHSC_RC_DONE;
}

grc_t insn_chsc_page(const struct chsc_ops *ops, uint8_t *page)
{
	const struct chsc_header *request = (const struct chsc_header *)page;
	size_t len = be16_get(request->len);
	struct chsc_response *response;
	struct area area = {.request = page, .request_len = len};
	uint16_t rc;

	if (len < CHSC_LEN_MIN || len > CHSC_LEN_MAX || len % 8 != 0)
		return PGM_OPERAND;
	response = (struct chsc_response *)(page + len);
	memset(page + len, 0, PAGE_SIZE - len);
	area.data = page + len + sizeof(*response);
	area.room = PAGE_SIZE - len - sizeof(*response);
	switch (be16_get(request->code)) {
	case CHSC_STORE_PATH_DESCRIPTION: rc = store_paths(ops, &area); break;
	case CHSC_STORE_SUBCHANNEL: rc = store_subchannels(ops, &area); break;
	case CHSC_STORE_CHARACTERISTICS: rc = store_characteristics(&area); break;
	case CHSC_SET_DOMAIN_ATTRIBUTES: rc = CHSC_RC_NO_SUCH_SETS; break;
	default: rc = CHSC_RC_NOT_PROVIDED; break;
	}
	response->header.len = be16((uint16_t)(sizeof(*response) + area.used));
	response->header.code = be16(rc);
	return 0;
}
