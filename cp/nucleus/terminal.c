// SPDX-License-Identifier: Apache-2.0
/* Real terminals. */
#include "nucleus/terminal.h"
#include "arch/ds3270.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/term/lineterm.h"
#include "logic/term/screen.h"
#include "mach/abend.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/console.h"
#include "nucleus/storage.h"
#include "nucleus/vmdbk.h"

#define WRITE_MAX 2000 /* bytes of one channel program to a terminal */
#define READ_MAX  4000 /* and from one that shows a guest's screen */

/* Why the terminal's task must look: terminal.work. */
#define WORK_CONNECT   0x01 /* device end: a client came */
#define WORK_ATTENTION 0x02 /* attention */
#define WORK_BREAK     0x04 /* attention with unit exception */
#define WORK_KICK      0x08 /* output, status, or the timer */
#define WORK_PROBE     0x10 /* is the client still there? */
#define WORK_LOST      0x20 /* the client went: is the next one there already? */

#define PROBE_STEP  (10 * TOD_MS) /* how long terminal_probe waits, and how often */
#define PROBE_STEPS 20

/*
 * Function:      a real 3270 or 3215
 * Located by:    rdev.owner, vconsole.terminal, terminal_next
 * Created by:    terminal_init
 * Deleted by:    never
 * Serialized by: see the groups
 */
struct terminal {
	struct rdev *rdev;
	struct terminal *next;
	uint8_t *buf; /* PAGE_SIZE, below 2 GiB; its task's */
	struct ccw1 ccw __attribute__((aligned(8))); /* its task's */

	struct lock lock; /* TERMINAL */
	struct vmdbk *vm; /* who is logged on here; holds a reference */
	uint32_t work;	  /* WORK_* */
	bool running;	  /* its task runs */
	bool connected;	  /* a client is there */
	char parting[160]; /* for the logo, after LOGOFF */
	uint32_t nr_probes; /* how often its task has looked */
	struct timer timer;

	/* its task */
	bool guest_view;     /* it shows the guest's screen, not CP's lines */
	bool over_guest;     /* CP's lines lie over the guest's screen: HOLDING */
	tod_t over_till;     /* and then they go by themselves */
	void *context;	     /* of terminal_ops */
	struct vmdbk *shown; /* for whom the terminal is set up */
	char held[TERM_LINE_MAX + 1]; /* a line that found no room */
	int held_len;		      /* -1: none */
	unsigned held_flags;
	union {
		struct term term;
		struct screen screen;
		struct lineterm line;
	};
};

#define CCW_ADDR_MAX (2 * GiB)

static struct terminal *first; /* those of new devices come last; none goes */
static const char *system_id;
static const struct terminal_ops *ops;

void terminal_set_ops(const struct terminal_ops *terminal_ops)
{
	ops = terminal_ops;
}

struct rdev *terminal_rdev(const struct terminal *terminal)
{
	return terminal->rdev;
}

bool terminal_is_display(const struct terminal *terminal)
{
	return terminal->rdev->class == RDEV_GRAPHIC;
}

void terminal_size(const struct terminal *terminal, unsigned *rows, unsigned *cols)
{
	bool is_display = terminal_is_display(terminal);

	*rows = is_display ? terminal->screen.rows : 24;
	*cols = is_display ? terminal->screen.cols : 80;
}

struct terminal *terminal_next(struct terminal *terminal)
{
	return terminal ? terminal->next : first;
}

struct terminal *terminal_first(void)
{
	for (struct terminal *terminal = first; terminal; terminal = terminal->next)
		if (terminal->rdev->class == RDEV_TYPEWRITER)
			return terminal;
	return first;
}

void terminal_name(const struct terminal *terminal, char *buf, size_t size)
{
	str_format(buf, size, "L%04X", terminal->rdev->devno);
}

struct vmdbk *terminal_user(struct terminal *terminal)
{
	return terminal->vm;
}

bool terminal_userid(struct terminal *terminal, char userid[USERID_LEN + 1])
{
	bool is_used;

	lock_take(&terminal->lock);
	is_used = terminal->vm;
	str_copy(userid, is_used ? terminal->vm->userid : "", USERID_LEN + 1);
	lock_drop(&terminal->lock);
	return is_used;
}

static void add_work(struct terminal *t, uint32_t work);

/* ---- I/O ----------------------------------------------------------------------------------------------------- */

static int transfer(struct terminal *t, uint8_t command, uint16_t len)
{
	t->ccw = (struct ccw1){.cmd = command,
		.flags = CCW_SLI,
		.count = be16(len),
		.addr = be32((uint32_t)(habs_t)t->buf)};
	return rdev_run(t->rdev, &t->ccw);
}

/* The client is gone: its user is disconnected, never logged off. */
static void client_lost(struct terminal *t)
{
	struct vmdbk *vm;

	lock_take(&t->lock);
	t->connected = false;
	vm = t->vm;
	if (vm)
		vm_get(vm);
	lock_drop(&t->lock);
	if (vm)
		ops->vanished(vm);
	vm_put(vm);
	add_work(t, WORK_LOST);
}

/* A 3270 doesn't tell when its client vanishes: the next channel program sees it. */
static void probe(struct terminal *t)
{
	if (t->connected && transfer(t, CCW_CMD_NOP, 1) == -E_NODEV)
		client_lost(t);
	__atomic_add_fetch(&t->nr_probes, 1, __ATOMIC_RELEASE);
}

/* The guest's screen, instead of all that the terminal itself would show. */
static bool write_guest(struct terminal *t)
{
	uint8_t command;
	int len;

	while ((len = console_screen_render(t->shown, t->buf, WRITE_MAX, &t->screen, &command)) > 0) {
		int rc = transfer(t, command, (uint16_t)len);

		if (rc == -E_NODEV) {
			client_lost(t);
			return false;
		}
		if (rc) {
			console_screen_repaint(t->shown);
			if (!(t->rdev->status.dstat & DSTAT_ATTENTION))
				return false;
			add_work(t, WORK_ATTENTION);
			return true;
		}
	}
	return true;
}

static bool write_all(struct terminal *t)
{
	uint8_t command;
	int len;

	while ((len = term_render(&t->term, t->buf, WRITE_MAX, &command)) > 0) {
		int rc = transfer(t, command, (uint16_t)len);

		if (rc == -E_NODEV) {
			client_lost(t);
			return false;
		}
		if (rc == -E_IO && (t->rdev->status.dstat & DSTAT_ATTENTION)) {
			add_work(t, WORK_ATTENTION); /* typed while we wrote */
			term_repaint(&t->term);
		} else if (rc && command == CCW_3270_WRITE_STRUCTURED) {
			term_repaint(&t->term); /* a client that can't be asked */
		} else if (rc) {
			return false;
		}
	}
	return true;
}

/* ---- Input ---------------------------------------------------------------------------------------------------- */

static void line_for_user(
	struct terminal *t, struct vmdbk *vm, const char *text, bool echo, tod_t now)
{
	if (console_input_line(vm, text, strlen(text))) {
		term_refuse(&t->term, now);
		return;
	}
	term_accept(&t->term, text, echo, now);
}

/* A program function key of a user: what SET PFnn gave it. */
static void pf_key(struct terminal *t, struct vmdbk *vm, const struct term_event *event, tod_t now)
{
	const struct console_settings *set = &vm->console->set;
	unsigned n = event->pf - 1;
	uint32_t bit = 1u << n;

	if (set->pf_retrieve & bit) {
		term_accept(&t->term, "", false, now);
		term_retrieve(&t->term, set->pf_forward & bit);
	} else if (!set->pf || !set->pf->text[n][0]) {
		line_for_user(t, vm, event->line, true, now);
	} else if (set->pf_immed & bit || !term_fill(&t->term, set->pf->text[n])) {
		line_for_user(t, vm, set->pf->text[n], !(set->pf_nodisp & bit), now);
	}
}

static void handle_event(struct terminal *t, struct term_event *event)
{
	struct vmdbk *vm = t->shown;
	tod_t now = clock_now();

	switch (event->kind) {
	case TERM_EV_LINE:
		if (vm) {
			line_for_user(t, vm, event->line, true, now);
		} else {
			/* A password may be on it: nothing is shown again. */
			term_accept(&t->term, event->line, false, now);
			ops->line(t, event->line, strlen(event->line));
		}
		break;
	case TERM_EV_PF:
		if (vm)
			pf_key(t, vm, event, now);
		else
			term_refuse(&t->term, now);
		break;
	case TERM_EV_LOGON: ops->logon(t, &event->logon); break;
	case TERM_EV_BREAK:
		if (vm)
			console_enter_cp(vm);
		break;
	case TERM_EV_CLEAR:
	case TERM_EV_PA2: t->over_guest = false; break;
	default: break;
	}
	memset(event, 0, sizeof(*event));
}

/* A key while the guest's screen is shown: it is the guest's, but PA1. */
static void guest_attention(struct terminal *t)
{
	struct vmdbk *vm = t->shown;
	int rc = transfer(t, CCW_3270_READ_MODIFIED, READ_MAX);
	size_t len = READ_MAX - MIN((uint16_t)READ_MAX, t->rdev->status.count);

	if (rc == -E_NODEV)
		client_lost(t);
	else if (rc && (t->rdev->status.dstat & (DSTAT_END | DSTAT_UNIT_CHECK)) != DSTAT_END)
		return;
	else if (len && t->buf[0] == AID_PA1)
		console_enter_cp(vm);
	else if (!console_screen_input(vm, t->buf, len, &t->screen))
		console_screen_repaint(vm);
	memset(t->buf, 0, len);
}

static void attention(struct terminal *t, bool is_break)
{
	struct term_event event;
	uint16_t len = t->term.ops->read_size;
	int rc;

	if (t->guest_view)
		return guest_attention(t);
	memset(&event, 0, sizeof(event));
	if (term_attention(&t->term, is_break, &event)) {
		rc = transfer(t, t->term.ops->read_command, len);
		if (rc == -E_NODEV) {
			client_lost(t);
			return;
		}
		if (rc && (t->rdev->status.dstat & DSTAT_UNIT_EXCEPTION)) {
			if (term_attention(&t->term, true, &event))
				return;
		} else if (rc && (t->rdev->status.dstat & (DSTAT_END | DSTAT_UNIT_CHECK)) != DSTAT_END) {
			return;
		} else { /* perhaps with an attention on top: something is typed already */
			term_input(&t->term, t->buf, len - MIN(len, t->rdev->status.count),
				clock_now(), &event);
			memset(t->buf, 0, len); /* a password may be in it */
		}
	}
	handle_event(t, &event);
}

/* ---- Output ---------------------------------------------------------------------------------------------------- */

/* What the session still had to say, and its last line, for a typewriter: it keeps what is printed. */
static void goodbye(struct terminal *t)
{
	if (t->parting[0] && term_put(&t->term, t->parting, strlen(t->parting), 0, clock_now()))
		t->parting[0] = '\0';
	write_all(t);
}

static const char *last_line(const char *text)
{
	for (const char *end = text + strlen(text); end > text; end--)
		if (end[-1] == '\n')
			return end;
	return text;
}

/* CP's lines lie over the guest's screen from now on, as long as a page would. */
static void lie_over(struct terminal *t, struct vmdbk *vm)
{
	const struct term_options *options = &vm->console->set.options;

	t->over_guest = true;
	t->over_till = clock_now() + (tod_t)(options->more_s + options->clear_s) * TOD_S;
}

/* Whom the terminal belongs to may have changed: set it up for him, or show the logo. */
static void follow_user(struct terminal *t, struct vmdbk *vm)
{
	if (vm == t->shown)
		return;
	vm_put(t->shown);
	t->shown = vm;
	if (vm)
		vm_get(vm);
	t->held_len = -1;
	t->guest_view = t->over_guest = false;
	if (vm && console_has_screen(vm))
		lie_over(t, vm); /* what the session begins with is to be seen first */
	if (!vm)
		goodbye(t);
	term_set_mode(&t->term, vm ? TERM_CONSOLE : TERM_LOGO);
	if (!vm && t->parting[0])
		terminal_say(t, last_line(t->parting), 0);
	t->term.options = vm ? vm->console->set.options : term_options_default();
	term_repaint(&t->term);
}

/* Lines of the user's console, as many as the terminal takes. */
static void move_lines(struct terminal *t, struct vconsole *console)
{
	for (;;) {
		if (t->held_len < 0)
			t->held_len = console_next_line(
				console, t->held, sizeof(t->held), &t->held_flags);
		if (t->held_len < 0)
			return;
		if (term_put(&t->term, t->held, (size_t)t->held_len, t->held_flags, clock_now()) ==
			-E_AGAIN)
			return; /* till a page is turned */
		if (t->held_flags & TERM_HIDE)
			term_set_hidden(&t->term, true);
		t->held_len = -1;
	}
}

/*
 * Whether the guest's screen is shown. CP's lines take its place, till CLEAR, or as long as a page waits at
 * MORE...; the person in CP sees CP's lines till BEGIN, and a guest that reads a line (VM READ) gets one.
 */
static void choose_view(struct terminal *t, struct vmdbk *vm)
{
	bool cp = vm->console->cp_read, reads = vm->console->vm_read;
	bool lines = t->held_len >= 0 || vm->console->used || reads;
	bool is_there = terminal_is_display(t) && console_has_screen(vm);
	bool shows = is_there && !cp && !lines;

	if (cp || reads || clock_now() >= t->over_till)
		t->over_guest = false;
	if (t->guest_view && !shows) {
		t->guest_view = false;
		if (is_there && !cp && !reads)
			lie_over(t, vm);
		term_set_mode(&t->term, TERM_CONSOLE);
	} else if (!t->guest_view && shows && !t->over_guest) {
		t->guest_view = true;
		console_screen_repaint(vm);
	}
}

static void output(struct terminal *t)
{
	struct vmdbk *vm = t->shown;

	if (vm) {
		choose_view(t, vm);
		if (t->guest_view)
			return;
		const struct term_options *options = &vm->console->set.options;
		/* Taken before the lines: a prompt must not overtake the last line of a command. */
		enum term_status status = console_status(vm->console);

		if (memcmp(t->term.options.look, options->look, sizeof(options->look)) != 0)
			term_repaint(&t->term);
		t->term.options = *options;
		move_lines(t, vm->console);
		term_set_status(&t->term, t->over_guest ? TERM_HOLDING : status);
	}
}

/* ---- The task --------------------------------------------------------------------------------------------------- */

static void timer_due(struct timer *timer)
{
	terminal_kick(CONTAINER_OF(timer, struct terminal, timer));
}

static void arm_timer(struct terminal *t)
{
	tod_t due = term_deadline(&t->term);

	if (t->over_guest)
		due = MIN(due, t->over_till);
	if (due != TERM_NO_DEADLINE)
		timer_set(&t->timer, due);
	else if (t->timer.queued)
		timer_cancel(&t->timer);
}

static void terminal_task(void *arg)
{
	struct terminal *t = arg;

	for (;;) {
		uint32_t work;

		lock_take(&t->lock);
		work = t->work;
		t->work = 0;
		if (!work)
			t->running = false;
		lock_drop(&t->lock);
		if (!work)
			return;
		/*
		 * Differs: the emulator doesn't tell of a client that comes while status of the one
		 * before is pending.
		 */
		if (work & WORK_LOST && !t->connected && !transfer(t, CCW_CMD_NOP, 1))
			work |= WORK_CONNECT;
		/* A line of the client before is gone: to read it would wait for one of the new client's. */
		if (work & WORK_CONNECT && !terminal_is_display(t))
			work &= ~(WORK_ATTENTION | WORK_BREAK);
		if (work & WORK_CONNECT) {
			/* Who sat here before went unseen: nobody inherits the session. */
			if (t->connected)
				client_lost(t);
			t->connected = true;
			follow_user(t, NULL);
			ops->came(t);
			term_reset(&t->term);
			term_ask(&t->term);
		}
		if (work & WORK_PROBE)
			probe(t);
		follow_user(t, t->vm);
		if (work & (WORK_ATTENTION | WORK_BREAK))
			attention(t, work & WORK_BREAK);
		term_timer(&t->term, clock_now());
		follow_user(t, t->vm);
		output(t);
		if (t->guest_view) {
			if (t->connected)
				write_guest(t);
		} else if (t->connected && write_all(t) && term_take_room(&t->term))
			add_work(t, WORK_KICK);
		arm_timer(t);
	}
}

static void terminal_abended(void *arg)
{
	struct terminal *t = arg;

	t->running = false;
}

static void add_work(struct terminal *t, uint32_t work)
{
	bool start;

	lock_take(&t->lock);
	t->work |= work;
	start = !t->running;
	t->running = true;
	lock_drop(&t->lock);
	if (start && task_start("terminal", terminal_task, t, NULL, terminal_abended))
		t->running = false; /* no storage for a task: the next event tries again */
}

void terminal_kick(struct terminal *terminal)
{
	add_work(terminal, WORK_KICK);
}

void terminal_probe(struct terminal *terminal)
{
	uint32_t before = __atomic_load_n(&terminal->nr_probes, __ATOMIC_ACQUIRE);

	add_work(terminal, WORK_PROBE);
	/* Its task may be busy with a device that doesn't answer: not for ever. */
	for (unsigned i = 0; i < PROBE_STEPS; i++) {
		if (__atomic_load_n(&terminal->nr_probes, __ATOMIC_ACQUIRE) != before)
			return;
		task_sleep_until(clock_now() + PROBE_STEP);
	}
}

static void unsolicited(struct rdev *rdev, uint8_t dstat)
{
	uint32_t work = 0;

	if (dstat & DSTAT_ATTENTION)
		work |= dstat & DSTAT_UNIT_EXCEPTION ? WORK_BREAK : WORK_ATTENTION;
	if (dstat & DSTAT_DEVICE_END)
		work |= WORK_CONNECT;
	if (work)
		add_work(rdev->owner, work);
}

/* ---- For people who are not logged on ---------------------------------------------------------------------------- */

void terminal_set_user(struct terminal *terminal, struct vmdbk *vm, const char *text)
{
	struct vmdbk *old;

	lock_take(&terminal->lock);
	old = terminal->vm;
	terminal->vm = vm;
	if (vm)
		vm_get(vm);
	str_copy(terminal->parting, text && !vm ? text : "", sizeof(terminal->parting));
	lock_drop(&terminal->lock);
	vm_put(old);
	if (text && vm)
		console_tell(vm, text, 0);
	terminal_kick(terminal);
}

void terminal_say(struct terminal *terminal, const char *text, unsigned flags)
{
	size_t len = MIN(strlen(text), (size_t)TERM_LINE_MAX);

	/* Called by the terminal's own task. A bare screen that is full loses the line. */
	if (term_put(&terminal->term, text, len, flags, clock_now()))
		term_repaint(&terminal->term);
}

void *terminal_context(const struct terminal *terminal)
{
	return terminal->context;
}

void terminal_set_context(struct terminal *terminal, void *context)
{
	terminal->context = context;
}

bool terminal_hide_next(struct terminal *terminal)
{
	term_set_hidden(&terminal->term, true);
	return terminal->rdev->class == RDEV_GRAPHIC;
}

/* ---- Devices come and go -------------------------------------------------------------------------------------------- */

/* NULL: no storage where channel programs reach it. The block is lost then, which no more than once a device happens. */
static struct terminal *terminal_create(struct rdev *rdev)
{
	struct terminal *t = stor_alloc(sizeof(*t)), **tail = &first;

	if (!t || (habs_t)t + sizeof(*t) > CCW_ADDR_MAX)
		return NULL;
	t->buf = (uint8_t *)frame_alloc(FRAME_CP);
	if (!t->buf || (habs_t)t->buf >= CCW_ADDR_MAX)
		return NULL;
	lock_init(&t->lock, LOCK_TERMINAL);
	t->rdev = rdev;
	t->held_len = -1;
	timer_init(&t->timer, timer_due);
	if (rdev->class == RDEV_TYPEWRITER) {
		lineterm_init(&t->line, system_id);
		t->connected = true; /* the integrated console has no client that comes */
	} else if (screen_init(&t->screen, 2, system_id)) {
		return NULL;
	}
	while (*tail)
		tail = &(*tail)->next;
	*tail = t;
	rdev->owner = t;
	rdev->unsolicited = unsolicited;
	return t;
}

void terminal_init(const char *sysid)
{
	system_id = sysid;
	for (struct rdev *rdev = rdev_next(NULL); rdev; rdev = rdev_next(rdev))
		if (rdev->class == RDEV_GRAPHIC || rdev->class == RDEV_TYPEWRITER)
			cp_assert(terminal_create(rdev), FRM002);
}

int terminal_arrived(struct rdev *rdev)
{
	if (!rdev->owner && !terminal_create(rdev))
		return -E_NOMEM;
	/* A client may be there already: it gets the logo. */
	add_work(rdev->owner, WORK_CONNECT);
	return 0;
}

void terminal_gone(struct rdev *rdev)
{
	if (rdev->owner)
		client_lost(rdev->owner);
}
