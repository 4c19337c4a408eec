// SPDX-License-Identifier: Apache-2.0
/* General statements: those that come before the devices of an entry. */
#include "logic/directory/dirc.h"

void stmt_account(struct dirc *c)
{
	if (word_want_name(c, c->user.account, DIRM_NAME, "an account number") && word_peek(c))
		word_want_name(c, c->user.distribution, DIRM_NAME, "a distribution code");
}

void stmt_class(struct dirc *c)
{
	uint32_t classes;

	if (!word_want_classes(c, &classes))
		return;
	c->user.classes = be32(classes);
	c->has_classes = true;
}

void stmt_storage(struct dirc *c)
{
	uint64_t bytes;

	if (!word_want_storage(c, &bytes))
		return;
	c->user.storage = be64(bytes);
	c->has_storage = true;
}

void stmt_maxstorage(struct dirc *c)
{
	uint64_t bytes;

	if (!word_want_storage(c, &bytes))
		return;
	c->user.max_storage = be64(bytes);
	c->has_max_storage = true;
}

void stmt_machine(struct dirc *c)
{
	static const struct {
		const char *name;
		uint8_t machine;
	} machines[] = {{"ESA", DIR_MACHINE_ESA}, {"XA", DIR_MACHINE_XA}, {"XC", DIR_MACHINE_XC},
		{"Z", DIR_MACHINE_Z}};
	static const char choice[] = "ESA, XA, XC or Z";
	const struct word *word = word_want(c, choice);
	uint64_t cpus;
	size_t i = 0;

	if (!word)
		return;
	while (i < ARRAY_LEN(machines) &&
		!dir_word_is(word, machines[i].name, strlen(machines[i].name)))
		i++;
	if (i == ARRAY_LEN(machines)) {
		dirc_report(c, DIRM_OPERAND, word, choice);
		return;
	}
	c->user.machine = machines[i].machine;
	if (!word_peek(c) || !word_want_number(c, 1, DIR_CPUS_MAX, &cpus, "a number of CPUs"))
		return;
	c->user.max_cpus = be16((uint16_t)cpus);
	c->has_max_cpus = true;
}

/* Makes room for the CPU: one of the profile with its address goes. Reports one of our own. */
static bool cpu_claim(struct dirc *c, const struct word *word, uint8_t address)
{
	struct dir_obj_item *item;
	char name[DIR_USERID_LEN + 1];

	for (item = entry_next(c, NULL); item; item = entry_next(c, item)) {
		if (item->type != DIR_ITEM_CPU || ((struct dir_obj_cpu *)item)->address != address)
			continue;
		if (item->flags & DIR_ITEM_INHERITED) {
			entry_remove(c, item);
			return true;
		}
		entry_name(c, name);
		dirc_report(c, DIRM_CPU_TWICE, word, name);
		return false;
	}
	return true;
}

/* BASE moves from a CPU of the profile to ours, but not from one of ours to another. */
static void cpu_make_base(struct dirc *c, const struct word *word)
{
	struct dir_obj_item *item;
	char name[DIR_USERID_LEN + 1];

	for (item = entry_next(c, NULL); item; item = entry_next(c, item)) {
		struct dir_obj_cpu *cpu = (struct dir_obj_cpu *)item;

		if (item->type != DIR_ITEM_CPU || !(cpu->flags & DIR_CPU_BASE))
			continue;
		if (item->flags & DIR_ITEM_INHERITED) {
			cpu->flags &= (uint8_t)~DIR_CPU_BASE;
			continue;
		}
		entry_name(c, name);
		dirc_report(c, DIRM_CPU_BASE, word, name);
	}
}

static void cpu_operands(struct dirc *c, uint8_t *flags, uint64_t *serial)
{
	const struct word *word;

	while ((word = word_next(c)) && !c->is_bad) {
		if (dir_word_is(word, "BASE", 4)) {
			cpu_make_base(c, word);
			*flags |= DIR_CPU_BASE;
		} else if (dir_word_is(word, "CPUID", 5)) {
			if (word_want_hex(c, 6, 0xffffff, serial, "six hexadecimal digits"))
				*flags |= DIR_CPU_CPUID;
		} else if (dir_word_is(word, "DEDICATE", 3)) {
			*flags |= DIR_CPU_DEDICATE;
		} else if (dir_word_is(word, "NODEDICATE", 5)) {
			*flags &= (uint8_t)~DIR_CPU_DEDICATE;
		} else if (dir_word_is(word, "CRYPTO", 3)) {
			*flags |= DIR_CPU_CRYPTO;
		} else {
			dirc_report(c, DIRM_OPERAND, word,
				"BASE, CPUID, DEDICATE, NODEDICATE or CRYPTO");
		}
	}
}

void stmt_cpu(struct dirc *c)
{
	struct dir_obj_cpu *cpu;
	uint64_t address, serial = 0;
	uint8_t flags = 0;

	if (!word_want_hex(c, 2, DIR_CPUS_MAX - 1, &address, "a CPU address") ||
		!cpu_claim(c, &c->words[1], (uint8_t)address))
		return;
	cpu_operands(c, &flags, &serial);
	cpu = entry_item(c, DIR_ITEM_CPU, sizeof(*cpu));
	if (!cpu)
		return;
	cpu->address = (uint8_t)address;
	cpu->flags = flags;
	cpu->serial = be32((uint32_t)serial);
}

static bool ipl_loadparm(struct dirc *c, char loadparm[8])
{
	const struct word *word = word_want(c, "1 to 8 characters");

	if (!word)
		return false;
	if (word->len > 8) {
		dirc_report(c, DIRM_OPERAND, word, "1 to 8 characters");
		return false;
	}
	for (size_t i = 0; i < word->len; i++)
		loadparm[i] = chr_upper(word->text[i]);
	return true;
}

void stmt_ipl(struct dirc *c)
{
	const struct word *word = word_want(c, "a device number or the name of a saved system");
	struct dir_obj_ipl *made, ipl = {.parm_len = 0};
	uint64_t vdev = 0;

	if (!word)
		return;
	memset(ipl.loadparm, ' ', sizeof(ipl.loadparm));
	memset(ipl.name, ' ', sizeof(ipl.name));
	/* A name that is also a number is the number, as for the IPL command. */
	ipl.is_named = word->len > 4 || str_to_hex(word->text, word->len, &vdev);
	ipl.vdev = be16((uint16_t)vdev);
	if (ipl.is_named && !word_name(c, word, ipl.name, DIRM_NAME))
		return;
	if (word_take(c, "LOADPARM", 5) && !ipl_loadparm(c, ipl.loadparm))
		return;
	if (word_take(c, "PARM", 4)) {
		ipl.parm_len = (uint8_t)word_rest(c, ipl.parm, sizeof(ipl.parm), "text");
		if (!ipl.parm_len)
			return;
	}
	if (word_peek(c)) {
		dirc_report(c, DIRM_OPERAND, word_peek(c), "LOADPARM, then PARM");
		return;
	}
	entry_remove_inherited(c, DIR_ITEM_IPL);
	made = entry_item(c, DIR_ITEM_IPL, sizeof(*made));
	if (made) {
		ipl.item = made->item;
		*made = ipl;
	}
}

void stmt_command(struct dirc *c)
{
	char text[DIR_COMMAND_MAX];
	struct dir_obj_item *item;
	size_t len = word_rest(c, text, sizeof(text), "a command");

	if (!len)
		return;
	item = entry_item(c, DIR_ITEM_COMMAND, sizeof(*item) + len);
	if (item)
		memcpy(item + 1, text, len);
}

/* A list of names, each of which becomes an item. A wrong one does not hide the next. */
static void name_list(
	struct dirc *c, enum dir_item_type type, enum dirc_msg wrong, const char *what)
{
	const struct word *word = word_want(c, what);
	char name[DIR_USERID_LEN];

	for (; word; word = word_next(c))
		if (word_name(c, word, name, wrong))
			entry_item_name(c, type, name);
}

void stmt_xautolog(struct dirc *c)
{
	name_list(c, DIR_ITEM_XAUTOLOG, DIRM_USERID, "userids or ANY");
}

void stmt_namesave(struct dirc *c)
{
	name_list(c, DIR_ITEM_NAMESAVE, DIRM_NAME, "the name of a saved system");
}

void stmt_logonby(struct dirc *c)
{
	struct dir_obj_item *item;
	uint32_t count = 0;

	name_list(c, DIR_ITEM_LOGONBY, DIRM_USERID, "userids");
	for (item = entry_next(c, NULL); item; item = entry_next(c, item))
		count += item->type == DIR_ITEM_LOGONBY;
	if (count > DIR_LOGONBY_MAX)
		dirc_report(c, DIRM_LOGONBY_COUNT, &c->words[c->nr_words - 1], NULL);
}
