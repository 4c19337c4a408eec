// SPDX-License-Identifier: Apache-2.0
/* Takes apart what a 3270 sends for READ MODIFIED; all of it is a stranger's. */
#include "logic/term/dsread.h"

#include "arch/ds3270.h"
#include "lib/ebcdic.h"
#include "lib/err.h"
#include "lib/string.h"
#include "logic/term/dswrite.h"

/* Two bytes of buffer address. First two bits 00: 14 bits follow; 01 or 11: two times six bits. */
static int get_address(const uint8_t *at, unsigned *addr)
{
	switch (at[0] >> 6) {
	case 0: *addr = (unsigned)at[0] << 8 | at[1]; return 0;
	case 1:
	case 3: *addr = (at[0] & 63u) << 6 | (at[1] & 63u); return 0;
	default: return -E_FORMAT;
	}
}

int dsr_begin(struct ds_reader *r, const uint8_t *data, size_t len)
{
	*r = (struct ds_reader){.data = data, .len = len, .pos = len};
	if (len == 0)
		return -E_FORMAT;
	r->aid = data[0];
	if (len == 1)
		return 0;
	if (len < 3 || get_address(data + 1, &r->cursor) < 0)
		return -E_FORMAT;
	r->pos = 3;
	return 0;
}

int dsr_field(struct ds_reader *r, unsigned *addr, const uint8_t **text, size_t *len)
{
	size_t from;

	if (r->pos == r->len)
		return 0;
	if (r->data[r->pos] != DS_SBA || r->len - r->pos < 3 ||
		get_address(r->data + r->pos + 1, addr) < 0)
		return -E_FORMAT;
	from = r->pos + 3;
	r->pos = from;
	while (r->pos < r->len && r->data[r->pos] != DS_SBA)
		r->pos++;
	*text = r->data + from;
	*len = r->pos - from;
	return 1;
}

int dsr_text(char *dst, size_t size, const uint8_t *text, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == 0)
			continue;
		if (used + 1 >= size) {
			memset(dst, 0, size);
			return -E_RANGE;
		}
		dst[used++] = text[i] < EBC_BLANK || text[i] == 0xFF ? ' ' : ebc_to_chr(ds_bracket(text[i]));
	}
	dst[used] = '\0';
	return 0;
}

unsigned dsr_pf_key(uint8_t aid)
{
	if (aid >= AID_PF1 && aid < AID_PF1 + 9)
		return aid - AID_PF1 + 1u;
	if (aid >= AID_PF10 && aid < AID_PF10 + 3)
		return aid - AID_PF10 + 10u;
	if (aid >= AID_PF13 && aid < AID_PF13 + 9)
		return aid - AID_PF13 + 13u;
	if (aid >= AID_PF22 && aid < AID_PF22 + 3)
		return aid - AID_PF22 + 22u;
	return 0;
}
