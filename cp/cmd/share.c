// SPDX-License-Identifier: Apache-2.0
/* SET SHARE, SET QUICKDSP, and the QUERYs: what the dispatcher gives a user. The policy: logic/sched.h */
#include "cmd/share.h"
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/directory.h"
#include "nucleus/dispatch.h"

/* What SET SHARE and the directory say. */
struct settings {
	struct sched_share own, max; /* max.value 0: as own */
	enum sched_limit limit;
};

/* ---- Operands ---------------------------------------------------------------------------------------- */

/* 50%, 12.5% in tenths of a percent. 0, or -E_INVAL. */
static int percent(const struct cmd_word *word, uint16_t *tenths)
{
	size_t len = word->len;
	uint64_t whole = 0, tenth = 0;
	const char *point;

	if (len && word->text[len - 1] == '%')
		len--;
	point = memchr(word->text, '.', len);
	if (point) {
		size_t whole_len = (size_t)(point - word->text);

		if (len - whole_len != 2 || str_to_dec(point + 1, 1, &tenth))
			return -E_INVAL;
		len = whole_len;
	}
	if (str_to_dec(word->text, len, &whole) || whole > 100)
		return -E_INVAL;
	whole = whole * 10 + tenth;
	if (!whole || whole > SCHED_ABSOLUTE_MAX)
		return -E_INVAL;
	*tenths = (uint16_t)whole;
	return 0;
}

/* RELATIVE n or ABSOLUTE n%. *taken: it was there. 0, or the refusal is noted. */
static int take_share(struct cmdline *line, struct sched_share *share, bool *taken)
{
	struct cmd_word word;
	uint64_t relative;

	*taken = true;
	if (cmd_accept(line, "ABSOLUTE", 3)) {
		share->is_absolute = true;
		if (!cmd_next(line, &word))
			return cmd_refuse(line, MSG_OPERAND_MISSING, NULL);
		return percent(&word, &share->value) ? cmd_refuse(line, MSG_INVALID_OPERAND, &word)
						     : 0;
	}
	if (cmd_accept(line, "RELATIVE", 3)) {
		if (cmd_number(line, 1, SCHED_RELATIVE_MAX, &relative))
			return -E_INVAL;
		*share = (struct sched_share){(uint16_t)relative, false};
		return 0;
	}
	*taken = false;
	return 0;
}

static enum sched_limit take_limit(struct cmdline *line, enum sched_limit usual)
{
	if (cmd_accept(line, "NOLIMIT", 3))
		return SCHED_NOLIMIT;
	if (cmd_accept(line, "LIMITSOFT", 6))
		return SCHED_LIMITSOFT;
	return cmd_accept(line, "LIMITHARD", 6) ? SCHED_LIMITHARD : usual;
}

/* The operands behind the userid, but INITIAL. 0, or the refusal is noted. */
static int take_settings(struct cmdline *line, struct settings *set)
{
	struct cmd_word word;
	bool taken;

	if (take_share(line, &set->own, &taken))
		return -E_INVAL;
	if (!taken) {
		cmd_peek(line, &word);
		return cmd_refuse(line, word.len ? MSG_INVALID_OPTION : MSG_OPERAND_MISSING, &word);
	}
	if (take_share(line, &set->max, &taken))
		return -E_INVAL;
	set->limit = take_limit(line, taken ? SCHED_LIMITSOFT : SCHED_NOLIMIT);
	return cmd_end(line);
}

/* ---- Settings ---------------------------------------------------------------------------------------- */

/* Whoever is held back by the old maximum begins anew with this one. */
static void use_settings(struct vmdbk *vm, const struct settings *set)
{
	lock_take(&vm->lock);
	sched_set_share(&sched, &vm->sched, set->own);
	vm->sched.max = set->max;
	vm->sched.limit = (uint8_t)set->limit;
	vm->sched.paid_until = 0;
	lock_drop(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vcpu_release(vm->vcpu[i], VB_LIMIT);
}

static struct sched_share share_of(const struct dir_share *share)
{
	return (struct sched_share){share->value, share->type == DIR_SHARE_ABSOLUTE};
}

static_assert((int)DIR_LIMITSOFT == SCHED_LIMITSOFT && (int)DIR_LIMITHARD == SCHED_LIMITHARD,
	"the directory's limits are the dispatcher's");

static void use_share_of_entry(struct vmdbk *vm, const struct dir_user *user)
{
	struct settings set = {share_of(&user->share), share_of(&user->max_share),
		(enum sched_limit)user->limit};

	use_settings(vm, &set);
}

void share_from_entry(struct vmdbk *vm, const struct dir_user *user)
{
	use_share_of_entry(vm, user);
	vm->sched.quick = user->options & BIT32(DIR_OPT_QUICKDSP);
}

/* ---- Answers ----------------------------------------------------------------------------------------- */

static const char *share_text(char *buf, size_t size, struct sched_share share)
{
	if (share.is_absolute)
		str_format(buf, size, "%u.%u%%", share.value / 10, share.value % 10);
	else
		str_format(buf, size, "%5u", share.value);
	return buf;
}

static const char *kind(struct sched_share share)
{
	return share.is_absolute ? "ABSOLUTE" : "RELATIVE";
}

/* Gives the reference back. */
static int say_share(struct cmd *cmd, struct vmdbk *vm)
{
	static const char *const limits[] = {"NOLIMIT", "LIMITSOFT", "LIMITHARD"};
	struct sched_share own, max;
	unsigned limit;
	char text[16];

	lock_take(&vm->lock);
	own = sched_share(&vm->sched);
	max = vm->sched.max.value ? vm->sched.max : own;
	limit = vm->sched.limit;
	lock_drop(&vm->lock);
	cmd_say(cmd, "USER %-8s: %s SHARE = %s", vm->userid, kind(own),
		share_text(text, sizeof(text), own));
	if (limit == SCHED_NOLIMIT)
		cmd_say(cmd, "               MAXIMUM SHARE = NOLIMIT");
	else
		cmd_say(cmd, "               MAXIMUM SHARE = %s %s %s", limits[limit], kind(max),
			share_text(text, sizeof(text), max));
	vm_put(vm);
	return 0;
}

int set_share(struct cmd *cmd)
{
	struct settings set = {0};
	struct dir_user user;
	struct vmdbk *vm;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	if (cmd_accept(cmd->line, "INITIAL", 4)) {
		rc = cmd_end(cmd->line);
		if (!rc && directory_find(vm->userid, &user) == 0)
			use_share_of_entry(vm, &user);
	} else {
		rc = take_settings(cmd->line, &set);
		if (!rc)
			use_settings(vm, &set);
	}
	if (!rc)
		return say_share(cmd, vm);
	vm_put(vm);
	return cmd_refused(cmd);
}

int query_share(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_self(cmd, &vm);

	return rc ? rc : say_share(cmd, vm);
}

int query_share_any(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_share(cmd, vm);
}

/* ---- QUICKDSP ---------------------------------------------------------------------------------------- */

/* Gives the reference back. */
static int say_quickdsp(struct cmd *cmd, struct vmdbk *vm)
{
	cmd_say(cmd, "USER %-8s: QUICKDSP = %s", vm->userid, vm->sched.quick ? "ON" : "OFF");
	vm_put(vm);
	return 0;
}

int set_quickdsp(struct cmd *cmd)
{
	struct vmdbk *vm;
	bool on;
	int rc = cmd_find_user(cmd, &vm);

	if (rc)
		return rc;
	if (cmd_on_off(cmd->line, &on) || cmd_end(cmd->line)) {
		vm_put(vm);
		return cmd_refused(cmd);
	}
	vm->sched.quick = on;
	return say_quickdsp(cmd, vm);
}

int query_quickdsp(struct cmd *cmd)
{
	struct vmdbk *vm;
	int rc = user_operand(cmd, &vm);

	return rc ? rc : say_quickdsp(cmd, vm);
}
