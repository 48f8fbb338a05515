/* catalogue.c — fills a demonstration's store with products for a benchmark of the search, by the server's own modules.
 *
 *   catalogue --data DIR --products N [--seed S]
 *
 * Texts are drawn from the words of the products that are there already, a word's chance falling with its rank (Zipf), and from 40,000
 * made-up words beside them, so that the list of words is long as well as uneven. Prices are even on a logarithmic scale, ₹50 to ₹50,000.
 * The same seed makes the same products. The server must not be running. Prints {"products", "seconds", "common": [[en, hi] …], "rare": …}. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fair/fair.h"
#include "store/datadir.h"
#include "store/db.h"
#include "trade/product.h"

#define WORDS_MAX 4000
#define LIKE_MAX 2000
#define A_TICK 500
#define MADE_UP 40000
#define ABOUT_WORDS 12
#define COMMON 20

struct word { char s[48]; int n; };
struct words { struct word items[WORDS_MAX]; int len; };

struct shop {
	struct product like[LIKE_MAX];       /* whose booth, seller, district and craft the new ones have */
	int likes;
	struct words en, hi;
	uint64_t random;
	int64_t made, wanted;
};

/* xorshift64* */
static uint64_t random_next(struct shop *s)
{
	s->random ^= s->random >> 12;
	s->random ^= s->random << 25;
	s->random ^= s->random >> 27;
	return s->random * 2685821657736338717ULL;
}
static int random_below(struct shop *s, int n) { return (int)(random_next(s) >> 33) % n; }

static void count_word(struct words *w, const char *s, size_t len)
{
	if (len < 2 || len >= sizeof w->items[0].s) return;
	for (int i = 0; i < w->len; i++)
		if (strlen(w->items[i].s) == len && memcmp(w->items[i].s, s, len) == 0) { w->items[i].n++; return; }
	if (w->len == WORDS_MAX) return;
	memcpy(w->items[w->len].s, s, len);
	w->items[w->len++].n = 1;
}

static void count_words(struct words *w, const char *text)
{
	static const char parting[] = " ,.;:()/-";
	while (*text) {
		size_t len = strcspn(text, parting);
		count_word(w, text, len);
		text += len + (text[len] != 0);
	}
}

static int by_count(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	return x->n != y->n ? y->n - x->n : strcmp(x->s, y->s);
}

static void learn(void *arg, const struct product *p)
{
	struct shop *s = arg;
	if (s->likes < LIKE_MAX) s->like[s->likes++] = *p;
	count_words(&s->en, p->name_en);
	count_words(&s->en, p->about_en);
	count_words(&s->hi, p->name_hi);
	count_words(&s->hi, p->about_hi);
}

/* Rank r has a chance like 1 / r. */
static const char *draw(struct shop *s, const struct words *w)
{
	double u = (double)(random_next(s) >> 11) / 9007199254740992.0;
	int rank = (int)(exp(u * log(w->len + 1.0)) - 1);
	return w->items[rank < w->len ? rank : w->len - 1].s;
}

/* The n-th made-up word, in both scripts. */
static void make_up(int n, char en[static 24], char hi[static 48])
{
	static const char *const latin[] = {"ka", "ri", "mu", "ta", "lo", "shi", "na", "bu", "pa", "de", "go", "vi", "sa", "ju", "ha", "ki", "ra", "mo", "ti", "lu"};
	static const char *const deva[] = {"क", "री", "मु", "ता", "लो", "शि", "ना", "बू", "प", "दे", "गो", "वी", "सा", "जु", "हा", "की", "रा", "मो", "ति", "लू"};
	*en = *hi = '\0';
	for (int i = 0, x = n + 8000; i < 4; i++, x /= 20) {
		strcat(en, latin[x % 20]);
		strcat(hi, deva[x % 20]);
	}
}

static void say(struct shop *s, char *en, char *hi, int words)
{
	char made_en[24], made_hi[48];
	*en = *hi = '\0';
	for (int i = 0; i < words; i++) {
		if (i) strcat(en, " "), strcat(hi, " ");
		if (random_below(s, 10)) {
			strcat(en, draw(s, &s->en));
			strcat(hi, draw(s, &s->hi));
		} else {
			make_up(random_below(s, MADE_UP), made_en, made_hi);
			strcat(en, made_en);
			strcat(hi, made_hi);
		}
	}
}

static err_t add_some(struct tx *tx, void *arg)
{
	struct shop *s = arg;
	struct product_id id;
	for (int i = 0; i < A_TICK && s->made < s->wanted; i++, s->made++) {
		struct product p = s->like[random_below(s, s->likes)];
		p.price.minor = (int64_t)(5000 * exp((double)random_below(s, 10000) / 10000 * log(1000)));
		p.gi = random_below(s, 3) == 0;
		say(s, p.name_en, p.name_hi, 3 + random_below(s, 3));
		say(s, p.about_en, p.about_hi, ABOUT_WORDS);
		TRY(product_new(tx, &p, &id));
	}
	return OK;
}

static err_t fill(struct db *db, struct shop *s)
{
	struct fair fair;
	const struct product_filter all = {.after = "", .district = "", .category = "", .booth = "", .fair = "", .limit = LIKE_MAX};
	TRY(fair_find_current(db, &fair));
	TRY(product_list(db, &all, clock_wall_ms(), learn, s));
	if (!s->likes) return ERR_NO_PRODUCT;
	qsort(s->en.items, (size_t)s->en.len, sizeof s->en.items[0], by_count);
	qsort(s->hi.items, (size_t)s->hi.len, sizeof s->hi.items[0], by_count);
	struct tick *tick = tick_new(db);
	err_t e = OK;
	while (e == OK && s->made < s->wanted) {
		e = tick_handle(tick, add_some, s);
		tick_end(tick);
		if (s->made % 20000 < A_TICK) fprintf(stderr, "%lld\n", (long long)s->made);
		if (db_wal_pages(db) > 20000) db_checkpoint(db, true);
	}
	db_checkpoint(db, true);
	tick_free(tick); /* and the connection with it */
	return e;
}

static void print(const struct shop *s, double seconds)
{
	char en[24], hi[48];
	printf("{\"products\": %lld, \"seconds\": %.1f, \"common\": [", (long long)s->made, seconds);
	for (int i = 0; i < COMMON; i++) printf("%s[\"%s\", \"%s\"]", i ? ", " : "", s->en.items[i].s, s->hi.items[i].s);
	printf("], \"rare\": [");
	for (int i = 0; i < 10; i++) {
		make_up(i * 3999, en, hi);
		printf("%s[\"%s\", \"%s\"]", i ? ", " : "", en, hi);
	}
	puts("]}");
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"data", 1, 0, 'd'}, {"products", 1, 0, 'p'}, {"seed", 1, 0, 's'}, {0}};
	struct shop *s = calloc(1, sizeof *s);
	const char *dir = NULL;
	struct db *db;
	int lock;
	s->random = 1;
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (o == 'd') dir = optarg;
		else if (o == 'p') s->wanted = atoll(optarg);
		else if (o == 's') s->random = strtoull(optarg, NULL, 10) * 2 + 1;
		else return 2;
	}
	if (!dir || s->wanted < 1) return 2;
	const int64_t began_us = clock_mono_us();
	err_t e = datadir_take(dir, &lock);
	if (e == OK) e = db_open(dir, true, &db);
	if (e == OK) e = fill(db, s);
	if (e == OK) print(s, (double)(clock_mono_us() - began_us) / 1e6);
	if (e != OK) fprintf(stderr, "catalogue: %s\n", err_wire(e));
	return e == OK ? 0 : 1;
}
