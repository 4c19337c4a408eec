// SPDX-License-Identifier: Apache-2.0
/* Sessions: what a directory entry becomes, who has a terminal, and the end. */
#include "cmd/logon.h"
#include "cmd/logmsg.h"
#include "cmd/share.h"
#include "cmd/spfiles.h"
#include "cmd/user.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/cmdline.h"
#include "logic/datetime.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/directory.h"
#include "nucleus/dispatch.h"
#include "nucleus/pageout.h"
#include "nucleus/session.h"
#include "nucleus/spool.h"
#include "nucleus/terminal.h"
#include "nucleus/vdev.h"
#include "virt/clone.h"
#include "virt/dev_cons.h"
#include "virt/dev_ur.h"
#include "virt/machine.h"
#include "virt/sclp.h"

/* ---- The machine of a directory entry ---------------------------------------------------------------------------- */

static void copy_entry(struct vmdbk *vm, const struct dir_user *user)
{
	str_copy(vm->account, user->account, sizeof(vm->account));
	vm->directory_classes = user->classes;
	vm->classes = user->classes;
	vm->max_storage = user->max_storage;
	vm->max_vcpus = (uint8_t)MIN(MAX(user->max_cpus, 1), VCPU_MAX);
	vm->timer_slack_ms = user->timer_slack_ms;
	share_from_entry(vm, user);
	vm->flags = user->machine == DIR_MACHINE_Z ? VMF_MACHINE_Z : 0;
	if (user->options & BIT32(DIR_OPT_PAGESHARE))
		vm->flags |= VMF_PAGESHARE;
}

static void edit_character(char *symbol, uint8_t directory)
{
	if (directory == DIR_SYMBOL_OFF)
		*symbol = '\0';
	else if (directory != DIR_SYMBOL_ON)
		*symbol = (char)directory;
}

static void settings(struct vmdbk *vm, const struct dir_user *user)
{
	struct lineedit *edit = &vm->console->set.edit;

	edit_character(&edit->lineend, user->line_end);
	edit_character(&edit->linedel, user->line_delete);
	edit_character(&edit->chardel, user->char_delete);
	edit_character(&edit->escape, user->escape);
}

static int add_device(struct vmdbk *vm, const struct dir_item *item)
{
	int rc = 0;

	switch (item->type) {
	case DIR_ITEM_CONSOLE:
		str_copy(vm->console->set.secuser, item->console.secuser,
			sizeof(vm->console->set.secuser));
		lock_take(&vm->lock);
		rc = vdev_create(vm, item->vdev, console_type(vm), NULL);
		lock_drop(&vm->lock);
		break;
	case DIR_ITEM_SPOOL: rc = ur_create(vm, item->vdev, item->spool.kind, item->spool.class); break;
	default: break; /* MDISK and LINK: at_logon.c, where the user can be told of failures */
	}
	return rc;
}

static int add_cpus_and_devices(struct vmdbk *vm, const struct dir_user *user)
{
	struct dir_item item;
	int rc = 0;

	for (uint32_t pos = 0; !rc && dir_next(user, &pos, &item);) {
		if (item.type == DIR_ITEM_CPU) {
			rc = machine_add_cpu(vm, item.cpu.address);
			if (item.cpu.flags & DIR_CPU_BASE)
				vm->ipl_cpu = item.cpu.address;
		} else {
			rc = add_device(vm, &item);
		}
	}
	if (!rc && !vm->nr_vcpus)
		rc = machine_add_cpu(vm, 0);
	for (uint8_t i = 0; !vm->vcpu[vm->ipl_cpu] && i < VCPU_MAX; i++)
		if (vm->vcpu[i])
			vm->ipl_cpu = i;
	return rc;
}

static void undo(struct vmdbk *vm)
{
	machine_empty(vm);
	vm_remove(vm);
	vm_put(vm);
}

/* A user with a console, but no virtual CPU or device. */
static enum msg_id create_empty(const struct dir_user *user, uint64_t storage, struct vmdbk **vm)
{
	int rc;

	if (pageout_is_full())
		return MSG_LOGON_NO_FRAMES;
	rc = vm_create(user->userid, storage, vm);
	if (rc == -E_EXIST)
		return MSG_ALREADY_LOGGED_ON;
	if (rc == -E_FULL)
		return MSG_MAX_USERS;
	if (rc)
		return MSG_NO_STORAGE;
	copy_entry(*vm, user);
	rc = console_create(*vm);
	if (!rc) {
		settings(*vm, user);
		rc = guest_sclp_create(*vm);
	}
	if (!rc)
		return MSG_NONE;
	undo(*vm);
	return MSG_NO_STORAGE;
}

enum msg_id session_create(const struct dir_user *user, struct vmdbk **out)
{
	struct vmdbk *vm;
	enum msg_id id = create_empty(user, user->storage, &vm);

	if (id != MSG_NONE)
		return id;
	if (add_cpus_and_devices(vm, user)) {
		undo(vm);
		return MSG_NO_STORAGE;
	}
	*out = vm;
	return MSG_NONE;
}

/* The secondary user is the one thing that a clone has of its own CONSOLE statement. */
static void secuser_from_entry(struct vmdbk *vm, const struct dir_user *user)
{
	struct dir_item item;

	if (dir_first(user, DIR_ITEM_CONSOLE, &item))
		str_copy(vm->console->set.secuser, item.console.secuser,
			sizeof(vm->console->set.secuser));
}

enum msg_id session_create_clone(
	const struct dir_user *user, struct clone_image *image, struct vmdbk **out)
{
	struct vmdbk *vm;
	enum msg_id id = create_empty(user, clone_storage(image), &vm);

	if (id != MSG_NONE)
		return id;
	secuser_from_entry(vm, user);
	if (clone_machine(image, vm)) {
		undo(vm);
		return MSG_NO_STORAGE;
	}
	*out = vm;
	return MSG_NONE;
}

/* ---- Terminals ---------------------------------------------------------------------------------------------------- */

static void count_text(char buf[12])
{
	str_format(buf, 12, "%u", vm_count());
}

static void tell_operator(
	enum msg_id id, const struct vmdbk *vm, struct terminal *terminal, const char *by)
{
	char name[12] = "DSC", users[12], as[16] = "";

	if (terminal)
		terminal_name(terminal, name, sizeof(name));
	if (by[0])
		str_format(as, sizeof(as), "BY %s", by);
	count_text(users);
	operator_msg(id, name, vm->userid, users, as);
}

static void tell(void *ctx, const char *text, unsigned flags)
{
	console_tell(ctx, text, flags);
}

/* What a session begins with: the operator's message, the spool files, the time. */
static void greet(struct vmdbk *vm, enum msg_id id)
{
	char text[MSG_LINE_SIZE], stamp[STAMP_SIZE];

	if (!logmsg_show(tell, vm)) {
		msg_say(text, sizeof(text), MSG_NO_LOGMSG, EMSG_ON);
		console_tell(vm, text, 0);
	}
	spool_summary(vm->userid, text, sizeof(text));
	console_tell(vm, text, 0);
	stamp_now(stamp);
	msg_say(text, sizeof(text), id, EMSG_ON, stamp);
	console_tell(vm, text, 0);
}

static void leave_terminal(struct terminal *terminal)
{
	char text[MSG_LINE_SIZE], stamp[STAMP_SIZE];

	stamp_now(stamp);
	msg_say(text, sizeof(text), MSG_DISCONNECT_AT, EMSG_ON, stamp);
	terminal_set_user(terminal, NULL, text);
}

void session_connect(struct vmdbk *vm, struct terminal *terminal, bool is_new, const char *by)
{
	struct terminal *old = console_connect(vm, terminal);

	if (old && old != terminal)
		leave_terminal(old);
	terminal_set_user(terminal, vm, NULL);
	greet(vm, is_new ? MSG_LOGON_AT : MSG_RECONNECTED_AT);
	tell_operator(is_new ? MSG_OPERATOR_LOGON : MSG_OPERATOR_RECONNECT, vm, terminal, by);
}

void session_disconnect(struct vmdbk *vm)
{
	struct terminal *old = console_connect(vm, NULL);

	if (!old)
		return;
	leave_terminal(old);
	tell_operator(MSG_OPERATOR_DISCONNECT, vm, old, "");
}

/* ---- The end --------------------------------------------------------------------------------------------------------- */

/* What a terminal shows last: CONNECT= and LOGOFF AT. */
static void last_words(struct vmdbk *vm, const char *forced, char *text, size_t size)
{
	char stamp[STAMP_SIZE], connected[16], cpu[16];
	size_t len;

	stamp_now(stamp);
	duration_clock(connected, sizeof(connected), clock_now() - vm->logon_time);
	duration_cpu(cpu, sizeof(cpu), user_cpu_time(vm));
	msg_say(text, size, MSG_SESSION_TIMES, EMSG_ON, connected, cpu, cpu);
	len = strlen(text);
	text[len++] = '\n';
	msg_say(text + len, size - len, MSG_LOGOFF_AT, EMSG_ON, stamp, forced);
}

void session_end(struct vmdbk *vm, const char *by)
{
	char text[MSG_LINE_SIZE] = "", last[2 * MSG_LINE_SIZE], name[12] = "DSC", users[12];
	struct terminal *terminal;

	if (!vm_begin_end(vm))
		return; /* somebody else ends it already */
	event_post(&vm->console->room);
	console_wake(vm);
	vm_stop(vm, VB_RESET);
	if (by)
		msg_say(text, sizeof(text), MSG_FORCED_BY, EMSG_ON, by);
	last_words(vm, text, last, sizeof(last)); /* while there are CPUs whose time counts */
	machine_empty(vm);
	spool_console_end(vm->userid);
	if (spool_sync())
		operator_msg(MSG_SPOOL_NOT_SAVED);
	terminal = console_connect(vm, NULL);
	if (terminal) {
		terminal_name(terminal, name, sizeof(name));
		terminal_set_user(terminal, NULL, last);
	}
	str_format(users, sizeof(users), "%u", vm_count() - 1);
	operator_msg(MSG_OPERATOR_LOGOFF, name, vm->userid, users, text);
	vm_remove(vm);
}
