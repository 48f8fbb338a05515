/* ice.c — two keys at most, a few paths, and one of them chosen. */
#include "media/ice.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACE_CHARS 6 /* hex digits of the place that lead a ufrag */

void ice_words_new(uint32_t place, struct ice_words *ret)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; /* RFC 8839 §5.4 ice-char */
	uint8_t r[ICE_UFRAG_CHARS + ICE_PWD_CHARS];
	if (RAND_bytes(r, sizeof r) != 1) abort();
	snprintf(ret->ufrag, sizeof ret->ufrag, "%06x", place & 0xffffff);
	for (int i = PLACE_CHARS; i < ICE_UFRAG_CHARS; i++) ret->ufrag[i] = alphabet[r[i] & 63];
	for (int i = 0; i < ICE_PWD_CHARS; i++) ret->pwd[i] = alphabet[r[ICE_UFRAG_CHARS + i] & 63];
	ret->ufrag[ICE_UFRAG_CHARS] = ret->pwd[ICE_PWD_CHARS] = 0;
}

bool ice_place(const struct stun_msg *m, uint32_t *ret)
{
	size_t len = 0;
	uint32_t place = 0;
	const char *ufrag = stun_local_ufrag(m, &len);
	if (!ufrag || len != ICE_UFRAG_CHARS) return false;
	for (int i = 0; i < PLACE_CHARS; i++) {
		char c = ufrag[i];
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 16;
		if (digit == 16) return false;
		place = place << 4 | digit;
	}
	*ret = place;
	return true;
}

static void set_key(struct ice_key *k, const struct ice_words *words)
{
	memcpy(k->ufrag, words->ufrag, sizeof k->ufrag);
	stun_key_init(&k->key, words->pwd, strlen(words->pwd));
}

void ice_init(struct ice *i, const struct ice_words *words, int64_t now_us)
{
	*i = (struct ice){.heard_us = now_us, .checks_left = ICE_CHECKS_PER_S};
	set_key(&i->now, words);
}

void ice_restart(struct ice *i, const struct ice_words *words, int64_t now_us)
{
	i->old = i->now;
	i->old_until_us = now_us + ICE_OLD_US;
	set_key(&i->now, words);
	i->heard_us = now_us;
}

const struct path *ice_path(const struct ice *i) { return i->paths_n ? &i->paths[i->chosen] : NULL; }
void ice_second(struct ice *i) { i->checks_left = ICE_CHECKS_PER_S; }

static bool ufrag_is(const struct ice_key *k, const char *ufrag, size_t len)
{
	return len == strlen(k->ufrag) && len && memcmp(ufrag, k->ufrag, len) == 0;
}

/* The key that goes with the ufrag of this check; NULL if it is none of ours. */
static const struct hmac_sha1 *key_for(const struct ice *i, const struct stun_msg *m, int64_t now_us)
{
	size_t len = 0;
	const char *ufrag = stun_local_ufrag(m, &len);
	if (!ufrag) return NULL;
	if (ufrag_is(&i->now, ufrag, len)) return &i->now.key;
	return now_us < i->old_until_us && ufrag_is(&i->old, ufrag, len) ? &i->old.key : NULL;
}

static int find_path(const struct ice *i, const struct path *p)
{
	for (int k = 0; k < i->paths_n; k++)
		if (path_same(&i->paths[k], p)) return k;
	return -1;
}

/* A new address takes a free place, or that of the oldest one not in use. */
static uint8_t add_path(struct ice *i, const struct path *p, struct path *ret_dropped)
{
	uint8_t at = i->paths_n;
	if (at == ICE_PATHS) {
		if (i->next_path == i->chosen) i->next_path = (uint8_t)((i->next_path + 1) % ICE_PATHS);
		at = i->next_path;
		i->next_path = (uint8_t)((at + 1) % ICE_PATHS);
		*ret_dropped = i->paths[at];
	} else {
		i->paths_n++;
	}
	i->paths[at] = *p;
	return at;
}

err_t ice_on_check(struct ice *i, const struct stun_msg *m, const struct path *from, int64_t now_us, struct port *port,
                   bool *ret_added, struct path *ret_dropped)
{
	*ret_added = false;
	*ret_dropped = (struct path){.stream = ICE_NO_STREAM};
	const struct hmac_sha1 *key = key_for(i, m, now_us);
	if (!key) return ERR_UNAUTHENTIC;
	if (!i->checks_left) return ERR_TOO_FAST;
	i->checks_left--;
	struct sockaddr_storage ss;
	size_t len;
	bool nominated = false;
	address_to_sockaddr(&from->remote, address_is_v4(&from->remote) ? AF_INET : AF_INET6, &ss);
	TRY(stun_answer(m, key, (struct sockaddr *)&ss, port_room(port), PORT_DATAGRAM_MAX, &len, &nominated));
	port_send(port, from, len);
	i->heard_us = now_us;
	int at = find_path(i, from);
	if (at < 0) {
		at = add_path(i, from, ret_dropped);
		port_forget(port, ret_dropped); /* else one peer could hold every stream there is */
		*ret_added = true;
	}
	if (nominated || !i->nominated) i->chosen = (uint8_t)at;
	i->nominated = i->nominated || nominated;
	return OK;
}
