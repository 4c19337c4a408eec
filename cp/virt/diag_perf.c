// SPDX-License-Identifier: Apache-2.0
/* DIAGNOSE X'204', X'224' and X'2FC': performance data, of the machine and of guests. */
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/class.h"
#include "logic/diag204.h"
#include "mach/clock.h"
#include "mach/cpu.h"
#include "virt/diag.h"

/* ---- X'204': the real CPUs of the partition that CP runs in ---------------------------------- */

/* How long the CPU has worked. */
static tod_t busy_time(const struct cpu *cpu, tod_t now)
{
	tod_t idle_since = cpu->idle_since;
	tod_t idle = cpu->idle_time + (idle_since ? now - MIN(idle_since, now) : 0);

	return now - cpu->started - MIN(idle, now - cpu->started);
}

static unsigned describe_cpus(struct diag204_cpu_facts facts[CPU_MAX], tod_t now)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < CPU_MAX; i++) {
		uint64_t us;

		if (!cpus[i].online)
			continue;
		us = busy_time(&cpus[i], now) / TOD_US;
		facts[nr++] = (struct diag204_cpu_facts){cpus[i].addr, 1, us, us};
	}
	return nr;
}

/* The answer is a page, more than a handler's stack should hold. */
static void machine_task(void *arg)
{
	struct vcpu *vcpu = arg;
	unsigned ry = diag_ry(vcpu);
	uint64_t subcode = vcpu_gpr(vcpu, ry), pages = vcpu_gpr(vcpu, ry + 1);
	struct diag204_cpu_facts cpu_facts[CPU_MAX];
	struct diag204_facts facts = {.partition_number = 1,
		.partition_name = "HERCULES",
		.tod = clock_now(),
		.cpus = cpu_facts};
	uint8_t page[PAGE_SIZE];
	grc_t rc = 0;

	facts.nr_cpus = (uint8_t)describe_cpus(cpu_facts, facts.tod);
	if (diag204_build(&facts, &subcode, &pages, page))
		rc = gstore_write(vcpu, diag_addr(vcpu, diag_rx(vcpu)), page, sizeof(page));
	if (!rc) {
		vcpu_set_gpr(vcpu, ry, subcode);
		vcpu_set_gpr(vcpu, ry + 1, pages);
	}
	insn_task_done(vcpu, rc);
}

/* Rx: logical address of the pages; Ry and Ry + 1: subcode and number of pages. */
grc_t diag_204(struct vcpu *vcpu)
{
	if ((diag_ry(vcpu) & 1) || diag_addr(vcpu, diag_rx(vcpu)) % PAGE_SIZE)
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, "DIAGNOSE 204", machine_task);
}

/* ---- X'224': names of the types of CPUs ------------------------------------------------------ */

#define NAME_LEN 16

/* Ry: logical address of a page. It gets the number of names less one, and from its 16th byte on
 * the names. */
grc_t diag_224(struct vcpu *vcpu)
{
	uint64_t addr = diag_addr(vcpu, diag_ry(vcpu));
	ebc8_t table[2 * NAME_LEN] = {0};

	if (addr % PAGE_SIZE)
		return PGM_SPECIFICATION;
	ebc_from_str(table + NAME_LEN, "CP", NAME_LEN);
	return gstore_write(vcpu, addr, table, sizeof(table));
}

/* ---- X'2FC': one record for each guest ------------------------------------------------------- */

static void describe_guest(struct vmdbk *vm, struct diag_2fc *record)
{
	struct diag2fc_facts facts = {.userid = vm->userid,
		.elapsed_us = (clock_now() - vm->logon_time) / TOD_US,
		.storage_kb = vm->space.size / 1024,
		.used_kb = vm->space.nr_pages * (PAGE_SIZE / 1024),
		.real_cpus = nr_cpus,
		.share = sched_share(&vm->sched).value};

	lock_take(&vm->lock);
	for (unsigned i = 0; i < VCPU_MAX; i++) {
		const struct vcpu *vcpu = vm->vcpu[i];

		if (!vcpu)
			continue;
		facts.used_us += vcpu->time_used / TOD_US;
		facts.cpus++;
		facts.running_cpus += !(vcpu->blocked & VB_STOPPED);
	}
	lock_drop(&vm->lock);
	diag2fc_record(&facts, record);
}

/* Only the system's own people may look at others. */
static bool may_see(const struct vmdbk *vm, const struct diag2fc_query *query)
{
	return query->scope == DIAG2FC_OWN || (vm->classes & (CLASS_B | CLASS_E)) ||
	       (query->scope == DIAG2FC_NAMED && strcmp(query->userid, vm->userid) == 0);
}

/* The first of the guests that the query is about, with a reference; and how many there are. */
static struct vmdbk *select(struct vmdbk *self, const struct diag2fc_query *query, uint32_t *nr)
{
	struct vmdbk *vm;

	if (query->scope == DIAG2FC_ALL) {
		*nr = vm_count();
		return vm_next(NULL);
	}
	vm = vm_find(query->scope == DIAG2FC_OWN ? self->userid : query->userid);
	*nr = vm != NULL;
	return vm;
}

/* Stores up to `nr` records, of vm and those after it. Returns how many there were in *nr. */
static grc_t store_records(
	struct vcpu *vcpu, const struct diag2fc_query *query, struct vmdbk *vm, uint32_t *nr)
{
	uint32_t done = 0;
	grc_t rc = 0;

	while (vm && !rc && done < *nr) {
		struct diag_2fc record;

		describe_guest(vm, &record);
		rc = gstore_write(vcpu, insn_wrap(vcpu, query->addr + done * sizeof(record)),
			&record, sizeof(record));
		done++;
		if (query->scope != DIAG2FC_ALL)
			break;
		vm = vm_next(vm);
	}
	vm_put(vm);
	*nr = done;
	return rc;
}

static grc_t guests(struct vcpu *vcpu)
{
	int64_t residual = 0, result = DIAG2FC_RC_DENIED;
	struct diag_2fc_parm parm;
	struct diag2fc_query query;
	struct vmdbk *vm;
	uint32_t nr;
	grc_t rc;

	rc = gstore_read(vcpu, diag_addr(vcpu, diag_rx(vcpu)), &parm, sizeof(parm));
	if (!rc)
		rc = diag_2fc_parse(&parm, &query);
	if (rc)
		return rc;
	if (may_see(vcpu->vm, &query)) {
		vm = select(vcpu->vm, &query, &nr);
		result = diag2fc_finish(&query, nr, &residual);
		if (result == DIAG2FC_RC_DONE) {
			rc = store_records(vcpu, &query, vm, &nr);
			diag2fc_finish(&query, nr, &residual);
		} else {
			vm_put(vm);
		}
	}
	if (rc)
		return rc;
	vcpu_set_gpr(vcpu, diag_rx(vcpu), (uint64_t)residual);
	vcpu_set_gpr(vcpu, diag_ry(vcpu), (uint64_t)result);
	return 0;
}

static void guests_task(void *arg)
{
	insn_task_done(arg, guests(arg));
}

/* Rx: logical address of the parameters, gets the residual count; Ry gets the return code. */
grc_t diag_2FC(struct vcpu *vcpu)
{
	return insn_in_task(vcpu, "DIAGNOSE 2FC", guests_task);
}
