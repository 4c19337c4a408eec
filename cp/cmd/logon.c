// SPDX-License-Identifier: Apache-2.0
/* LOGON: at the logo, as a line on a bare screen, asking for the password, and against guessing it. */
#include "cmd/logon.h"
#include "cmd/cmd.h"
#include "cmd/shutdown.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/directory/password.h"
#include "logic/guess.h"
#include "logic/term/term.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/session.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/terminal.h"

#define WRONG_MAX 3  /* wrong passwords from one terminal, then it is locked */
#define LOCK_S	  60 /* seconds */

/* Who is trying to log on at a terminal, and how that went so far; terminal_context of the terminal. */
struct attempt {
	char userid[NAME_SIZE];
	char by[NAME_SIZE]; /* whose password opens it: LOGON BY; "" for the user's own */
	bool here, noipl;
	bool asked;	    /* the next line is the password */
	uint8_t nr_wrong;
	tod_t locked_till;
};

static struct lock guess_lock = LOCK_INIT(SYSTEM);
static struct guess guess; /* guess lock */

static void say(struct terminal *terminal, enum msg_id id, const char *arg)
{
	char text[MSG_LINE_SIZE];

	msg_say(text, sizeof(text), id, EMSG_ON, arg);
	terminal_say(terminal, text, msg_number(id) ? TERM_HIGH : 0);
}

/* The password is right: connect to the session that there is, or begin one. */
static void enter(struct terminal *terminal, const struct dir_user *user, const struct attempt *attempt)
{
	struct vmdbk *vm;
	enum msg_id id;

	if (shutdown_is_pending())
		return say(terminal, MSG_SHUTDOWN_PENDING, NULL);
	vm = vm_find(user->userid);
	if (vm) {
		struct terminal *other = vm->console->terminal;
		char name[16] = "";

		if (other && !attempt->here)
			terminal_probe(other);
		if (other && vm->console->terminal == other)
			terminal_name(other, name, sizeof(name));
		if (vm->state == VM_LOGGING_OFF)
			say(terminal, MSG_LOGOFF_PENDING, vm->userid);
		else if (name[0] && !attempt->here)
			say(terminal, MSG_ALREADY_LOGGED_ON, name);
		else
			session_connect(vm, terminal, false, attempt->by);
		vm_put(vm);
		return;
	}
	id = session_create(user, &vm);
	if (id != MSG_NONE) {
		say(terminal, id, user->userid);
		return;
	}
	session_connect(vm, terminal, true, attempt->by);
	session_begin(vm, attempt->noipl);
	vm_put(vm);
}

/* ---- Passwords ------------------------------------------------------------------------------------------------------- */

static void say_wait(struct terminal *terminal, tod_t due, tod_t now)
{
	char seconds[12];

	str_format(seconds, sizeof(seconds), "%u", (unsigned)((due - now + TOD_S - 1) / TOD_S));
	say(terminal, MSG_LOGON_ATTEMPTS, seconds);
}

/* Waits, when too many were wrong. False: it is not even looked at. */
static bool may_try(struct terminal *terminal, const struct attempt *attempt, const char *userid)
{
	tod_t now = clock_now(), due;
	int rc;

	if (now < attempt->locked_till)
		return say_wait(terminal, attempt->locked_till, now), false;
	lock_take(&guess_lock);
	rc = guess_begin(&guess, userid, now, &due);
	lock_drop(&guess_lock);
	if (rc)
		return say_wait(terminal, due, now), false;
	if (due > now)
		task_sleep_until(due);
	return true;
}

static void wrong(struct terminal *terminal, struct attempt *attempt, const char *userid)
{
	char name[16], nr[4];

	if (++attempt->nr_wrong < WRONG_MAX)
		return say(terminal, MSG_LOGON_FAILED, NULL);
	terminal_name(terminal, name, sizeof(name));
	str_format(nr, sizeof(nr), "%u", attempt->nr_wrong);
	operator_msg(MSG_BAD_PASSWORDS, nr, userid, name);
	attempt->nr_wrong = 0;
	attempt->locked_till = clock_now() + LOCK_S * TOD_S;
	say_wait(terminal, attempt->locked_till, clock_now());
}

/* Whose password it must be, and the user that it opens. False: there is no such way in. */
static bool find_users(const struct attempt *attempt, struct dir_user *user, struct dir_user *key)
{
	bool known = directory_find(attempt->userid, user) == 0;

	*key = *user;
	if (attempt->by[0])
		known = directory_find(attempt->by, key) == 0 && known &&
			dir_is_listed(user, DIR_ITEM_LOGONBY, attempt->by);
	/* An unknown userid takes as long as a wrong password, and is told the same. */
	if (!known && directory_find(OPERATOR_USERID, key))
		memset(key, 0, sizeof(*key));
	return known;
}

static void check_and_enter(
	struct terminal *terminal, struct attempt *attempt, const char *password, size_t len)
{
	const char *guessed = attempt->by[0] ? attempt->by : attempt->userid;
	struct dir_user user, key;
	bool known;

	attempt->asked = false;
	if (!may_try(terminal, attempt, guessed))
		return;
	memset(&user, 0, sizeof(user));
	known = find_users(attempt, &user, &key);
	if (!dir_password_ok(&key.password, password, len) || !known)
		return wrong(terminal, attempt, guessed);
	attempt->nr_wrong = 0;
	lock_take(&guess_lock);
	guess_right(&guess, guessed);
	lock_drop(&guess_lock);
	enter(terminal, &user, attempt);
}

/* ---- The ways to log on ---------------------------------------------------------------------------------------------- */

/* The terminal's, with a new attempt in it. NULL: no storage, which was said. */
static struct attempt *new_attempt(struct terminal *terminal)
{
	struct attempt *attempt = terminal_context(terminal);

	if (!attempt) {
		attempt = stor_alloc(sizeof(*attempt));
		terminal_set_context(terminal, attempt);
	}
	if (!attempt)
		return say(terminal, MSG_NO_STORAGE, "LOGON"), NULL;
	attempt->userid[0] = attempt->by[0] = '\0';
	attempt->here = attempt->noipl = attempt->asked = false;
	return attempt;
}

/*
 * userid [password] [HERE] [NOIPL] [BY userid]. Notes the refusal and returns -E_INVAL; it never shows a
 * word that may be a password.
 */
static int take_operands(struct cmdline *line, struct attempt *attempt, struct cmd_word *password)
{
	struct cmd_word word;

	password->len = 0;
	if (cmd_userid(line, NULL, attempt->userid))
		return -E_INVAL;
	while (cmd_next(line, &word)) {
		if (word_is(&word, "HERE", 4))
			attempt->here = true;
		else if (word_is(&word, "NOIPL", 5))
			attempt->noipl = true;
		else if (word_is(&word, "BY", 2) && cmd_userid(line, NULL, attempt->by))
			return -E_INVAL;
		else if (word_is(&word, "BY", 2))
			continue;
		else if (!password->len)
			*password = word;
		else
			return cmd_refuse(line, MSG_TOO_MANY_OPERANDS, NULL);
	}
	return 0;
}

/* The password is still to come. */
static void ask(struct terminal *terminal, struct attempt *attempt)
{
	bool hides = terminal_hide_next(terminal);

	attempt->asked = true;
	say(terminal, hides ? MSG_ENTER_PASSWORD : MSG_ENTER_PASSWORD_SHOWN, NULL);
}

/* The field USERID may hold all of LOGON's operands, as on z/VM; the password has its own. */
static void from_fields(struct terminal *terminal, const struct term_logon *fields)
{
	struct attempt *attempt = new_attempt(terminal);
	struct cmd_word password;
	struct cmdline line;

	if (!attempt)
		return;
	if (cmdline_init(&line, fields->userid, strlen(fields->userid)) ||
		take_operands(&line, attempt, &password))
		return say(terminal, MSG_LOGON_FAILED, NULL);
	if (password.len && !fields->password[0])
		check_and_enter(terminal, attempt, password.text, password.len);
	else
		check_and_enter(terminal, attempt, fields->password, strlen(fields->password));
}

void logon_from_logo(struct terminal *terminal, const struct term_logon *fields)
{
	struct vmdbk *vm;

	if (!fields->userid[0]) {
		if (fields->command[0])
			logon_line(terminal, fields->command, strlen(fields->command));
		else
			say(terminal, MSG_ENTER_USERID, NULL);
		return;
	}
	from_fields(terminal, fields);
	vm = terminal_user(terminal);
	if (fields->command[0] && vm &&
		console_queue_input(vm, fields->command, strlen(fields->command), true))
		say(terminal, MSG_NOT_READY, fields->command);
}

static void out(void *ctx, const char *text, unsigned flags)
{
	terminal_say(ctx, text, flags);
}

void logon_line(struct terminal *terminal, const char *text, size_t len)
{
	struct attempt *attempt = terminal_context(terminal);
	struct cmd cmd = {.terminal = terminal, .out = out, .ctx = terminal};

	if (attempt && attempt->asked)
		check_and_enter(terminal, attempt, text, len);
	else
		cmd_execute(&cmd, text, len);
}

/* Whoever was asked for a password has gone. That the terminal is locked stays. */
void logon_forget(struct terminal *terminal)
{
	struct attempt *attempt = terminal_context(terminal);

	if (attempt)
		attempt->asked = false;
}

/* LOGON: where nobody is logged on. */
int cmd_logon(struct cmd *cmd)
{
	struct cmd_word password;
	struct attempt *attempt;

	if (cmd->vm || !cmd->terminal)
		return cmd_msg(cmd, MSG_TERMINAL_IN_USE, cmd->vm ? cmd->vm->userid : "");
	attempt = new_attempt(cmd->terminal);
	if (!attempt)
		return 0;
	if (take_operands(cmd->line, attempt, &password))
		return cmd_refused(cmd);
	if (password.len && !sysconfig.logon_password_on_line)
		return cmd_msg(cmd, MSG_PASSWORD_ON_LINE);
	if (password.len)
		check_and_enter(cmd->terminal, attempt, password.text, password.len);
	else
		ask(cmd->terminal, attempt);
	return 0;
}
