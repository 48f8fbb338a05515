/* demo.c — seeds once, makes sign-in codes where the last are spent, and tells all in words, a QR code and demo.json. */
#include "server/demo.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "gate/house.h"
#include "server/beside.h"
#include "server/helpers.h"
#include "people/artisan_code.h"
#include "people/password.h"
#include "server/serve.h"
#include "store/datadir.h"
#include "trade/seed.h"

#define DEMO_BOOTHS_MAX 32
#define DEMO_EMAIL "organizer@mela.example"
#define DEMO_HELPLINE "helpline@mela.example"
#define GOODBYE_MS 5000 /* the same demonstration, told to stop a moment ago */

struct demo_booth { struct booth_row row; struct artisan_code code; };

struct demo {
	struct config *config;
	int port, publishers;
	char password[44], hash[PASSWORD_HASH_MAX], lan[64], tables[512];
	struct helpers *helpers;
	const struct house *house;
	struct demo_booth booths[DEMO_BOOTHS_MAX];
	int booths_len;
};

err_t demo_ports(struct config *c, int port)
{
	if (port < 1 || port > 65400) { log_error("demo", "--port must be 1 to 65400"); return ERR_CONFIG; }
	c->http_port = port;
	c->https_port = port + 1;
	c->media_port = port + 2;
	c->metrics_port = port + 13;
	snprintf(c->ingest_ports, sizeof c->ingest_ports, "%d-%d", port + 20, port + 99);
	snprintf(c->smtp_url, sizeof c->smtp_url, "smtp://127.0.0.1:%d", port + 12);
	snprintf(c->pay_upi, sizeof c->pay_upi, "fair.demo@invalid"); /* RFC 2606: no bank is called so */
	snprintf(c->pay_name, sizeof c->pay_name, "Demonstration fair");
	snprintf(c->data, sizeof c->data, "demo");
	return OK;
}

static err_t keep_password(struct tx *tx, void *request)
{
	struct demo *d = request;
	struct rows r;
	db_query(tx_db(tx), &r, Q_SETTING_GET, V("demo.password"));
	bool known = rows_next(&r);
	if (known) rows_copy(&r, 0, d->password, sizeof d->password);
	TRY(rows_end(&r));
	return known ? OK : db_exec(tx_db(tx), Q_SETTING_PUT, V("demo.password"), V(d->password));
}

/* An organizer, a helpline agent with the same password, the register, booths, products: only into an empty store. */
static err_t fill(struct tx *tx, void *request)
{
	struct demo *d = request;
	struct fair fair;
	struct fair_id id;
	struct person_id organizer, helpline;
	const struct person_new agent = {.role = ROLE_HELPLINE, .name = "Helpline", .email = DEMO_HELPLINE, .email_confirmed = true, .country = "IN"};
	if (fair_find_current(tx_db(tx), &fair) == OK) return OK;
	TRY(seed_demo(tx, &(struct seed_demo){.dir = d->tables, .organizer_email = DEMO_EMAIL, .password_hash = d->hash}, &id, &organizer));
	TRY(person_new(tx, &agent, &helpline));
	return credential_set(tx, helpline.s, d->hash);
}

static void keep_booth(void *arg, const struct booth_row *b)
{
	struct demo *d = arg;
	if (d->booths_len < DEMO_BOOTHS_MAX) d->booths[d->booths_len++].row = *b;
}

/* In the clear, as the password is: whoever reads this folder may do as they like with a demonstration. */
static err_t code_of(struct tx *tx, struct demo_booth *b)
{
	char name[SLUG_MAX + 16], kept[64] = "";
	bool open = false;
	struct rows r;
	snprintf(name, sizeof name, "demo.code.%s", b->row.slug);
	db_query(tx_db(tx), &r, Q_SETTING_GET, V(name));
	if (rows_next(&r)) rows_copy(&r, 0, kept, sizeof kept);
	TRY(rows_end(&r));
	if (sscanf(kept, "%8s %43s", b->code.code, b->code.link) == 2) TRY(artisan_code_is_open(tx, b->code.code, &open));
	if (open) return OK;
	TRY(artisan_code_make(tx, b->row.artisan.s, b->row.artisan.s, &b->code));
	snprintf(kept, sizeof kept, "%s %s", b->code.code, b->code.link);
	return db_exec(tx_db(tx), Q_SETTING_PUT, V(name), V(kept));
}

static err_t find_codes(struct tx *tx, void *request)
{
	struct demo *d = request;
	struct fair fair;
	d->booths_len = 0;
	TRY(fair_find_current(tx_db(tx), &fair));
	TRY(booth_row_list(tx_db(tx), &(struct booth_filter){.fair = fair.id.s, .after = "", .district = "", .category = "", .limit = DEMO_BOOTHS_MAX}, keep_booth, d));
	for (int i = 0; i < d->booths_len; i++) TRY(code_of(tx, &d->booths[i]));
	return OK;
}

static int by_age(const void *a, const void *b) { return strcmp(((const struct demo_booth *)a)->row.id.s, ((const struct demo_booth *)b)->row.id.s); }

static err_t before(void *arg, const struct house *house)
{
	struct demo *d = arg;
	d->house = house;
	beside("../../schema/seed", "/usr/share/mela/seed", d->tables, sizeof d->tables);
	id_secret(d->password);
	d->password[12] = 0;
	TRY(tick_handle(house->tick, keep_password, d));
	TRY(password_hash(d->password, d->hash));
	TRY(tick_handle(house->tick, fill, d));
	TRY(tick_handle(house->tick, find_codes, d));
	tick_end(house->tick);
	qsort(d->booths, (size_t)d->booths_len, sizeof *d->booths, by_age);
	d->helpers = helpers_new(house->loop);
	char dir[600], port[16];
	snprintf(dir, sizeof dir, "%s/mail", d->config->data);
	snprintf(port, sizeof port, "%d", d->port + 12);
	TRY(datadir_make(dir));
	return helpers_start(d->helpers, "smtp_sink", (const char *const[]){dir, port, NULL});
}

/* The first address that a phone in the same network can reach; "" if there is none. */
static void find_lan(char *ret, size_t cap)
{
	struct ifaddrs *all;
	*ret = 0;
	if (getifaddrs(&all) < 0) return;
	for (struct ifaddrs *i = all; i && !*ret; i = i->ifa_next) {
		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || (i->ifa_flags & IFF_LOOPBACK) || !(i->ifa_flags & IFF_UP)) continue;
		inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)i->ifa_addr)->sin_addr, ret, (socklen_t)cap);
	}
	freeifaddrs(all);
}

static void write_booth(struct json *j, const struct demo *d, int i)
{
	const struct demo_booth *b = &d->booths[i];
	char text[400];
	json_obj(j, NULL);
	json_str(j, "slug", b->row.slug);
	snprintf(text, sizeof text, "%s/booth/%s", d->house->origin, b->row.slug);
	json_str(j, "url", text);
	json_bool(j, "live", i < d->publishers);
	snprintf(text, sizeof text, "%s/whip/%s", d->house->origin, b->row.slug);
	json_str(j, "whip", text);
	snprintf(text, sizeof text, "%s/whep/%s", d->house->origin, b->row.slug);
	json_str(j, "whep", text);
	json_str(j, "publish_token", b->row.publish_token);
	json_str(j, "artisan_code", b->code.code);
	json_obj_end(j);
}

/* Written beside and renamed, so that a reader never sees half of it. */
static err_t write_json(const struct demo *d)
{
	struct buf out;
	buf_init(&out);
	struct json j = json_start(&out);
	json_obj(&j, NULL);
	json_str(&j, "origin", d->house->origin);
	json_obj(&j, "organizer");
	json_str(&j, "email", DEMO_EMAIL);
	json_str(&j, "password", d->password);
	json_obj_end(&j);
	json_obj(&j, "helpline");
	json_str(&j, "email", DEMO_HELPLINE);
	json_str(&j, "password", d->password);
	json_obj_end(&j);
	json_arr(&j, "booths");
	for (int i = 0; i < d->booths_len; i++) write_booth(&j, d, i);
	json_arr_end(&j);
	json_obj_end(&j);
	char path[600], part[620];
	snprintf(path, sizeof path, "%s/demo.json", d->config->data);
	snprintf(part, sizeof part, "%s.part", path);
	FILE *f = fopen(part, "we");
	bool ok = f && fprintf(f, "%s\n", out.data) > 0;
	if (f) ok = fclose(f) == 0 && ok;
	buf_fini(&out);
	return ok && rename(part, path) == 0 ? OK : ERR_IO;
}

/* Two rows of the code in one line of text; a phone wants dark on light, so the light is drawn. */
static void print_qr(const char *text)
{
	QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
	if (!q) return;
	for (int y = -2; y < q->width + 2; y += 2) {
		fputs("    ", stdout);
		for (int x = -2; x < q->width + 2; x++) {
			bool in = x >= 0 && x < q->width;
			bool up = in && y >= 0 && y < q->width && (q->data[y * q->width + x] & 1);
			bool down = in && y + 1 >= 0 && y + 1 < q->width && (q->data[(y + 1) * q->width + x] & 1);
			fputs(up && down ? " " : up ? "▄" : down ? "▀" : "█", stdout);
		}
		putchar('\n');
	}
	QRcode_free(q);
}

static void print_all(const struct demo *d)
{
	printf("\n  The fair is open.\n\n    %s/            the lobby\n    %s/desk        the organizer's desk: %s, password %s\n"
	       "                                        the helpline: %s, the same password\n\n  Booths\n", d->house->origin, d->house->origin, DEMO_EMAIL, d->password, DEMO_HELPLINE);
	for (int i = 0; i < d->booths_len; i++)
		printf("    %-5s %s/booth/%-36s artisan's code %s\n", i < d->publishers ? "live" : "", d->house->origin, d->booths[i].row.slug, d->booths[i].code.code);
	if (d->publishers < d->booths_len && *d->lan) {
		const struct demo_booth *b = &d->booths[d->publishers];
		char link[300];
		snprintf(link, sizeof link, "https://%s:%d/sign-in#%s", d->lan, d->port + 1, b->code.link);
		printf("\n  Go live from a phone in the same network, in booth %s:\n  %s\n\n", b->row.slug, link);
		print_qr(link);
	}
	printf("\n  The certificate is this server's own; the browser will ask once. All of this stands in %s/demo.json.\n  Ctrl-C ends the fair.\n\n", d->config->data);
	fflush(stdout);
}

static err_t start_publisher(struct demo *d, int i)
{
	static const char *const codecs[] = {"h264", "vp8", "h264"};
	char url[400], seed[16];
	snprintf(url, sizeof url, "https://localhost:%d/whip/%s", d->port + 1, d->booths[i].row.slug);
	snprintf(seed, sizeof seed, "%d", i + 1);
	return helpers_start(d->helpers, "phone", (const char *const[]){"--url", url, "--token", d->booths[i].row.publish_token, "--codec", codecs[i % 3], "--size", "640x360",
	                     "--fps", "20", "--kbps", "700", "--insecure", "--label", d->booths[i].row.name_en, "--seed", seed, NULL});
}

static err_t ready(void *arg, const struct house *house)
{
	struct demo *d = arg;
	d->house = house;
	find_lan(d->lan, sizeof d->lan);
	TRY(write_json(d));
	print_all(d);
	for (int i = 0; i < d->publishers && i < d->booths_len; i++) TRY(start_publisher(d, i));
	return OK;
}

static void after(void *arg) { helpers_free(((struct demo *)arg)->helpers); }

err_t demo_run(struct config *c, int port, int publishers)
{
	struct demo *d = calloc(1, sizeof *d);
	if (!d) abort();
	*d = (struct demo){.config = c, .port = port, .publishers = publishers};
	datadir_wait(c->data, GOODBYE_MS);
	err_t e = serve(c, &(struct serve_extras){.arg = d, .before = before, .ready = ready, .after = after});
	free(d);
	return e;
}
