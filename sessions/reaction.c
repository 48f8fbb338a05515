/* reaction.c — see reaction.h. */
#include "sessions/reaction.h"

#include <string.h>

#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"

static const char *const kinds[BOOTH_REACTIONS] = {"namaste", "heart", "clap", "wow"};

/* Adds `n` of each kind to the open sum: one of a reaction, or minus what has been told. */
struct sum { struct sessions *s; struct booth_id booth; int64_t n[BOOTH_REACTIONS]; };

static void add(void *arg)
{
	struct sum *sum = arg;
	struct booth *b = booth_find(sum->s, &sum->booth);
	for (int i = 0; b && i < BOOTH_REACTIONS; i++) b->reactions[i] += sum->n[i];
	free(sum);
}

err_t reaction_on_react(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_react *m = msg;
	int kind = 0;
	while (kind < BOOTH_REACTIONS && strcmp(kinds[kind], m->kind) != 0) kind++;
	if (kind == BOOTH_REACTIONS) return a->field = "kind", ERR_BAD_FIELD;
	struct sum *sum = effect_arg(sizeof *sum);
	*sum = (struct sum){.s = a->sessions, .booth = a->booth->id};
	sum->n[kind] = 1;
	effect_later(tx, add, sum);
	return OK;
}

err_t reaction_tell(struct tx *tx, struct sessions *s, struct booth *b)
{
	const int64_t *n = b->reactions;
	if (!(n[0] | n[1] | n[2] | n[3])) return OK;
	TRY(say_public(tx, s, &b->id, LIVE_reacted, NULL, &(struct live_reacted){.namaste = n[0], .heart = n[1], .clap = n[2], .wow = n[3]}, NULL));
	struct sum *sum = effect_arg(sizeof *sum);
	*sum = (struct sum){.s = s, .booth = b->id, .n = {-n[0], -n[1], -n[2], -n[3]}};
	effect_later(tx, add, sum);
	return OK;
}
