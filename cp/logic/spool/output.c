// SPDX-License-Identifier: Apache-2.0
/* What makes spool files: opened by their first record, delivered by CLOSE. */
#include "logic/spool/output.h"
#include "logic/spool/record.h"
#include "lib/err.h"
#include "lib/string.h"

void spout_init(struct spout *out, enum spdev dev, const struct spout_ops *ops, void *ctx,
	const struct spool_store *store, struct spcharge *charge, const char *userid,
	const char *dist)
{
	*out = (struct spout){
		.ops = ops,
		.ctx = ctx,
		.store = store,
		.charge = charge,
		.dev = (uint8_t)dev,
		.record_len = dev == SPDEV_PUNCH ? 80 : 132,
	};
	str_copy(out->origin, userid, sizeof(out->origin));
	spopts_init(&out->opts, dev == SPDEV_PUNCH ? SPKIND_PUNCH : SPKIND_PRINTER, userid, dist);
}

static int output_open(struct spout *out)
{
	struct spfile *file;

	if (out->file)
		return 0;
	file = out->ops->create(out->ctx);
	if (!file)
		return -E_NOMEM;
	list_init(&file->link);
	file->dev = out->dev;
	file->record_len = out->record_len;
	file->created = out->ops->now(out->ctx);
	str_copy(file->origin, out->origin, sizeof(file->origin));
	out->file = file;
	return 0;
}

static void output_purge(struct spout *out)
{
	out->charge->blocks -= out->file->nr_blocks;
	out->ops->destroy(out->ctx, out->file);
	out->file = NULL;
}

/* A first record that could not be written leaves no file. */
static int output_done(struct spout *out, int rc)
{
	if (rc && !out->file->nr_records)
		output_purge(out);
	return rc;
}

int spout_write(struct spout *out, uint8_t command, const uint8_t *data, size_t len)
{
	int rc;

	if (len > SPOUT_RECORD_MAX)
		return -E_RANGE;
	rc = output_open(out);
	if (rc)
		return rc;
	rc = sprec_write(out->file, out->store, out->charge, command, data, len);
	return output_done(out, rc);
}

int spout_write_immediate(struct spout *out, uint8_t command)
{
	int rc = output_open(out);

	if (rc)
		return rc;
	rc = sprec_write_immediate(out->file, out->store, out->charge, command);
	return output_done(out, rc);
}

static const char *either(const char *word, const char *other)
{
	return *word ? word : other;
}

static void file_describe(
	struct spfile *file, const struct spopts *opts, const struct spclose *close)
{
	bool hold = close->hold == SPSWITCH_AS_IS ? opts->hold : close->hold == SPSWITCH_ON;

	file->class = opts->class;
	file->copies = opts->copies;
	file->hold = hold ? SPHOLD_USER : 0;
	file->keep = close->keep == SPSWITCH_AS_IS ? opts->keep : close->keep == SPSWITCH_ON;
	str_copy(file->form, opts->form, sizeof(file->form));
	str_copy(file->dist, either(close->dist, opts->dist), sizeof(file->dist));
	str_copy(file->dest, either(close->dest, opts->dest), sizeof(file->dest));
	str_copy(file->name, either(close->name, opts->name), sizeof(file->name));
	str_copy(file->type, *close->name ? close->type : opts->type, sizeof(file->type));
}

static enum spqueue own_queue(const struct spout *out)
{
	return out->dev == SPDEV_PUNCH ? SPQ_PUNCH : SPQ_PRINTER;
}

int spout_close(struct spout *out, const struct spclose *close, struct spclosed *closed)
{
	struct spfile *file = out->file;
	const char *to = *close->to ? close->to : out->opts.to;
	enum spqueue queue = *close->to ? close->to_queue : out->opts.to_queue;
	int rc;

	*closed = (struct spclosed){.file = NULL};
	if (!file)
		return 0;
	if (close->purge) {
		output_purge(out);
		closed->purged = true;
		return 0;
	}
	if (out->opts.cont)
		return 0;
	file_describe(file, &out->opts, close);
	out->charge->blocks -= file->nr_blocks; /* the new owner pays now */
	rc = out->ops->deliver(out->ctx, file, to, queue);
	if (rc) {
		closed->refused = rc;
		file->hold |= SPHOLD_USER;
		rc = out->ops->deliver(out->ctx, file, out->origin, own_queue(out));
	}
	if (rc) {
		out->charge->blocks += file->nr_blocks;
		return rc;
	}
	closed->delivered = true;
	closed->file = file;
	out->file = NULL;
	return 0;
}
