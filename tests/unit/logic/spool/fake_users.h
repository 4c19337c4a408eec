/* SPDX-License-Identifier: Apache-2.0 */
/* Three users with spool queues, and the outputs' way to them. */
#ifndef FAKE_USERS_H
#define FAKE_USERS_H

#include "fake_store.h"

#include "logic/spool/input.h"
#include "logic/spool/output.h"

struct fake_system {
	struct fake_store *fake;
	struct spuser users[3]; /* ALICE, BOB, CAROL */
	unsigned nr_files;      /* structs in use */
	uint64_t last_id;
	bool no_storage;
};

static inline struct spfile *fake_file_create(void *ctx)
{
	struct fake_system *system = ctx;
	struct spfile *file;

	if (system->no_storage)
		return NULL;
	system->nr_files++;
	file = calloc(1, sizeof(*file));
	file->id = ++system->last_id;
	return file;
}

static inline void fake_file_destroy(void *ctx, struct spfile *file)
{
	struct fake_system *system = ctx;

	spfile_release(file, &system->fake->store);
	system->nr_files--;
	free(file);
}

static inline int fake_deliver(
	void *ctx, struct spfile *file, const char *userid, enum spqueue queue)
{
	struct fake_system *system = ctx;

	for (int i = 0; i < 3; i++)
		if (strcmp(system->users[i].userid, userid) == 0)
			return spqueue_add(&system->users[i], queue, file);
	return -E_NOENT;
}

static inline tod_t fake_now(void *ctx)
{
	(void)ctx;
	return 1000 * TOD_S;
}

static const struct spout_ops fake_out_ops = {
	.create = fake_file_create,
	.destroy = fake_file_destroy,
	.deliver = fake_deliver,
	.now = fake_now,
};

static inline struct fake_system *system_create(void)
{
	struct fake_system *system = calloc(1, sizeof(*system));

	system->fake = fake_create(FAKE_BLOCKS);
	spuser_init(&system->users[0], "ALICE");
	spuser_init(&system->users[1], "BOB");
	spuser_init(&system->users[2], "CAROL");
	return system;
}

/* Purges all files; nothing may be left. */
static inline void system_destroy(struct fake_system *system)
{
	for (int i = 0; i < 3; i++) {
		struct spuser *user = &system->users[i];

		for (int queue = 0; queue < SPQ_COUNT; queue++) {
			struct spfile *file;

			while ((file = spqueue_next(user, queue, NULL))) {
				ck_assert_int_eq(spqueue_purge(user, file), 0);
				fake_file_destroy(system, file);
			}
		}
		ck_assert_uint_eq(user->charge.blocks, 0);
		ck_assert_uint_eq(user->nr_files, 0);
	}
	ck_assert_uint_eq(system->nr_files, 0);
	fake_destroy(system->fake);
	free(system);
}

/* Puts a file of nr_cards cards in a queue: card n begins with the name and its number n from 0. */
static inline struct spfile *system_add_file(
	struct fake_system *system, struct spuser *to, const char *name, unsigned nr_cards)
{
	static const struct spclose plain;
	struct spuser *from = &system->users[2];
	struct spclosed closed;
	struct spout out;
	char card[81];

	spout_init(&out, SPDEV_PUNCH, &fake_out_ops, system, &system->fake->store, &from->charge,
		from->userid, "");
	strcpy(out.opts.to, to->userid);
	out.opts.to_queue = SPQ_READER;
	strcpy(out.opts.name, name);
	for (unsigned i = 0; i < nr_cards; i++) {
		memset(card, 0x40, sizeof(card));
		card[0] = name[0];
		card[1] = (char)(i >> 8);
		card[2] = (char)i;
		card[79] = 'x';
		ck_assert_int_eq(spout_write(&out, 0x01, (uint8_t *)card, 80), 0);
	}
	ck_assert_int_eq(spout_close(&out, &plain, &closed), 0);
	ck_assert(closed.delivered);
	return closed.file;
}

#endif
