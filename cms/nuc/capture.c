// SPDX-License-Identifier: Apache-2.0
/* Lines that are kept instead of typed. What has no room is lost. */
#include "nuc/capture.h"

#include "lib/string.h"
#include "nuc/storage.h"

#define ROOM_FIRST 0x1000u

/* Function: lines that are kept. In free storage of the nucleus until capture_end. */
struct capture {
	struct capture *outer;
	char *text;
	uint32_t len, room;
};

static struct capture *innermost;

bool capture_begin(void)
{
	struct capture *capture = stor_get(sizeof(*capture));

	if (!capture)
		return false;
	*capture = (struct capture){.outer = innermost};
	innermost = capture;
	return true;
}

static void drop(void)
{
	struct capture *capture = innermost;

	innermost = capture->outer;
	stor_put(capture->text, capture->room);
	stor_put(capture, sizeof(*capture));
}

bool capture_is_active(void)
{
	return innermost;
}

uint32_t capture_len(void)
{
	return innermost ? innermost->len : 0;
}

const char *capture_text(void)
{
	return innermost ? innermost->text : NULL;
}

uint32_t capture_end(char *text, uint32_t size)
{
	uint32_t len = innermost->len;

	if (len && size)
		memcpy(text, innermost->text, MIN(len, size));
	drop();
	return len;
}

static bool make_room(struct capture *capture, uint32_t len)
{
	uint32_t room = MAX(capture->room, ROOM_FIRST);
	char *text;

	if (len <= capture->room)
		return true;
	while (room < len)
		room *= 2;
	text = stor_get(room);
	if (!text)
		return false;
	if (capture->len)
		memcpy(text, capture->text, capture->len);
	stor_put(capture->text, capture->room);
	capture->text = text;
	capture->room = room;
	return true;
}

bool capture_line(const char *text)
{
	struct capture *capture = innermost;
	uint32_t len = (uint32_t)strlen(text);

	if (!capture)
		return false;
	if (!make_room(capture, capture->len + len + 1))
		return true;
	memcpy(capture->text + capture->len, text, len);
	capture->len += len;
	capture->text[capture->len++] = '\n';
	return true;
}

void capture_recover(void)
{
	while (innermost)
		drop();
}
