/* sdp_frag.c — trickle fragments. */
#include "media/sdp_frag.h"

#include <string.h>

#include "media/scan.h"

struct reading { struct sdp_frag *f; char mid[SDP_MID_CHARS + 1]; unsigned mlines; };

static bool on_candidate(struct reading *r, struct span line)
{
	struct sdp_frag *f = r->f;
	if (f->candidate_count == SDP_CANDIDATES_MAX) return false;
	unsigned i = f->candidate_count++;
	memcpy(f->candidates[i].mid, r->mid, sizeof r->mid);
	f->candidates[i].mline = (uint8_t)(r->mlines > 0 ? r->mlines - 1 : 0);
	return scan_copy(line, f->candidates[i].line, sizeof f->candidates[i].line, true);
}

/* Credentials may stand once for all or in each m-line; the first ones count, as with a bundle. */
static bool first_copy(struct span v, size_t min, char *ret, size_t cap)
{
	return ret[0] || (span_len(v) >= min && scan_copy(v, ret, cap, false));
}

static bool on_attribute(struct reading *r, struct span line)
{
	struct span v = line, name;
	if (!scan_until(&v, ':', &name)) return false;
	if (scan_is(name, "candidate")) return on_candidate(r, line);
	if (scan_is(name, "ice-ufrag")) return first_copy(v, 4, r->f->ufrag, sizeof r->f->ufrag);
	if (scan_is(name, "ice-pwd")) return first_copy(v, 22, r->f->pwd, sizeof r->f->pwd);
	if (scan_is(name, "mid")) return scan_copy(v, r->mid, sizeof r->mid, false);
	if (scan_is(name, "end-of-candidates")) r->f->end_of_candidates = true;
	return true;
}

err_t sdp_frag_parse(const char *text, size_t len, struct sdp_frag *ret)
{
	if (len > SDP_FRAG_BYTES_MAX) return ERR_BAD_SDP;
	memset(ret, 0, sizeof *ret);
	struct reading r = { .f = ret };
	struct span rest = span_of(text, len), line;
	while (scan_line(&rest, &line)) {
		if (span_len(line) == 0) continue;
		if (span_len(line) < 2 || line.at[1] != '=') return ERR_BAD_SDP;
		if (line.at[0] == 'm' && ++r.mlines > SDP_MEDIA_MAX) return ERR_BAD_SDP;
		if (line.at[0] == 'm') r.mid[0] = 0;
		if (line.at[0] == 'a' && !on_attribute(&r, (struct span){ line.at + 2, line.end })) return ERR_BAD_SDP;
	}
	return ret->pwd[0] && !ret->ufrag[0] ? ERR_BAD_SDP : OK;
}

bool sdp_frag_restarts(const struct sdp_frag *f, const char *ufrag_in_use)
{
	return f->ufrag[0] && f->pwd[0] && strcmp(f->ufrag, ufrag_in_use) != 0;
}

void sdp_frag_answer(bool lite, const char *mid, const char *ufrag, const char *pwd, const struct sdp_candidate *list, size_t n, struct buf *ret)
{
	if (lite) buf_puts(ret, "a=ice-lite\r\n");
	buf_printf(ret, "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n", ufrag, pwd);
	buf_puts(ret, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
	if (mid[0]) buf_printf(ret, "a=mid:%s\r\n", mid);
	sdp_write_candidates(list, n, ret);
}
