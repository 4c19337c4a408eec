// SPDX-License-Identifier: Apache-2.0
/* What reads spool files: a virtual reader with its active file. */
#include "logic/spool/input.h"
#include "lib/err.h"

void spin_init(struct spin *in, struct spuser *user, const struct spool_store *store,
	spfile_destroy_fn *destroy, void *ctx)
{
	*in = (struct spin){
		.destroy = destroy,
		.ctx = ctx,
		.store = store,
		.user = user,
	};
	spopts_init(&in->opts, SPKIND_READER, user->userid, "");
}

static void make_active(struct spin *in, struct spfile *file, enum spin_mode mode)
{
	file->in_use = true;
	in->file = file;
	in->mode = (uint8_t)mode;
	in->pos = (struct sprec_pos){0};
	in->page = 0;
}

static struct spfile *make_idle(struct spin *in)
{
	struct spfile *file = in->file;

	if (file)
		file->in_use = false;
	in->file = NULL;
	in->mode = SPIN_IDLE;
	return file;
}

int spin_open(struct spin *in, enum spin_mode mode)
{
	struct spfile *file;

	if (in->file)
		return 0;
	file = spqueue_eligible(in->user, SPQ_READER, in->opts.class);
	if (!file)
		return -E_NOENT;
	make_active(in, file, mode);
	return 0;
}

int spin_select(struct spin *in, struct spfile *file, enum spin_mode mode)
{
	if (in->file || file->in_use)
		return -E_BUSY;
	make_active(in, file, mode);
	return 0;
}

/* CLOSE's operand if it was given, else HOLD or KEEP of the file or the reader. */
static bool is_on(enum spswitch operand, bool otherwise)
{
	return operand == SPSWITCH_AS_IS ? otherwise : operand == SPSWITCH_ON;
}

bool spin_close(struct spin *in, const struct spclose *close)
{
	struct spfile *file = make_idle(in);

	if (!file)
		return false;
	if (is_on(close->hold, in->opts.hold)) {
		spfile_change(in->user, file, &(struct spchange){.user_hold = SPSWITCH_ON});
	} else if (is_on(close->keep, in->opts.keep || file->keep)) {
		spqueue_rotate(in->user, file);
	} else if (!spqueue_purge(in->user, file)) {
		in->destroy(in->ctx, file);
	}
	return true;
}

void spin_reset(struct spin *in)
{
	make_idle(in);
}

bool spin_is_ready(struct spin *in)
{
	return in->file || spqueue_eligible(in->user, SPQ_READER, in->opts.class);
}

bool spin_arrived(const struct spin *in, const struct spfile *file)
{
	return !in->file && spqueue_eligible(in->user, SPQ_READER, in->opts.class) == file;
}
