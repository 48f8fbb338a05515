/* india_code.c — one walk along a shape serves all of them. */
#include "trade/india_code.h"

#include <stddef.h>
#include <string.h>

#include "trade/gstin.h"

static const struct { enum india_code kind; const char *wire, *shape; size_t more; } rows[] = {
#define INDIA_CODE(id, wire, shape, more) {INDIA_##id, wire, shape, more},
#include "schema/india_codes.def"
#undef INDIA_CODE
};
#define ROWS (sizeof rows / sizeof *rows)

static bool sign_fits(char sign, char c)
{
	bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';
	return (sign == 'd' && digit) || (sign == 'n' && digit && c != '0') || (sign == '0' && c == '0') || (sign == 'L' && letter) ||
	       (sign == 'x' && (digit || letter));
}

static bool shape_fits(const char *shape, size_t more, const char *text)
{
	size_t least = strlen(shape), n = strnlen(text, least + more + 1);
	if (n < least || n > least + more) return false;
	for (size_t i = 0; i < n; i++)
		if (!sign_fits(shape[i < least ? i : least - 1], text[i])) return false;
	return true;
}

/* Chapters 01 to 99 of the tariff; 77 is kept free. */
static bool chapter_exists(const char *hsn) { return strncmp(hsn, "00", 2) != 0 && strncmp(hsn, "77", 2) != 0; }

bool india_code_valid(enum india_code kind, const char *text)
{
	bool fits = false;
	for (size_t i = 0; i < ROWS && !fits; i++) fits = rows[i].kind == kind && shape_fits(rows[i].shape, rows[i].more, text);
	if (fits && kind == INDIA_GSTIN) return gstin_valid(text);
	return fits && (kind != INDIA_HSN || chapter_exists(text));
}

const char *india_code_wire(enum india_code kind)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].kind == kind) return rows[i].wire;
	return "";
}

bool upi_valid(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", of_name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t name = strspn(text, of_name);
	if (name < 2 || name > 60 || text[name] != '@') return false;
	size_t handle = strspn(text + name + 1, letters);
	return handle >= 2 && handle <= 32 && text[name + 1 + handle] == '\0';
}

bool gstin_has_pan(const char *gstin, const char *pan) { return strncmp(gstin + 2, pan, 10) == 0; }
