// SPDX-License-Identifier: Apache-2.0
/* What a terminal shows: the logo, lines of its user's console, or the screen of his guest. */
#include "lib/err.h"
#include "lib/string.h"
#include "mach/clock.h"
#include "nucleus/console.h"
#include "nucleus/terminal_int.h"
#include "nucleus/vmdbk.h"

/* What the session still had to say, and its last line, for a typewriter: it keeps what is printed. */
static void goodbye(struct terminal *t)
{
	if (t->parting[0] && term_put(&t->term, t->parting, strlen(t->parting), 0, clock_now()))
		t->parting[0] = '\0';
	terminal_write_all(t);
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
void terminal_follow_user(struct terminal *t, struct vmdbk *vm)
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

void terminal_output(struct terminal *t)
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
