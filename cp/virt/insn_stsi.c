// SPDX-License-Identifier: Apache-2.0
/* STORE SYSTEM INFORMATION of guests. */
#include "arch/stsi.h"
#include "logic/stsi.h"
#include "mach/cpu.h"
#include "virt/gstore.h"
#include "virt/icpt.h"
#include "virt/version.h"

static void describe(const struct vcpu *vcpu, struct stsi_facts *facts)
{
	const struct vmdbk *vm = vcpu->vm;

	*facts = (struct stsi_facts){.manufacturer = "HRC",
		.type = "2817",
		.model = "EMULATOR",
		.sequence = "000000000002623",
		.plant = "ZZ",
		.capability = 100,
		.machine_cpus = {(uint16_t)nr_cpus, 0, 0},
		.partition_number = 1,
		.partition_name = "HERCULES",
		.partition_cpus = {(uint16_t)nr_cpus, 0, 0},
		.userid = vm->userid,
		.cpi = "z/VM    " CP_VERSION,
		.vm_cpus = {vm->nr_vcpus, 0, (uint16_t)(vm->max_vcpus - vm->nr_vcpus)},
		.caf = 1000,
		.cpu_addr = vcpu->addr};
}

/* The block is a page: in a task. */
static void stsi_task(void *arg)
{
	struct vcpu *vcpu = arg;
	struct stsi_request request;
	struct stsi_facts facts;
	uint8_t page[PAGE_SIZE];
	grc_t rc;
	int cc;

	rc = insn_stsi_decode((uint32_t)vcpu_gpr(vcpu, 0), (uint32_t)vcpu_gpr(vcpu, 1), &request);
	if (!rc) {
		describe(vcpu, &facts);
		cc = stsi_build(&facts, &request, page);
		if (cc == 0)
			rc = gstore_write(vcpu, insn_addr(vcpu), page, sizeof(page));
		if (!rc)
			vcpu_set_cc(vcpu, (unsigned)cc);
	}
	insn_task_done(vcpu, rc);
}

grc_t insn_stsi(struct vcpu *vcpu)
{
	struct stsi_request request;
	grc_t rc = insn_stsi_decode((uint32_t)vcpu_gpr(vcpu, 0), (uint32_t)vcpu_gpr(vcpu, 1), &request);

	if (rc)
		return rc;
	if (request.fc == 0) {
		vcpu_set_gpr(vcpu, 0, stsi_set_level(vcpu_gpr(vcpu, 0)));
		vcpu_set_cc(vcpu, 0);
		return 0;
	}
	if (insn_addr(vcpu) & (PAGE_SIZE - 1))
		return PGM_SPECIFICATION;
	return insn_in_task(vcpu, "STSI", stsi_task);
}
