/* counters.c — one array for the process: counting is the one thing every room does and no room owns. */
#include "base/counters.h"

#include <stdatomic.h>

static _Atomic int64_t values[CTR_COUNT], refusals[ERR_COUNT];

static const struct { const char *name, *help, *type; } table[CTR_COUNT] = {
#define COUNTER(id, name, help) [CTR_##id] = {name, help, "counter"},
#define GAUGE(id, name, help) [CTR_##id] = {name, help, "gauge"},
#include "schema/counters.def"
#undef COUNTER
#undef GAUGE
};

void counter_add(enum counter c, int64_t n) { atomic_fetch_add_explicit(&values[c], n, memory_order_relaxed); }
void counter_set(enum counter c, int64_t n) { atomic_store_explicit(&values[c], n, memory_order_relaxed); }
int64_t counter_get(enum counter c) { return atomic_load_explicit(&values[c], memory_order_relaxed); }

void counter_refusal(err_t e) { atomic_fetch_add_explicit(&refusals[e], 1, memory_order_relaxed); }
int64_t counter_refusals(err_t e) { return atomic_load_explicit(&refusals[e], memory_order_relaxed); }

static void print_refusals(struct buf *out)
{
	buf_puts(out, "# HELP mela_refusals_total Requests and live messages that were answered with an error, by its code\n# TYPE mela_refusals_total counter\n");
	for (err_t e = OK + 1; e < ERR_COUNT; e++)
		buf_printf(out, "mela_refusals_total{code=\"%s\"} %lld\n", err_wire(e), (long long)counter_refusals(e));
}

void counters_print(struct buf *out)
{
	for (int i = 0; i < CTR_COUNT; i++)
		buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", table[i].name, table[i].help, table[i].name, table[i].type, table[i].name,
		           (long long)counter_get((enum counter)i));
	print_refusals(out);
}
