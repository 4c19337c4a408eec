// SPDX-License-Identifier: Apache-2.0
/* Definitions of saved systems and segments, and the headers of their files. */
#include "logic/nss/nss.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"

#define PAGES_PER_MB 256u

static const struct {
	char name[3];
	bool is_shared, is_saved, is_read_only;
} types[NR_NSS_TYPES] = {
	[NSS_SW] = {"SW", true, true, false},
	[NSS_EW] = {"EW", false, true, false},
	[NSS_SR] = {"SR", true, true, true},
	[NSS_ER] = {"ER", false, true, true},
	[NSS_SN] = {"SN", true, false, false},
	[NSS_EN] = {"EN", false, false, false},
	[NSS_SC] = {"SC", true, true, true},
};

const char *nss_type_name(unsigned type)
{
	return types[type].name;
}

bool nss_type_is_shared(unsigned type)
{
	return types[type].is_shared;
}

bool nss_type_is_saved(unsigned type)
{
	return types[type].is_saved;
}

bool nss_type_is_read_only(unsigned type)
{
	return types[type].is_read_only;
}

int nss_type_of(const char *text, size_t len)
{
	for (int type = 0; len == 2 && type < NR_NSS_TYPES; type++)
		if ((text[0] & ~0x20) == types[type].name[0] &&
			(text[1] & ~0x20) == types[type].name[1])
			return type;
	return -1;
}

/* ---- Ranges ----------------------------------------------- */

int nss_add_range(struct nss_def *def, uint32_t first, uint32_t last, unsigned type)
{
	unsigned at = 0;

	if (last < first || last > NSS_PAGE_MAX)
		return -E_RANGE;
	for (unsigned i = 0; i < def->nr_ranges; i++) {
		const struct nss_range *range = &def->range[i];

		if (first <= range->last && last >= range->first)
			return -E_EXIST;
		if (nss_type_is_shared(range->type) != nss_type_is_shared(type) &&
			first / PAGES_PER_MB <= range->last / PAGES_PER_MB &&
			last / PAGES_PER_MB >= range->first / PAGES_PER_MB)
			return -E_INVAL;
		if (range->first < first)
			at = i + 1;
	}
	if (def->nr_ranges == NSS_RANGES_MAX)
		return -E_FULL;
	for (unsigned i = def->nr_ranges; i > at; i--)
		def->range[i] = def->range[i - 1];
	def->range[at] = (struct nss_range){first, last, (uint8_t)type};
	def->nr_ranges++;
	return 0;
}

uint32_t nss_first_page(const struct nss_def *def)
{
	return def->range[0].first;
}

uint32_t nss_last_page(const struct nss_def *def)
{
	return def->range[def->nr_ranges - 1].last;
}

const struct nss_range *nss_range_of(const struct nss_def *def, uint32_t page)
{
	for (unsigned i = 0; i < def->nr_ranges; i++)
		if (page >= def->range[i].first && page <= def->range[i].last)
			return &def->range[i];
	return NULL;
}

bool nss_overlap(const struct nss_def *a, const struct nss_def *b)
{
	for (unsigned i = 0; i < a->nr_ranges; i++)
		for (unsigned j = 0; j < b->nr_ranges; j++)
			if (a->range[i].first / PAGES_PER_MB <= b->range[j].last / PAGES_PER_MB &&
				a->range[i].last / PAGES_PER_MB >= b->range[j].first / PAGES_PER_MB)
				return true;
	return false;
}

/* ---- Headers ----------------------------------------------- */

void nss_header_make(
	struct nss_header *header, const struct nss_def *def, const struct nss_cpu *cpu)
{
	memset(header, 0, sizeof(*header));
	header->magic = be64(NSS_MAGIC);
	ebc_from_str(header->name, def->name, sizeof(header->name));
	header->flags =
		(uint8_t)((def->is_segment ? NSS_SEGMENT : 0) |
			  (def->is_restricted ? NSS_RESTRICTED : 0) |
			  (def->is_vmgroup ? NSS_VMGROUP : 0) | (def->is_saved ? NSS_SAVED : 0));
	header->parm_first = def->parm_first;
	header->parm_last = def->parm_last;
	header->nr_ranges = be32(def->nr_ranges);
	header->minsize_kb = be64(def->minsize_kb);
	if (cpu)
		header->cpu = *cpu;
	for (unsigned i = 0; i < def->nr_ranges; i++) {
		header->range[i].first = be32(def->range[i].first);
		header->range[i].last = be32(def->range[i].last);
		header->range[i].type = def->range[i].type;
	}
}

static int read_name(char name[9], const ebc8_t field[8])
{
	size_t len = 8;

	ebc_to_ascii(name, field, 8);
	while (len && name[len - 1] == ' ')
		len--;
	name[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return -E_FORMAT;
	return len ? 0 : -E_FORMAT;
}

int nss_header_read(const struct nss_header *header, struct nss_def *def)
{
	uint32_t nr = be32_get(header->nr_ranges);

	if (be64_get(header->magic) != NSS_MAGIC || !nr || nr > NSS_RANGES_MAX)
		return -E_FORMAT;
	memset(def, 0, sizeof(*def));
	if (read_name(def->name, header->name))
		return -E_FORMAT;
	def->is_segment = header->flags & NSS_SEGMENT;
	def->is_restricted = header->flags & NSS_RESTRICTED;
	def->is_vmgroup = header->flags & NSS_VMGROUP;
	def->is_saved = header->flags & NSS_SAVED;
	def->parm_first = header->parm_first;
	def->parm_last = header->parm_last;
	def->minsize_kb = be64_get(header->minsize_kb);
	if (def->parm_first > NSS_PARM_NONE ||
		(def->parm_first < NSS_PARM_NONE &&
			(def->parm_last > 15 || def->parm_last < def->parm_first)))
		return -E_FORMAT;
	for (uint32_t i = 0; i < nr; i++)
		if (header->range[i].type >= NR_NSS_TYPES ||
			nss_add_range(def, be32_get(header->range[i].first),
				be32_get(header->range[i].last), header->range[i].type))
			return -E_FORMAT;
	return 0;
}

bool nss_cpu_is_sound(const struct nss_cpu *cpu)
{
	uint32_t prefix = be32_get(cpu->prefix);

	if (cpu->esame > 1)
		return false;
	return !(prefix & (cpu->esame ? 0x80001fffu : 0x80000fffu));
}

/* ---- SEGEXT ----------------------------------------------- */

static uint64_t first_byte(uint32_t page)
{
	return (uint64_t)page * PAGE_SIZE;
}

static uint64_t last_byte(uint32_t page)
{
	return (uint64_t)page * PAGE_SIZE + PAGE_SIZE - 1;
}

void nss_segext(const struct nss_def *def, struct diag064_out *out)
{
	unsigned nr = MIN(def->nr_ranges, DIAG064_RANGES);

	memset(out, 0, sizeof(*out));
	out->first = be64(first_byte(nss_first_page(def)));
	out->last = be64(last_byte(nss_last_page(def)));
	out->nr_ranges = be32(def->nr_ranges);
	out->nr_stored = be32(nr);
	for (unsigned i = 0; i < nr; i++) {
		out->range[i].first = be64(first_byte(def->range[i].first) | def->range[i].type);
		out->range[i].last = be64(last_byte(def->range[i].last));
	}
}

int nss_segext31(const struct nss_def *def, struct diag064_out31 *out)
{
	unsigned nr = MIN(def->nr_ranges, DIAG064_RANGES);

	if (last_byte(nss_last_page(def)) > 0x7fffffff)
		return -E_RANGE;
	memset(out, 0, sizeof(*out));
	out->first = be32((uint32_t)first_byte(nss_first_page(def)));
	out->last = be32((uint32_t)last_byte(nss_last_page(def)));
	out->nr_ranges = be32(def->nr_ranges);
	out->nr_stored = be32(nr);
	for (unsigned i = 0; i < nr; i++) {
		out->range[i].first =
			be32((uint32_t)first_byte(def->range[i].first) | def->range[i].type);
		out->range[i].last = be32((uint32_t)last_byte(def->range[i].last));
	}
	return 0;
}
