/* ice_link.c — one header, and credentials that end by themselves. */
#include "api/ice_link.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "media/hmac.h"

#define TURN_HOURS 6
#define MAC_CHARS  (4 * ((HMAC_SHA1_BYTES + 2) / 3) + 1)

/* A Link value being written: RFC 8288, several in one header. */
struct links { char text[4 * CONFIG_TEXT_MAX]; size_t n; };

static void add(struct links *l, const char *url, size_t len, const char *parameters)
{
	size_t room = sizeof l->text - l->n;
	if (len + strlen(parameters) + 32 < room)
		l->n += (size_t)snprintf(l->text + l->n, room, "%s<%.*s>; rel=\"ice-server\"%s", l->n ? ", " : "", (int)len, url, parameters);
}

static void add_all(struct links *l, const char *urls, const char *parameters)
{
	for (const char *s = urls; *s;) {
		s += strspn(s, ", ");
		size_t len = strcspn(s, ", ");
		if (len) add(l, s, len, parameters);
		s += len;
	}
}

/* The name is when it ends, the password the name's MAC under the secret (draft-uberti-behave-turn-rest-00 §2.2; coturn's
 * use-auth-secret). */
static void turn_parameters(const char *secret, char *ret, size_t cap)
{
	char name[24];
	uint8_t mac[HMAC_SHA1_BYTES];
	unsigned char password[MAC_CHARS];
	struct hmac_sha1 key;
	snprintf(name, sizeof name, "%lld", (long long)(clock_wall_ms() / 1000 + TURN_HOURS * 3600));
	hmac_sha1_init(&key, secret, strlen(secret));
	hmac_sha1(&key, name, strlen(name), NULL, 0, mac);
	EVP_EncodeBlock(password, mac, sizeof mac);
	snprintf(ret, cap, "; username=\"%s\"; credential=\"%s\"; credential-type=\"password\"", name, (char *)password);
}

void ice_link_add(struct http_reply *rp, const struct config *c)
{
	char parameters[128];
	struct links l = {.n = 0};
	add_all(&l, c->ice_servers, "");
	turn_parameters(c->turn_secret, parameters, sizeof parameters);
	add_all(&l, c->turn_urls, *c->turn_secret ? parameters : "");
	if (l.n) http_reply_header(rp, "link", l.text);
}
