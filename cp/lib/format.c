// SPDX-License-Identifier: Apache-2.0
/* Formatted text: the part of printf that CP uses. */
#include "lib/string.h"

struct spec {
	bool left, zero;
	int width, precision; /* precision -1: none given */
	int longs;	      /* 0 int, 1 long, 2 long long or size_t; -1 short, -2 char */
};

struct sink {
	char *buf;
	size_t size, len;
};

static void sink_put(struct sink *sink, char c)
{
	if (sink->len + 1 < sink->size)
		sink->buf[sink->len] = c;
	sink->len++;
}

static void sink_fill(struct sink *sink, char c, int count)
{
	for (; count > 0; count--)
		sink_put(sink, c);
}

static void put_text(struct sink *sink, const struct spec *spec, const char *text)
{
	int len = 0;

	if (!text)
		text = "(null)";
	while ((spec->precision < 0 || len < spec->precision) && text[len])
		len++;
	if (!spec->left)
		sink_fill(sink, ' ', spec->width - len);
	for (int i = 0; i < len; i++)
		sink_put(sink, text[i]);
	if (spec->left)
		sink_fill(sink, ' ', spec->width - len);
}

static void put_number(
	struct sink *sink, const struct spec *spec, uint64_t value, bool minus, unsigned base, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[24];
	int len = 0, zeros;

	for (; value || (len == 0 && spec->precision != 0); value /= base)
		text[len++] = digits[value % base];
	zeros = MAX(spec->precision - len, 0);
	if (spec->zero && !spec->left && spec->precision < 0)
		zeros = MAX(spec->width - len - minus, 0);
	if (!spec->left)
		sink_fill(sink, ' ', spec->width - len - zeros - minus);
	if (minus)
		sink_put(sink, '-');
	sink_fill(sink, '0', zeros);
	for (int i = len; i > 0; i--)
		sink_put(sink, text[i - 1]);
	if (spec->left)
		sink_fill(sink, ' ', spec->width - len - zeros - minus);
}

static int64_t signed_arg(int longs, va_list *args)
{
	switch (longs) {
	case 0: return va_arg(*args, int);
	case -1: return (short)va_arg(*args, int);
	case -2: return (signed char)va_arg(*args, int);
	case 1: return va_arg(*args, long);
	default: return va_arg(*args, long long);
	}
}

static uint64_t unsigned_arg(int longs, va_list *args)
{
	switch (longs) {
	case 0: return va_arg(*args, unsigned);
	case -1: return (unsigned short)va_arg(*args, unsigned);
	case -2: return (unsigned char)va_arg(*args, unsigned);
	case 1: return va_arg(*args, unsigned long);
	default: return va_arg(*args, unsigned long long);
	}
}

static int parse_count(const char **format, va_list *args)
{
	int count = 0;

	if (**format == '*') {
		(*format)++;
		return va_arg(*args, int);
	}
	for (; chr_is_digit(**format); (*format)++)
		count = count * 10 + (**format - '0');
	return count;
}

static const char *parse_spec(const char *format, struct spec *spec, va_list *args)
{
	*spec = (struct spec){.precision = -1};
	for (;; format++) {
		if (*format == '-')
			spec->left = true;
		else if (*format == '0')
			spec->zero = true;
		else
			break;
	}
	spec->width = parse_count(&format, args);
	if (spec->width < 0) {
		spec->left = true;
		spec->width = -spec->width;
	}
	if (*format == '.') {
		format++;
		spec->precision = parse_count(&format, args);
	}
	for (; *format == 'l'; format++)
		spec->longs++;
	for (; *format == 'h'; format++)
		spec->longs--;
	if (*format == 'z') {
		spec->longs = sizeof(size_t) == sizeof(long) ? 1 : 2;
		format++;
	}
	return format;
}

int str_vformat(char *buf, size_t size, const char *format, va_list args_in)
{
	struct sink sink = {buf, size, 0};
	struct spec spec;
	va_list args;
	int64_t value;

	va_copy(args, args_in);
	for (; *format; format++) {
		if (*format != '%') {
			sink_put(&sink, *format);
			continue;
		}
		format = parse_spec(format + 1, &spec, &args);
		switch (*format) {
		case 's': put_text(&sink, &spec, va_arg(args, const char *)); break;
		case 'c': {
			char text[2] = {(char)va_arg(args, int), '\0'};

			put_text(&sink, &spec, text);
			break;
		}
		case 'd':
		case 'i':
			value = signed_arg(spec.longs, &args);
			put_number(&sink, &spec, value < 0 ? -(uint64_t)value : (uint64_t)value,
				value < 0, 10, false);
			break;
		case 'u': put_number(&sink, &spec, unsigned_arg(spec.longs, &args), false, 10, false); break;
		case 'x': put_number(&sink, &spec, unsigned_arg(spec.longs, &args), false, 16, false); break;
		case 'X': put_number(&sink, &spec, unsigned_arg(spec.longs, &args), false, 16, true); break;
		case 'p':
			spec.precision = 16;
			put_number(&sink, &spec, (uintptr_t)va_arg(args, void *), false, 16, true);
			break;
		case '%': sink_put(&sink, '%'); break;
		default: /* not ours: show it as it stands */
			sink_put(&sink, '%');
			if (!*format)
				format--;
			else
				sink_put(&sink, *format);
		}
	}
	va_end(args);
	if (size)
		buf[MIN(sink.len, size - 1)] = '\0';
	return (int)sink.len;
}

int str_format(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = str_vformat(buf, size, format, args);
	va_end(args);
	return len;
}
