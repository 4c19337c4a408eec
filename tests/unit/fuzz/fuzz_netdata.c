// SPDX-License-Identifier: Apache-2.0
/*
 * Fuzzes what reads NETDATA: the input is cards. Besides what the sanitizers find: names and times
 * are texts of their size, records have at most their longest length; what was read is the same
 * again after it was written.
 */
#include "lib/err.h"
#include "lib/string.h"
#include "text/netdata.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

/* Function: what came out; cards of it are read again while again is set. */
struct world {
	struct netdata_out out;
	struct netdata_in again;
	struct netdata_file file;
	uint8_t record[NETDATA_RECORD_MAX], room[2][NETDATA_RECORD_MAX];
	uint32_t len;
	bool is_begun, has_come;
};

static int record_again(
	void *ctx, const struct netdata_file *file, const uint8_t *data, uint32_t len)
{
	struct world *world = ctx;

	check(strcmp(file->fn, world->file.fn) == 0 && strcmp(file->ft, world->file.ft) == 0);
	check(file->is_note == world->file.is_note && file->recfm == world->file.recfm);
	check(file->lrecl == world->file.lrecl && len == world->len);
	check(memcmp(data, world->record, len) == 0);
	world->has_come = true;
	return 0;
}

static int card_again(void *ctx, const uint8_t card[NETDATA_CARD])
{
	struct world *world = ctx;

	check(netdata_card(&world->again, card) == 0);
	return 0;
}

/* Writes each record as a file of its own, and reads that. */
static int record(void *ctx, const struct netdata_file *file, const uint8_t *data, uint32_t len)
{
	struct world *world = ctx;

	check(strlen(file->fn) < sizeof(file->fn) && strlen(file->from_user) < 9);
	check(strlen(file->time) < sizeof(file->time) && len <= NETDATA_RECORD_MAX);
	check(file->lrecl <= NETDATA_RECORD_MAX);
	world->file = *file;
	world->file.recfm = file->recfm == 'F' ? 'F' : 'V';
	memcpy(world->record, data, len);
	world->len = len;
	world->has_come = false;
	world->again =
		(struct netdata_in){.record = record_again, .ctx = world, .room = world->room[1]};
	world->out = (struct netdata_out){.card = card_again, .ctx = world};
	netdata_begin(&world->out, &world->file);
	netdata_record(&world->out, world->record, len);
	check(netdata_end(&world->out) == 0);
	check(world->has_come && world->again.is_over);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	struct netdata_in in = {.record = record, .ctx = &world, .room = world.room[0]};

	for (; size >= NETDATA_CARD; data += NETDATA_CARD, size -= NETDATA_CARD) {
		netdata_is_first(data);
		if (netdata_card(&in, data))
			break;
	}
	return 0;
}
