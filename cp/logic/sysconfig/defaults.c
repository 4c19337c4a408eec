// SPDX-License-Identifier: Apache-2.0
/* SYSTEM CONFIG: what holds without a file, statements about users' defaults and time, and
 * questions. */
#include "logic/sysconfig/internal.h"

#include "lib/err.h"
#include "lib/string.h"
#include "logic/datetime.h"

#define ZONE_MAX_S (14 * 3600)

void sysconfig_default(struct sysconfig *config, const char *system_id, const char *volid)
{
	memset(config, 0, sizeof(*config));
	str_copy(config->system_id, system_id, sizeof(config->system_id));
	str_copy(config->owned[0].volid, volid, VOLID_SIZE);
	config->characters = (struct sysconfig_characters){
		.line_end = '#', .line_delete = (char)0xa2, .char_delete = '@', .escape = '"'};
	config->vdisk_all = config->vdisk_user = SYSCONFIG_VDISK_DEFAULT;
	config->logon_password_on_line = config->link_password_on_line = true;
}

/* ---- Questions ------------------------------------------------------------------------------- */

const char *sysconfig_zone(const struct sysconfig *config, tod_t now, int32_t *seconds)
{
	const struct sysconfig_boundary *last = NULL;

	for (uint32_t i = 0; i < config->nr_boundaries; i++) {
		const struct sysconfig_boundary *boundary = &config->boundary[i];

		if (boundary->from <= now && (!last || boundary->from >= last->from))
			last = boundary;
	}
	*seconds = last ? config->zone[last->zone].seconds : 0;
	return last ? config->zone[last->zone].name : "UTC";
}

uint32_t sysconfig_owned_slot(const struct sysconfig *config, const char *volid)
{
	for (uint32_t i = 0; volid[0] && i < SYSCONFIG_OWNED_MAX; i++) {
		if (strcmp(config->owned[i].volid, volid) == 0)
			return i + 1;
	}
	return 0;
}

bool sysconfig_is_user_volume(const struct sysconfig *config, const char *volid)
{
	bool is_in = false;

	for (uint32_t i = 0; i < config->nr_volumes; i++) {
		if (!volid_matches(volid, config->volume[i].pattern))
			continue;
		if (config->volume[i].is_excluded)
			return false;
		is_in = true;
	}
	return is_in;
}

/* ---- CHARACTER_DEFAULTS, USER_DEFAULTS ------------------------------------------------------- */

static int character(struct cfg *c, char *value)
{
	static const char what[] = "a character in quotes or OFF";
	struct cfg_word word;

	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	if (cfg_word_is(&word, "OFF", 0))
		*value = 0;
	else if (word.len == 1 && !chr_is_alpha(word.text[0]) && !chr_is_digit(word.text[0]))
		*value = word.text[0];
	else
		return cfg_refuse(c, &word, what);
	return 0;
}

int stmt_character_defaults(struct cfg *c)
{
	static const char what[] = "LINE_END, LINE_DELETE, CHAR_DELETE, ESCAPE or TAB";
	struct sysconfig_characters *characters = &c->config->characters;
	char tab; /* there are no tabs on these terminals */
	const struct {
		const char *name;
		char *value;
	} rows[] = {
		{"LINE_END", &characters->line_end},
		{"LINE_DELETE", &characters->line_delete},
		{"CHAR_DELETE", &characters->char_delete},
		{"ESCAPE", &characters->escape},
		{"TAB", &tab},
	};
	struct cfg_word word;

	if (!cfg_want(c, &word, what))
		return -E_INVAL;
	do {
		size_t i = 0;

		while (i < ARRAY_LEN(rows) && !cfg_word_is(&word, rows[i].name, 0))
			i++;
		if (i == ARRAY_LEN(rows))
			return cfg_refuse(c, &word, what);
		if (character(c, rows[i].value))
			return -E_INVAL;
	} while (cfg_next(c, &word));
	return 0;
}

int stmt_user_defaults(struct cfg *c)
{
	struct cfg_word word;
	uint64_t lines;

	if (!cfg_want(c, &word, "LINES_PER_PAGE"))
		return -E_INVAL;
	if (!cfg_word_is(&word, "LINES_PER_PAGE", 9))
		return cfg_refuse(c, &word, "LINES_PER_PAGE");
	return cfg_number(c, "a number from 30 to 255", 30, 255, &lines) || cfg_end(c) ? -E_INVAL
										       : 0;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* Digits in groups of two, but for the first of first_len, with a separator between. */
static bool fields_parse(const struct cfg_word *word, char separator, uint32_t first_len,
	uint32_t nr_min, uint32_t field[3])
{
	uint32_t at = 0, nr = 0;

	field[2] = 0;
	for (uint32_t len = first_len; nr < 3 && at < word->len; len = 2) {
		uint64_t value;

		if (nr && word->text[at++] != separator)
			return false;
		if (word->len - at < len || str_to_dec(word->text + at, len, &value))
			return false;
		field[nr++] = (uint32_t)value;
		at += len;
	}
	return at == word->len && nr >= nr_min;
}

static int zone_find(const struct sysconfig *config, const struct cfg_word *word)
{
	for (uint32_t i = 0; i < config->nr_zones; i++) {
		if (cfg_word_is(word, config->zone[i].name, 0))
			return (int)i;
	}
	return -1;
}

int stmt_timezone_definition(struct cfg *c)
{
	static const char what_name[] = "a time zone of 1 to 4 letters or digits";
	struct sysconfig *config = c->config;
	struct sysconfig_zone *zone = &config->zone[config->nr_zones];
	struct cfg_word name, side, offset;
	uint32_t field[3];
	int32_t seconds;

	if (!cfg_want(c, &name, what_name) || !cfg_want(c, &side, "EAST or WEST") ||
		!cfg_want(c, &offset, "hh.mm.ss") || cfg_end(c))
		return -E_INVAL;
	if (name.len >= SYSCONFIG_ZONE_SIZE || !chr_is_alpha(name.text[0]))
		return cfg_refuse(c, &name, what_name);
	if (!cfg_word_is(&side, "EAST", 1) && !cfg_word_is(&side, "WEST", 1))
		return cfg_refuse(c, &side, "EAST or WEST");
	if (!fields_parse(&offset, '.', 2, 2, field) || field[1] > 59 || field[2] > 59)
		return cfg_refuse(c, &offset, "hh.mm.ss");
	seconds = (int32_t)(field[0] * 3600 + field[1] * 60 + field[2]);
	if (seconds > ZONE_MAX_S)
		return cfg_refuse(c, &offset, "at most 14.00.00");
	if (zone_find(config, &name) >= 0)
		return cfg_error(c, MSG_CONFIG_TWICE, &name, "");
	if (config->nr_zones == SYSCONFIG_ZONES_MAX)
		return cfg_error(c, MSG_CONFIG_FULL, &name, "time zones");
	*zone = (struct sysconfig_zone){
		.seconds = cfg_word_is(&side, "WEST", 1) ? -seconds : seconds};
	memcpy(zone->name, name.text, name.len);
	str_upper(zone->name);
	config->nr_zones++;
	return 0;
}

/* The words of a boundary: ON date AT time TO zone. */
static bool boundary_words(struct cfg *c, struct cfg_word value[3])
{
	static const char *const names[] = {"ON", "AT", "TO"};
	static const char *const what[] = {"a date yyyy-mm-dd", "a time hh:mm:ss", "a time zone"};
	struct cfg_word word;

	for (int i = 0; i < 3; i++) {
		if (!cfg_want(c, &word, names[i]))
			return false;
		if (!cfg_word_is(&word, names[i], 0)) {
			cfg_refuse(c, &word, names[i]);
			return false;
		}
		if (!cfg_want(c, &value[i], what[i]))
			return false;
	}
	return true;
}

int stmt_timezone_boundary(struct cfg *c)
{
	struct sysconfig *config = c->config;
	uint32_t date[3], time[3];
	struct cfg_word word[3];
	struct datetime when;
	tod_t from;
	int zone;

	if (!boundary_words(c, word) || cfg_end(c))
		return -E_INVAL;
	if (!fields_parse(&word[0], '-', 4, 3, date))
		return cfg_refuse(c, &word[0], "a date yyyy-mm-dd");
	if (!fields_parse(&word[1], ':', 2, 2, time))
		return cfg_refuse(c, &word[1], "a time hh:mm:ss");
	when = (struct datetime){.year = (uint16_t)date[0],
		.month = (uint8_t)date[1],
		.day = (uint8_t)date[2],
		.hour = (uint8_t)time[0],
		.minute = (uint8_t)time[1],
		.second = (uint8_t)time[2]};
	zone = zone_find(config, &word[2]);
	if (zone < 0)
		return cfg_refuse(c, &word[2], "a zone of an earlier TIMEZONE_DEFINITION");
	/* The time is that of the zone that ends. Differs: it is read as the new zone's. */
	if (datetime_to_tod(&when, config->zone[zone].seconds, &from))
		return cfg_refuse(c, &word[0], "a date from 1900 to 2042");
	if (config->nr_boundaries == SYSCONFIG_BOUNDARIES_MAX)
		return cfg_error(c, MSG_CONFIG_FULL, &word[0], "boundaries");
	config->boundary[config->nr_boundaries++] =
		(struct sysconfig_boundary){.from = from, .zone = (uint32_t)zone};
	return 0;
}
