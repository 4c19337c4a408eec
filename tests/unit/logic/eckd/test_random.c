// SPDX-License-Identifier: Apache-2.0
/*
 * Random programs of good commands against a model of tracks: a list of images as READ TRACK gives
 * them. ECKD_SEED repeats a run.
 */
#include "harness.h"

#include <stdio.h>
#include <time.h>

#define NR_TRACKS 32
#define STEPS     1500

struct model {
	uint8_t image[65536];
	uint32_t len; /* with the end mark */
};

static struct model tracks[NR_TRACKS];
static unsigned seed;

static unsigned any(unsigned limit)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 12) % limit;
}

static void model_clear(unsigned track)
{
	struct ckd_count r0 = count_field(track, 0, 0, 8);
	struct model *model = &tracks[track];

	memset(model->image, 0, CKD_IMAGE_R0_LEN);
	memcpy(model->image, &r0, sizeof(r0));
	memset(model->image + CKD_IMAGE_R0_LEN, 0xff, CKD_IMAGE_END_LEN);
	model->len = CKD_IMAGE_R0_LEN + CKD_IMAGE_END_LEN;
}

/* Where record nr of the track begins; nr 1 is the first. 0: there is none. */
static uint32_t model_find(unsigned track, unsigned nr, struct ckd_count *count)
{
	const struct model *model = &tracks[track];
	uint32_t pos = 0;
	int size;

	while ((size = ckd_image_next(model->image, model->len, pos, count)) > 0) {
		if (nr-- == 0)
			return pos;
		pos += (uint32_t)size;
	}
	return 0;
}

static unsigned model_nr(unsigned track, uint32_t *cells)
{
	unsigned nr;

	ck_assert_int_eq(ckd_image_check(tracks[track].image, tracks[track].len, &nr, cells), 0);
	return nr;
}

/* Ends the track behind its first `keep` records. */
static void model_cut(unsigned track, unsigned keep)
{
	struct model *model = &tracks[track];
	struct ckd_count count;
	uint32_t pos = model_find(track, keep + 1, &count);

	if (!pos)
		return;
	memset(model->image + pos, 0xff, CKD_IMAGE_END_LEN);
	model->len = pos + CKD_IMAGE_END_LEN;
}

static void model_add(unsigned track, struct ckd_count count, uint8_t fill)
{
	struct model *model = &tracks[track];
	uint8_t *at = model->image + model->len - CKD_IMAGE_END_LEN;
	uint32_t len = ckd_record_len(&count);

	memcpy(at, &count, sizeof(count));
	for (uint32_t i = 0; i < len; i++)
		at[8 + i] = (uint8_t)(fill + i);
	memset(at + 8 + len, 0xff, CKD_IMAGE_END_LEN);
	model->len += 8 + len;
}

static void find_by_search(unsigned track, const struct ckd_count *count)
{
	ccw(CKD_SEEK, 0, seek((uint16_t)(track / 15), (uint16_t)(track % 15)), 6);
	ccw(CKD_SEARCH_ID_EQ, 0, count, 5);
	tic(1);
}

/* What the first `keep` records of a track take. */
static uint32_t cells_of(unsigned track, unsigned keep)
{
	struct ckd_count count;
	uint32_t cells = 0;

	for (unsigned nr = 1; nr <= keep; nr++) {
		model_find(track, nr, &count);
		cells += ckd_record_cells(&count);
	}
	return cells;
}

static struct ckd_count any_count(unsigned track, unsigned nr)
{
	uint16_t data_len = (uint16_t)(any(2) ? any(300) : any(3) ? 4096 : any(30000));

	return count_field(track, (uint8_t)nr, any(3) ? 0 : (uint8_t)any(256), data_len);
}

/*
 * Adds records behind a random one, in a domain or behind a search. The first of them ends the
 * track behind itself; one that does not fit changes nothing and ends the program.
 */
static void step_format(unsigned track)
{
	uint32_t cells;
	unsigned keep = any(model_nr(track, &cells) + 1), add = 1 + any(4);
	struct ckd_count count;

	model_find(track, keep, &count);
	if (any(2)) {
		find_by_search(track, &count);
	} else {
		define_extent(CKD_MASK_WRITE_NOT_R0, track, track);
		locate(CKD_OP_FORMAT, track, count.rec, (uint8_t)add, 0);
	}
	cells = cells_of(track, keep);
	for (unsigned i = 0; i < add; i++) {
		struct ckd_count fresh = any_count(track, keep + 1 + i);
		uint8_t fill = (uint8_t)any(256);

		cells += ckd_record_cells(&fresh);
		ccw_ckd(CKD_WRITE_CKD, fresh, (uint16_t)ckd_record_len(&fresh), fill);
		if (cells > CKD_3390_CELLS)
			break;
		model_cut(track, keep + i);
		model_add(track, fresh, fill);
	}
	if (cells > CKD_3390_CELLS)
		run_check(0, CKD_SENSE1_INVALID_TRACK, 0);
	else
		run(DSTAT_END, 0);
}

static void step_update(unsigned track)
{
	static uint8_t buf[60000];
	uint32_t cells, pos;
	unsigned nr = model_nr(track, &cells), rec;
	struct ckd_count count;
	uint16_t data_len;
	uint8_t fill = (uint8_t)any(256);

	if (!nr)
		return;
	rec = 1 + any(nr);
	pos = model_find(track, rec, &count);
	data_len = be16_get(count.data_len);
	for (unsigned i = 0; i < data_len; i++)
		buf[i] = (uint8_t)(fill ^ i);
	if (any(2)) {
		find_by_search(track, &count);
		ccw(CKD_WRITE_DATA, CCW_SLI, buf, data_len);
	} else {
		define_extent(CKD_MASK_WRITE_UPDATE, track, track);
		locate(CKD_OP_WRITE_DATA, track, count.rec, 1, 0);
		ccw(CKD_WRITE_UPD_DATA, CCW_SLI, buf, data_len);
	}
	run(data_len ? DSTAT_END : DSTAT_END | DSTAT_UNIT_EXCEPTION, 0);
	memcpy(tracks[track].image + pos + 8 + count.key_len, buf, data_len);
}

/* All tracks, or one, are as the model has them. */
static void compare(unsigned first, unsigned last)
{
	for (unsigned track = first; track <= last; track++) {
		program_begin();
		define_extent(CKD_MASK_WRITE_NONE, track, track);
		locate(CKD_ORIENT_HOME | CKD_OP_READ_TRACKS, track, 0, 1, 0);
		ccw_read(CKD_READ_TRACK, CCW_SLI, 60000);
		run(DSTAT_END, 0);
		ck_assert_uint_eq(prog.count, 60000 - tracks[track].len);
		ck_assert_mem_eq(read_bytes(0), tracks[track].image, tracks[track].len);
	}
}

START_TEST(tracks_are_what_a_model_says)
{
	const char *wanted = getenv("ECKD_SEED");

	seed = wanted ? (unsigned)strtoul(wanted, NULL, 0) : (unsigned)time(NULL);
	printf("ECKD_SEED=%u\n", seed);
	fflush(stdout);
	setup();
	for (unsigned i = 0; i < NR_TRACKS; i++)
		model_clear(i);
	for (int step = 0; step < STEPS; step++) {
		unsigned track = any(NR_TRACKS);

		disk.is_lazy = any(4) == 0;
		program_begin();
		switch (any(3)) {
		case 0: step_format(track); break;
		case 1: step_update(track); break;
		default: compare(track, track);
		}
	}
	disk.is_lazy = false;
	compare(0, NR_TRACKS - 1);
	done();
}
END_TEST

UNIT_MAIN("logic/eckd, random", tracks_are_what_a_model_says)
