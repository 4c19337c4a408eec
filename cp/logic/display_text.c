// SPDX-License-Identifier: Apache-2.0
/* The lines with which DISPLAY answers. */
#include "logic/display.h"
#include "lib/ebcdic.h"
#include "lib/string.h"
#include "logic/insn_text.h"

/* Text that grows in a buffer; len goes on counting when it is full. */
struct out {
	char *buf;
	size_t size, len;
};

#define OUT(out, ...)                                                                              \
	((out)->len +=                                                                             \
		(size_t)str_format((out)->len < (out)->size ? (out)->buf + (out)->len : NULL,      \
			(out)->len < (out)->size ? (out)->size - (out)->len : 0, __VA_ARGS__))

char display_letter(enum display_space space, bool dat_on)
{
	switch (space) {
	case SPACE_ABSOLUTE: return 'A';
	case SPACE_VIRTUAL: return 'V';
	case SPACE_LOGICAL: return dat_on ? 'V' : 'R';
	default: return 'R';
	}
}

int display_address(char *buf, size_t size, char letter, uint64_t addr)
{
	return str_format(
		buf, size, "%c%0*llX", letter, addr >> 32 ? 16 : 8, (unsigned long long)addr);
}

/* What is not a plain character of the code is a full stop. */
static char shown(uint8_t byte, enum display_form form)
{
	char c = form == FORM_ASCII ? (char)byte : ebc_to_chr(byte);

	return c >= ' ' && c <= '~' ? c : '.';
}

static void put_data(struct out *out, const uint8_t *data, unsigned len, enum display_form form)
{
	unsigned width = form == FORM_BYTES ? 1 : 4;
	bool is_text = form == FORM_TEXT || form == FORM_ASCII;

	OUT(out, " ");
	for (unsigned i = 0; i < (is_text ? DISPLAY_LINE_BYTES : len); i++) {
		if (i % width == 0 && (width > 1 || i == 0))
			OUT(out, " ");
		if (i < len)
			OUT(out, "%02X", data[i]);
		else
			OUT(out, "  ");
	}
}

int display_storage_line(char *buf, size_t size, char letter, uint64_t addr, const uint8_t *data,
	unsigned len, int key, enum display_form form)
{
	struct out out = {buf, size, 0};

	len = MIN(len, DISPLAY_LINE_BYTES);
	out.len = (size_t)display_address(buf, size, letter, addr);
	put_data(&out, data, len, form);
	if (key >= 0)
		OUT(&out, " %02X", (unsigned)key & 0xFF);
	if (form == FORM_TEXT || form == FORM_ASCII) {
		OUT(&out, key >= 0 ? " *" : "    *");
		for (unsigned i = 0; i < len; i++)
			OUT(&out, "%c", shown(data[i], form));
		OUT(&out, "*");
	}
	return (int)out.len;
}

int display_insn_line(char *buf, size_t size, char letter, uint64_t addr, const uint8_t *insn)
{
	const char *mnemonic = insn_mnemonic(insn);
	struct out out = {buf, size, 0};

	out.len = (size_t)display_address(buf, size, letter, addr);
	OUT(&out, "  %-5s ", *mnemonic ? mnemonic : "????");
	for (unsigned i = 0; i < insn_text_len(insn[0]); i++)
		OUT(&out, "%02X", insn[i]);
	return (int)out.len;
}

unsigned display_registers_per_line(enum register_set set)
{
	return set == REG_ACCESS ? 4 : 2;
}

int display_register_line(char *buf, size_t size, enum register_set set, unsigned first,
	const uint64_t *values, unsigned count)
{
	static const char *const names[] = {[REG_GENERAL] = "GPR",
		[REG_CONTROL] = "CR",
		[REG_ACCESS] = "AR",
		[REG_FLOAT] = "FPR"};
	struct out out = {buf, size, 0};

	OUT(&out, "%-4s%2u =", names[set], first);
	for (unsigned i = 0; i < count; i++)
		OUT(&out, "  %0*llX", set == REG_ACCESS ? 8 : 16, (unsigned long long)values[i]);
	return (int)out.len;
}

int display_psw(char *buf, size_t size, uint64_t high, uint64_t low, bool is_esa)
{
	unsigned words[4] = {
		(uint32_t)(high >> 32), (uint32_t)high, (uint32_t)(low >> 32), (uint32_t)low};

	if (is_esa)
		return str_format(buf, size, "%08X %08X", words[0], words[1]);
	return str_format(buf, size, "%08X %08X %08X %08X", words[0], words[1], words[2], words[3]);
}
