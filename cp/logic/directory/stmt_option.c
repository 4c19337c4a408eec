// SPDX-License-Identifier: Apache-2.0
/* OPTION and SHARE. */
#include "logic/directory/dirc.h"

static const struct {
	const char *name;
	uint8_t min;
} options[] = {
#define OPTION(name, min) [DIR_OPT_##name] = {#name, min},
#include "logic/directory/option.def"
#undef OPTION
};

/* Options of z/VM that this system does not have. */
static const struct {
	const char *name;
	bool has_operand;
} options_not_yet[] = {
	{"AFFINITY", true},
	{"CFUSER", false},
	{"CFVM", false},
	{"CPUID", true},
	{"LANG", true},
	{"LKFAC", false},
	{"MAXCONN", true},
	{"MAXVCONN", true},
	{"MAXVMCFI", true},
};

static bool option_flag(struct dirc *c, const struct word *word)
{
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (dir_word_is(word, options[i].name, options[i].min)) {
			c->user.options = be32(be32_get(c->user.options) | BIT32(i));
			return true;
		}
	return false;
}

static bool option_not_yet(struct dirc *c, const struct word *word)
{
	for (size_t i = 0; i < ARRAY_LEN(options_not_yet); i++)
		if (dir_word_is(word, options_not_yet[i].name, strlen(options_not_yet[i].name))) {
			dirc_report(c, DIRM_NOT_YET, word, NULL);
			if (options_not_yet[i].has_operand)
				word_want(c, "an operand");
			return true;
		}
	return false;
}

static void option_timer_slack(struct dirc *c)
{
	uint64_t ms = 0;

	if (word_take(c, "OFF", 3) ||
		word_want_number(c, 1, DIR_TIMER_SLACK_MAX_MS, &ms, "milliseconds or OFF"))
		c->user.timer_slack_ms = be32((uint32_t)ms);
}

static void option_max_clones(struct dirc *c)
{
	uint64_t max;

	if (word_want_number(c, 1, DIR_MAX_CLONES_MAX, &max, "how many"))
		c->user.max_clones = be32((uint32_t)max);
}

void stmt_option(struct dirc *c)
{
	const struct word *word = word_want(c, "an option");

	for (; word; word = word_next(c)) {
		if (dir_word_is(word, "TIMERSLACK", 6))
			option_timer_slack(c);
		else if (dir_word_is(word, "MAXCLONES", 9))
			option_max_clones(c);
		else if (!option_flag(c, word) && !option_not_yet(c, word))
			dirc_report(c, DIRM_OPERAND, word, "an option of the manual's list");
	}
}

/* n, n% or n.n% of 0.1 to 100, in tenths. */
static bool share_absolute(struct dirc *c, uint16_t *tenths)
{
	static const char range[] = "0.1% to 100%";
	const struct word *word = word_want(c, range);
	uint64_t whole = 0, tenth = 0;
	const char *point;
	size_t len;
	int rc;

	if (!word)
		return false;
	len = word->len;
	if (word->text[len - 1] == '%')
		len--;
	point = len ? memchr(word->text, '.', len) : NULL;
	if (point && word->text + len - point == 2) {
		len -= 2;
		rc = str_to_dec(point + 1, 1, &tenth);
	} else {
		rc = point ? -E_INVAL : 0;
	}
	if (rc || str_to_dec(word->text, len, &whole) == -E_INVAL) {
		dirc_report(c, DIRM_DECIMAL, word, range);
		return false;
	}
	if (whole > 100 || whole * 10 + tenth > 1000 || whole * 10 + tenth < 1 || len > 9) {
		dirc_report(c, DIRM_RANGE, word, range);
		return false;
	}
	*tenths = (uint16_t)(whole * 10 + tenth);
	return true;
}

/* RELATIVE n or ABSOLUTE n%. Returns false with no message if neither is there. */
static bool share_take(struct dirc *c, uint8_t *type, be16_t *value)
{
	uint64_t relative;
	uint16_t tenths;

	if (word_take(c, "RELATIVE", 3)) {
		if (word_want_number(c, 1, 10000, &relative, "a number")) {
			*type = DIR_SHARE_RELATIVE;
			*value = be16((uint16_t)relative);
		}
		return true;
	}
	if (word_take(c, "ABSOLUTE", 3)) {
		if (share_absolute(c, &tenths)) {
			*type = DIR_SHARE_ABSOLUTE;
			*value = be16(tenths);
		}
		return true;
	}
	return false;
}

void stmt_share(struct dirc *c)
{
	struct dir_obj_user *user = &c->user;
	const struct word *word;

	if (!share_take(c, &user->share_type, &user->share)) {
		word = word_want(c, "RELATIVE or ABSOLUTE");
		if (word)
			dirc_report(c, DIRM_OPERAND, word, "RELATIVE or ABSOLUTE");
		return;
	}
	if (c->is_bad)
		return;
	user->share_max_type = DIR_SHARE_NONE;
	user->share_max = be16(0);
	user->share_limit = DIR_NOLIMIT;
	if (share_take(c, &user->share_max_type, &user->share_max))
		user->share_limit = DIR_LIMITSOFT;
	if (c->is_bad)
		return;
	if (word_take(c, "LIMITSOFT", 6))
		user->share_limit = DIR_LIMITSOFT;
	else if (word_take(c, "LIMITHARD", 6))
		user->share_limit = DIR_LIMITHARD;
	else if (word_take(c, "NOLIMIT", 5))
		user->share_limit = DIR_NOLIMIT;
}
