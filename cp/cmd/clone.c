// SPDX-License-Identifier: Apache-2.0
/* CLONE: machines that go on from where a running one is. */
#include "virt/clone.h"
#include "cmd/cmd.h"
#include "cmd/logon.h"
#include "cmd/shutdown.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/directory.h"
#include "nucleus/family.h"
#include "nucleus/pageshare.h"
#include "nucleus/session.h"

#define COUNT_MAX      10000000
#define PROGRESS_EVERY (10 * TOD_S) /* how often a person is told how far it is */

/* What is wanted, and how far it is. */
struct job {
	char origin[NAME_SIZE]; /* whose machine */
	struct dir_pool pool;   /* digits 0: one userid, pool.name */
	uint64_t first, count;  /* FIRST, COUNT */
	uint64_t made;
	struct family *family; /* in which the clones are counted */
	uint32_t max_clones;   /* of it; 0: any number */
	char first_made[NAME_SIZE], last_made[NAME_SIZE];
	tod_t progress; /* when it is told again */
};

/* ---- Operands -------------------------------------------------------------------------------- */

static int take_pool(struct cmd *cmd, struct job *job)
{
	struct cmdline *line = cmd->line;
	char name[NAME_SIZE];
	int rc = 0;

	if (cmd_userid(line, NULL, name))
		return cmd_refused(cmd);
	if (directory_find_pool(name, &job->pool))
		return cmd_msg(cmd, MSG_NO_POOL, name);
	job->first = job->pool.low;
	while (!rc) {
		if (cmd_accept(line, "FIRST", 5))
			rc = cmd_number(line, job->pool.low, job->pool.high, &job->first);
		else if (cmd_accept(line, "COUNT", 5))
			rc = cmd_number(line, 1, COUNT_MAX, &job->count);
		else
			break;
	}
	return rc ? cmd_refused(cmd) : 0;
}

/* [userid|*] AS {userid|POOL pool [FIRST n] [COUNT n]}. 0, or the return code of the refusal. */
static int take_operands(struct cmd *cmd, struct job *job)
{
	struct cmdline *line = cmd->line;
	const char *self = cmd->vm->userid;
	int rc = 0;

	job->count = 1;
	str_copy(job->origin, self, sizeof(job->origin));
	if (!cmd_accept(line, "AS", 2)) {
		if (cmd_userid(line, self, job->origin))
			return cmd_refused(cmd);
		if (!cmd_accept(line, "AS", 2))
			return refuse_next(cmd);
	}
	if (cmd_accept(line, "POOL", 4))
		rc = take_pool(cmd, job);
	else if (cmd_userid(line, NULL, job->pool.name))
		rc = cmd_refused(cmd);
	return rc ? rc : cmd_end(line) ? cmd_refused(cmd) : 0;
}

/* ---- One clone ------------------------------------------------------------------------------- */

/* May this entry become a clone of the image? 0, or the return code. */
static int check_entry(struct cmd *cmd, const struct job *job, const struct clone_image *image,
	const struct dir_user *user)
{
	char text[24];

	if (!(cmd_classes(cmd) & (CLASS_A | CLASS_B)) &&
		!dir_is_listed(user, DIR_ITEM_XAUTOLOG, cmd->vm->userid))
		return cmd_msg(cmd, MSG_NOT_AUTHORISED, cmd->vm->userid, user->userid);
	if (!(user->options & BIT32(DIR_OPT_PAGESHARE)))
		return cmd_msg(cmd, MSG_CLONE_NOT_SHARED, user->userid);
	if (clone_storage(image) > user->max_storage) {
		storage_format(text, sizeof(text), user->max_storage);
		return cmd_msg(cmd, MSG_CLONE_LIMIT, job->origin, user->userid, text, "storage");
	}
	if (clone_highest_cpu(image) >= MAX(user->max_cpus, 1u)) {
		str_format(text, sizeof(text), "%u", MAX(user->max_cpus, 1u));
		return cmd_msg(cmd, MSG_CLONE_LIMIT, job->origin, user->userid, text, "CPUs");
	}
	return 0;
}

static int refuse_number(struct cmd *cmd, const struct job *job, enum msg_id id, const char *of, uint64_t limit)
{
	char made[24], wanted[24], max[24];

	str_format(max, sizeof(max), "%lu", limit);
	str_format(made, sizeof(made), "%lu", job->made);
	str_format(wanted, sizeof(wanted), "%lu", job->count);
	return limit ? cmd_msg(cmd, id, of, max, made, wanted) : cmd_msg(cmd, id, of, made, wanted);
}

/* The machine, not yet started. 0, -E_EXIST: that one is logged on, or the return code. */
static int create(struct cmd *cmd, const struct job *job, struct clone_image *image, const struct dir_user *user,
	struct vmdbk **vm)
{
	enum msg_id id;

	if (!family_reserve(job->family, job->max_clones))
		return refuse_number(
			cmd, job, MSG_CLONES_ENOUGH, family_userid(job->family), job->max_clones);
	id = session_create_clone(user, image, vm);
	if (id == MSG_NONE) {
		family_add(job->family, *vm);
		return 0;
	}
	family_return(job->family);
	return id == MSG_ALREADY_LOGGED_ON ? -E_EXIST : cmd_msg(cmd, id, user->userid);
}

/* 0, -E_EXIST: that one is logged on, or the return code of what went wrong. */
static int make_one(struct cmd *cmd, struct job *job, struct clone_image *image, const char *userid)
{
	char line[MSG_LINE_SIZE];
	struct dir_user user;
	struct vmdbk *vm;
	int rc;

	if (directory_find(userid, &user))
		return cmd_msg(cmd, MSG_NOT_IN_DIRECTORY, userid);
	rc = check_entry(cmd, job, image, &user);
	if (rc)
		return rc;
	rc = create(cmd, job, image, &user, &vm);
	if (rc)
		return rc;
	job->made++;
	str_format(
		line, sizeof(line), "CLONE=%s OF=%s NUMBER=%05lu", userid, job->origin, job->made);
	clone_answer(image, vm, line, 0);
	clone_start(vm);
	vm_put(vm);
	if (job->made == 1)
		str_copy(job->first_made, userid, sizeof(job->first_made));
	str_copy(job->last_made, userid, sizeof(job->last_made));
	return 0;
}

/* ---- All of them ----------------------------------------------------------------------------- */

static void tell_progress(struct cmd *cmd, struct job *job)
{
	tod_t now = clock_now();

	if (cmd->from_guest || now < job->progress)
		return;
	if (job->progress)
		cmd_say(cmd, "CLONES=%05lu OF %05lu", job->made, job->count);
	job->progress = now + PROGRESS_EVERY;
}

static bool is_logged_on(const char *userid)
{
	struct vmdbk *vm = vm_find(userid);

	vm_put(vm);
	return vm;
}

/* The next userids of the pool that nobody uses. */
static int make_from_pool(struct cmd *cmd, struct job *job, struct clone_image *image)
{
	char userid[NAME_SIZE];
	uint64_t number = job->first;
	int rc = 0;

	for (; job->made < job->count && number <= job->pool.high; number++) {
		if (shutdown_is_pending())
			return cmd_msg(cmd, MSG_SHUTDOWN_PENDING);
		if (cmd->vm->state != VM_ACTIVE)
			return 0;
		dir_pool_userid(&job->pool, (uint32_t)number, userid);
		rc = is_logged_on(userid) ? -E_EXIST : make_one(cmd, job, image, userid);
		if (rc && rc != -E_EXIST) /* he may have logged on just now */
			return rc;
		tell_progress(cmd, job);
	}
	if (job->made == job->count)
		return 0;
	return refuse_number(cmd, job, MSG_POOL_EXHAUSTED, job->pool.name, 0);
}

static int make_all(struct cmd *cmd, struct job *job, struct clone_image *image)
{
	int rc;

	if (job->pool.digits)
		return make_from_pool(cmd, job, image);
	rc = make_one(cmd, job, image, job->pool.name);
	return rc == -E_EXIST ? cmd_msg(cmd, MSG_ALREADY_LOGGED_ON, job->pool.name) : rc;
}

static int refuse_capture(struct cmd *cmd, const char *origin, const struct clone_failure *failure)
{
	char vdev[8];

	str_format(vdev, sizeof(vdev), "%04X", failure->devno);
	switch (failure->why) {
	case CLONE_BUSY: return cmd_msg(cmd, MSG_CLONE_NOT, origin, "it is being reset or loaded");
	case CLONE_TRACED: return cmd_msg(cmd, MSG_CLONE_NOT, origin, "it is being traced");
	case CLONE_SEGMENT: return cmd_msg(cmd, MSG_CLONE_NOT, origin, "it has a saved segment");
	case CLONE_WATCHDOG: return cmd_msg(cmd, MSG_CLONE_NOT, origin, "its watchdog runs");
	case CLONE_DEVICE_BUSY: return cmd_msg(cmd, MSG_CLONE_DEVICE_BUSY, origin, vdev);
	case CLONE_DEVICE_NEVER: return cmd_msg(cmd, MSG_CLONE_DEVICE, origin, vdev);
	default: return cmd_msg(cmd, MSG_NO_STORAGE, origin);
	}
}

/* To who asked, and to the operator: one line, however many there are. */
static void report(struct cmd *cmd, const struct job *job)
{
	char made[24], users[12];

	if (!job->made)
		return;
	cmd_say(cmd, "CLONES=%05lu OF=%s FIRST=%s LAST=%s", job->made, job->origin, job->first_made,
		job->last_made);
	str_format(made, sizeof(made), "%lu", job->made);
	str_format(users, sizeof(users), "%u", vm_count());
	operator_msg(
		MSG_OPERATOR_CLONES, job->origin, made, job->first_made, job->last_made, users);
}

/* What the directory says now of who began the family, even if he is gone. 0, or the return code. */
static int find_family(struct cmd *cmd, struct job *job, struct vmdbk *origin)
{
	struct dir_user user;

	job->family = family_begin(origin);
	if (!job->family)
		return cmd_msg(cmd, MSG_NO_STORAGE, origin->userid);
	if (!directory_find(family_userid(job->family), &user))
		job->max_clones = user.max_clones;
	return 0;
}

static int clone(struct cmd *cmd, struct job *job, struct vmdbk *origin)
{
	bool is_caller = cmd->from_guest && !cmd->is_for;
	struct clone_failure failure;
	struct clone_image *image;
	int rc;

	if (!pageshare_is_allowed(origin))
		return cmd_msg(cmd, MSG_CLONE_NOT_SHARED, origin->userid);
	if (clone_capture(origin, is_caller ? origin->vcpu[cmd->vcpu] : NULL, &image, &failure))
		return refuse_capture(cmd, origin->userid, &failure);
	rc = find_family(cmd, job, origin);
	if (!rc) {
		rc = make_all(cmd, job, image);
		family_end(job->family);
	}
	report(cmd, job);
	clone_forget(image);
	return rc;
}

int cmd_clone(struct cmd *cmd)
{
	struct job job = {.made = 0};
	struct vmdbk *origin;
	int rc = take_operands(cmd, &job);

	if (rc)
		return rc;
	/* A guest waits in its DIAGNOSE: two that clone each other would wait for one another. */
	if (strcmp(job.origin, cmd->vm->userid) != 0 &&
		(cmd->from_guest || !(cmd_classes(cmd) & (CLASS_A | CLASS_B))))
		return cmd_msg(cmd, MSG_CLONE_ONLY_ITSELF, cmd->vm->userid);
	if (shutdown_is_pending())
		return cmd_msg(cmd, MSG_SHUTDOWN_PENDING);
	origin = vm_find(job.origin);
	if (!origin)
		return cmd_msg(cmd, MSG_NOT_LOGGED_ON, job.origin);
	rc = clone(cmd, &job, origin);
	vm_put(origin);
	return rc;
}
