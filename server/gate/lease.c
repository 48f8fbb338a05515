/* lease.c — a flat array without gaps: a few thousand short comparisons when someone joins or leaves. */
#include "gate/lease.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct leases { size_t len; struct lease items[LEASES_MAX]; };

struct leases *leases_new(void)
{
	struct leases *ls = calloc(1, sizeof *ls);
	if (!ls || sodium_init() < 0) abort();
	return ls;
}

void leases_free(struct leases *ls) { free(ls); }

void lease_renew_etag(struct lease *l)
{
	unsigned char bytes[4];
	randombytes_buf(bytes, sizeof bytes);
	l->etag[0] = '"';
	sodium_bin2hex(l->etag + 1, 9, bytes, sizeof bytes);
	l->etag[9] = '"';
	l->etag[10] = 0;
}

void lease_end_publisher(struct leases *ls, const struct booth_id *booth)
{
	for (size_t i = ls->len; i-- > 0;)
		if (ls->items[i].publisher.v && !strcmp(ls->items[i].booth.s, booth->s)) lease_end(ls, &ls->items[i]);
}

err_t lease_new(struct leases *ls, const struct booth_id *booth, struct publisher_id p, struct viewer_id v, struct lease **ret)
{
	unsigned char bytes[16];
	if (p.v) lease_end_publisher(ls, booth);
	if (ls->len == LEASES_MAX) return ERR_FULL;
	struct lease *l = &ls->items[ls->len++];
	*l = (struct lease){.booth = *booth, .publisher = p, .viewer = v};
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(l->name, sizeof l->name, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	lease_renew_etag(l);
	*ret = l;
	return OK;
}

struct lease *lease_find(struct leases *ls, const char *name)
{
	for (size_t i = 0; i < ls->len; i++)
		if (!strcmp(ls->items[i].name, name)) return &ls->items[i];
	return NULL;
}

struct lease *lease_of_publisher(struct leases *ls, struct publisher_id p)
{
	for (size_t i = 0; p.v && i < ls->len; i++)
		if (ls->items[i].publisher.v == p.v) return &ls->items[i];
	return NULL;
}

struct lease *lease_of_viewer(struct leases *ls, struct viewer_id v)
{
	for (size_t i = 0; v.v && i < ls->len; i++)
		if (ls->items[i].viewer.v == v.v) return &ls->items[i];
	return NULL;
}

void lease_end(struct leases *ls, struct lease *l)
{
	if (l) *l = ls->items[--ls->len];
}
