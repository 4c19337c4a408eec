// SPDX-License-Identifier: Apache-2.0
/*
 * DIRECTXA: compiles a user directory out of a file in the user's virtual reader and puts it into
 * use.
 *
 * The new directory is written to the system volume before it is used; after an error the old one
 * goes on. Users who are logged on keep their virtual machines as they are.
 */
#include "cmd/cmd.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/sha256.h"
#include "lib/string.h"
#include "logic/directory/compile.h"
#include "mach/asm.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/directory.h"
#include "nucleus/spool.h"
#include "nucleus/storage.h"
#include "nucleus/sysres.h"

#define TEXT_MAX  (16 * MiB)
#define WORK_SIZE (65536)
#define OUT_EXTRA (65536)
#define OUT_TIMES 6 /* how much larger than its text an object directory may be */
#define CARD_MAX  SPREC_DATA_MAX

/* A directory that is being compiled. */
struct work {
	struct cmd *cmd;
	char *text;
	uint64_t text_frames, text_size, text_len;
	uint8_t *out;
	uint64_t out_frames;
	struct dir_compile job;
	uint8_t record[CARD_MAX];
};

static uint64_t frames_of(uint64_t bytes)
{
	return ROUND_UP(bytes, PAGE_SIZE) / PAGE_SIZE;
}

/* ---- The file -------------------------------------------------------------------------------- */

/* A blank or a line's end of ASCII is nothing that EBCDIC text has. */
static bool is_ascii(const uint8_t *record, size_t len)
{
	return memchr(record, ' ', len) || memchr(record, '\n', len);
}

/* Adds a record: cards in EBCDIC are lines; cards in ASCII are pieces of a text with lines of its
 * own. */
static int add_record(struct work *work, uint16_t len, uint32_t record_len, bool *ascii, bool first)
{
	char *to = work->text + work->text_len;

	if (first)
		*ascii = is_ascii(work->record, len);
	if (work->text_len + MAX(len, record_len) + 1 > work->text_size)
		return -E_FULL;
	if (*ascii) {
		/* Blanks at the end were not stored, which in ASCII are commercial ats. */
		memset(to, EBC_BLANK, MAX(len, record_len));
		memcpy(to, work->record, len);
		work->text_len += MAX(len, record_len);
		while (work->text_len && !work->text[work->text_len - 1])
			work->text_len--; /* the last card is filled with zeros */
		return 0;
	}
	ebc_to_ascii(to, work->record, len);
	to[len] = '\n';
	work->text_len += len + 1;
	return 0;
}

/* Copies the records of the file. Its user holds on to it meanwhile: a record at a time, under the
 * lock. */
static int copy_records(struct work *work, struct spool_user *user, uint16_t spid)
{
	struct sprec_pos pos = {};
	struct sprec record;
	bool ascii = false, first = true;
	int rc = 0;

	while (!rc) {
		struct spfile *file;
		uint32_t record_len = 0;

		lock_take(&spool_lock);
		file = spqueue_find(&user->files, SPQ_READER, spid);
		rc = file ? sprec_read(file, &spool_store, &pos, &record, work->record, CARD_MAX)
			  : -E_IO;
		if (file)
			record_len = file->record_len;
		if (rc == -E_AGAIN)
			spool_wait(); /* the file may be gone afterwards */
		lock_drop(&spool_lock);
		if (rc == -E_AGAIN)
			rc = 0;
		else if (!rc && !record.immediate) {
			rc = add_record(work, MIN(record.len, CARD_MAX), record_len, &ascii, first);
			first = false;
		}
	}
	return rc == -E_NOENT ? 0 : rc;
}

/* Reads the file into work->text. Returns MSG_NONE or the refusal. */
static enum msg_id read_file(struct work *work, uint16_t spid)
{
	enum msg_id msg = MSG_NO_SPOOL_FILE;
	struct spool_user *user;
	struct spfile *file;
	uint64_t size = 0;

	lock_take(&spool_lock);
	user = spool_user_open(work->cmd->vm->userid);
	file = user ? spqueue_find(&user->files, SPQ_READER, spid) : NULL;
	if (file)
		size = (uint64_t)file->nr_records * (MAX(file->record_len, 80u) + 1);
	lock_drop(&spool_lock);
	if (size > TEXT_MAX) {
		msg = MSG_DIRECTXA_TOO_LARGE;
	} else if (size) {
		work->text_frames = frames_of(size);
		work->text_size = work->text_frames * PAGE_SIZE;
		work->text = (char *)frame_alloc_contiguous(FRAME_CP, work->text_frames);
		msg = !work->text                      ? MSG_DIRECTXA_NO_STORAGE
		      : copy_records(work, user, spid) ? MSG_NO_SPOOL_FILE
						       : MSG_NONE;
	}
	lock_take(&spool_lock);
	if (user)
		spool_user_close(user);
	lock_drop(&spool_lock);
	return msg;
}

/* ---- Compiling ------------------------------------------------------------------------------- */

static void message(void *context, const struct dir_message *message)
{
	struct work *work = context;

	if (message->line)
		cmd_say(work->cmd, "%u:%u: %s", message->line, message->column, message->text);
	else
		cmd_say(work->cmd, "%s", message->text);
}

/*
 * A salt need not be secret, only never the same: the clock never shows one time twice. Each
 * password takes its time, so others get their turn here.
 */
static bool salt(void *context, uint8_t salt[DIR_SALT_LEN])
{
	const uint64_t unique[] = {clock_now(), stidp(), (uint64_t)context};
	uint8_t digest[SHA256_LEN];
	struct sha256 sha;

	sha256_init(&sha);
	sha256_update(&sha, unique, sizeof(unique));
	sha256_final(&sha, digest);
	memcpy(salt, digest, DIR_SALT_LEN);
	task_sleep_until(clock_now());
	return true;
}

/* Returns MSG_NONE or why there is no directory; what is wrong in the source was said. */
static enum msg_id compile(struct work *work, bool edit)
{
	struct dir_compile *job = &work->job;
	int rc;

	work->out_frames = frames_of(work->text_len * OUT_TIMES + OUT_EXTRA);
	work->out = (uint8_t *)frame_alloc_contiguous(FRAME_CP, work->out_frames);
	*job = (struct dir_compile){.text = work->text,
		.len = work->text_len,
		.out = work->out,
		.out_size = work->out_frames * PAGE_SIZE,
		.work = stor_alloc(WORK_SIZE),
		.work_size = WORK_SIZE,
		.is_check_only = edit,
		.context = work,
		.message = message,
		.salt = salt};
	if (!work->out || !job->work) {
		stor_free(job->work, WORK_SIZE);
		return MSG_DIRECTXA_NO_STORAGE;
	}
	rc = dir_compile(job);
	stor_free(job->work, WORK_SIZE);
	return rc ? MSG_DIRECTXA_ERRORS : MSG_NONE;
}

/* Gives back the frames behind the directory, and clears what is left behind it in its last one. */
static void trim(struct work *work)
{
	uint64_t keep = frames_of(work->job.length);

	memset(work->out + work->job.length, 0, keep * PAGE_SIZE - work->job.length);
	frame_free_contiguous((habs_t)work->out + keep * PAGE_SIZE, work->out_frames - keep);
	work->out_frames = keep;
}

/* ---- Using it -------------------------------------------------------------------------------- */

static enum msg_id write_out(struct work *work)
{
	switch (sysres_write_directory(work->out, work->job.length)) {
	case 0: return MSG_NONE;
	case -E_FULL: return MSG_DIRECTXA_SPACE;
	case -E_PERM: return MSG_DIRECTXA_READ_ONLY;
	case -E_NOENT: return sysres_rdev() ? MSG_DIRECTXA_NOT_WRITTEN : MSG_NONE;
	default: return MSG_DIRECTXA_NOT_WRITTEN;
	}
}

static bool running; /* atomic: one at a time */

static enum msg_id install(struct work *work)
{
	enum msg_id msg;

	trim(work);
	msg = write_out(work);
	if (msg == MSG_NONE) {
		if (directory_replace(work->out, work->job.length, work->out_frames))
			return MSG_DIRECTXA_ERRORS;
		work->out = NULL; /* the directory's now */
	}
	return msg;
}

static int answer(struct work *work, enum msg_id msg, bool edit, uint16_t spid)
{
	char users[12], errors[12], number[8];

	str_format(users, sizeof(users), "%u", work->job.nr_users);
	str_format(errors, sizeof(errors), "%u", work->job.errors);
	str_format(number, sizeof(number), "%04u", spid);
	if (msg == MSG_NO_SPOOL_FILE)
		return cmd_msg(work->cmd, msg, number);
	if (msg == MSG_DIRECTXA_ERRORS)
		return cmd_msg(work->cmd, msg, errors);
	if (msg != MSG_NONE)
		return cmd_msg(work->cmd, msg);
	if (edit)
		return cmd_msg(work->cmd, MSG_DIRECTXA_CHECKED, users);
	return cmd_msg(
		work->cmd, sysres_rdev() ? MSG_DIRECTXA_DONE : MSG_DIRECTXA_DONE_IN_STORAGE, users);
}

static int run(struct cmd *cmd, uint16_t spid, bool edit)
{
	struct work *work = stor_alloc(sizeof(*work));
	enum msg_id msg;
	int rc;

	if (!work)
		return cmd_msg(cmd, MSG_DIRECTXA_NO_STORAGE);
	work->cmd = cmd;
	msg = read_file(work, spid);
	if (msg == MSG_NONE)
		msg = compile(work, edit);
	if (msg == MSG_NONE && !edit)
		msg = install(work);
	rc = answer(work, msg, edit, spid);
	if (work->text)
		frame_free_contiguous((habs_t)work->text, work->text_frames);
	if (work->out)
		frame_free_contiguous((habs_t)work->out, work->out_frames);
	stor_free(work, sizeof(*work));
	return rc;
}

int cmd_directxa(struct cmd *cmd)
{
	uint16_t spid;
	bool edit;
	int rc;

	if (cmd_spoolid(cmd->line, &spid))
		return cmd_refused(cmd);
	edit = cmd_accept(cmd->line, "EDIT", 0);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (__atomic_exchange_n(&running, true, __ATOMIC_ACQUIRE))
		return cmd_msg(cmd, MSG_DIRECTXA_RUNNING);
	rc = run(cmd, spid, edit);
	__atomic_store_n(&running, false, __ATOMIC_RELEASE);
	return rc;
}
