// SPDX-License-Identifier: Apache-2.0
/* The system's configuration. */
#include "nucleus/sysconfig.h"
#include "lib/string.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "mach/sclp.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/sysres.h"

#define ERRORS_MAX 40 /* lines that are kept; more are only counted */
#define ERROR_SIZE 120

struct sysconfig sysconfig;

static struct sysconfig scratch;
static char errors[ERRORS_MAX][ERROR_SIZE];
static uint32_t nr_errors;
static bool was_read;

/* What stands at SYSCONFIG_LOADED. */
struct loaded {
	be64_t magic;
	be64_t len_bytes;
	char text[];
};

void sysconfig_init(const char *system_id)
{
	sysconfig_default(&sysconfig, system_id, "");
}

static void note(void *ctx, enum msg_id msg, const char *const args[4])
{
	(void)ctx;
	if (nr_errors < ERRORS_MAX)
		msg_format(errors[nr_errors], ERROR_SIZE, msg, EMSG_ON, args, 4);
	nr_errors++;
}

static void parse(const char *text, size_t len)
{
	char type[8], serial[12];
	const struct sysconfig_job job = {.cpu_type = type, .cpu_serial = serial, .error = note};
	uint64_t id = stidp();

	str_format(type, sizeof(type), "%04X", (unsigned)(id >> 16 & 0xFFFF));
	str_format(serial, sizeof(serial), "%06X", (unsigned)(id >> 32 & 0xFFFFFF));
	sysconfig_parse(&job, text, len, &sysconfig, &scratch);
	was_read = true;
}

void sysconfig_read_loaded(uint64_t storage)
{
	const struct loaded *loaded = (const void *)SYSCONFIG_LOADED;

	if (storage < SYSCONFIG_LOADED + sizeof(*loaded) + SYSCONFIG_TEXT_MAX ||
		be64_get(loaded->magic) != SYSCONFIG_MAGIC ||
		be64_get(loaded->len_bytes) > SYSCONFIG_TEXT_MAX)
		return;
	parse(loaded->text, be64_get(loaded->len_bytes));
}

void sysconfig_read_volume(void)
{
	size_t len;
	void *text;

	if (sysres_read_config(sysres_ipl_schid(), &text, &len))
		return;
	parse(text, len);
	sysres_free(text, len);
}

bool sysconfig_was_read(void)
{
	return was_read;
}

uint32_t sysconfig_say_errors(void (*say)(void *ctx, const char *text), void *ctx)
{
	for (uint32_t i = 0; i < MIN(nr_errors, ERRORS_MAX); i++)
		say(ctx, errors[i]);
	return nr_errors;
}

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	operator_tell(text);
}

void sysconfig_tell(void)
{
	char nr[12];

	if (!was_read) {
		operator_msg(MSG_CONFIG_NONE);
		return;
	}
	if (!sysconfig.tolerate)
		sysconfig_say_errors(tell, NULL);
	str_format(nr, sizeof(nr), "%u", nr_errors);
	if (nr_errors)
		operator_msg(MSG_CONFIG_ERRORS, nr);
}

const char *system_zone(tod_t now, int32_t *seconds)
{
	return sysconfig_zone(&sysconfig, now, seconds);
}

int32_t system_zone_now(void)
{
	int32_t seconds;

	system_zone(clock_now(), &seconds);
	return seconds;
}

const char *system_datetime(struct datetime *dt, tod_t tod)
{
	int32_t seconds;
	const char *zone = system_zone(tod, &seconds);

	datetime_from_tod(dt, tod, seconds);
	return zone;
}
