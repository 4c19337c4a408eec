// SPDX-License-Identifier: Apache-2.0
/* Lines on their way in: to CP, whose commands a task of the user executes one after the other, and to the guest. */
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console_int.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

/* The status area shows it. Console lock held: nobody shows the old one after this. */
static void command_over(struct vconsole *c)
{
	c->command_task = false;
	console_kick(c);
}

void console_input_delete(struct console_input *input)
{
	memset(input->text, 0, input->len);
	stor_free(input, sizeof(*input) + input->len + 1);
}

static void command_task(void *arg)
{
	struct vconsole *c = arg;
	struct vmdbk *vm = c->vm;

	for (;;) {
		struct console_input *input;
		struct list *link;

		lock_take(&c->lock);
		link = list_pop(&c->cp_input);
		if (link)
			c->nr_cp_input--;
		else
			command_over(c);
		lock_drop(&c->lock);
		if (!link)
			break;
		input = LIST_ENTRY(link, struct console_input, link);
		(input->call ? input->call : console_above->command)(vm, input->text, input->len);
		c->reading = false;
		console_input_delete(input);
	}
	vm_put(vm);
}

static void command_abended(void *arg)
{
	struct vconsole *c = arg;

	/* The command is lost, the user stays: the next one starts a new task. */
	c->command_task = false;
	c->reading = false;
	vm_put(c->vm);
}

static void start_command_task(struct vconsole *c)
{
	bool start;

	lock_take(&c->lock);
	start = !c->command_task && !list_is_empty(&c->cp_input);
	c->command_task |= start;
	lock_drop(&c->lock);
	if (!start)
		return;
	vm_get(c->vm);
	if (task_start("command", command_task, c, c->vm, command_abended))
		command_abended(c);
}

/* Tells the guest's 3215 that a line is there. No locks held. */
static void guest_line_ready(struct vconsole *c)
{
	lock_take(&c->vm->lock);
	if (c->vdev && !c->set.conmode_3270) {
		con3215_line_ready((struct con3215 *)c->vdev->dev, &c->vdev->sch);
		vdev_run(c->vdev);
	}
	lock_drop(&c->vm->lock);
}

static int queue_input(struct vmdbk *vm, const char *text, size_t len, bool cp, console_call *call)
{
	struct vconsole *c = vm->console;
	struct console_input *input = stor_alloc(sizeof(*input) + len + 1);
	struct whole_line line = {.is_there = false};
	bool full, first;

	if (!input)
		return -E_AGAIN;
	if (!cp && c->set.conmode_3270) { /* a 3270 has no lines */
		stor_free(input, sizeof(*input) + len + 1);
		return -E_AGAIN;
	}
	input->cp = cp;
	input->call = call;
	input->len = (uint16_t)len;
	memcpy(input->text, text, len);
	lock_take(&c->lock);
	full = (cp ? c->nr_cp_input : c->nr_guest_input) >= 2 * CONSOLE_INPUT_MAX;
	first = !cp && !c->nr_guest_input;
	if (!full) {
		list_add_tail(cp ? &c->cp_input : &c->guest_input, &input->link);
		if (cp)
			c->nr_cp_input++;
		else
			c->nr_guest_input++;
		console_flush_partial(c, &line);
	}
	lock_drop(&c->lock);
	console_spool_whole(vm, &line);
	if (full) {
		console_input_delete(input);
		return -E_AGAIN;
	}
	console_wake(vm);
	if (cp)
		event_post(&c->input);
	if (cp)
		start_command_task(c);
	else if (first)
		guest_line_ready(c);
	return 0;
}

int console_queue_input(struct vmdbk *vm, const char *text, size_t len, bool cp)
{
	return queue_input(vm, text, len, cp, NULL);
}

int console_queue_call(struct vmdbk *vm, console_call *call, const char *text, size_t len)
{
	return queue_input(vm, text, len, true, call);
}

/* How many lines it parts into: all of them must find room. */
static unsigned count_lines(struct vconsole *c, const char *text, size_t len, char *line)
{
	struct lineedit_iter it;
	unsigned nr = 0;
	bool cp;

	lineedit_begin(&it, &c->set.edit, text, len);
	while (lineedit_next(&it, line, &cp))
		nr++;
	return nr;
}

int console_input_line(struct vmdbk *vm, const char *text, size_t len)
{
	struct vconsole *c = vm->console;
	char line[TERM_INPUT_MAX + 1];
	struct lineedit_iter it;
	unsigned nr_waiting;
	bool cp;

	if (len > TERM_INPUT_MAX)
		len = TERM_INPUT_MAX;
	nr_waiting = MAX(c->nr_cp_input, c->nr_guest_input);
	/* What is too long to wait behind others is taken when nothing waits. */
	if (count_lines(c, text, len, line) + nr_waiting > (nr_waiting ? 1 : 2) * CONSOLE_INPUT_MAX)
		return -E_AGAIN;
	lineedit_begin(&it, &c->set.edit, text, len);
	while (lineedit_next(&it, line, &cp)) {
		if (cp && !line[0]) {
			console_enter_cp(vm);
			continue;
		}
		if (console_queue_input(vm, line, strlen(line), cp || c->cp_read || c->reading))
			c->nr_lost++;
	}
	memset(line, 0, sizeof(line));
	return 0;
}

int console_take_line(struct vmdbk *vm, char *buf, size_t size)
{
	struct vconsole *c = vm->console;
	struct console_input *input;
	struct list *link;
	size_t len;

	lock_take(&c->lock);
	link = list_pop(&c->cp_input);
	if (link)
		c->nr_cp_input--;
	lock_drop(&c->lock);
	if (!link)
		return -E_NOENT;
	input = LIST_ENTRY(link, struct console_input, link);
	len = MIN((size_t)input->len, size - 1);
	memcpy(buf, input->text, len);
	buf[len] = '\0';
	console_input_delete(input);
	return (int)len;
}
