// SPDX-License-Identifier: Apache-2.0
/*
 * A random workload against a model, on all block sizes; and what is on disk after each single
 * write of it: always the state that was committed last.
 */
#include "unit.h"

#include "cms/edf/ramdisk.h"

#include <stdio.h>
#include <time.h>

#define FILES       20
#define RECORDS_MAX 60
#define COMMITS     12

/* A file as it must be: each record is filled with one number. */
struct model_file {
	bool exists;
	ebc8_t recfm;
	uint32_t lrecl, nr;
	uint16_t len[RECORDS_MAX];
	uint8_t fill[RECORDS_MAX];
};

struct model {
	struct model_file file[FILES];
};

static uint8_t record[EDF_LRECL_MAX];

static uint64_t seed_of_run(void)
{
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);

	printf("SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	return seed;
}

static uint32_t random_len(uint64_t *random)
{
	uint32_t kind = ram_random(random) % 16;

	return 1 + ram_random(random) % (kind == 0 ? 9000 : kind < 3 ? 1100 : 90);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static void file_compare(struct edf *fs, const struct model_file *model, uint32_t n)
{
	struct edf_name name = ram_name(n);
	struct edf_file file;
	int rc = edf_open(fs, &file, &name);

	ck_assert_int_eq(rc, model->exists ? 0 : -E_NOENT);
	if (rc)
		return;
	ck_assert_uint_eq(be32_get(file.fst.nr_records), model->nr);
	ck_assert_uint_eq(file.fst.recfm, model->recfm);
	for (uint32_t i = 0; i < model->nr; i++) {
		ck_assert_int_eq(
			edf_read(&file, i % 3 ? 0 : i + 1, record, sizeof(record)), model->len[i]);
		ck_assert_uint_eq(record[0], model->fill[i]);
		ck_assert_int_eq(memcmp(record, record + 1, model->len[i] - 1u), 0);
	}
	ck_assert_int_eq(edf_read(&file, model->nr + 1, record, sizeof(record)), -E_RANGE);
	ck_assert_int_eq(edf_close(&file, NULL), 0);
}

static void report(void *ctx, enum edf_problem problem, const struct edf_fst *fst, uint32_t block)
{
	(void)ctx;
	(void)fst;
	fprintf(stderr, "block %u: %s\n", block, edf_problem_text(problem));
}

static void disk_compare(struct ramdisk *ram, const struct model *model)
{
	uint32_t nr = 0;
	struct edf fs;

	ck_assert_int_eq(ram_mount(ram, &fs, EDF_READ_WRITE), 0);
	ck_assert_int_eq(edf_check(&fs, true, report, NULL), 0);
	for (uint32_t n = 0; n < FILES; n++) {
		file_compare(&fs, &model->file[n], n);
		nr += model->file[n].exists;
	}
	ck_assert_uint_eq(edf_nr_files(&fs), nr);
	edf_unmount(&fs);
}

/* ---- The workload ---------------------------------------------------------------------------- */

static int records_write(struct edf_file *file, struct model_file *model, uint64_t *random)
{
	bool fixed = model->recfm == EDF_FIXED;
	uint32_t nr = ram_random(random) % 12;
	int rc = 0;

	while (!rc && nr-- > 0) {
		uint32_t at = model->nr, len = fixed ? model->lrecl : random_len(random);
		uint8_t fill = (uint8_t)ram_random(random);

		if (at && ram_random(random) % 3 == 0)
			at = ram_random(random) % at;
		else if (fixed && ram_random(random) % 4 == 0)
			at += ram_random(random) % 8; /* leaves a gap */
		if (at >= RECORDS_MAX)
			break;
		if (!fixed && at < model->nr && ram_random(random) % 2)
			len = model->len[at];
		memset(record, fill, len);
		rc = edf_write(file, at + 1, record, len);
		if (rc)
			break;
		for (uint32_t i = model->nr; fixed && i < at; i++) {
			model->len[i] = (uint16_t)len;
			model->fill[i] = 0;
		}
		if (at >= model->nr || (!fixed && len != model->len[at]))
			model->nr = at + 1;
		model->len[at] = (uint16_t)len;
		model->fill[at] = fill;
	}
	if (!rc && ram_random(random) % 6 == 0) {
		uint32_t left = ram_random(random) % (model->nr + 1);

		rc = edf_truncate(file, left);
		model->nr = rc ? model->nr : left;
	}
	return rc;
}

/* Creates or changes a file. */
static void file_step(struct edf *fs, struct model_file *model, uint32_t n, uint64_t *random)
{
	struct edf_name name = ram_name(n);
	struct model_file after = *model;
	struct edf_file file;
	int rc;

	if (model->exists) {
		rc = edf_open_write(fs, &file, &name);
	} else {
		after = (struct model_file){.exists = true,
			.recfm = ram_random(random) % 2 ? EDF_FIXED : EDF_VARIABLE,
			.lrecl = random_len(random)};
		rc = edf_create(fs, &file, &name, mode_a1, after.recfm, after.lrecl);
	}
	ck_assert_int_eq(rc, 0);
	rc = records_write(&file, &after, random);
	if (!rc && ram_random(random) % 8 == 0)
		rc = -E_BUSY; /* somebody changed his mind */
	if (!rc)
		rc = edf_close(&file, NULL);
	if (rc)
		edf_abandon(&file);
	else
		*model = after;
	ck_assert(!rc || rc == -E_BUSY || rc == -E_FULL || rc == -E_IO);
}

/* One step of the workload. Returns what the file system said, of erase and rename. */
static int step(struct edf *fs, struct model *model, uint64_t *random)
{
	uint32_t n = ram_random(random) % FILES, to = ram_random(random) % FILES;
	struct edf_name name = ram_name(n), new_name = ram_name(to);
	int rc = 0;

	switch (ram_random(random) % 8) {
	case 0:
		rc = edf_erase(fs, &name);
		ck_assert_int_eq(rc == -E_NOENT, !model->file[n].exists && rc != -E_FULL);
		if (!rc)
			model->file[n].exists = false;
		break;
	case 1:
		if (!model->file[n].exists || model->file[to].exists)
			break;
		rc = edf_rename(fs, &name, &new_name);
		if (!rc) {
			model->file[to] = model->file[n];
			model->file[n].exists = false;
		}
		break;
	default: file_step(fs, &model->file[n], n, random);
	}
	return rc;
}

static void workload(uint32_t block_size, uint32_t nr_blocks, uint64_t seed)
{
	static struct model model;
	uint64_t random = seed;
	uint32_t nr_full = 0;
	struct ramdisk ram;
	struct edf fs;

	memset(&model, 0, sizeof(model));
	ram_make(&ram, block_size, nr_blocks);
	ram_format(&ram);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	for (int i = 0; i < 3000; i++) {
		nr_full += step(&fs, &model, &random) == -E_FULL;
		if (ram_random(&random) % 10 == 0)
			ck_assert_int_eq(edf_commit(&fs), 0);
		if (i % 300 != 299)
			continue;
		ck_assert_int_eq(edf_commit(&fs), 0);
		ram_unmount(&ram, &fs);
		disk_compare(&ram, &model);
		ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	}
	ram_unmount(&ram, &fs);
	free(ram.data);
	ck_assert_uint_lt(nr_full, 300);
}

START_TEST(many_operations_agree_with_a_model)
{
	uint64_t seed = seed_of_run();

	for (uint32_t block_size = EDF_BLOCK_MIN; block_size <= EDF_BLOCK_MAX; block_size *= 2)
		workload(block_size, 250000 / block_size, seed++); /* full now and then */
	workload(EDF_BLOCK_MIN, 9000, seed);                       /* three blocks of map */
}
END_TEST

/* Does the writes of a workload once more, and looks at the disk after each. */
static void crashes(uint32_t block_size, uint32_t nr_blocks, uint64_t seed)
{
	static struct model model, committed[COMMITS + 1];
	size_t committed_at[COMMITS + 1] = {}, size = (size_t)block_size * nr_blocks;
	uint8_t *formatted = malloc(size);
	uint64_t random = seed;
	struct ramdisk ram;
	int state = 0;
	struct edf fs;

	ram_make(&ram, block_size, nr_blocks);
	ram_format(&ram);
	memcpy(formatted, ram.data, size);
	memset(&model, 0, sizeof(model));
	committed[0] = model;
	ram.log = malloc(1);
	ck_assert_int_eq(ram_mount(&ram, &fs, EDF_READ_WRITE), 0);
	for (int i = 1; i <= COMMITS; i++) {
		for (int j = 0; j < 7; j++)
			step(&fs, &model, &random);
		ck_assert_int_eq(edf_commit(&fs), 0);
		committed[i] = model;
		committed_at[i] = ram.log_len;
	}
	ram_unmount(&ram, &fs);
	memcpy(ram.data, formatted, size);
	for (size_t at = 0; at < ram.log_len; at += sizeof(uint32_t) + block_size) {
		uint32_t block;

		memcpy(&block, ram.log + at, sizeof(block));
		memcpy(ram.data + (size_t)(block - 1) * block_size, ram.log + at + sizeof(block),
			block_size);
		while (state < COMMITS &&
			at + sizeof(block) + block_size >= committed_at[state + 1])
			state++;
		disk_compare(&ram, &committed[state]);
	}
	ck_assert_int_eq(state, COMMITS);
	free(formatted);
	free(ram.log);
	free(ram.data);
}

START_TEST(a_crash_after_any_write_leaves_the_last_commit)
{
	uint64_t seed = seed_of_run();

	crashes(512, 700, seed);
	crashes(4096, 120, seed + 1);
}
END_TEST

UNIT_MAIN("cms/edf/commit", many_operations_agree_with_a_model,
	a_crash_after_any_write_leaves_the_last_commit)
