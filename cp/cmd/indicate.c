// SPDX-License-Identifier: Apache-2.0
/* INDICATE: how busy the system is, and what a user costs. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "lib/string.h"
#include "logic/datetime.h"
#include "mach/clock.h"
#include "mach/frame.h"
#include "nucleus/console.h"
#include "nucleus/dispatch.h"
#include "nucleus/pageshare.h"
#include "nucleus/pagespace.h"
#include "nucleus/pagestore.h"
#include "nucleus/storage.h"
#include "nucleus/vdev.h"
#include "virt/icpt.h"
#include "virt/ipl.h"

/* ---- INDICATE LOAD --------------------------------------------------------------------------- */

/* What the clocks showed when somebody last asked. */
struct sample {
	tod_t when;
	tod_t idle[CPU_MAX];
};

static struct lock sample_lock = LOCK_INIT(SYSTEM);
static struct sample last; /* sample lock */
static uint8_t busy_percent[CPU_MAX],
	busy_s; /* sample lock: between the last two samples, and how long */

static void take_sample(struct sample *sample)
{
	sample->when = clock_now();
	for (unsigned i = 0; i < CPU_MAX; i++) {
		tod_t since = cpus[i].idle_since;

		sample->idle[i] = cpus[i].idle_time;
		if (since && since < sample->when)
			sample->idle[i] += sample->when - since;
	}
}

static uint8_t percent_of(tod_t part, tod_t whole)
{
	return whole ? (uint8_t)MIN((part * 100 + whole / 2) / whole, 100u) : 0;
}

/* Busy percent of each CPU since somebody last asked, but over a second at least. Returns seconds.
 */
static unsigned measure(uint8_t busy[CPU_MAX])
{
	struct sample now;
	unsigned seconds;

	take_sample(&now);
	lock_take(&sample_lock);
	if (!last.when || now.when - last.when >= TOD_S) {
		for (unsigned i = 0; i < CPU_MAX; i++) {
			/* No longer than since it was started. */
			tod_t from = last.when ? last.when : cpus[i].started;
			tod_t span = now.when - from, idle = now.idle[i] - last.idle[i];

			if (!cpus[i].online)
				continue;
			busy_percent[i] = percent_of(span - MIN(idle, span), span);
			busy_s = (uint8_t)MIN(span / TOD_S, 99u);
		}
		last = now;
	}
	memcpy(busy, busy_percent, CPU_MAX);
	seconds = busy_s;
	lock_drop(&sample_lock);
	return seconds;
}

static void say_processors(struct cmd *cmd, const uint8_t busy[CPU_MAX])
{
	char line[80];
	unsigned column = 0;
	int len = 0;

	for (unsigned i = 0; i < CPU_MAX; i++) {
		if (!cpus[i].online)
			continue;
		len += str_format(line + len, sizeof(line) - (size_t)len,
			"PROC %04X-%03u%% CP         ", cpus[i].addr, busy[i]);
		if (++column < 2)
			continue;
		cmd_say(cmd, "%s", line);
		column = 0;
		len = 0;
	}
	if (column)
		cmd_say(cmd, "%s", line);
}

/* Pages out and in since somebody last asked, what they take, and how full paging space is. */
static void say_paging(struct cmd *cmd, unsigned seconds)
{
	static uint64_t nr_last; /* atomic */
	struct pagestore_counts store;
	struct pagespace_counts space;
	uint64_t nr, last;

	pagestore_count(&store);
	pagespace_count(&space);
	nr = store.nr_puts + store.nr_gets;
	last = __atomic_exchange_n(&nr_last, nr, __ATOMIC_RELAXED);
	cmd_say(cmd, "PAGING-%llu/SEC  USERS-%05u",
		(unsigned long long)(nr - MIN(last, nr)) / MAX(seconds, 1u), vm_count());
	cmd_say(cmd, "PAGES OUT-%llu  PACKED-%lluK  XSTORE-%03u%%  PAGE-%03u%%",
		(unsigned long long)store.nr_pages,
		(unsigned long long)store.nr_frames * (PAGE_SIZE / 1024),
		percent_of(space.xstore_used, space.xstore_total),
		percent_of(space.dasd_used, space.dasd_total));
}

static int indicate_load(struct cmd *cmd)
{
	uint8_t busy[CPU_MAX];
	unsigned seconds, sum = 0, nr = 0;
	struct frame_counts frames;
	uint64_t used = 0;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	seconds = measure(busy);
	for (unsigned i = 0; i < CPU_MAX; i++)
		if (cpus[i].online) {
			sum += busy[i];
			nr++;
		}
	frame_count(&frames);
	for (unsigned i = FRAME_FREE + 1; i < NR_FRAME_USES; i++)
		used += frames.in_use[i];
	cmd_say(cmd, "AVGPROC-%03u%% %02u  OVER %u SEC", nr ? sum / nr : 0, nr, seconds);
	cmd_say(cmd, "STORAGE-%03u%%  USED-%lluM OF-%lluM", percent_of(used, frames.total),
		(unsigned long long)(used * PAGE_SIZE / MiB),
		(unsigned long long)(frames.total * PAGE_SIZE / MiB));
	say_paging(cmd, seconds);
	say_processors(cmd, busy);
	return 0;
}

/* ---- INDICATE USER --------------------------------------------------------------------------- */

static void say_cpus(struct cmd *cmd, struct vmdbk *vm)
{
	char used[16];

	for (unsigned i = 0; i < VCPU_MAX; i++) {
		bool is_there;
		tod_t time;

		lock_take(&vm->lock);
		is_there = vm->vcpu[i];
		time = is_there ? user_vcpu_time(vm->vcpu[i]) : 0;
		lock_drop(&vm->lock);
		if (!is_there)
			continue;
		duration_cpu(used, sizeof(used), time);
		cmd_say(cmd, "CPU %02X: VTIME=%s TTIME=%s", i, used, used);
	}
}

/* INDICATE USER EXP: what else it has. */
static void say_expanded(struct cmd *cmd, struct vmdbk *vm)
{
	unsigned nr_devices = 0, nr_cpus;

	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		nr_devices += vm->vdevs[i]->dev != NULL;
	nr_cpus = vm->nr_vcpus;
	lock_drop(&vm->lock);
	cmd_say(cmd, "CPUS=%u DEVICES=%u TIMERSLACK=%u MS CONSOLE-LOST=%llu PAGESHARE=%s", nr_cpus,
		nr_devices, vm->timer_slack_ms, (unsigned long long)vm->console->nr_lost,
		pageshare_is_allowed(vm) ? "ON" : "OFF");
}

/* Gives the reference back. */
static int say_user(struct cmd *cmd, struct vmdbk *vm, bool expanded)
{
	char size[24];
	uint64_t control;

	storage_format(size, sizeof(size), vm->space.size);
	cmd_say(cmd, "USERID=%-8s MACH=%s STOR=%s VIRT=V XSTORE=NONE", vm->userid,
		vm->flags & VMF_MACHINE_Z ? "Z" : "ESA", size);
	cmd_say(cmd, "PAGES: RES=%u SHARED=%u OUT=%u TABLES=%u READS=%u WRITES=%u",
		vm->space.nr_pages, vm->space.nr_shared, vm->space.nr_out, vm->space.nr_tables,
		vm->space.nr_page_ins, vm->space.nr_page_outs);
	lock_take(&vm->lock);
	control = vm_control_bytes(vm) + (vm->ipl ? stor_block_size(sizeof(struct ipl_info)) : 0);
	lock_drop(&vm->lock);
	cmd_say(cmd, "CONTROL STORAGE: BYTES=%llu TABLE-BYTES=%llu", (unsigned long long)control,
		(unsigned long long)vm->space.nr_tables * PAGE_SIZE);
	say_cpus(cmd, vm);
	cmd_say(cmd, "IO=%u SIE=%llu FAULTS=%llu HOSTINT=%llu", vm->icpt_count[ICPT_INSN_ssch],
		(unsigned long long)vm->nr_sie, (unsigned long long)vm->nr_faults,
		(unsigned long long)vm->nr_host_int);
	if (expanded)
		say_expanded(cmd, vm);
	vm_put(vm);
	return 0;
}

/* ---- INDICATE QUEUES ------------------------------------------------------------------------- */

struct queued {
	char list; /* Q: dispatch list; E: eligible list; L: held at its maximum share; 0: none */
	unsigned class;
	char state[4];
	uint8_t home;
	int64_t lag_ms;
};

/* Where a virtual CPU is. vm lock held: it is there; the rest is as of a moment ago. */
static void look_at(const struct vcpu *vcpu, struct queued *queued)
{
	const struct cpu *running = vcpu->running;
	uint32_t blocked = vcpu->blocked;

	*queued = (struct queued){.list = blocked & VB_ELIGIBLE ? 'E'
					  : blocked & VB_LIMIT  ? 'L'
								: 'Q',
		.class = sched_class(&vcpu->unit, &vcpu->vm->sched),
		.home = vcpu->unit.home,
		.lag_ms = sched_lag_ms(&sched, &vcpu->unit)};
	if (running)
		str_format(queued->state, sizeof(queued->state), "R%02u", running->addr);
	else if (sched_is_queued(&vcpu->unit))
		str_copy(queued->state, "R", sizeof(queued->state));
	else if (blocked == VB_TASK || blocked == VB_FRAME)
		str_copy(queued->state, "EX", sizeof(queued->state));
	else if (!(blocked & (VB_LIMIT | VB_ELIGIBLE)) || blocked & VB_WAIT)
		queued->list = 0;
}

static void say_queued(struct cmd *cmd, const struct vmdbk *vm, unsigned addr,
	const struct queued *queued, bool expanded)
{
	uint64_t ahead = (uint64_t)(queued->lag_ms < 0 ? -queued->lag_ms : queued->lag_ms);
	char text[40] = "", number[8] = "";
	unsigned long long pages = vm->space.nr_pages;

	if (addr)
		str_format(number, sizeof(number), "MP%02X", addr);
	/* As z/VM's: the less, the sooner. */
	if (expanded)
		str_format(text, sizeof(text), " .... %s%llu.%03u A%02u",
			queued->lag_ms > 0 ? "-" : "", (unsigned long long)ahead / 1000,
			(unsigned)(ahead % 1000), queued->home);
	cmd_say(cmd, "%-8s %-4s %c%u %-3s %08llu/%08llu%s", vm->userid, number, queued->list,
		queued->class, queued->state, pages, pages, text);
}

/* Virtual CPUs that run or would like to. */
static int indicate_queues(struct cmd *cmd)
{
	bool expanded = cmd_accept(cmd->line, "EXP", 0);
	struct vmdbk *vm = NULL;

	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	while ((vm = vm_next(vm)) != NULL)
		for (unsigned i = 0; i < VCPU_MAX; i++) {
			struct queued queued = {0};

			lock_take(&vm->lock);
			if (vm->vcpu[i])
				look_at(vm->vcpu[i], &queued);
			lock_drop(&vm->lock);
			if (queued.list)
				say_queued(cmd, vm, i, &queued, expanded);
		}
	return 0;
}

/* ---- The command ----------------------------------------------------------------------------- */

/* [userid|*] [EXP] */
static int indicate_user(struct cmd *cmd, bool any)
{
	bool expanded = cmd_accept(cmd->line, "EXP", 3);
	struct vmdbk *vm = cmd->vm;
	struct cmd_word word;
	int rc;

	if (!expanded && any && cmd_peek(cmd->line, &word)) {
		rc = cmd_find_user(cmd, &vm);
		if (rc)
			return rc;
	} else {
		cmd_accept(cmd->line, "*", 0);
		vm_get(vm);
	}
	expanded = expanded || cmd_accept(cmd->line, "EXP", 3);
	if (!cmd_end(cmd->line))
		return say_user(cmd, vm, expanded);
	vm_put(vm);
	return cmd_refused(cmd);
}

/* What z/VM shows, and this system has not got, is refused by name. */
static int refuse_form(struct cmd *cmd)
{
	static const struct {
		const char *name;
		uint8_t min;
	} forms[] = {{"PAGING", 2}, {"I/O", 1}, {"ACTIVE", 1}, {"SPACES", 2}, {"NSS", 3},
		{"MULTITHREAD", 5}};
	struct cmd_word word;

	cmd_peek(cmd->line, &word);
	for (unsigned i = 0; i < ARRAY_LEN(forms); i++)
		if (word_is(&word, forms[i].name, forms[i].min))
			return refuse_word(cmd, MSG_NOT_SUPPORTED, &word);
	return refuse_next(cmd);
}

int cmd_indicate(struct cmd *cmd)
{
	struct cmd_word word;

	if (cmd_accept(cmd->line, "LOAD", 4) || !cmd_peek(cmd->line, &word))
		return indicate_load(cmd);
	if (cmd_accept(cmd->line, "USER", 4))
		return indicate_user(cmd, false);
	return refuse_form(cmd);
}

int cmd_indicate_any(struct cmd *cmd)
{
	struct cmd_word word;

	if (cmd_accept(cmd->line, "LOAD", 4) || !cmd_peek(cmd->line, &word))
		return indicate_load(cmd);
	if (cmd_accept(cmd->line, "USER", 4))
		return indicate_user(cmd, true);
	if (cmd_accept(cmd->line, "QUEUES", 1))
		return indicate_queues(cmd);
	return refuse_form(cmd);
}
