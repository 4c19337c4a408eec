// SPDX-License-Identifier: Apache-2.0
/* SYSTEM CONFIG: statements about volumes, the system's name and what it allows. */
#include "logic/sysconfig/internal.h"

#include "arch/ckd.h"
#include "lib/err.h"
#include "lib/string.h"

/* ---- Volumes --------------------------------------------------------------------------------- */

int stmt_cp_owned(struct cfg *c)
{
	struct sysconfig_owned owned = {};
	struct cfg_word word, place;
	uint64_t slot;

	if (!cfg_want(c, &word, "SLOT"))
		return -E_INVAL;
	if (!cfg_word_is(&word, "SLOT", 4))
		return cfg_refuse(c, &word, "SLOT");
	if (cfg_number(c, "a slot from 1 to 255", 1, SYSCONFIG_OWNED_MAX, &slot) ||
		!cfg_want(c, &place, "a volume's name or RESERVED"))
		return -E_INVAL;
	owned.is_reserved = cfg_word_is(&place, "RESERVED", 0);
	if (!owned.is_reserved && volid_parse(place.text, place.len, owned.volid))
		return cfg_refuse(c, &place, "a volume's name or RESERVED");
	if (cfg_next(c, &word) && !cfg_word_is(&word, "OWN", 0) && !cfg_word_is(&word, "SHARED", 0))
		return cfg_refuse(c, &word, "OWN or SHARED");
	if (owned.volid[0] && sysconfig_owned_slot(c->config, owned.volid) != 0 &&
		sysconfig_owned_slot(c->config, owned.volid) != slot)
		return cfg_error(c, MSG_CONFIG_TWICE, &place, "");
	c->config->owned[slot - 1] = owned;
	return cfg_end(c);
}

/* A name, or also a pattern, in upper case. */
static int pattern_parse(const struct cfg_word *word, bool is_pattern, char out[VOLID_SIZE])
{
	char plain[VOLID_SIZE];

	if (!is_pattern)
		return volid_parse(word->text, word->len, out);
	if (word->len < 1 || word->len >= VOLID_SIZE)
		return -E_INVAL;
	memset(out, 0, VOLID_SIZE);
	memcpy(out, word->text, word->len);
	str_upper(out);
	memcpy(plain, out, VOLID_SIZE);
	for (char *chr = plain; *chr; chr++)
		*chr = *chr == '*' || *chr == '%' ? 'X' : *chr;
	return volid_parse(plain, word->len, plain);
}

static int add_volumes(struct cfg *c, bool is_pattern, bool is_excluded)
{
	const char *what = is_pattern ? "a volume's name or a pattern" : "a volume's name";
	struct sysconfig *config = c->config;
	struct cfg_word word;

	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	do {
		struct sysconfig_volume *volume = &config->volume[config->nr_volumes];

		if (config->nr_volumes == SYSCONFIG_VOLUMES_MAX)
			return cfg_error(c, MSG_CONFIG_FULL, &word, "volumes");
		if (pattern_parse(&word, is_pattern, volume->pattern))
			return cfg_refuse(c, &word, what);
		volume->is_pattern = is_pattern;
		volume->is_excluded = is_excluded;
		config->nr_volumes++;
	} while (cfg_next(c, &word));
	return 0;
}

int stmt_user_volume_list(struct cfg *c)
{
	return add_volumes(c, false, false);
}

int stmt_user_volume_include(struct cfg *c)
{
	return add_volumes(c, true, false);
}

int stmt_user_volume_exclude(struct cfg *c)
{
	return add_volumes(c, true, true);
}

static int residence_area(struct cfg *c)
{
	static const char *const names[] = {"FROM", "FOR"};
	char volid[VOLID_SIZE];
	struct cfg_word word;
	uint64_t number;

	if (!cfg_want(c, &word, "VOLID"))
		return -E_INVAL;
	if (!cfg_word_is(&word, "VOLID", 0))
		return cfg_refuse(c, &word, "VOLID");
	if (cfg_volid(c, volid))
		return -E_INVAL;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!cfg_want(c, &word, names[i]))
			return -E_INVAL;
		if (!cfg_word_is(&word, names[i], 0))
			return cfg_refuse(c, &word, names[i]);
		if (!cfg_want(c, &word, "a number of cylinders"))
			return -E_INVAL;
		if (cfg_word_is(&word, "CYL", 0) && !cfg_want(c, &word, "a number of cylinders"))
			return -E_INVAL;
		if (str_to_dec(word.text, word.len, &number) || number > CKD_3390_CYLS_MAX)
			return cfg_refuse(c, &word, "a number of cylinders");
	}
	return 0;
}

int stmt_system_residence(struct cfg *c)
{
	struct cfg_word word;

	if (!cfg_want(c, &word, "CHECKPOINT or WARMSTART"))
		return -E_INVAL;
	do {
		if (!cfg_word_is(&word, "CHECKPOINT", 5) && !cfg_word_is(&word, "WARMSTART", 4))
			return cfg_refuse(c, &word, "CHECKPOINT or WARMSTART");
		if (residence_area(c))
			return -E_INVAL;
	} while (cfg_next(c, &word));
	return 0;
}

/* ---- The system ------------------------------------------------------------------------------ */

static int system_name(struct cfg *c, const struct cfg_word *word, char name[SYSCONFIG_ID_SIZE])
{
	static const char what[] = "a name of 1 to 8 letters and digits";

	if (word->is_quoted || word->len == 0 || word->len >= SYSCONFIG_ID_SIZE)
		return cfg_refuse(c, word, what);
	for (uint32_t i = 0; i < word->len; i++) {
		char chr = word->text[i];

		if (!chr_is_alpha(chr) && !chr_is_digit(chr) && !strchr("$#@_-", chr))
			return cfg_refuse(c, word, what);
	}
	memset(name, 0, SYSCONFIG_ID_SIZE);
	memcpy(name, word->text, word->len);
	str_upper(name);
	return 0;
}

/* Does the machine's value fit? In the pattern * stands for anything, % for one character. */
static bool machine_fits(const struct cfg_word *word, const char *value)
{
	char pattern[16];

	str_format(pattern, sizeof(pattern), "%.*s", (int)word->len, word->text);
	str_upper(pattern);
	return word->len < sizeof(pattern) && volid_matches(value, pattern);
}

int stmt_system_identifier(struct cfg *c)
{
	struct sysconfig *config = c->config;
	struct cfg_word word[3];
	char name[SYSCONFIG_ID_SIZE];
	uint32_t nr = 0;

	if (!cfg_want(c, &word[0], "the system's name"))
		return -E_INVAL;
	for (nr = 1; nr < 3 && cfg_next(c, &word[nr]); nr++)
		;
	if (nr == 2)
		return cfg_want(c, &word[2], "the system's name") ? 0 : -E_INVAL;
	if (system_name(c, &word[nr - 1], name) || cfg_end(c))
		return -E_INVAL;
	if (config->has_system_id ||
		(nr == 3 && (!machine_fits(&word[0], c->job->cpu_type) ||
				    !machine_fits(&word[1], c->job->cpu_serial))))
		return 0; /* for another machine, or said already */
	config->has_system_id = true;
	memcpy(config->system_id, name, sizeof(name));
	return 0;
}

int stmt_system_identifier_default(struct cfg *c)
{
	char name[SYSCONFIG_ID_SIZE];
	struct cfg_word word;

	if (!cfg_want(c, &word, "the system's name") || system_name(c, &word, name) || cfg_end(c))
		return -E_INVAL;
	if (!c->config->has_system_id)
		memcpy(c->config->system_id, name, sizeof(name));
	return 0;
}

int stmt_operator_consoles(struct cfg *c)
{
	static const char what[] = "a device number, SYSTEM_3270 or SYSTEM_CONSOLE";
	struct sysconfig *config = c->config;
	struct cfg_word word;
	uint64_t value;

	config->nr_consoles = 0;
	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	do {
		if (config->nr_consoles == SYSCONFIG_CONSOLES_MAX)
			return cfg_error(c, MSG_CONFIG_FULL, &word, "consoles");
		if (cfg_word_is(&word, "SYSTEM_3270", 0))
			value = SYSCONFIG_SYSTEM_3270;
		else if (cfg_word_is(&word, "SYSTEM_CONSOLE", 10))
			value = SYSCONFIG_SYSTEM_CONSOLE;
		else if (word.len > 4 || str_to_hex(word.text, word.len, &value))
			return cfg_refuse(c, &word, what);
		config->console[config->nr_consoles++] = (uint32_t)value;
	} while (cfg_next(c, &word));
	return 0;
}

static int yes_or_no(struct cfg *c, bool *yes)
{
	struct cfg_word word;

	if (!cfg_want(c, &word, "YES or NO"))
		return -E_INVAL;
	*yes = cfg_word_is(&word, "YES", 0);
	return *yes || cfg_word_is(&word, "NO", 0) ? 0 : cfg_refuse(c, &word, "YES or NO");
}

int stmt_tolerate(struct cfg *c)
{
	return yes_or_no(c, &c->config->tolerate) || cfg_end(c) ? -E_INVAL : 0;
}

/* Names that FEATURES can enable or disable: they are checked, none changes this system. */
static bool is_feature(const struct cfg_word *word)
{
	static const char *const names[] = {"AUTO_IPL", "AUTO_WARM_IPL", "CLEAR_TDISK",
		"DYNAMIC_I/O", "IPL_MESSAGES", "LOGMSG_FROM_FILE", "PROMPT", "SET_DEVICES",
		"SET_DYNAMIC_I/O", "SET_PRIVCLASS", "STP_TIMESTAMP", "STP_TIMEZONE", "TDISK_CLEAR",
		"VALIDATE_SHUTDOWN", "XRC_OPTIONAL"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (cfg_word_is(word, names[i], 0))
			return true;
	}
	return false;
}

static int feature_maxusers(struct cfg *c)
{
	struct cfg_word word;
	uint64_t value = 0;

	if (!cfg_want(c, &word, "a number of users or NOLIMIT"))
		return -E_INVAL;
	if (!cfg_word_is(&word, "NOLIMIT", 0) &&
		(str_to_dec(word.text, word.len, &value) || value == 0 || value > UINT32_MAX))
		return cfg_refuse(c, &word, "a number of users or NOLIMIT");
	c->config->max_users = (uint32_t)value;
	return 0;
}

/* LOGON, LINK or AUTOLOG, and YES or NO; only when PASSWORDS_ON_CMDS stood before. */
static bool feature_password(struct cfg *c, const struct cfg_word *word, int *rc)
{
	bool ignored, *yes = cfg_word_is(word, "LOGON", 0)     ? &c->config->logon_password_on_line
			     : cfg_word_is(word, "LINK", 0)    ? &c->config->link_password_on_line
			     : cfg_word_is(word, "AUTOLOG", 0) ? &ignored
							       : NULL;

	if (yes)
		*rc = yes_or_no(c, yes);
	return yes != NULL;
}

/* SYSLIM or USERLIM and its value, or BLOCKS behind one; only when VDISK stood before. */
static bool feature_vdisk(struct cfg *c, const struct cfg_word *word, int *rc)
{
	static const char what[] = "a number of blocks or INFINITE";
	uint64_t *limit = cfg_word_is(word, "SYSLIM", 3)    ? &c->config->vdisk_all
			  : cfg_word_is(word, "USERLIM", 4) ? &c->config->vdisk_user
							    : NULL;
	uint64_t value = SYSCONFIG_VDISK_INFINITE;
	struct cfg_word number;

	if (!limit)
		return cfg_word_is(word, "BLOCKS", 3) || cfg_word_is(word, "BLKS", 3);
	if (!cfg_want(c, &number, what))
		*rc = -E_INVAL;
	else if (!cfg_word_is(&number, "INFINITE", 3) &&
		 (str_to_dec(number.text, number.len, &value) || value >= SYSCONFIG_VDISK_DEFAULT))
		*rc = cfg_refuse(c, &number, what);
	else
		*limit = value;
	return true;
}

int stmt_features(struct cfg *c)
{
	enum { NOTHING, SWITCHES, PASSWORDS, VDISK } group = NOTHING;
	static const char what[] = "ENABLE, DISABLE, MAXUSERS, PASSWORDS_ON_CMDS or VDISK";
	struct cfg_word word;
	int rc = 0;

	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	do {
		if (cfg_word_is(&word, "ENABLE", 0) || cfg_word_is(&word, "DISABLE", 0))
			group = SWITCHES;
		else if (cfg_word_is(&word, "PASSWORDS_ON_CMDS", 9))
			group = PASSWORDS;
		else if (cfg_word_is(&word, "VDISK", 0))
			group = VDISK;
		else if (cfg_word_is(&word, "MAXUSERS", 4))
			rc = feature_maxusers(c);
		else if (group == SWITCHES && is_feature(&word))
			;
		else if (group == VDISK && feature_vdisk(c, &word, &rc))
			;
		else if (group != PASSWORDS || !feature_password(c, &word, &rc))
			return cfg_refuse(c, &word, what);
	} while (!rc && cfg_next(c, &word));
	return rc;
}
