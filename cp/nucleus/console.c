// SPDX-License-Identifier: Apache-2.0
/* Virtual consoles: made and deleted, whose terminal they are, and whether the person is in CP. */
#include "lib/err.h"
#include "nucleus/console_int.h"
#include "nucleus/dispatch.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/vmdbk.h"

const struct console_ops *console_above;

void console_set_ops(const struct console_ops *console_ops)
{
	console_above = console_ops;
}

/* ---- CP READ ---- */

enum term_status console_status(const struct vconsole *c)
{
	return c->cp_read && !c->command_task ? TERM_CP_READ
	       : c->vm_read                   ? TERM_VM_READ
					      : TERM_RUNNING;
}

void console_enter_cp(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	for (unsigned i = 0; i < VCPU_MAX && !c->set.run; i++)
		if (vm->vcpu[i])
			vcpu_block(vm->vcpu[i], VB_CP);
	lock_take(&c->lock);
	c->cp_read = true;
	c->attention = true;
	console_kick(c);
	lock_drop(&c->lock);
	event_post(&c->input);
	console_wake(vm);
}

void console_leave_cp(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	lock_take(&c->lock);
	c->cp_read = false;
	console_kick(c);
	lock_drop(&c->lock);
	vm_start(vm, VB_CP);
}

struct terminal *console_connect(struct vmdbk *vm, struct terminal *terminal)
{
	struct vconsole *c = vm->console;
	struct terminal *old;

	lock_take(&c->lock);
	old = c->terminal;
	c->terminal = terminal;
	if (!old != !terminal)
		console_resize(c, terminal ? CONSOLE_QUEUE_BYTES : CONSOLE_KEPT_BYTES);
	console_kick(c);
	lock_drop(&c->lock);
	event_post(&c->input); /* perhaps the session ends */
	console_room_came(c);
	return old;
}

/* ---- Creation ---- */

int console_create(struct vmdbk *vm)
{
	const struct sysconfig_characters *characters = &sysconfig.characters;
	struct vconsole *c = stor_alloc(sizeof(*c));

	if (!c)
		return -E_NOMEM;
	c->vm = vm;
	lock_init(&c->lock, LOCK_CONSOLE);
	event_init(&c->room);
	event_init(&c->input);
	list_init(&c->cp_input);
	list_init(&c->guest_input);
	timer_init(&c->partial_timer, console_partial_due);
	c->set.edit = lineedit_default();
	c->set.edit.lineend = characters->line_end;
	c->set.edit.linedel = characters->line_delete;
	c->set.edit.chardel = characters->char_delete;
	c->set.edit.escape = characters->escape;
	c->set.options = term_options_default();
	c->set.autocr = true;
	c->set.msg = c->set.wng = c->set.smsg = true;
	c->set.pf_retrieve = 1u << 11 | 1u << 23; /* PF12, PF24 */
	c->cp_read = true;
	vm->console = c;
	return 0;
}

static void free_input(struct list *inputs)
{
	struct list *link;

	while ((link = list_pop(inputs)) != NULL)
		console_input_delete(LIST_ENTRY(link, struct console_input, link));
}

void console_end(struct vmdbk *vm)
{
	if (vm->console)
		timer_cancel_wait(&vm->console->partial_timer);
}

void console_delete(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	if (!c)
		return;
	console_sleeper_delete(c->sleeper); /* of a task that abended */
	free_input(&c->cp_input);
	free_input(&c->guest_input);
	stor_free(c->queue, c->queue_size);
	stor_free(c->set.pf, sizeof(*c->set.pf));
	stor_free(c, sizeof(*c));
	vm->console = NULL;
}
