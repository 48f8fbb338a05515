/* subscription.c — what a stranger may name as an endpoint is read narrowly; curl's own parser cuts it up. */
#include "notify/subscription.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "notify/public_address.h"

struct parts { CURLU *url; char *scheme, *host, *port, *user; };

static void parts_fini(struct parts *p)
{
	curl_free(p->scheme);
	curl_free(p->host);
	curl_free(p->port);
	curl_free(p->user);
	curl_url_cleanup(p->url);
}

static bool cut_up(const char *endpoint, struct parts *p)
{
	p->url = curl_url();
	if (!p->url || curl_url_set(p->url, CURLUPART_URL, endpoint, 0) != CURLUE_OK) return false;
	curl_url_get(p->url, CURLUPART_USER, &p->user, 0);
	return curl_url_get(p->url, CURLUPART_SCHEME, &p->scheme, 0) == CURLUE_OK && curl_url_get(p->url, CURLUPART_HOST, &p->host, 0) == CURLUE_OK &&
	       curl_url_get(p->url, CURLUPART_PORT, &p->port, CURLU_DEFAULT_PORT) == CURLUE_OK;
}

static bool listed(const struct parts *p, const char *exempt)
{
	size_t host = strlen(p->host), port = strlen(p->port);
	for (const char *s = exempt; *s;) {
		size_t n = strcspn(s, ", ");
		if (n == host + 1 + port && strncasecmp(s, p->host, host) == 0 && s[host] == ':' && strncmp(s + host + 1, p->port, port) == 0) return true;
		s += n;
		s += strspn(s, ", ");
	}
	return false;
}

/* A name passes: what it stands for is looked at when it is connected to. An address must be public now. */
static bool host_may_be_public(const char *host)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	char bare[INET6_ADDRSTRLEN];
	if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) return public_address((const struct sockaddr *)&v4);
	if (*host == '[') {
		size_t n = strcspn(host + 1, "]");
		if (n >= sizeof bare) return false;
		memcpy(bare, host + 1, n);
		bare[n] = 0;
		return inet_pton(AF_INET6, bare, &v6.sin6_addr) == 1 && public_address((const struct sockaddr *)&v6);
	}
	return strchr(host, '.') && strcasecmp(host, "localhost.") != 0;
}

bool subscription_exempt(const char *endpoint, const char *exempt)
{
	[[gnu::cleanup(parts_fini)]] struct parts p = {0};
	return cut_up(endpoint, &p) && listed(&p, exempt);
}

bool subscription_endpoint_valid(const char *endpoint, const char *exempt)
{
	[[gnu::cleanup(parts_fini)]] struct parts p = {0};
	if (strlen(endpoint) > SUBSCRIPTION_ENDPOINT_MAX || !text_printable(endpoint, false) || !cut_up(endpoint, &p) || p.user) return false;
	if (listed(&p, exempt)) return strcmp(p.scheme, "https") == 0 || strcmp(p.scheme, "http") == 0;
	return strcmp(p.scheme, "https") == 0 && strcmp(p.port, "443") == 0 && host_may_be_public(p.host);
}

static bool base64url(const char *s, size_t chars)
{
	return strlen(s) == chars && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == chars;
}

err_t subscription_put(struct tx *tx, const char *person, const struct subscription *s, char ret_id[static ID_CHARS + 1])
{
	char id[ID_CHARS + 1];
	if (!base64url(s->p256dh, SUBSCRIPTION_P256DH_CHARS) || !base64url(s->auth, SUBSCRIPTION_AUTH_CHARS)) return ERR_BAD_FIELD;
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_PUSH_SUBSCRIPTION_RELEASE, V(s->endpoint)));
	TRY(db_exec(tx_db(tx), Q_PUSH_SUBSCRIPTION_INSERT, V(id), V(person), V(s->endpoint), V(s->p256dh), V(s->auth), V(tx_now_ms(tx))));
	TRY(db_exec(tx_db(tx), Q_PUSH_SUBSCRIPTION_MAKE_ROOM, V(person), V(SUBSCRIPTION_MAX)));
	memcpy(ret_id, id, sizeof id);
	return OK;
}

static void read_row(struct rows *r, struct subscription *ret)
{
	rows_copy(r, 0, ret->id, sizeof ret->id);
	rows_copy(r, 1, ret->endpoint, sizeof ret->endpoint);
	rows_copy(r, 2, ret->p256dh, sizeof ret->p256dh);
	rows_copy(r, 3, ret->auth, sizeof ret->auth);
}

err_t subscription_find(struct db *db, const char *id, struct subscription *ret)
{
	struct rows r;
	db_query(db, &r, Q_PUSH_SUBSCRIPTION_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t subscription_drop(struct tx *tx, const char *id, const char *person)
{
	return db_exec(tx_db(tx), Q_PUSH_SUBSCRIPTION_DROP, V(id), V(person ? person : ""));
}

err_t subscription_list(struct db *db, const char *person, void (*each)(void *arg, const struct subscription *s), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PUSH_SUBSCRIPTION_OF, V(person), V(SUBSCRIPTION_MAX));
	while (rows_next(&r)) {
		struct subscription s;
		read_row(&r, &s);
		each(arg, &s);
	}
	return rows_end(&r);
}
