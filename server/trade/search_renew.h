/* search_renew.h — keeps the index as the rules would have it: where a seller can sell changes with its papers, its state, its principal and
 * the days from and until which these hold.
 *
 *   a paper is entered, a seller is paused, a principal linked ─► search_due_add ─┐
 *   a day comes on which one of them begins or ends ──────────────────────────────┴► search_due ─► some products a turn, then its makers'
 *   the law changes, or the form of what is indexed ─► the round: every seller, in a minute and longer
 *
 * Owns    the rows of `search_due`.    Thread  the floor.    Limits  a turn indexes SEARCH_RENEW_ROWS products and looks at SEARCH_RENEW_SELLERS sellers. */
#pragma once
#include "base/id.h"
#include "store/tick.h"

#define SEARCH_RENEW_ROWS 16
#define SEARCH_RENEW_SELLERS 32

/* A round through all sellers, in short turns, indexes anew what is not as it was. Begin with {0}; the next turn begins with `seen` as `next`
 * came out. */
struct search_round { char seen[ID_CHARS + 1], next[ID_CHARS + 1]; bool more; };   /* more: out, call again soon */
err_t search_renew(struct tx *tx, struct search_round *r);

/* What was entered about a seller: its products, and those of the makers under it, are looked at in the next turns. */
err_t search_due_add(struct tx *tx, const char *seller);

/* One turn through what is due. Moments up to `seen` have been looked at; the next turn begins with it as `next` came out. A handler; its
 * request is a struct search_due. */
struct search_moment { int64_t at_ms; char seller[ID_CHARS + 1]; };
struct search_due { struct search_moment seen, next; };
err_t search_due(struct tx *tx, void *request);
