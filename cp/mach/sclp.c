// SPDX-License-Identifier: Apache-2.0
/*
 * The service processor, driven by SERVC. Every call waits for its own completion by polling: the
 * emulator has done the work when SERVC ends and leaves a service signal pending, which must be taken
 * before the next call; CPUs take it where they take all interruptions, or here while CP starts.
 */
#include "mach/sclp.h"
#include "mach/asm.h"
#include "mach/cpu.h"
#include "mach/lock.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define CMD_READ_SCP_INFO  0x00020001
#define CMD_WRITE_EVENT	   0x00760005
#define CMD_READ_EVENT	   0x00770005
#define CMD_WRITE_MASK	   0x00780005
#define RESP_OK		   0x0020
#define RESP_READ_OK	   0x0010
#define EVENT_OPCMD	   0x01
#define EVENT_MSG	   0x02
#define EVENT_SIGQ	   0x1D
#define EVENT_MASK(type)   (1u << (32 - (type)))
#define MAX_TEXT	   200
#define LOADPARM_AT	   24 /* in SCP information */
#define LOADPARM_LEN	   8

static struct lock sclp_lock = LOCK_INIT(SCLP);
static uint8_t sccb[PAGE_SIZE] __attribute__((aligned(4096)));

struct sccb_header {
	be16_t len;	  /* X'00' */
	uint8_t function; /* X'02' */
	uint8_t ctl[3];	  /* X'03' */
	be16_t response;  /* X'06' */
};

struct message_event {
	struct sccb_header header; /* X'00' */
	be16_t len;		   /* X'08' event buffer */
	uint8_t type, flags;	   /* X'0A' */
	be16_t pad_0c;		   /* X'0C' */
	be16_t mdb_len;		   /* X'0E' message data block */
	be16_t mdb_type;	   /* X'10' */
	be32_t mdb_tag;		   /* X'12' "MDB " */
	be32_t mdb_revision;	   /* X'16' */
	be16_t go_len;		   /* X'1A' general object */
	be16_t go_type;		   /* X'1C' */
	be32_t go_domid;	   /* X'1E' */
	uint8_t go_time[12];	   /* X'22' */
	ebc8_t go_date[12];	   /* X'2E' */
	uint8_t go_flags[16];	   /* X'3A' */
	be16_t mto_len;		   /* X'4A' message text object */
	be16_t mto_type;	   /* X'4C' */
	be16_t line_flags;	   /* X'4E' */
	be32_t present_attributes; /* X'50' */
	ebc8_t text[MAX_TEXT];	   /* X'54' */
};
static_assert(offsetof(struct message_event, text) == 0x54, "message event");

bool sclp_event_pending;
static char loadparm[LOADPARM_LEN + 1]; /* constant after the start */

void sclp_signal(uint32_t parm)
{
	if (parm & 3)
		sclp_event_pending = true;
}

/* Takes the service signal that a SERVC left pending, unless another CPU has taken it. */
static void drain_signal(void)
{
	uint64_t cr0 = stctg0();

	LCTLG(0, (cr0 & ~0xFFFFul) | CR0_SERVSIG);
	while (ext_window() == ENTRY_EXT)
		sclp_signal(prefix()->arch.ext_parm);
	LCTLG(0, cr0);
}

static int sclp_call(uint32_t command)
{
	int cc;

	while ((cc = servc(command, sccb)) == 2)
		drain_signal();
	if (cc)
		return -E_IO;
	drain_signal();
	return 0;
}

void sclp_print(const char *text)
{
	struct message_event *event = (void *)sccb;
	size_t len = MIN(strlen(text), MAX_TEXT);
	bool locked = !lock_is_mine(&sclp_lock);

	if (locked)
		lock_take(&sclp_lock);
	memset(event, 0, sizeof(*event));
	event->header.len = be16((uint16_t)(offsetof(struct message_event, text) + len));
	event->len = be16((uint16_t)(offsetof(struct message_event, text) - 8 + len));
	event->type = EVENT_MSG;
	event->mdb_len = be16((uint16_t)(offsetof(struct message_event, text) - 0x0E + len));
	event->mdb_type = be16(1);
	event->mdb_tag = be32(0xD4C4C240);
	event->mdb_revision = be32(1);
	event->go_len = be16(0x30);
	event->go_type = be16(1);
	event->mto_len = be16((uint16_t)(10 + len));
	event->mto_type = be16(4);
	event->line_flags = be16(0x1000);
	ebc_from_ascii(event->text, text, len);
	sclp_call(CMD_WRITE_EVENT);
	if (locked)
		lock_drop(&sclp_lock);
}

void sclp_printf(const char *format, ...)
{
	char text[MAX_TEXT + 1];
	va_list args;

	va_start(args, format);
	str_vformat(text, sizeof(text), format, args);
	va_end(args);
	sclp_print(text);
}

const char *sclp_loadparm(void)
{
	return loadparm;
}

uint64_t sclp_storage_size(void)
{
	struct sccb_header *header = (void *)sccb;
	uint64_t size = 0;

	lock_take(&sclp_lock);
	memset(sccb, 0, sizeof(sccb));
	header->len = be16(sizeof(sccb));
	header->ctl[2] = 0x80;
	if (!sclp_call(CMD_READ_SCP_INFO) && be16_get(header->response) == RESP_READ_OK) {
		const be16_t *rnmax = (void *)(sccb + 8);
		const be64_t *rnmax2 = (void *)(sccb + 104);
		const be32_t *rnsize2 = (void *)(sccb + 100);
		uint64_t nr = be16_get(*rnmax) ? be16_get(*rnmax) : be64_get(*rnmax2);
		uint64_t unit = sccb[10] ? sccb[10] : be32_get(*rnsize2);

		size = nr * unit * MiB;
		ebc_to_ascii(loadparm, sccb + LOADPARM_AT, LOADPARM_LEN);
		for (size_t len = LOADPARM_LEN; len && loadparm[len - 1] == ' '; len--)
			loadparm[len - 1] = '\0';
	}
	lock_drop(&sclp_lock);
	return size;
}

int sclp_enable_events(void)
{
	struct sccb_header *header = (void *)sccb;
	be16_t *mask_len = (void *)(sccb + 10);
	be32_t *masks = (void *)(sccb + 12); /* ours to receive, ours to send, and the other's two */
	int rc;

	lock_take(&sclp_lock);
	memset(sccb, 0, sizeof(sccb));
	header->len = be16(12 + 4 * 4);
	*mask_len = be16(4);
	masks[0] = be32(EVENT_MASK(EVENT_OPCMD) | EVENT_MASK(EVENT_SIGQ));
	masks[1] = be32(EVENT_MASK(EVENT_MSG));
	rc = sclp_call(CMD_WRITE_MASK);
	if (!rc && be16_get(header->response) != RESP_OK)
		rc = -E_IO;
	lock_drop(&sclp_lock);
	return rc;
}

/* The text self-defining vector X'30' of an operator command, found by its path through the GDS vectors. */
static void command_text(const uint8_t *event, size_t len, char *command, size_t size)
{
	size_t out = 0;

	/* Vectors are nested: 1310, 1212, 1320 with 2-byte lengths, then 31 and 30 with 1-byte ones. */
	for (size_t i = 6; i + 4 <= len;) {
		unsigned type = (unsigned)event[i + 2] << 8 | event[i + 3];

		if (type == 0x1310 || type == 0x1212 || type == 0x1320) {
			i += 4;
			continue;
		}
		if (event[i + 1] == 0x31) {
			i += 2;
			continue;
		}
		if (event[i + 1] == 0x30) {
			for (size_t n = 2; n < event[i] && i + n < len && out + 1 < size; n++)
				command[out++] = ebc_to_chr(event[i + n]);
			break;
		}
		if (event[i] < 2 && type == 0)
			break;
		i += event[i] >= 2 ? event[i] : 4;
	}
	command[out] = '\0';
}

enum sclp_event sclp_read_event(char *command, size_t size)
{
	struct sccb_header *header = (void *)sccb;
	enum sclp_event event = SCLP_EVENT_NONE;
	const uint8_t *buffer = sccb + sizeof(*header);

	command[0] = '\0';
	lock_take(&sclp_lock);
	memset(sccb, 0, sizeof(sccb));
	header->len = be16(sizeof(sccb));
	header->ctl[2] = 0x80;
	if (!sclp_call(CMD_READ_EVENT)) {
		uint16_t response = be16_get(header->response);
		size_t len = MIN((size_t)buffer[0] << 8 | buffer[1], sizeof(sccb) - sizeof(*header));

		if (response == RESP_OK || response == 0x0220) {
			if (buffer[2] == EVENT_OPCMD) {
				event = SCLP_EVENT_COMMAND;
				command_text(buffer, len, command, size);
			} else if (buffer[2] == EVENT_SIGQ) {
				event = SCLP_EVENT_QUIESCE;
			}
		}
	}
	lock_drop(&sclp_lock);
	return event;
}
