// SPDX-License-Identifier: Apache-2.0
/* Virtual consoles. */
#include "nucleus/console.h"
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/dispatch.h"
#include "nucleus/storage.h"
#include "nucleus/sysconfig.h"
#include "nucleus/terminal.h"
#include "nucleus/vdev.h"
#include "nucleus/vmdbk.h"

#define RECORD_HEADER 3		     /* flags, length */
#define PARTIAL_DELAY (50 * TOD_MS) /* how long a line without an end waits for more of it */

static const struct console_ops *ops;

void console_set_ops(const struct console_ops *console_ops)
{
	ops = console_ops;
}

/* ---- The queue of output lines --------------------------------------------------------------------------------- */

static void ring_put(struct vconsole *c, const void *data, unsigned len)
{
	for (unsigned i = 0; i < len; i++)
		c->queue[(c->head + c->used++) % c->queue_size] = ((const char *)data)[i];
}

static void ring_get(struct vconsole *c, void *data, unsigned len)
{
	for (unsigned i = 0; i < len; i++, c->used--) {
		if (data)
			((char *)data)[i] = c->queue[c->head];
		c->head = (uint16_t)((c->head + 1) % c->queue_size);
	}
}

static unsigned ring_get_header(struct vconsole *c, unsigned *flags)
{
	uint8_t header[RECORD_HEADER];

	ring_get(c, header, RECORD_HEADER);
	*flags = header[0];
	return (unsigned)header[1] << 8 | header[2];
}

static void drop_oldest(struct vconsole *c)
{
	unsigned flags;

	ring_get(c, NULL, ring_get_header(c, &flags));
	c->nr_lost++;
}

/* The queue when there is a terminal, or is none any more; what has no room in it is gone. Console lock held. */
static void resize(struct vconsole *c, uint16_t size)
{
	char *queue = c->used ? stor_alloc(size) : NULL;
	uint16_t used;

	if (c->used && !queue && size > c->queue_size)
		return; /* no storage: the small one will do */
	while (c->used && (!queue || c->used > size))
		drop_oldest(c);
	used = c->used;
	if (queue)
		ring_get(c, queue, used);
	stor_free(c->queue, c->queue_size);
	c->queue = queue;
	c->queue_size = size;
	c->head = 0;
	c->used = used;
}

/* Twice the room, with all that is in it. False: no storage. Console lock held. */
static bool grow(struct vconsole *c)
{
	uint16_t size = (uint16_t)(c->queue_size * 2), used = c->used;
	char *queue = stor_alloc(size);

	if (!queue)
		return false;
	ring_get(c, queue, used);
	stor_free(c->queue, c->queue_size);
	c->queue = queue;
	c->queue_size = size;
	c->head = 0;
	c->used = used;
	return true;
}

/* Queues a line; without a terminal it takes the place of the oldest. False: no room. Console lock held. */
static bool push(struct vconsole *c, const char *text, size_t len, unsigned flags)
{
	uint8_t header[RECORD_HEADER];

	if (!c->terminal)
		len = MIN(len, (size_t)CONSOLE_KEPT_BYTES - RECORD_HEADER);
	if (!c->queue) {
		c->queue_size = c->terminal ? CONSOLE_QUEUE_BYTES : CONSOLE_LEAST_BYTES;
		c->queue = stor_alloc(c->queue_size);
		if (!c->queue)
			return !c->terminal;
	}
	while (!c->terminal && c->used + RECORD_HEADER + len > c->queue_size &&
		c->queue_size < CONSOLE_KEPT_BYTES)
		if (!grow(c))
			break;
	while (c->used + RECORD_HEADER + len > c->queue_size) {
		if (c->terminal || !c->used)
			return !c->terminal;
		drop_oldest(c);
	}
	header[0] = (uint8_t)flags;
	header[1] = (uint8_t)(len >> 8);
	header[2] = (uint8_t)len;
	ring_put(c, header, RECORD_HEADER);
	ring_put(c, text, (unsigned)len);
	return true;
}

/* A line of the guest's that is complete, for the spool file once the console lock is dropped. */
struct whole_line {
	size_t len;
	bool is_there;
	char text[CONSOLE_LINE_MAX];
};

/* The guest's line that has no end yet becomes a line. False: no room. Console lock held. */
static bool flush_partial(struct vconsole *c, struct whole_line *line)
{
	if (!c->partial_len)
		return true;
	if (!push(c, c->partial, c->partial_len, TERM_VM))
		return false;
	memcpy(line->text, c->partial, c->partial_len);
	line->len = c->partial_len;
	line->is_there = true;
	c->partial_len = 0;
	return true;
}

static void spool(struct vmdbk *vm, const char *text, size_t len)
{
	if (ops && ops->spool)
		ops->spool(vm, text, len);
}

static void spool_whole(struct vmdbk *vm, const struct whole_line *line)
{
	if (line->is_there)
		spool(vm, line->text, line->len);
}

static void start_relay(struct vconsole *c);

/* Who takes lines is told that there may be some. Console lock held. */
static void kick(struct vconsole *c)
{
	if (c->terminal)
		terminal_kick(c->terminal);
	else if (c->used && c->set.secuser[0] && !c->relay_task)
		start_relay(c);
}

static void partial_due(struct timer *timer)
{
	struct vconsole *c = CONTAINER_OF(timer, struct vconsole, partial_timer);
	struct whole_line line = {.is_there = false};

	lock_take(&c->lock);
	flush_partial(c, &line);
	kick(c);
	lock_drop(&c->lock);
	spool_whole(c->vm, &line);
}

/* Is there room for a line of any length? Then those who wait for it may go on. */
static void room_came(struct vconsole *c)
{
	bool starved;

	lock_take(&c->lock);
	if (c->used > CONSOLE_QUEUE_BYTES / 2) {
		lock_drop(&c->lock);
		return;
	}
	starved = c->guest_starved;
	c->guest_starved = false;
	lock_drop(&c->lock);
	event_post(&c->room);
	if (!starved)
		return;
	lock_take(&c->vm->lock);
	if (c->vdev) {
		subch_wake(&c->vdev->sch);
		vdev_run(c->vdev);
	}
	lock_drop(&c->vm->lock);
}

int console_next_line(struct vconsole *c, char *buf, size_t size, unsigned *flags)
{
	unsigned len, kept;

	lock_take(&c->lock);
	if (!c->used) {
		stor_free(c->queue, c->queue_size);
		c->queue = NULL;
		c->head = 0;
		lock_drop(&c->lock);
		return -E_NOENT;
	}
	len = ring_get_header(c, flags);
	kept = MIN(len, (unsigned)size - 1);
	ring_get(c, buf, kept);
	ring_get(c, NULL, len - kept);
	buf[kept] = '\0';
	lock_drop(&c->lock);
	room_came(c);
	return (int)kept;
}

/* ---- Lines of CP ------------------------------------------------------------------------------------------------ */

static bool try_line(struct vconsole *c, const char *text, unsigned flags, bool may_wait)
{
	size_t len = MIN(strlen(text), (size_t)TERM_LINE_MAX);
	struct whole_line line = {.is_there = false};
	bool taken;

	lock_take(&c->lock);
	taken = flush_partial(c, &line) && push(c, text, len, flags);
	if (!taken && may_wait)
		c->room.posted = false;
	else if (!taken)
		c->nr_lost++;
	kick(c);
	lock_drop(&c->lock);
	spool_whole(c->vm, &line);
	return taken;
}

void console_say(struct vmdbk *vm, const char *text, unsigned flags)
{
	spool(vm, text, strlen(text));
	while (!try_line(vm->console, text, flags, true)) {
		if (vm->state != VM_ACTIVE)
			return; /* its end waits for this task, not for a person to make room */
		event_wait(&vm->console->room);
	}
}

void console_tell(struct vmdbk *vm, const char *text, unsigned flags)
{
	spool(vm, text, strlen(text));
	try_line(vm->console, text, flags, false);
}

/* ---- The secondary user ------------------------------------------------------------------------------------------ */

#define RELAYS_MAX 256 /* each holds a task while its secondary user's screen is full */

static uint32_t nr_relays; /* atomic */

/*
 * May a line go to him now? Messages of CP to himself must find room, too: half of his queue is left for them.
 * False with *wait: when there is room again. Console lock not held.
 */
static bool takes_line(struct vconsole *secondary, bool *wait)
{
	bool takes;

	lock_take(&secondary->lock);
	takes = secondary->terminal && secondary->used <= CONSOLE_QUEUE_BYTES / 2;
	*wait = secondary->terminal && !takes;
	if (*wait)
		secondary->room.posted = false;
	lock_drop(&secondary->lock);
	return takes;
}

/* The next line goes to the secondary user, or waits for room there. False: nobody takes it. */
static bool relay_line(struct vconsole *c, const char *secuser)
{
	char text[256], line[USERID_LEN + 2 + sizeof(text)];
	struct vmdbk *to = vm_find(secuser);
	unsigned flags;
	bool wait = false, go_on = false;

	if (to && to->console && takes_line(to->console, &wait)) {
		go_on = console_next_line(c, text, sizeof(text), &flags) >= 0;
		if (go_on) {
			str_format(line, sizeof(line), "%-8s: %s", c->vm->userid, text);
			console_tell(to, line, flags & TERM_HIGH);
		}
	} else if (wait) {
		event_wait(&to->console->room);
		go_on = true;
	}
	vm_put(to);
	return go_on;
}

static void relay_over(void *arg)
{
	struct vconsole *c = arg;

	c->relay_task = false;
	__atomic_sub_fetch(&nr_relays, 1, __ATOMIC_RELAXED);
	vm_put(c->vm);
}

static void relay_task(void *arg)
{
	struct vconsole *c = arg;
	char secuser[USERID_LEN + 1];
	bool go_on = true;

	while (go_on) {
		lock_take(&c->lock);
		str_copy(secuser, c->set.secuser, sizeof(secuser));
		go_on = !c->terminal && c->used && secuser[0];
		lock_drop(&c->lock);
		go_on = go_on && relay_line(c, secuser);
	}
	relay_over(c);
}

/* Console lock held. */
static void start_relay(struct vconsole *c)
{
	if (__atomic_add_fetch(&nr_relays, 1, __ATOMIC_RELAXED) > RELAYS_MAX) {
		__atomic_sub_fetch(&nr_relays, 1, __ATOMIC_RELAXED);
		return; /* the next line tries again; till then the last ones are kept */
	}
	c->relay_task = true;
	vm_get(c->vm);
	if (task_start("secondary user", relay_task, c, c->vm, relay_over))
		relay_over(c);
}

/* ---- Input ------------------------------------------------------------------------------------------------------- */

/* The status area shows it. Console lock held: nobody shows the old one after this. */
static void command_over(struct vconsole *c)
{
	c->command_task = false;
	kick(c);
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
		(input->call ? input->call : ops->command)(vm, input->text, input->len);
		c->reading = false;
		memset(input->text, 0, input->len);
		stor_free(input, sizeof(*input) + input->len + 1);
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

static int queue_input(
	struct vmdbk *vm, const char *text, size_t len, bool cp, console_call *call)
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
		flush_partial(c, &line);
	}
	lock_drop(&c->lock);
	spool_whole(vm, &line);
	if (full) {
		stor_free(input, sizeof(*input) + len + 1);
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
	bool cp;

	if (len > TERM_INPUT_MAX)
		len = TERM_INPUT_MAX;
	if (count_lines(c, text, len, line) + MAX(c->nr_cp_input, c->nr_guest_input) >
		CONSOLE_INPUT_MAX)
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

/* ---- Commands that read lines ------------------------------------------------------------------------------------ */

struct alarm {
	struct timer timer;
	struct event *event;
};

static void alarm_due(struct timer *timer)
{
	event_post(CONTAINER_OF(timer, struct alarm, timer)->event);
}

/* What console_wait_line returns, 1 to wait on. */
static int why_go_on(struct vconsole *c, tod_t due)
{
	bool is_line, is_attention;

	event_clear(&c->input);
	lock_take(&c->lock);
	is_line = !list_is_empty(&c->cp_input);
	is_attention = c->attention;
	lock_drop(&c->lock);
	if (c->vm->state != VM_ACTIVE)
		return -E_NODEV;
	if (is_attention)
		return -E_NOENT;
	if (is_line)
		return 0;
	return due != CLOCK_NEVER && clock_now() >= due ? -E_AGAIN : 1;
}

int console_wait_line(struct vmdbk *vm, tod_t due)
{
	struct vconsole *c = vm->console;
	struct alarm alarm = {.event = &c->input};
	int rc;

	lock_take(&c->lock);
	c->reading = true;
	c->attention = false;
	lock_drop(&c->lock);
	timer_init(&alarm.timer, alarm_due);
	if (due != CLOCK_NEVER)
		timer_set(&alarm.timer, due);
	while ((rc = why_go_on(c, due)) > 0)
		event_wait(&c->input);
	timer_cancel_wait(&alarm.timer);
	return rc;
}

/* In control storage: on the stack it would be gone when the task abends, and console_wake would not know. */
struct sleeper {
	struct event event; /* posted when it must look again */
	struct alarm alarm;
	bool is_woken; /* something was typed */
};

static struct sleeper *sleeper_new(void)
{
	struct sleeper *sleeper = stor_alloc(sizeof(*sleeper));

	if (!sleeper)
		return NULL;
	event_init(&sleeper->event);
	sleeper->alarm.event = &sleeper->event;
	timer_init(&sleeper->alarm.timer, alarm_due);
	return sleeper;
}

static void sleeper_delete(struct sleeper *sleeper)
{
	if (sleeper)
		timer_cancel_wait(&sleeper->alarm.timer);
	stor_free(sleeper, sizeof(*sleeper));
}

/* Only one of a guest's commands sleeps. False: there is another one. */
static bool fall_asleep(struct vconsole *c, struct sleeper *sleeper)
{
	bool is_first;

	lock_take(&c->lock);
	is_first = !c->sleeper;
	if (is_first)
		c->sleeper = sleeper;
	sleeper->is_woken = c->nr_guest_input > 0;
	lock_drop(&c->lock);
	return is_first;
}

static void wake_up(struct vconsole *c)
{
	lock_take(&c->lock);
	c->sleeper = NULL;
	lock_drop(&c->lock);
}

int console_sleep(struct vmdbk *vm, tod_t due)
{
	struct vconsole *c = vm->console;
	struct sleeper *me = sleeper_new();

	if (!me)
		return -E_BUSY;
	if (!fall_asleep(c, me)) {
		sleeper_delete(me);
		return -E_BUSY;
	}
	if (due != CLOCK_NEVER)
		timer_set(&me->alarm.timer, due);
	while (vm->state == VM_ACTIVE && clock_now() < due &&
		!__atomic_load_n(&me->is_woken, __ATOMIC_RELAXED)) {
		event_wait(&me->event);
		event_clear(&me->event);
	}
	wake_up(c);
	sleeper_delete(me);
	return vm->state == VM_ACTIVE ? 0 : -E_NODEV;
}

void console_wake(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	lock_take(&c->lock);
	if (c->sleeper) {
		c->sleeper->is_woken = true;
		event_post(&c->sleeper->event);
	}
	lock_drop(&c->lock);
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
	stor_free(input, sizeof(*input) + input->len + 1);
	return (int)len;
}

/* ---- The guest's 3215 --------------------------------------------------------------------------------------------- */

static bool guest_write(void *ctx, const char *text, uint32_t len, bool is_end)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;
	struct whole_line before = {.is_there = false}, line = {.is_there = false};
	bool taken = true, is_whole;

	lock_take(&c->lock);
	if (c->partial_len + len > sizeof(c->partial))
		taken = flush_partial(c, &before);
	is_whole = is_end && !c->partial_len;
	if (taken && is_whole) {
		taken = push(c, text, len, TERM_VM);
	} else if (taken) {
		memcpy(c->partial + c->partial_len, text, len);
		c->partial_len = (uint16_t)(c->partial_len + len);
		if (is_end && !flush_partial(c, &line)) {
			/* Nothing must be taken of a line that has no room. */
			c->partial_len = (uint16_t)(c->partial_len - len);
			taken = false;
		}
	}
	if (!taken)
		c->guest_starved = true;
	if (taken && c->partial_len && !c->partial_timer.queued)
		timer_set(&c->partial_timer, clock_now() + PARTIAL_DELAY);
	kick(c);
	lock_drop(&c->lock);
	spool_whole(ctx, &before);
	if (taken && is_whole)
		spool(ctx, text, len);
	else
		spool_whole(ctx, &line);
	return taken;
}

static int guest_read(void *ctx, char *line, uint32_t size)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;
	struct console_input *input;
	struct list *link;
	int len;
	bool more;

	lock_take(&c->lock);
	link = list_pop(&c->guest_input);
	c->vm_read = !link;
	if (link)
		c->nr_guest_input--;
	more = c->nr_guest_input > 0;
	kick(c);
	lock_drop(&c->lock);
	if (!link)
		return -E_AGAIN;
	input = LIST_ENTRY(link, struct console_input, link);
	len = (int)MIN((uint32_t)input->len, size);
	memcpy(line, input->text, (size_t)len);
	stor_free(input, sizeof(*input) + input->len + 1);
	if (more && c->vdev)
		con3215_line_ready((struct con3215 *)c->vdev->dev, &c->vdev->sch);
	return len;
}

static void guest_cancel(void *ctx)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;

	lock_take(&c->lock);
	c->vm_read = false;
	kick(c);
	lock_drop(&c->lock);
}

static void guest_alarm(void *ctx)
{
	struct vconsole *c = ((struct vmdbk *)ctx)->console;

	lock_take(&c->lock);
	push(c, "", 0, TERM_ALARM);
	kick(c);
	lock_drop(&c->lock);
}

static void screen_changed(void *ctx)
{
	console_screen_changed(ctx);
}

static void screen_close(void *ctx)
{
	console_screen_drop(ctx);
}

const struct con3215_ops console_con3215_ops = {
	.write = guest_write,
	.read = guest_read,
	.cancel = guest_cancel,
	.alarm = guest_alarm,
	.screen = console_screen,
	.screen_changed = screen_changed,
	.screen_close = screen_close};

/* ---- CP READ -------------------------------------------------------------------------------------------------------- */

enum term_status console_status(const struct vconsole *c)
{
	return c->cp_read && !c->command_task ? TERM_CP_READ : c->vm_read ? TERM_VM_READ : TERM_RUNNING;
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
	kick(c);
	lock_drop(&c->lock);
	event_post(&c->input);
	console_wake(vm);
}

void console_leave_cp(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	lock_take(&c->lock);
	c->cp_read = false;
	kick(c);
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
		resize(c, terminal ? CONSOLE_QUEUE_BYTES : CONSOLE_KEPT_BYTES);
	kick(c);
	lock_drop(&c->lock);
	event_post(&c->input); /* perhaps the session ends */
	room_came(c);
	return old;
}

/* ---- Creation -------------------------------------------------------------------------------------------------------- */

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
	timer_init(&c->partial_timer, partial_due);
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

	while ((link = list_pop(inputs)) != NULL) {
		struct console_input *input = LIST_ENTRY(link, struct console_input, link);

		stor_free(input, sizeof(*input) + input->len + 1);
	}
}

void console_delete(struct vmdbk *vm)
{
	struct vconsole *c = vm->console;

	if (!c)
		return;
	timer_cancel(&c->partial_timer);
	sleeper_delete(c->sleeper); /* of a task that abended */
	free_input(&c->cp_input);
	free_input(&c->guest_input);
	stor_free(c->queue, c->queue_size);
	stor_free(c->set.pf, sizeof(*c->set.pf));
	stor_free(c, sizeof(*c));
	vm->console = NULL;
}
