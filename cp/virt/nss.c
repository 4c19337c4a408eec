// SPDX-License-Identifier: Apache-2.0
/* Saved systems: IPL by name, and saving a machine. */
#include "virt/nss.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/cmdline.h"
#include "nucleus/directory.h"
#include "virt/machine.h"

/* ---- Saving ----------------------------------------------- */

static void save_cpu(const struct vcpu *vcpu, struct nss_cpu *cpu)
{
	cpu->psw[0] = be64(vcpu->sd.psw.mask);
	cpu->psw[1] = be64(vcpu->sd.psw.addr);
	for (unsigned i = 0; i < 16; i++) {
		cpu->gpr[i] = be64(vcpu_gpr(vcpu, i));
		cpu->cr[i] = be64(vcpu->sd.cr[i]);
		cpu->ar[i] = be32(vcpu->ar[i]);
		cpu->fpr[i] = be64(vcpu->fpr[i]);
	}
	cpu->fpc = be32(vcpu->fpc);
	cpu->prefix = be32(vcpu->sd.prefix);
	cpu->tod_prog = be32(vcpu->sd.tod_prog);
	cpu->esame = vcpu_is_esame(vcpu);
}

int nss_save_machine(struct nss *skeleton, const struct vcpu *vcpu)
{
	struct nss_cpu cpu = {.esame = 0};

	save_cpu(vcpu, &cpu);
	return nss_save(skeleton, &vcpu->vm->space, skeleton->def.is_segment ? NULL : &cpu,
		vcpu->vm->userid);
}

/* ---- IPL ----------------------------------------------- */

bool nss_is_denied(const struct vmdbk *vm, const struct nss *nss)
{
	struct dir_user user;

	return nss->def.is_restricted &&
	       (directory_find(vm->userid, &user) ||
		       !dir_is_listed(&user, DIR_ITEM_NAMESAVE, nss->def.name));
}

static bool failed(struct ipl_failure *failure, enum msg_id msg, const char *name, const char *what)
{
	failure->msg = msg;
	str_copy(failure->args[0], name, sizeof(failure->args[0]));
	str_copy(failure->args[1], what, sizeof(failure->args[1]));
	return false;
}

/* So much storage it needs. */
static uint64_t least(const struct nss_def *def)
{
	uint64_t end = ((uint64_t)nss_last_page(def) + 1) * PAGE_SIZE;

	return ROUND_UP(MAX(end, def->minsize_kb * 1024), MiB);
}

/* Between nss_begin and nss_end, as the next. */
static bool is_possible(const struct vmdbk *vm, const struct nss *nss,
	const struct ipl_source *source, struct ipl_failure *failure)
{
	const char *name = source->nss_name;
	char text[24];

	if (!nss)
		return failed(failure, MSG_NO_SYSTEM, name, "");
	if (nss->def.is_segment)
		return failed(failure, MSG_NSS_KIND, name, "system");
	if (nss_is_denied(vm, nss))
		return failed(failure, MSG_NSS_RESTRICTED_TO, name, "");
	if (least(&nss->def) > vm->space.size) {
		storage_format(text, sizeof(text), least(&nss->def));
		return failed(failure, MSG_NSS_TOO_SMALL, name, text);
	}
	return true;
}

bool nss_ipl_is_possible(
	struct vmdbk *vm, const struct ipl_source *source, struct ipl_failure *failure)
{
	bool rc;

	memset(failure, 0, sizeof(*failure));
	nss_begin();
	rc = is_possible(vm, nss_find(source->nss_name), source, failure);
	nss_end();
	return rc;
}

static void load_cpu(struct vcpu *vcpu, const struct nss_cpu *cpu)
{
	vcpu_set_esame(vcpu, cpu->esame);
	vcpu->sd.psw = (struct psw){be64_get(cpu->psw[0]), be64_get(cpu->psw[1])};
	for (unsigned i = 0; i < 16; i++) {
		vcpu_set_gpr(vcpu, i, be64_get(cpu->gpr[i]));
		vcpu_set_cr(vcpu, i, be64_get(cpu->cr[i]));
		vcpu->ar[i] = be32_get(cpu->ar[i]);
		vcpu->fpr[i] = be64_get(cpu->fpr[i]);
	}
	vcpu->fpc = be32_get(cpu->fpc);
	vcpu->sd.tod_prog = be32_get(cpu->tod_prog);
	vcpu->loaded_on = 0;
}

/* The operator's PARM, in EBCDIC, four characters to each of the registers that it is for. */
static bool load_parm(struct vcpu *vcpu, const struct nss_def *def, const char *parm)
{
	be32_t words[IPLBLOCK_PARM_MAX / sizeof(be32_t)];
	size_t len = strlen(parm), room = 0;

	if (def->parm_first < NSS_PARM_NONE)
		room = (def->parm_last - def->parm_first + 1u) * sizeof(be32_t);
	if (!len)
		return true;
	if (len > room)
		return false;
	memset(words, 0, sizeof(words));
	ebc_from_ascii((ebc8_t *)words, parm, len);
	for (unsigned i = 0; i < room / sizeof(be32_t); i++)
		vcpu_set_gpr32(vcpu, def->parm_first + i, be32_get(words[i]));
	return true;
}

static bool place(struct vmdbk *vm, struct nss *nss, struct ipl_failure *failure)
{
	const char *name = nss->def.name;

	switch (nss_load(nss)) {
	case 0: break;
	case -E_NOMEM: return failed(failure, MSG_NO_STORAGE, name, "");
	case -E_IO: return failed(failure, MSG_NSS_UNREADABLE, name, "can't be read");
	default: return failed(failure, MSG_NSS_UNREADABLE, name, "is damaged");
	}
	switch (nss_attach(vm, nss, false)) {
	case 0: return true;
	case -E_PERM: return failed(failure, MSG_NOT_SHARED, name, "");
	default: return failed(failure, MSG_NO_STORAGE, name, "");
	}
}

bool nss_ipl(struct vmdbk *vm, struct vcpu *vcpu, const struct ipl_source *source,
	struct ipl_failure *failure)
{
	struct nss *nss;
	bool good;

	memset(failure, 0, sizeof(*failure));
	machine_reset(vm, RESET_CLEAR);
	vcpu_reset(vcpu, true);
	nss_begin();
	nss = nss_find(source->nss_name);
	good = is_possible(vm, nss, source, failure) && place(vm, nss, failure);
	if (good) {
		lock_take(&vm->lock);
		load_cpu(vcpu, &nss->cpu);
		if (vcpu_set_prefix(vcpu, be32_get(nss->cpu.prefix)))
			good = failed(failure, MSG_NO_STORAGE, nss->def.name, "");
		else if (!load_parm(vcpu, &nss->def, source->parm))
			good = failed(failure, MSG_NSS_PARM, nss->def.name, "");
		lock_drop(&vm->lock);
	}
	nss_end();
	return good;
}
