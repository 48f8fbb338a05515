/* translation.c — asks after the commit, and writes what comes back as a handler of its own. */
#include "sessions/translation.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "fair/booth_log.h"
#include "notify/translate.h"
#include "sessions/inside.h"
#include "sessions/notice.h"
#include "sessions/say.h"

static const char *const languages[] = {"hi", "en"}; /* the fair's */

/* A text and where its translation belongs: a line of a booth, or a message of an enquiry. */
struct errand {
	struct sessions *s;
	struct booth_id booth;
	int64_t line_seq;
	char who[ID_CHARS + 1];          /* the line's speaker, or the message; "" for the note */
	struct enquiry_id enquiry;       /* "" for a line */
	char lang[13], text[TRANSLATE_TEXT_MAX + 1];
};

/* hi-IN is hi. */
static bool same_language(const char *tag, const char *language)
{
	size_t n = strlen(language);
	return strncmp(tag, language, n) == 0 && (!tag[n] || tag[n] == '-');
}

struct line_now { bool there; };

static void look(void *arg, const struct booth_log_row *row)
{
	struct line_now *l = arg;
	l->there = !row->redacted_ms;
}

static err_t tell_line(struct tx *tx, const struct errand *r, const char *lang, const char *text)
{
	struct line_now line = {0};
	struct live_chat_translated m = {.line_seq = r->line_seq};
	TRY(booth_log_row(tx_db(tx), r->booth.s, r->line_seq, look, &line));
	if (!line.there) return OK;
	text_copy(m.lang, sizeof m.lang, lang);
	text_copy(m.text, sizeof m.text, text);
	return say_public(tx, r->s, &r->booth, LIVE_chat_translated, r->who, &m, NULL);
}

struct arrival { const struct errand *errand; const char *lang, *text; };

static err_t tell(struct tx *tx, void *request)
{
	const struct arrival *a = request;
	const struct errand *r = a->errand;
	if (!*r->enquiry.s) return tell_line(tx, r, a->lang, a->text);
	TRY(enquiry_translated(tx, r->enquiry.s, r->who, a->lang, a->text));
	return notice_enquiry_translated(tx, r->s, &r->enquiry, r->who, a->lang, a->text);
}

static void on_translated(void *arg, const char *to, const char *text)
{
	struct errand *r = arg;
	err_t e = tick_handle(r->s->tick, tell, &(struct arrival){r, to, text});
	if (e != OK) log_warn("sessions", "a translation was not kept: %s", err_wire(e));
	free(r);
}

static void set_out(void *arg)
{
	struct errand *r = arg;
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		if (same_language(r->lang, languages[i])) continue;
		struct errand *one = effect_arg(sizeof *one);
		*one = *r;
		translate(r->s->translator, &(struct translation){.text = r->text, .from = r->lang, .to = languages[i], .done = on_translated, .drop = free, .arg = one});
	}
	free(r);
}

static struct errand *errand_new(struct sessions *s, const struct booth_id *booth, const char *who, const char *text, const char *lang)
{
	struct errand *r = effect_arg(sizeof *r);
	r->s = s;
	r->booth = *booth;
	text_copy(r->who, sizeof r->who, who);
	text_copy(r->text, sizeof r->text, text);
	text_copy(r->lang, sizeof r->lang, lang);
	return r;
}

void translation_of_line(struct tx *tx, struct sessions *s, const struct booth_id *booth, int64_t seq, const char *speaker, const char *text, const char *lang)
{
	if (!s->translator || !*text) return;
	struct errand *r = errand_new(s, booth, speaker, text, lang);
	r->line_seq = seq;
	effect_later(tx, set_out, r);
}

void translation_of_enquiry(struct tx *tx, struct sessions *s, const struct enquiry *e, const char *message, const char *text, const char *lang)
{
	if (!s->translator || !*text) return;
	struct errand *r = errand_new(s, &e->booth, message, text, lang);
	r->enquiry = e->id;
	effect_later(tx, set_out, r);
}

err_t translation_redact(struct tx *tx, const struct booth_id *booth, const char *speaker, int64_t line_seq)
{
	return booth_log_redact_about(tx, booth->s, speaker, live_rows[LIVE_chat_translated].wire, line_seq);
}
