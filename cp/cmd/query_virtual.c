// SPDX-License-Identifier: Apache-2.0
/* QUERY VIRTUAL: the user's virtual machine. */
#include "cmd/cmd.h"
#include "cmd/user.h"
#include "cmd/virtual.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/console.h"
#include "nucleus/vdev.h"
#include "virt/machine.h"

/* What a device says of itself, collected under the vm lock, shown without it. */
struct description {
	bool is_console;
	uint16_t devno;
	unsigned len;
	char text[640];
};

static void add_line(void *ctx, const char *text)
{
	struct description *d = ctx;

	if (d->len < sizeof(d->text) - 1)
		d->len += (unsigned)str_format(
			d->text + d->len, sizeof(d->text) - d->len, "%s\n", text);
	d->len = MIN(d->len, (unsigned)sizeof(d->text) - 1);
}

/* Which devices: numbers first to last of the type name, any when it is NULL. */
struct selection {
	uint32_t first, last;
	const char *name;
};

static bool is_selected(const struct vdev *vdev, const struct selection *which)
{
	return vdev->dev && vdev->devno >= which->first && vdev->devno <= which->last &&
	       (!which->name || strcmp(vdev->type->name, which->name) == 0);
}

/* Describes the selected device with the lowest number. False: there is none. */
static bool describe_first(
	struct vmdbk *vm, const struct selection *which, struct description *description)
{
	struct vdev *found = NULL;

	description->len = 0;
	description->text[0] = '\0';
	lock_take(&vm->lock);
	for (unsigned i = 0; i < vm->nr_vdevs; i++)
		if (is_selected(vm->vdevs[i], which) &&
			(!found || vm->vdevs[i]->devno < found->devno))
			found = vm->vdevs[i];
	if (found) {
		description->devno = found->devno;
		description->is_console = vm->console && found == vm->console->vdev;
		if (!description->is_console && found->type->describe)
			found->type->describe(found, add_line, description);
	}
	lock_drop(&vm->lock);
	return found;
}

static void say_lines(struct cmd *cmd, struct description *d)
{
	char *line = d->text, *end;

	while ((end = strchr(line, '\n')) != NULL) {
		*end = '\0';
		cmd_say(cmd, "%s", line);
		line = end + 1;
	}
}

/* Returns how many there were. */
static unsigned say_devices(struct cmd *cmd, struct selection which)
{
	struct description description;
	unsigned nr = 0;

	while (which.first <= which.last && describe_first(cmd->vm, &which, &description)) {
		if (description.is_console)
			virtual_console(cmd);
		else
			say_lines(cmd, &description);
		which.first = description.devno + 1u;
		nr++;
	}
	return nr;
}

void virtual_storage(struct cmd *cmd)
{
	char size[24];

	storage_format(size, sizeof(size), cmd->vm->space.size);
	cmd_msg(cmd, MSG_STORAGE_IS, size);
}

static void virtual_cpus(struct cmd *cmd)
{
	struct vmdbk *vm = cmd->vm;

	for (unsigned i = 0; i < VCPU_MAX; i++) {
		uint64_t id = machine_cpu_id((uint16_t)i);
		bool is_there, is_stopped;

		lock_take(&vm->lock);
		is_there = vm->vcpu[i];
		is_stopped = is_there && (vm->vcpu[i]->blocked & VB_STOPPED);
		lock_drop(&vm->lock);
		if (!is_there)
			continue;
		cmd_say(cmd, "CPU %02X  ID  %08X %04X %s CP   CPUAFF ON", i, (unsigned)(id >> 32),
			(unsigned)(id >> 16 & 0xFFFF),
			i == vm->ipl_cpu ? "(BASE)"
			: is_stopped     ? "STOPPED"
					 : "");
	}
}

static int say_all(struct cmd *cmd)
{
	virtual_storage(cmd);
	cmd_say(cmd, "XSTORE = none");
	virtual_cpus(cmd);
	say_devices(cmd, (struct selection){0, 0xFFFF, NULL});
	return 0;
}

static int say_unit_record(struct cmd *cmd)
{
	static const char *const names[] = {"RDR", "PUN", "PRT"};
	unsigned nr = 0;

	for (unsigned i = 0; i < ARRAY_LEN(names); i++)
		nr += say_devices(cmd, (struct selection){0, 0xFFFF, names[i]});
	return nr ? 0 : cmd_msg(cmd, MSG_NO_DEVICE, "UR");
}

/* The operand's class of devices; NULL for none. */
static const char *class_name(const struct cmd_word *word)
{
	static const struct {
		const char *word;
		uint8_t min;
		const char *name;
	} classes[] = {
		{"CONSOLE", 4, "CONS"},
		{"RDR", 0, "RDR"},
		{"READER", 1, "RDR"},
		{"PUN", 0, "PUN"},
		{"PUNCH", 2, "PUN"},
		{"PCH", 0, "PUN"},
		{"PRT", 0, "PRT"},
		{"PRINTER", 1, "PRT"},
		{"DASD", 2, "DASD"},
	};

	for (unsigned i = 0; i < ARRAY_LEN(classes); i++)
		if (word_is(word, classes[i].word, classes[i].min))
			return classes[i].name;
	return NULL;
}

/* A word that stands for a class of devices, or numbers of devices. */
static int say_selected(struct cmd *cmd)
{
	struct selection which = {0, 0xFFFF, NULL};
	uint16_t first = 0, last = 0;
	struct cmd_word word;
	char name[16];

	cmd_peek(cmd->line, &word);
	word_upper(name, sizeof(name), &word);
	which.name = class_name(&word);
	if (which.name) {
		cmd_next(cmd->line, &word);
	} else {
		if (word_to_devno_range(&word, &first, &last))
			return refuse_word(cmd, MSG_INVALID_OPTION, &word);
		if (cmd_vdev_range(cmd->line, &first, &last))
			return cmd_refused(cmd);
		which.first = first;
		which.last = last;
	}
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (say_devices(cmd, which))
		return 0;
	if (which.name)
		str_copy(name, which.name, sizeof(name));
	else if (first == last)
		str_format(name, sizeof(name), "%04X", first);
	return cmd_msg(cmd, MSG_NO_DEVICE, name);
}

int query_virtual(struct cmd *cmd)
{
	enum { ALL, STORAGE, CPUS, UR, OTHER } what = ALL;
	struct cmd_word word;

	if (cmd_accept(cmd->line, "STORAGE", 4))
		what = STORAGE;
	else if (cmd_accept(cmd->line, "CPUS", 3))
		what = CPUS;
	else if (cmd_accept(cmd->line, "UR", 0))
		what = UR;
	else if (!cmd_accept(cmd->line, "ALL", 3) && cmd_peek(cmd->line, &word))
		what = OTHER;
	if (what == OTHER)
		return say_selected(cmd);
	if (cmd_end(cmd->line))
		return cmd_refused(cmd);
	switch (what) {
	case STORAGE: virtual_storage(cmd); return 0;
	case CPUS: virtual_cpus(cmd); return 0;
	case UR: return say_unit_record(cmd);
	default: return say_all(cmd);
	}
}
