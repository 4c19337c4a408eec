// SPDX-License-Identifier: Apache-2.0
/* LINK: a minidisk of the directory as one's own virtual device, and the passwords that it takes.
 */
#include "cmd/cmd.h"
#include "cmd/disks.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/directory/password.h"
#include "logic/guess.h"
#include "mach/clock.h"
#include "nucleus/directory.h"
#include "nucleus/session.h"
#include "nucleus/sysconfig.h"
#include "nucleus/terminal.h"

/* What was typed. */
struct request {
	struct disk_wish wish;
	bool has_mode;
	struct cmd_word password;
	char owner_devno[8];
	char answer[DIR_PASSWORD_MAX + 2]; /* one more than a password may have: that is wrong */
};

static struct lock guess_lock = LOCK_INIT(SYSTEM);
static struct guess guess; /* guess lock: by who gives passwords, not by whose disk it is */

/* ---- Operands -------------------------------------------------------------------------------- */

/* [mode] [[PASS=] password]; a word that is no mode is the password. */
static void take_mode_and_password(struct cmdline *line, struct request *request)
{
	struct cmd_word word;

	if (cmd_peek(line, &word) && !link_mode_parse(word.text, word.len, &request->wish.mode)) {
		request->has_mode = true;
		cmd_next(line, &word);
	}
	if (!cmd_next(line, &word))
		return;
	if (word.len >= 5 && mem_casecmp(word.text, "PASS=", 5) == 0) {
		word.text += 5;
		word.len -= 5;
		if (!word.len)
			cmd_next(line, &word);
	}
	request->password = word;
}

/* 0, or the return code of the refusal. It never shows a word that may be a password. */
static int take_operands(struct cmd *cmd, struct request *request)
{
	struct cmd_word more;

	request->wish.vm = cmd->vm;
	cmd_accept(cmd->line, "TO", 2);
	if (cmd_userid(cmd->line, cmd->vm->userid, request->wish.owner) ||
		cmd_vdev(cmd->line, &request->wish.owner_devno))
		return cmd_refused(cmd);
	cmd_accept(cmd->line, "AS", 2);
	if (cmd_vdev(cmd->line, &request->wish.devno))
		return cmd_refused(cmd);
	str_hex(request->owner_devno, request->wish.owner_devno, 4);
	take_mode_and_password(cmd->line, request);
	/* The command of a directory has none, and what a guest enters nobody sees. */
	if (cmd_next(cmd->line, &more) ||
		(request->password.len && !sysconfig.link_password_on_line && !cmd->from_guest))
		return cmd_msg(cmd, MSG_LINK_FORMAT, request->wish.owner, request->owner_devno);
	return 0;
}

/* ---- May he? --------------------------------------------------------------------------------- */

/* SR, SW, SM, ER, EW are for users with an option. */
static int check_option(struct cmd *cmd, const struct request *request, uint32_t options)
{
	enum link_kind kind = request->wish.mode.kind;
	char mode[LINK_MODE_SIZE];
	const char *option;

	if (link_is_stable(kind) && !(options & BIT32(DIR_OPT_LNKSTABL)))
		option = "LNKSTABL";
	else if (link_is_exclusive(kind) && !(options & BIT32(DIR_OPT_LNKEXCLUS)))
		option = "LNKEXCLUS";
	else
		return 0;
	link_mode_text(&request->wish.mode, mode);
	return cmd_msg(
		cmd, MSG_LINK_OPTION, request->wish.owner, request->owner_devno, mode, option);
}

/* False: this user has given too many wrong ones. */
static bool may_guess(const struct vmdbk *vm)
{
	tod_t now = clock_now(), when;
	bool may;

	lock_take(&guess_lock);
	may = guess_begin(&guess, vm->userid, now, &when) == 0;
	if (may && when > now) {
		guess_right(&guess, vm->userid); /* it is not tried: costs nothing */
		may = false;
	}
	lock_drop(&guess_lock);
	return may;
}

static bool is_right(struct cmd *cmd, const struct request *request,
	const struct dir_password *password, const char *typed, size_t len)
{
	if (dir_password_ok(password, typed, len)) {
		lock_take(&guess_lock);
		guess_right(&guess, cmd->vm->userid);
		lock_drop(&guess_lock);
		return true;
	}
	operator_msg(MSG_LINK_WRONG_PASSWORD, cmd->vm->userid, request->wish.owner,
		request->owner_devno);
	return false;
}

static const struct dir_password *password_of(
	const struct request *request, const struct dir_item *mdisk)
{
	switch (link_password_of(request->wish.mode.kind)) {
	case LINK_PW_READ: return &mdisk->mdisk.read;
	case LINK_PW_WRITE: return &mdisk->mdisk.write;
	default: return &mdisk->mdisk.multi;
	}
}

/* Asks the person for the password when one is needed and none was typed. Was he asked? */
static bool ask(struct cmd *cmd, struct request *request, const struct dir_item *mdisk)
{
	static const enum msg_id prompts[] = {
		[LINK_PW_READ] = MSG_ENTER_READ_PASSWORD,
		[LINK_PW_WRITE] = MSG_ENTER_WRITE_PASSWORD,
		[LINK_PW_MULTIPLE] = MSG_ENTER_MULTIPLE_PASSWORD,
	};
	int len;

	if (request->password.len || cmd->from_guest || cmd->from_directory ||
		password_of(request, mdisk)->kind != DIR_PW_HASHED)
		return false;
	len = cmd_ask_secret(cmd, prompts[link_password_of(request->wish.mode.kind)],
		request->answer, sizeof(request->answer));
	if (len > 0)
		request->password = (struct cmd_word){request->answer, (uint16_t)len, 1};
	return true;
}

static int check_hashed(
	struct cmd *cmd, const struct request *request, const struct dir_password *password)
{
	const struct cmd_word *typed = &request->password;

	if (typed->len && !may_guess(cmd->vm))
		return cmd_msg(cmd, MSG_LINK_ATTEMPTS);
	if (typed->len && is_right(cmd, request, password, typed->text, typed->len))
		return 0;
	return cmd_msg(cmd, MSG_LINK_PASSWORD, request->wish.owner, request->owner_devno);
}

static int check_password(
	struct cmd *cmd, const struct request *request, const struct dir_item *mdisk)
{
	static const enum msg_id absent[] = {
		[LINK_PW_READ] = MSG_NO_READ_PASSWORD,
		[LINK_PW_WRITE] = MSG_NO_WRITE_PASSWORD,
		[LINK_PW_MULTIPLE] = MSG_NO_MULTIPLE_PASSWORD,
	};
	const struct dir_password *password = password_of(request, mdisk);

	switch (password->kind) {
	case DIR_PW_ALL: return 0;
	case DIR_PW_HASHED: return check_hashed(cmd, request, password);
	default:
		return cmd_msg(cmd, absent[link_password_of(request->wish.mode.kind)],
			request->wish.owner, request->owner_devno);
	}
}

/* ---- The command ----------------------------------------------------------------------------- */

/* Without a mode: what the statement says for the owner, else R. */
static void default_mode(struct request *request, const struct dir_item *mdisk, bool is_own)
{
	request->wish.mode = (struct link_mode){LINK_R, false};
	if (is_own &&
		link_mode_parse(mdisk->mdisk.mode, strlen(mdisk->mdisk.mode), &request->wish.mode))
		request->wish.mode.kind = LINK_R;
}

/* The statement; 0, or the return code. */
static int find(struct cmd *cmd, const struct request *request, struct dir_item *mdisk)
{
	if (disk_find(request->wish.owner, request->wish.owner_devno, mdisk) == 0)
		return 0;
	return cmd_msg(cmd, MSG_NOT_LINKED_DIRECTORY, request->wish.owner, request->owner_devno);
}

/* Neither an option nor a password is asked for: the usual case of disks that many link to. */
static bool is_for_anybody(const struct request *request, const struct dir_item *mdisk)
{
	enum link_kind kind = request->wish.mode.kind;

	return !link_is_stable(kind) && !link_is_exclusive(kind) &&
	       password_of(request, mdisk)->kind == DIR_PW_ALL;
}

/* DIR_OPT_* of the user's directory entry. */
static uint32_t options_of(const struct vmdbk *vm)
{
	struct dir_user user;

	return directory_find(vm->userid, &user) ? 0 : user.options;
}

/* May this user have the link? Leaves the statement as it is in the directory now. */
static int check(struct cmd *cmd, struct request *request, struct dir_item *mdisk)
{
	bool is_own = strcmp(request->wish.owner, cmd->vm->userid) == 0;
	uint32_t options;
	int rc;

	if (!request->has_mode)
		default_mode(request, mdisk, is_own);
	if (is_for_anybody(request, mdisk))
		return 0;
	options = options_of(cmd->vm);
	rc = check_option(cmd, request, options);
	if (rc || is_own || cmd->from_directory || (options & BIT32(DIR_OPT_LNKNOPAS)))
		return rc;
	/* That may take hours: the directory can be another one then. */
	rc = ask(cmd, request, mdisk) ? find(cmd, request, mdisk) : 0;
	return rc ? rc : check_password(cmd, request, mdisk);
}

int cmd_link(struct cmd *cmd)
{
	struct request request = {};
	char text[MSG_LINE_SIZE];
	struct dir_item mdisk;
	bool is_made = false;
	enum msg_id id;
	int rc = take_operands(cmd, &request);

	if (!rc)
		rc = find(cmd, &request, &mdisk);
	if (!rc)
		rc = check(cmd, &request, &mdisk);
	memset(request.answer, 0, sizeof(request.answer));
	if (rc)
		return rc;
	id = disk_link(&request.wish, &mdisk, cmd->emsg, text, &is_made);
	if (is_made)
		disk_report(cmd->vm, request.wish.devno);
	if (text[0])
		cmd->out(cmd->ctx, text, msg_number(id) ? TERM_HIGH : 0);
	return msg_number(id);
}
