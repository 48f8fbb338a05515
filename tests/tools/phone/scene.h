/* scene.h — the picture of a phone in a booth: a turning craft motif in the booth's own colours, with a clock burnt in.
 *
 * The clock is a row of CELLS cells across the top edge; each cell is 1/40 of the picture's width and the row 1/20 of its
 * height. A cell is white for 1 and black for 0, so it survives the encoder, scaling and a small crop:
 *
 *   cell   0  1 │ 2 … 33                                │ 34 … 37      │ 38 39
 *          1  0 │ wall clock, ms mod 2^32, high bit first │ xor of the   │ 0  1
 *               │                                         │ 8 nibbles    │
 *
 * To read it: take the luma at the middle of each cell, the threshold half-way between cells 0 and 1, check the two ends
 * and the xor. It is drawn just before the frame is encoded, so its age on a screen is glass to glass minus the camera.
 *
 * Owns    nothing but its numbers.    Thread  the pipeline's streaming thread.    Cost  about 1 ms at 640x360.   */
#pragma once
#include <cairo.h>
#include <stdint.h>

#define SCENE_CELLS 40

struct scene {
	int width, height;
	unsigned seed;                       /* petals, colours and speed follow from it */
	char label[48];
};

/* Draws one frame for the moment `wall_ms`. */
void scene_draw(const struct scene *s, cairo_t *cr, int64_t wall_ms);
/* The clock's cells as bits, cell 0 in the highest of 40. */
uint64_t scene_clock_bits(int64_t wall_ms);
