// SPDX-License-Identifier: Apache-2.0
/*
 * Stages for files: < > >> DISKR DISKW DISK GETFILES.
 *
 * Files are read and written in batches, and not open between them: a command of the same pipeline
 * may do what it likes with them.
 */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "pipe/stages.h"

/* Function: a file that is read; records of it that are in storage. */
struct reading {
	struct pipe_input file;
	char name[32];
	char named[80]; /* GETFILES: the record */
	uint32_t next;  /* number of the record behind the batch */
	uint32_t left;  /* records in the batch, */
	uint8_t *at;    /* and where */
	struct buf batch;
};

struct writing {
	struct pipe_output file;
	char name[32];
	struct buf batch;
	bool is_taken; /* the record is in the batch, and is passed on */
};

static bool take_fileid(struct stage *stage, struct fileid *id, char default_mode, char name[32])
{
	char fn[WORD_MAX], ft[WORD_MAX], fm[WORD_MAX] = "";
	char next[WORD_MAX + 1];
	const char *bad;

	if (!arg_word(stage, fn, sizeof(fn)) || !arg_word(stage, ft, sizeof(ft)))
		return stage_bad(stage, PMSG_MISSING, NULL);
	if (arg_peek(stage, next) && strlen(next) <= 2 && !arg_is(stage, "=", 1) &&
		!arg_word(stage, fm, sizeof(fm)))
		return stage_bad(stage, PMSG_MISSING, NULL);
	str_upper(fn);
	str_upper(ft);
	if (strlen(fn) > FILEID_PART || strlen(ft) > FILEID_PART ||
		fileid_make(id, fn, ft, fm, default_mode, false, &bad) != FILEID_GOOD) {
		str_format(name, 32, "%s %s", fn, ft);
		return stage_bad(stage, PMSG_BAD_FILEID, name);
	}
	str_format(name, 32, "%s %s %c", fn, ft, id->mode);
	return true;
}

/* A file's error, about which something was said. */
static enum step failed(struct stage *stage, const char *name, int rc)
{
	pipe_say(stage->pipe, stage, PMSG_FILE_FAILED, name);
	stage->rc = rc;
	return STEP_END;
}

/* ---- Reading ------------------------------------------------------------- */

static bool open_input(struct stage *stage)
{
	struct reading *own = stage->own;
	int rc = stage->pipe->ops->file_find(stage->pipe->ctx, &own->file);

	if (rc) {
		failed(stage, own->name, rc);
		return false;
	}
	own->next = 1;
	return buf_room(stage->pipe, &own->batch, MAX(own->file.longest + 2, PIPE_BATCH)) ||
	       stage_bad(stage, PMSG_NO_STORAGE, NULL);
}

bool input_begin(struct stage *stage)
{
	struct reading *own = stage_own(stage, sizeof(*own));

	stage->open = open_input;
	return own && take_fileid(stage, &own->file.id, '*', own->name) && arg_end(stage);
}

enum step input_step(struct stage *stage)
{
	struct reading *own = stage->own;
	const uint8_t *at;
	uint32_t len;

	if (!own->left) {
		int rc;

		if (own->next > own->file.nr_records)
			return STEP_END;
		rc = stage->pipe->ops->file_read(stage->pipe->ctx, &own->file, own->next,
			own->batch.at, own->batch.room, &own->left);
		if (rc)
			return failed(stage, own->name, rc);
		if (!own->left)
			return STEP_END;
		own->left = MIN(own->left, own->file.nr_records - own->next + 1);
		own->next += own->left;
		own->at = own->batch.at;
	}
	len = (uint32_t)own->at[0] << 8 | own->at[1];
	at = own->at + 2;
	own->at += len + 2;
	own->left--;
	return stage_put(stage, 0, at, len);
}

/* Each record names a file. */
bool getfiles_begin(struct stage *stage)
{
	return stage_own(stage, sizeof(struct reading)) && arg_end(stage);
}

enum step getfiles_step(struct stage *stage)
{
	struct reading *own = stage->own;
	struct record record;
	uint32_t len;

	if (own->next) {
		enum step step = input_step(stage);

		if (step != STEP_END || stage->rc)
			return step;
		own->next = 0;
		stage_consume(stage, 0);
		return STEP_MORE;
	}
	if (!stage_peek(stage, 0, &record))
		return stage_wait(stage, 0);
	len = MIN(record.len, (uint32_t)sizeof(own->named) - 1);
	ebc_to_ascii(own->named, record.at, len);
	own->named[len] = 0;
	stage->args = own->named;
	return take_fileid(stage, &own->file.id, '*', own->name) && arg_end(stage) &&
			       open_input(stage)
		       ? STEP_MORE
		       : STEP_END;
}

/* ---- Writing ------------------------------------------------------------- */

static bool check_output(struct stage *stage)
{
	struct writing *own = stage->own;
	int rc = stage->pipe->ops->file_check(stage->pipe->ctx, &own->file);

	if (rc)
		failed(stage, own->name, rc);
	return !rc;
}

static void abandon_output(struct stage *stage)
{
	struct writing *own = stage->own;

	own->file.is_abandoned = true;
	if (own->file.has_records)
		stage->pipe->ops->file_write(stage->pipe->ctx, &own->file, NULL, 0);
}

static bool begin(struct stage *stage, bool is_append)
{
	struct writing *own = stage_own(stage, sizeof(*own));

	if (!own || !take_fileid(stage, &own->file.id, 'A', own->name))
		return false;
	stage->open = check_output;
	stage->abandon = abandon_output;
	own->file.is_append = is_append;
	own->file.nr = stage->pipe->outermost->nr_outputs++;
	if (arg_is(stage, "VARIABLE", 1)) {
		own->file.recfm = 'V';
	} else if (arg_is(stage, "FIXED", 1)) {
		own->file.recfm = 'F';
		arg_number(stage, &own->file.lrecl);
		if (own->file.lrecl > PIPE_RECORD_MAX)
			return stage_bad(stage, PMSG_BAD_NUMBER, "*");
	}
	return arg_end(stage);
}

bool output_begin(struct stage *stage)
{
	return begin(stage, false);
}

bool append_file_begin(struct stage *stage)
{
	return begin(stage, true);
}

/* First in its pipeline it reads, else it appends. */
bool disk_begin(struct stage *stage)
{
	return stage->is_first ? input_begin(stage) : begin(stage, true);
}

/* Writes the batch. The file's name and the return code of what failed, STEP_END. */
static enum step write_batch(struct stage *stage, struct writing *own)
{
	int rc = stage->pipe->ops->file_write(
		stage->pipe->ctx, &own->file, own->batch.at, own->batch.len);

	own->batch.len = 0;
	if (rc) {
		abandon_output(stage);
		return failed(stage, own->name, rc);
	}
	own->file.has_records = true;
	return STEP_MORE;
}

/* A record without characters is not written: files have none. */
static enum step take(struct stage *stage, struct writing *own, struct record record)
{
	uint8_t head[2] = {(uint8_t)(record.len >> 8), (uint8_t)record.len};
	uint32_t max =
		own->file.recfm == 'F' && own->file.lrecl ? own->file.lrecl : PIPE_RECORD_MAX;
	char number[12];

	if (!record.len)
		return STEP_MORE;
	if (own->file.recfm == 'F' && !own->file.lrecl)
		own->file.lrecl = max = MIN(record.len, max);
	if (record.len > max) {
		str_format(number, sizeof(number), "%u", max);
		return stage_fail(stage, PMSG_RECORD_LENGTH, number);
	}
	if (!buf_add(stage->pipe, &own->batch, head, 2) ||
		!buf_add(stage->pipe, &own->batch, record.at, record.len))
		return stage_fail(stage, PMSG_NO_STORAGE, NULL);
	return own->batch.len < PIPE_BATCH ? STEP_MORE : write_batch(stage, own);
}

enum step output_step(struct stage *stage)
{
	struct writing *own = stage->own;
	struct record record;

	if (!stage_peek(stage, 0, &record)) {
		if (!stage_is_over(stage, 0))
			return STEP_WAIT;
		own->file.is_last = true;
		write_batch(stage, own);
		return STEP_END;
	}
	if (take(stage, own, record) == STEP_END) {
		if (!own->file.is_abandoned)
			abandon_output(stage);
		return STEP_END;
	}
	return stage_pass(stage, 0, 0);
}

enum step disk_step(struct stage *stage)
{
	return stage->is_first ? input_step(stage) : output_step(stage);
}
