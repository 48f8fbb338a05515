/* scene.c — cairo; the clock last, so that nothing lies over it. */
#include "tests/tools/phone/scene.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

struct colour { double r, g, b; };

/* Indigo, madder, turmeric, leaf, lac, copper: the inks of the crafts. */
static const struct colour inks[] = {
	{0.16, 0.20, 0.45}, {0.62, 0.18, 0.16}, {0.85, 0.60, 0.13}, {0.20, 0.42, 0.27}, {0.48, 0.13, 0.36}, {0.66, 0.39, 0.20},
};
#define INKS (sizeof inks / sizeof *inks)

static void ink(cairo_t *cr, unsigned n, double alpha)
{
	const struct colour *c = &inks[n % INKS];
	cairo_set_source_rgba(cr, c->r, c->g, c->b, alpha);
}

/* Handmade paper, a little different for each booth. */
static void draw_ground(const struct scene *s, cairo_t *cr)
{
	double warm = 0.02 * (double)(s->seed % 4);
	cairo_set_source_rgb(cr, 0.96 - warm, 0.93 - warm, 0.86 - 2 * warm);
	cairo_paint(cr);
}

static void draw_ring(cairo_t *cr, unsigned petals, double radius, double turn, unsigned colour)
{
	for (unsigned i = 0; i < petals; i++) {
		cairo_save(cr);
		cairo_rotate(cr, turn + 2 * M_PI * i / petals);
		cairo_move_to(cr, 0, radius * 0.25);
		cairo_curve_to(cr, radius * 0.35, radius * 0.5, radius * 0.2, radius * 0.9, 0, radius);
		cairo_curve_to(cr, -radius * 0.2, radius * 0.9, -radius * 0.35, radius * 0.5, 0, radius * 0.25);
		ink(cr, colour, 0.75);
		cairo_fill(cr);
		cairo_restore(cr);
	}
}

static void draw_motif(const struct scene *s, cairo_t *cr, double t)
{
	double size = s->height * 0.42, speed = 0.15 + 0.05 * (double)(s->seed % 5);
	unsigned petals = 6 + s->seed % 7;
	cairo_save(cr);
	cairo_translate(cr, s->width * (0.5 + 0.12 * sin(t * 0.4 + s->seed)), s->height * 0.52);
	draw_ring(cr, petals * 2, size, -t * speed, s->seed);
	draw_ring(cr, petals, size * 0.72, t * speed * 1.7, s->seed + 1);
	draw_ring(cr, petals, size * 0.42, -t * speed * 2.6, s->seed + 2);
	ink(cr, s->seed + 3, 1);
	cairo_arc(cr, 0, 0, size * 0.09, 0, 2 * M_PI);
	cairo_fill(cr);
	cairo_restore(cr);
}

static void draw_words(const struct scene *s, cairo_t *cr, int64_t wall_ms)
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm local;
	char text[96], clock[16];
	localtime_r(&seconds, &local);
	strftime(clock, sizeof clock, "%H:%M:%S", &local);
	snprintf(text, sizeof text, "%s  %s.%03d", s->label, clock, (int)(wall_ms % 1000));
	cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(cr, s->height * 0.06);
	ink(cr, 0, 1);
	cairo_move_to(cr, s->width * 0.03, s->height * 0.95);
	cairo_show_text(cr, text);
}

uint64_t scene_clock_bits(int64_t wall_ms)
{
	uint32_t ms = (uint32_t)wall_ms, sum = 0;
	for (int i = 0; i < 8; i++) sum ^= ms >> (4 * i) & 0xf;
	return (uint64_t)2 << 38 | (uint64_t)ms << 6 | (uint64_t)sum << 2 | 1;
}

/* Whole pixels and no smoothing: a grey edge would be a third value. */
static void draw_clock(const struct scene *s, cairo_t *cr, int64_t wall_ms)
{
	uint64_t bits = scene_clock_bits(wall_ms);
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	for (int i = 0; i < SCENE_CELLS; i++) {
		double white = bits >> (SCENE_CELLS - 1 - i) & 1 ? 1 : 0;
		int from = s->width * i / SCENE_CELLS, to = s->width * (i + 1) / SCENE_CELLS;
		cairo_set_source_rgb(cr, white, white, white);
		cairo_rectangle(cr, from, 0, to - from, s->height / 20);
		cairo_fill(cr);
	}
}

void scene_draw(const struct scene *s, cairo_t *cr, int64_t wall_ms)
{
	draw_ground(s, cr);
	draw_motif(s, cr, (double)(wall_ms % 86400000) / 1000);
	draw_words(s, cr, wall_ms);
	draw_clock(s, cr, wall_ms);
}
