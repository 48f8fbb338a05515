/* rendering.h — the small copies of pictures on the floor: one mela-render child per booth, while anybody needs it.
 *
 *   a worker says that a viewer needs it ─> child, its socket to the owner's worker ─> nobody needs it any more: STOP
 *
 * Owns    its nursery.     Thread  the floor.
 * Limits  `children_max`; beyond it viewers stay with the full picture. A child that dies is replaced while it is needed. */
#pragma once
#include "base/loop.h"
#include "media/nursery.h"
#include "media/stage.h"
#include "media/worker.h"

struct rendering;

/* `children_max` 0: there are no small copies, and `program` need not exist. ERR_CONFIG. */
err_t rendering_open(struct loop *loop, const char *program, int children_max, struct rendering **ret);
/* NULL is accepted. */
void rendering_close(struct rendering *r);
/* True if this picture can be made small. A phone that sends a small one itself needs no child. */
bool rendering_can(const struct rendering *r, const struct stage *st);
/* Worker `from` has (or has no longer) viewers of this stage who need the small copy; told again each second. */
void rendering_wish(struct rendering *r, struct stage *st, struct worker *owner, int from, bool wanted);
/* The stage closes, or its codec changes. */
void rendering_end(struct rendering *r, struct stage *st);
