// SPDX-License-Identifier: Apache-2.0
/* SAVESYS and SAVESEG: save the issuer's machine, or pages of it. */
#include "cmd/nss.h"
#include "cmd/vcpus.h"
#include "lib/err.h"
#include "lib/string.h"
#include "nucleus/spool.h"
#include "virt/machine.h"
#include "virt/nss.h"

static int refused(struct cmd *cmd, int rc, const char *name, const char *last)
{
	switch (rc) {
	case -E_RANGE: return cmd_msg(cmd, MSG_NSS_BEYOND, name, last);
	case -E_NOMEM: return cmd_msg(cmd, MSG_NO_STORAGE, name);
	case -E_FULL: return cmd_msg(cmd, MSG_NSS_NO_SPACE, name);
	default: return cmd_msg(cmd, MSG_NSS_UNSAVED, name);
	}
}

/* The machine does not run. */
static int save(struct cmd *cmd, struct nss *skeleton, struct vcpu *vcpu)
{
	char last[20], spid[8];
	const char *name = skeleton->def.name;
	int rc;

	str_format(last, sizeof(last), "%X", nss_last_page(&skeleton->def));
	rc = nss_save_machine(skeleton, vcpu);
	if (rc)
		return refused(cmd, rc, name, last);
	if (spool_sync())
		cmd_msg(cmd, MSG_NSS_UNSAVED, name);
	str_format(spid, sizeof(spid), "%04u", skeleton->spid);
	cmd_msg(cmd, MSG_NSS_SAVED,
		skeleton->def.is_segment ? "Saved segment" : "Named Saved System (NSS)", name,
		spid);
	return 0;
}

static int save_named(struct cmd *cmd, const char *name, bool is_segment, struct vcpu *vcpu)
{
	struct nss *skeleton;
	int rc;

	nss_begin();
	skeleton = nss_find_skeleton(name);
	if (!skeleton)
		rc = cmd_msg(cmd, MSG_NSS_NO_SKELETON, name);
	else if (skeleton->def.is_segment != is_segment)
		rc = cmd_msg(cmd, MSG_NSS_KIND, name, is_segment ? "segment" : "system");
	else
		rc = save(cmd, skeleton, vcpu);
	nss_end();
	return rc;
}

static int save_kind(struct cmd *cmd, bool is_segment)
{
	struct vcpu *vcpu = cmd_vcpu(cmd);
	char name[NAME_SIZE];
	int rc;

	if (cmd_filename(cmd->line, name) || cmd_end(cmd->line))
		return cmd_refused(cmd);
	if (!vcpu)
		return msg_number(MSG_NO_CPU);
	if (machine_begin_for(cmd->vm, cmd->from_guest ? vcpu : NULL))
		return cmd_msg(cmd, MSG_BUSY, "Your virtual machine");
	rc = save_named(cmd, name, is_segment, vcpu);
	machine_end(cmd->vm);
	return rc;
}

/* SAVESYS name */
int cmd_savesys(struct cmd *cmd)
{
	return save_kind(cmd, false);
}

/* SAVESEG name */
int cmd_saveseg(struct cmd *cmd)
{
	return save_kind(cmd, true);
}
