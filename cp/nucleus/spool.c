// SPDX-License-Identifier: Apache-2.0
/* Whose spool files there are, and what happens when one is delivered. */
#include "nucleus/spool.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/spool/text.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/realprinter.h"
#include "nucleus/session.h"
#include "nucleus/spooldisk.h"
#include "nucleus/storage.h"
#include "nucleus/task.h"
#include "nucleus/vmdbk.h"

#define NR_BUCKETS    1024
#define USER_SHARE    4    /* one user's files may fill this part of the spool */
#define CONSOLE_WRITE 0x09 /* write, then space one line */

/* A delivery that its addressee has not noticed yet. */
struct notice {
	struct list link;
	uint16_t spid; /* 0: no file of the reader */
	char userid[9];
	char text[SPTEXT_LINE_MAX];
};

struct lock spool_lock = LOCK_INIT(SPOOL);
void (*spool_file_arrived)(struct vmdbk *vm, uint16_t spid);

static struct list buckets[NR_BUCKETS];          /* spool lock; zero: empty */
static struct list notices = LIST_INIT(notices); /* spool lock */
static bool notifier_runs;                       /* spool lock */
static unsigned nr_consoles;                     /* started ones: spool lock, read without */

/* ---- Users ----------------------------------------------------------------------------------- */

static struct list *bucket_of(const char *userid)
{
	struct list *bucket = &buckets[str_hash(userid) % NR_BUCKETS];

	if (!bucket->next)
		list_init(bucket);
	return bucket;
}

struct spool_user *spool_user_find(const char *userid)
{
	struct list *bucket = bucket_of(userid), *node;

	list_for_each (node, bucket) {
		struct spool_user *user = LIST_ENTRY(node, struct spool_user, link);

		if (strcmp(user->files.userid, userid) == 0)
			return user;
	}
	return NULL;
}

struct spool_user *spool_user_open(const char *userid)
{
	struct spool_user *user = spool_user_find(userid);
	uint32_t nr, max;

	if (!user) {
		user = stor_alloc(sizeof(*user));
		if (!user)
			return NULL;
		spuser_init(&user->files, userid);
		user->files.changed = spool_file_changed;
		spool_count(&nr, &max);
		user->files.charge.limit = MIN(SPUSER_BLOCKS_MAX, max / USER_SHARE);
		list_add_tail(bucket_of(userid), &user->link);
	}
	user->refs++;
	return user;
}

void spool_user_close(struct spool_user *user)
{
	if (--user->refs || user->files.nr_files || user->held_queues || user->console)
		return;
	list_del(&user->link);
	stor_free(user, sizeof(*user));
}

bool spool_user_is_valid(const char *userid)
{
	struct dir_user entry;

	return spool_user_find(userid) || !directory_find(userid, &entry);
}

void spool_each_file(void (*fn)(void *ctx, struct spool_file *file), void *ctx)
{
	struct list *bucket, *node, *file;

	for (unsigned i = 0; i < NR_BUCKETS; i++) {
		bucket = &buckets[i];
		if (!bucket->next)
			continue;
		list_for_each (node, bucket) {
			struct spool_user *user = LIST_ENTRY(node, struct spool_user, link);

			for (unsigned queue = 0; queue < SPQ_COUNT; queue++)
				list_for_each (file, &user->files.queues[queue])
					fn(ctx, LIST_ENTRY(file, struct spool_file, file.link));
		}
	}
}

/* ---- Telling the addressee ------------------------------------------------------------------- */

static void tell(const struct notice *notice)
{
	struct vmdbk *vm = vm_find(notice->userid);

	if (!vm)
		return;
	if (notice->spid && spool_file_arrived)
		spool_file_arrived(vm, notice->spid);
	if (notice->text[0] && vm->console && vm->console->set.imsg != EMSG_OFF)
		console_tell(vm, notice->text, 0);
	vm_put(vm);
}

static void notifier(void *arg)
{
	struct list *node;

	(void)arg;
	for (;;) {
		lock_take(&spool_lock);
		node = list_pop(&notices);
		if (!node)
			notifier_runs = false;
		lock_drop(&spool_lock);
		if (!node)
			return;
		tell(LIST_ENTRY(node, struct notice, link));
		stor_free(LIST_ENTRY(node, struct notice, link), sizeof(struct notice));
	}
}

/* After an abend the notice that caused it is lost, the others are not. */
static void notifier_abended(void *arg)
{
	(void)arg;
	notifier_runs = false;
}

static void notify(const char *userid, uint16_t spid, const char *text)
{
	struct notice *notice = stor_alloc(sizeof(*notice));

	if (!notice)
		return; /* the file is there, he will find it */
	notice->spid = spid;
	str_copy(notice->userid, userid, sizeof(notice->userid));
	if (text)
		str_copy(notice->text, text, sizeof(notice->text));
	list_add_tail(&notices, &notice->link);
	if (!notifier_runs)
		notifier_runs =
			!task_start("spool notices", notifier, NULL, NULL, notifier_abended);
}

void spool_notify(const struct spfile *file, const char *text)
{
	if (file->queue == SPQ_READER || text)
		notify(file->owner, file->queue == SPQ_READER ? file->spid : 0, text);
}

void spool_tell_operator(enum msg_id msg)
{
	char text[SPTEXT_LINE_MAX];

	msg_say(text, sizeof(text), msg, EMSG_ON);
	notify(OPERATOR_USERID, 0, text);
}

/* ---- Outputs --------------------------------------------------------------------------------- */

void spool_forget_tag(char **tag)
{
	stor_free(*tag, SPOOL_TAG_MAX + 1);
	*tag = NULL;
}

int spool_set_tag(char **tag, const char *text)
{
	if (!*tag)
		*tag = stor_alloc(SPOOL_TAG_MAX + 1);
	if (!*tag)
		return -E_NOMEM;
	str_copy(*tag, text, SPOOL_TAG_MAX + 1);
	return 0;
}

static struct spfile *file_create(void *ctx)
{
	struct spool_file *file = stor_alloc(sizeof(*file));

	(void)ctx;
	if (!file)
		return NULL;
	file->file.id = spoolsave_number();
	list_init(&file->dirty);
	list_init(&file->job);
	return &file->file;
}

void spool_file_destroy(void *ctx, struct spfile *file)
{
	struct spool_file *spool_file = CONTAINER_OF(file, struct spool_file, file);

	(void)ctx;
	spool_forget_tag(&spool_file->tag);
	if (spool_is_on_disk()) {
		spoolsave_queue(spool_file, SPOOL_JOB_DELETE);
		return;
	}
	spfile_release(file, &spool_store);
	stor_free(spool_file, sizeof(*spool_file));
}

void spool_file_changed(struct spfile *file)
{
	if (spool_is_on_disk())
		spoolsave_queue(CONTAINER_OF(file, struct spool_file, file), SPOOL_JOB_SAVE);
	realprinter_look();
}

void spool_wait(void)
{
	spoolcache_wait();
}

static int file_deliver(void *ctx, struct spfile *file, const char *userid, enum spqueue queue)
{
	const struct spool_source *source = ctx;
	bool is_own = strcmp(file->origin, userid) == 0 && !(source && source->is_real);
	enum spqueue from = file->dev == SPDEV_PUNCH ? SPQ_PUNCH : SPQ_PRINTER;
	struct spool_file *spool_file = CONTAINER_OF(file, struct spool_file, file);
	struct spool_user *user;
	char text[SPTEXT_LINE_MAX];
	int rc;

	if (!spool_user_is_valid(userid))
		return -E_NOENT;
	user = spool_user_open(userid);
	if (!user)
		return -E_NOMEM;
	rc = spqueue_add(&user->files, queue, file);
	if (!rc) {
		if (user->held_queues & 1u << queue)
			file->hold |= SPHOLD_SYSTEM;
		/* A tag that finds no storage is lost, the file is not. */
		if (source && source->tag && spool_set_tag(&spool_file->tag, source->tag))
			spool_forget_tag(&spool_file->tag);
		if (source && source->is_real)
			from = SPQ_READER;
		sptext_sent_from(text, sizeof(text), file, from, 0);
		spool_notify(file, is_own ? NULL : text);
	}
	spool_user_close(user);
	return rc;
}

static tod_t now(void *ctx)
{
	(void)ctx;
	return clock_now();
}

const struct spout_ops spool_out_ops = {
	.create = file_create,
	.destroy = spool_file_destroy,
	.deliver = file_deliver,
	.now = now,
};

void spool_output_end(struct spout *out)
{
	struct spclose close = {.hold = SPSWITCH_AS_IS};
	struct spclosed closed;

	out->opts.cont = false;
	if (!spout_close(out, &close, &closed))
		return;
	close.purge = true;
	if (spout_close(out, &close, &closed))
		return; /* purging does not fail */
}

/* ---- The console's spool file ---------------------------------------------------------------- */

struct spout *spool_console(struct spool_user *user)
{
	const char *userid = user->files.userid;

	if (!user->console) {
		user->console = stor_alloc(sizeof(*user->console));
		if (!user->console)
			return NULL;
		spout_init(user->console, SPDEV_CONSOLE, &spool_out_ops, NULL, &spool_store,
			&user->files.charge, userid, "");
		user->console->opts.class = 'T';
	}
	return user->console;
}

void spool_console_start(struct spool_user *user, bool start)
{
	if (user->console_started == start)
		return;
	user->console_started = start;
	nr_consoles += start ? 1 : -1u;
}

void spool_console_line(struct vmdbk *vm, const char *text, size_t len)
{
	struct spool_user *user;
	ebc8_t line[132];

	if (!nr_consoles)
		return;
	lock_take(&spool_lock);
	user = spool_user_find(vm->userid);
	while (user && user->console_started) {
		size_t part = MIN(len, sizeof(line));

		for (size_t i = 0; i < part; i++)
			line[i] = ebc_from_chr(text[i]);
		if (spout_write(user->console, CONSOLE_WRITE, line, part))
			break; /* no room: the line is lost, the console goes on */
		text += part;
		len -= part;
		if (!len)
			break;
	}
	lock_drop(&spool_lock);
}

void spool_console_end(const char *userid)
{
	struct spool_user *user;

	lock_take(&spool_lock);
	user = spool_user_find(userid);
	if (user && user->console) {
		user->refs++;
		spool_console_start(user, false);
		spool_output_end(user->console);
		stor_free(user->console, sizeof(*user->console));
		user->console = NULL;
		spool_user_close(user);
	}
	lock_drop(&spool_lock);
}
