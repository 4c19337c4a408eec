// SPDX-License-Identifier: Apache-2.0
/* cpdump: the users and their virtual machines. */
#include "cpdump.h"
#include "dump-offsets.h"

#include <stdio.h>

static const struct {
	unsigned int bit;
	const char *name;
} blocked_names[] = {
	{BLOCKED_STOPPED, "stopped"},
	{BLOCKED_CP, "in CP"},
	{BLOCKED_TASK, "CP works for it"},
	{BLOCKED_WAIT, "enabled wait"},
	{BLOCKED_RESET, "being reset"},
	{BLOCKED_LIMIT, "at its maximum share"},
};

/* In the order of enum icpt_reason. */
static const char *const icpt_names[] = {
#define ICPT(name, text) #name,
#include "virt/icpt.def"
#undef ICPT
#define INSN(opcode, mnemonic, flags) #mnemonic,
#include "virt/insn.def"
#undef INSN
#define DIAG(code, name, classes, text) "DIAG " #code,
#include "virt/diag.def"
#undef DIAG
};

static void show_vcpu(const struct dump *dump, uint64_t vcpu)
{
	uint64_t blocked = dump_get(dump, vcpu, VCPU_BLOCKED);
	uint64_t running = dump_get(dump, vcpu, VCPU_RUNNING);
	const char *separator = ": ";

	printf("  virtual CPU %02llX", ADDR(dump_get(dump, vcpu, VCPU_ADDR)));
	if (running) {
		printf("%sruns on CPU %02llX", separator, ADDR(dump_get(dump, running, CPU_ADDR)));
		separator = ", ";
	}
	for (size_t i = 0; i < ARRAY_LEN(blocked_names); i++)
		if (blocked & blocked_names[i].bit) {
			printf("%s%s", separator, blocked_names[i].name);
			separator = ", ";
		}
	if (!running && !blocked)
		printf("%sready", separator);
	printf("; pending %llX\n", ADDR(dump_get(dump, vcpu, VCPU_PENDING)));
	printf("    PSW %016llX %016llX\n", ADDR(dump_get(dump, vcpu, VCPU_PSW_MASK)),
		ADDR(dump_get(dump, vcpu, VCPU_PSW_ADDR)));
	printf("    GR0 %016llX GR1 %016llX GR14 %016llX GR15 %016llX\n",
		ADDR(dump_get(dump, vcpu, VCPU_GPR, 8)),
		ADDR(dump_get(dump, vcpu, VCPU_GPR + 8, 8)), ADDR(dump_get(dump, vcpu, VCPU_GR14)),
		ADDR(dump_get(dump, vcpu, VCPU_GR15)));
	printf("    last interception %02llX, instruction %04llX %08llX\n",
		ADDR(dump_get(dump, vcpu, VCPU_ICPT_CODE)), ADDR(dump_get(dump, vcpu, VCPU_IPA)),
		ADDR(dump_get(dump, vcpu, VCPU_IPB)));
}

static void show_interceptions(const struct dump *dump, uint64_t vm)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < ARRAY_LEN(icpt_names); i++) {
		uint64_t count = dump_get(dump, vm, VM_ICPT + i * 4ull, 4);

		if (!count)
			continue;
		printf("%s%s %llu",
			nr % 8 ? ", "
			: nr   ? "\n    "
			       : "  interceptions:\n    ",
			icpt_names[i], ADDR(count));
		nr++;
	}
	if (nr)
		printf("\n");
}

static void show_user(const struct dump *dump, uint64_t vm)
{
	uint64_t owner = dump_get(dump, vm + VM_LOCK, LOCK_OWNER);
	char userid[9];

	if (!dump_has(dump, vm, VM_SIZE)) {
		printf("\nVMDBK %010llX is not in the dump\n", ADDR(vm));
		return;
	}
	dump_string(dump, vm + VM_USERID, userid, sizeof(userid));
	printf("\n%s, VMDBK %010llX, %s, references %llu, flags %llX, floating %llX\n", userid,
		ADDR(vm),
		dump_get(dump, vm, VM_STATE) == VM_STATE_ACTIVE ? "active" : "logging off",
		ADDR(dump_get(dump, vm, VM_REFS)), ADDR(dump_get(dump, vm, VM_FLAGS)),
		ADDR(dump_get(dump, vm, VM_FLOATING)));
	printf("  storage %lluM, pages in use %llu, SIE entries %llu, page faults %llu\n",
		ADDR(dump_get(dump, vm, VM_STORAGE) >> 20), ADDR(dump_get(dump, vm, VM_NR_PAGES)),
		ADDR(dump_get(dump, vm, VM_NR_SIE)), ADDR(dump_get(dump, vm, VM_NR_FAULTS)));
	if (owner)
		printf("  its lock is held by CPU %02llX\n", ADDR(owner - 1));
	for (unsigned int i = 0; i < VM_NR_VCPUS_MAX; i++) {
		uint64_t vcpu = dump_get(dump, vm, VM_VCPU + i * 8ull, 8);

		if (vcpu && dump_has(dump, vcpu, VCPU_SIZE))
			show_vcpu(dump, vcpu);
		else if (vcpu)
			printf("  virtual CPU %02X is not in the dump\n", i);
	}
	show_interceptions(dump, vm);
}

void show_users(const struct dump *dump)
{
	uint64_t head = dump_symbol(dump, "all_users");

	section_title("Users");
	if (!head || !dump_has(dump, head, 16)) {
		printf("  not in the dump\n");
		return;
	}
	for (uint64_t node = dump_list_next(dump, head, head); node;
		node = dump_list_next(dump, head, node))
		show_user(dump, node - VM_ALL_LINK);
}
