/* SPDX-License-Identifier: Apache-2.0 */
/* The service processor that a guest sees: commands, configuration, completion. */
#include "logic/sclp.h"

#include "arch/psw.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/sclp_event.h"

grc_t insn_servc_check(uint64_t addr)
{
	return (addr & 7) || addr >= 0x80000000ull ? PGM_SPECIFICATION : 0;
}

static void put_cpus(struct sccb_cpu *entry, const uint8_t *cpus, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		entry[i].core = cpus[i];
}

static uint16_t read_scp_info(const struct sclp_facts *facts, uint8_t *sccb, size_t len)
{
	struct sccb_scp_info *info = (struct sccb_scp_info *)sccb;
	uint32_t increment_mb = MAX(facts->increment_mb, 1);
	uint64_t increments = facts->storage / MiB / increment_mb;
	unsigned int configured = MIN(facts->nr_configured, SCLP_CPUS_MAX);

	if (len < sizeof(*info) + configured * sizeof(struct sccb_cpu))
		return SCLP_RC_TOO_SHORT;
	memset(sccb + sizeof(struct sccb), 0, len - sizeof(struct sccb));
	if (increments <= UINT16_MAX)
		info->rn_max = be16((uint16_t)increments);
	else
		info->rn_max2 = be64(increments);
	if (increment_mb <= UINT8_MAX)
		info->rn_size = (uint8_t)increment_mb;
	else
		info->rn_size2 = be32(increment_mb);
	info->nr_cpus = be16(configured);
	info->cpu_offset = be16(sizeof(*info));
	ebc_from_str(info->loadparm, facts->loadparm, sizeof(info->loadparm));
	info->facilities = be64(facts->facilities | SCLP_FAC_CPU_INFO);
	/* Linux takes 0 here for "not known", and makes room for 64 CPUs. */
	info->highest_cpu = be16(MAX(facts->highest_cpu, 1));
	put_cpus(info->cpu, facts->cpus, configured);
	return SCLP_RC_INFO_READ;
}

static uint16_t read_cpu_info(const struct sclp_facts *facts, uint8_t *sccb, size_t len)
{
	struct sccb_cpu_info *info = (struct sccb_cpu_info *)sccb;
	unsigned int total = MIN(facts->nr_configured + facts->nr_standby, SCLP_CPUS_MAX);
	unsigned int configured = MIN(facts->nr_configured, total);

	if (len < sizeof(*info) + total * sizeof(struct sccb_cpu))
		return SCLP_RC_TOO_SHORT;
	memset(sccb + sizeof(struct sccb), 0, len - sizeof(struct sccb));
	info->nr_configured = be16(configured);
	info->configured_offset = be16(sizeof(*info));
	info->nr_standby = be16(total - configured);
	info->standby_offset = be16(sizeof(*info) + configured * sizeof(struct sccb_cpu));
	put_cpus(info->cpu, facts->cpus, total);
	return SCLP_RC_INFO_READ;
}

static uint16_t run_command(struct sclp_state *state, const struct sclp_facts *facts,
	const struct sclp_sinks *sinks, uint32_t command, uint8_t *sccb, size_t len)
{
	switch (command) {
	case SCLP_READ_SCP_INFO:
	case SCLP_READ_SCP_INFO_FORCED: return read_scp_info(facts, sccb, len);
	case SCLP_READ_CPU_INFO: return read_cpu_info(facts, sccb, len);
	case SCLP_WRITE_EVENT_MASK: return sclp_write_event_mask(state, sccb, len);
	case SCLP_WRITE_EVENT_DATA: return sclp_write_event_data(sinks, sccb, len);
	case SCLP_READ_EVENT_DATA: return sclp_read_event_data(state, sccb, len);
	default: return SCLP_RC_BAD_COMMAND;
	}
}

int sclp_service_call(struct sclp_state *state, const struct sclp_facts *facts,
	const struct sclp_sinks *sinks, struct sclp_call *call)
{
	struct sccb *header = (struct sccb *)call->sccb;
	size_t len = be16_get(header->len);
	uint16_t response;

	call->stored = 0;
	if (state->signal && state->done)
		return 2;
	call->stored = sizeof(*header);
	if (len < sizeof(*header)) {
		response = SCLP_RC_TOO_SHORT;
	} else if (len > call->room) {
		response = SCLP_RC_BOUNDARY;
	} else {
		response = run_command(state, facts, sinks, call->command, call->sccb, len);
		call->stored = len;
	}
	header->response = be16(response);
	state->done = call->addr & SCLP_PARM_SCCB;
	state->signal = true;
	return 0;
}

bool sclp_signal_pending(const struct sclp_state *state)
{
	return state->signal;
}

uint32_t sclp_signal_take(struct sclp_state *state)
{
	uint32_t parm = state->done;

	if (state->pending & state->guest_gets)
		parm |= SCLP_PARM_EVENTS;
	state->done = 0;
	state->signal = false;
	return parm;
}

void sclp_reset(struct sclp_state *state)
{
	memset(state, 0, sizeof(*state));
}

static int post_event(struct sclp_state *state, uint8_t type)
{
	if (!(state->guest_gets & SCLP_EVENT_BIT(type)))
		return -E_NOENT;
	state->pending |= SCLP_EVENT_BIT(type);
	state->signal = true;
	return 0;
}

int sclp_send_command(struct sclp_state *state, const char *text, bool priority)
{
	uint8_t type = priority ? SCLP_EV_PMSG : SCLP_EV_OPCMD;
	size_t len = strlen(text);

	if (len == 0)
		return -E_INVAL;
	if (len > SCLP_TEXT_MAX)
		return -E_RANGE;
	if (!(state->guest_gets & SCLP_EVENT_BIT(type)))
		return -E_NOENT;
	if (state->pending & SCLP_EVENT_BIT(type))
		return -E_BUSY;
	str_copy(priority ? state->pmsg : state->opcmd, text, SCLP_TEXT_MAX + 1);
	return post_event(state, type);
}

int sclp_send_quiesce(struct sclp_state *state)
{
	return post_event(state, SCLP_EV_QUIESCE);
}

bool sclp_gets_quiesce(const struct sclp_state *state)
{
	return state->guest_gets & SCLP_EVENT_BIT(SCLP_EV_QUIESCE);
}
