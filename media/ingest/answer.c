/* answer.c — one pass over the lines. */
#include "media/ingest/answer.h"

#include <stdio.h>
#include <string.h>

#include "media/ingest/reach.h"

/* Puts the offer's parameters behind "a=fmtp:PT ", if that is the line and the codec is H264. */
static bool restore(const char *line, const struct agreement *a, struct buf *ret)
{
	char head[24];
	const struct sdp_codec *c = a->video.codec;
	if (!c || c->codec != CODEC_H264) return false;
	snprintf(head, sizeof head, "a=fmtp:%u ", c->pt);
	if (strncmp(line, head, strlen(head)) != 0) return false;
	buf_printf(ret, "%s%s\r\n", head, c->fmtp);
	return true;
}

static void put_candidates(const struct sdp_candidate *list, size_t n, struct buf *ret)
{
	for (size_t i = 0; i < n; i++) reach_line(&list[i], i, ret);
	buf_puts(ret, "a=end-of-candidates\r\n");
}

void answer_write(const char *raw, const struct agreement *a, const struct sdp_candidate *list, size_t n, struct buf *ret)
{
	int media = 0;
	for (const char *line = raw, *next; *line; line = next) {
		const char *end = strstr(line, "\r\n");
		next = end ? end + 2 : line + strlen(line);
		if (!strncmp(line, "m=", 2) && media++ == 1) put_candidates(list, n, ret);
		if (!restore(line, a, ret)) buf_add(ret, line, (size_t)(next - line));
	}
	if (media < 2) put_candidates(list, n, ret);
}
