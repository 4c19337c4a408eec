// SPDX-License-Identifier: Apache-2.0
/* Statements that begin an entry or follow its beginning. */
#include "logic/directory/dirc.h"

static bool is_reserved(const char userid[DIR_USERID_LEN])
{
	static const char *const begins[] = {"LOGN", "LOGL", "LOGV"};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (!memcmp(userid, begins[i], 4) && dir_name_len(userid, DIR_USERID_LEN) == 8)
			return true;
	return !memcmp(userid, "SYSTEM  ", 8) || !memcmp(userid, "SYSTEMMP", 8);
}

static bool is_like_spoolid(const struct word *word)
{
	uint64_t value;

	return word->len <= 4 && !str_to_dec(word->text, word->len, &value);
}

static void user_name(struct dirc *c)
{
	const struct word *word = word_want(c, "a userid");

	if (!word || !word_name(c, word, c->user.userid, DIRM_USERID))
		return;
	if (is_reserved(c->user.userid))
		dirc_report(c, DIRM_RESERVED, word, NULL);
	else if (is_like_spoolid(word))
		dirc_report(c, DIRM_LIKE_SPOOLID, word, NULL);
}

static void user_password(struct dirc *c)
{
	static const struct {
		const char *name;
		uint8_t kind;
	} kinds[] = {{"NOLOG", DIR_PW_NOLOG}, {"NOPASS", DIR_PW_NOPASS},
		{"AUTOONLY", DIR_PW_AUTOONLY}, {"LBYONLY", DIR_PW_LBYONLY}};
	const struct word *word = word_want(c, "a password, NOLOG, NOPASS, AUTOONLY or LBYONLY");

	if (!word)
		return;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (dir_word_is(word, kinds[i].name, strlen(kinds[i].name))) {
			c->user.password_kind = kinds[i].kind;
			return;
		}
	c->user.password_kind = DIR_PW_HASHED;
	if (!word_password(c, word, &c->user.password, DIRM_PASSWORD))
		c->user.password_kind = DIR_PW_NOLOG;
}

static void user_sizes(struct dirc *c)
{
	const struct word *word;
	uint64_t bytes;

	word = word_next(c);
	if (word && word_storage(c, word, &bytes)) {
		c->user.storage = be64(bytes);
		c->has_storage = true;
	}
	word = word_next(c);
	if (word && word_storage(c, word, &bytes)) {
		c->user.max_storage = be64(bytes);
		c->has_max_storage = true;
	}
}

static void user_classes(struct dirc *c)
{
	const struct word *word = word_next(c);
	uint32_t classes;

	if (word && word_classes(c, word, &classes)) {
		c->user.classes = be32(classes);
		c->has_classes = true;
	}
}

static void user_symbols(struct dirc *c)
{
	for (size_t i = 0; i < ARRAY_LEN(c->user.symbols); i++) {
		const struct word *word = word_next(c);

		if (!word)
			return;
		if (dir_word_is(word, "ON", 2))
			c->user.symbols[i] = DIR_SYMBOL_ON;
		else if (dir_word_is(word, "OFF", 3))
			c->user.symbols[i] = DIR_SYMBOL_OFF;
		else if (word->len == 1)
			c->user.symbols[i] = (uint8_t)word->text[0];
		else
			dirc_report(c, DIRM_SYMBOL, word, NULL);
	}
}

void stmt_user(struct dirc *c)
{
	entry_begin(c, DIRC_USER);
	c->has_users = true;
	user_name(c);
	user_password(c);
	user_sizes(c);
	user_classes(c);
	word_next(c); /* the priority of old systems */
	user_symbols(c);
	if (word_peek(c))
		dirc_report(c, DIRM_TEN_WORDS, word_peek(c), NULL);
	c->cursor = c->nr_words;
}

static void report_profile_twice(struct dirc *c, const struct word *word, uint32_t first)
{
	char line[12];

	str_format(line, sizeof(line), "%u", first);
	dirc_report(c, DIRM_PROFILE_TWICE, word, line);
}

void stmt_profile(struct dirc *c)
{
	const struct word *word;
	uint32_t first;

	entry_begin(c, DIRC_PROFILE);
	word = word_want(c, "a name");
	if (!word || !word_name(c, word, c->user.userid, DIRM_NAME))
		return;
	first = profile_line(c, c->user.userid);
	if (first)
		report_profile_twice(c, word, first);
	else if (c->has_users)
		dirc_report(c, DIRM_PROFILE_LATE, word, NULL);
}

/* Not yet: its statements are checked, but BUILD does not bring them into an IDENTITY entry. */
void stmt_subconfig(struct dirc *c)
{
	entry_begin(c, DIRC_SUBCONFIG);
	if (word_want_name(c, c->user.userid, DIRM_NAME, "a name"))
		dirc_report(c, DIRM_NOT_YET, &c->words[0], NULL);
}

void stmt_globaldefs(struct dirc *c)
{
	entry_begin(c, DIRC_GLOBAL);
}

void stmt_accepted(struct dirc *c)
{
	c->cursor = c->nr_words;
}

void stmt_include(struct dirc *c)
{
	const struct word *word = word_want(c, "a profile");

	if (word)
		profile_include(c, word);
}

/*
 * The numbers have five digits as on z/VM, more if HIGH is written with more, fewer if five would
 * make the userids longer than eight characters and HIGH is short enough.
 */
static bool pool_digits(struct dirc *c, const struct word *high)
{
	size_t name_len = dir_name_len(c->user.userid, DIR_USERID_LEN);
	size_t digits = MAX(high->len, MIN(5, DIR_USERID_LEN - name_len));
	char name[DIR_USERID_LEN + 1];

	if (name_len + digits > DIR_USERID_LEN || digits > DIR_POOL_DIGITS_MAX) {
		entry_name(c, name);
		dirc_report(c, DIRM_POOL_LONG, high, name);
		return false;
	}
	c->user.pool_digits = (uint8_t)digits;
	return true;
}

static bool pool_range(struct dirc *c)
{
	uint64_t low, high;
	const struct word *word;

	if (!word_want_keyword(c, "LOW") || !word_want_number(c, 0, 9999999, &low, "a number") ||
		!word_want_keyword(c, "HIGH") ||
		!word_want_number(c, 0, 9999999, &high, "a number"))
		return false;
	word = &c->words[c->cursor - 1];
	if (high < low) {
		dirc_report(c, DIRM_POOL_ORDER, word, NULL);
		return false;
	}
	if (!pool_digits(c, word))
		return false;
	c->user.pool_low = be32((uint32_t)low);
	c->user.pool_high = be32((uint32_t)high);
	c->user.flags |= DIR_ENTRY_POOL;
	return true;
}

void stmt_pool(struct dirc *c)
{
	const struct word *word;

	if (!pool_range(c) || !word_peek(c) || !word_want_keyword(c, "PROFILE"))
		return;
	word = word_want(c, "a profile");
	if (word)
		profile_include(c, word);
}
