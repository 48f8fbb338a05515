/* live_inbox.c — see live_inbox.h. */
#include "gate/live_inbox.h"

#include <stdlib.h>
#include <string.h>

static err_t store(struct live_inbox *in, const struct live_part *p)
{
	if (in->len + p->len > LIVE_MESSAGE_MAX || in->frames >= LIVE_FRAGMENTS_MAX) return ERR_TOO_BIG;
	if (p->binary) return ERR_BAD_TYPE;
	if (!in->text && !(in->text = malloc(LIVE_MESSAGE_MAX + 1))) abort();
	memcpy(in->text + in->len, p->data, p->len);
	in->len += p->len;
	in->text[in->len] = 0;
	return OK;
}

static void start_over(struct live_inbox *in)
{
	in->len = in->frames = in->skipped = 0;
	in->skipping = in->whole = false;
}

enum live_inbox_state live_inbox_take(struct live_inbox *in, const struct live_part *p, err_t *ret_fault)
{
	if (in->whole) start_over(in);
	bool was_skipping = in->skipping;
	if (!in->skipping && (*ret_fault = store(in, p)) != OK) in->skipping = true;
	if (in->skipping) in->skipped += p->len;
	if (p->ends_frame) in->frames++;
	in->whole = p->ends_frame && p->final;
	if (in->skipped > LIVE_SKIP_MAX || in->frames > 8 * LIVE_FRAGMENTS_MAX) return LIVE_INBOX_ABUSED;
	if (in->skipping) return was_skipping ? LIVE_INBOX_MORE : LIVE_INBOX_REFUSED;
	return in->whole ? LIVE_INBOX_WHOLE : LIVE_INBOX_MORE;
}

void live_inbox_fini(struct live_inbox *in) { free(in->text); }
