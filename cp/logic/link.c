// SPDX-License-Identifier: Apache-2.0
/* Access modes of minidisks. */
#include "logic/link.h"
#include "lib/err.h"
#include "lib/string.h"

/* What a mode asks for and what it minds. */
static const struct {
	char text[3];
	bool wants_write;
	bool minds_readers, minds_writers; /* it is not granted beside them */
	bool has_alternative;              /* reading */
	enum link_password password;
} modes[LINK_KINDS] = {
	[LINK_R] = {"R", false, false, true, false, LINK_PW_READ},
	[LINK_RR] = {"RR", false, false, false, false, LINK_PW_READ},
	[LINK_W] = {"W", true, true, true, false, LINK_PW_WRITE},
	[LINK_WR] = {"WR", true, true, true, true, LINK_PW_WRITE},
	[LINK_M] = {"M", true, false, true, false, LINK_PW_MULTIPLE},
	[LINK_MR] = {"MR", true, false, true, true, LINK_PW_MULTIPLE},
	[LINK_MW] = {"MW", true, false, false, false, LINK_PW_MULTIPLE},
	[LINK_SR] = {"SR", false, false, true, false, LINK_PW_READ},
	[LINK_SW] = {"SW", true, true, true, false, LINK_PW_WRITE},
	[LINK_SM] = {"SM", true, false, true, false, LINK_PW_MULTIPLE},
	[LINK_ER] = {"ER", false, true, true, false, LINK_PW_READ},
	[LINK_EW] = {"EW", true, true, true, false, LINK_PW_WRITE},
};

int link_mode_parse(const char *text, size_t len, struct link_mode *mode)
{
	bool is_reserving = len > 1 && chr_upper(text[len - 1]) == 'V';

	if (is_reserving)
		len--;
	for (unsigned i = 0; i < LINK_KINDS; i++) {
		if (len < 1 || len > 2 || modes[i].text[len] || chr_upper(text[0]) != modes[i].text[0] ||
			(len == 2 && chr_upper(text[1]) != modes[i].text[1]))
			continue;
		*mode = (struct link_mode){(enum link_kind)i, is_reserving};
		return 0;
	}
	return -E_INVAL;
}

void link_mode_text(const struct link_mode *mode, char text[LINK_MODE_SIZE])
{
	size_t len = strlen(modes[mode->kind].text);

	memcpy(text, modes[mode->kind].text, len);
	if (mode->is_reserving)
		text[len++] = 'V';
	text[len] = '\0';
}

enum link_password link_password_of(enum link_kind kind)
{
	return modes[kind].password;
}

bool link_is_stable(enum link_kind kind)
{
	return kind == LINK_SR || kind == LINK_SW || kind == LINK_SM;
}

bool link_is_exclusive(enum link_kind kind)
{
	return kind == LINK_ER || kind == LINK_EW;
}

void link_others_add(
	struct link_others *others, const char *userid, bool is_writing, enum link_kind kind)
{
	if (is_writing) {
		others->nr_writers++;
		others->writer = userid;
	} else {
		others->nr_readers++;
		others->reader = userid;
	}
	others->is_stable |= link_is_stable(kind);
	others->is_exclusive |= link_is_exclusive(kind);
}

enum link_grant link_decide(enum link_kind kind, const struct link_others *others)
{
	bool conflicts = (modes[kind].minds_readers && others->nr_readers) ||
			 (modes[kind].minds_writers && others->nr_writers) ||
			 (modes[kind].wants_write && others->is_stable);

	if (others->is_exclusive)
		return LINK_REFUSED;
	if (!conflicts)
		return modes[kind].wants_write ? LINK_WRITE : LINK_READ;
	return modes[kind].has_alternative ? LINK_FORCED_READ : LINK_REFUSED;
}

enum msg_id link_message(enum link_grant grant, const struct link_others *others)
{
	bool is_forced = grant == LINK_FORCED_READ;

	if (others->nr_writers && others->nr_readers)
		return is_forced ? MSG_FORCED_READ_BOTH : MSG_NOT_LINKED_BOTH;
	if (others->nr_writers)
		return is_forced ? MSG_FORCED_READ_WRITERS : MSG_NOT_LINKED_WRITERS;
	return is_forced ? MSG_FORCED_READ_READERS : MSG_NOT_LINKED_READERS;
}

void link_by(char text[LINK_BY_SIZE], uint32_t nr, const char *userid)
{
	if (nr == 1)
		str_copy(text, userid, LINK_BY_SIZE);
	else
		str_format(text, LINK_BY_SIZE, "%03u users", nr);
}
