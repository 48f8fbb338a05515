/* voice.c — espeak-ng writes WAV to a pipe: a 44 byte header, then 16 bit mono at VOICE_RATE. */
#include "tests/tools/phone/voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAV_HEADER_BYTES 44
#define PAUSE_SAMPLES (VOICE_RATE * 3 / 4)

struct line { const char *language, *text; };

static const struct line lines[][3] = {
	{{"hi", "नमस्ते! यह शॉल हाथ से बुनी गई है।"}, {"en-gb", "Hello, this shawl is woven by hand."}, {"hi", "कृपया रंग चुनिए, मैं पास से दिखाता हूँ।"}},
	{{"hi", "नमस्ते! यह पीतल का दीया हमारे घर में बना है।"}, {"en-gb", "Welcome, this brass lamp was made in our workshop."}, {"hi", "क्या आप पीछे की तरफ़ देखना चाहेंगे?"}},
	{{"hi", "नमस्ते! यह इत्र गुलाब के फूलों से बना है।"}, {"en-gb", "Good day, this perfume is distilled from roses."}, {"hi", "दाम और वज़न नीचे लिखा है।"}},
};
#define VOICES (sizeof lines / sizeof *lines)

/* The texts are constants of this file, so a shell sees nothing foreign. */
static err_t say(struct voice *v, const struct line *l, unsigned seed)
{
	char command[512];
	snprintf(command, sizeof command, "espeak-ng -v %s -s %u -p %u --stdout '%s' 2>/dev/null", l->language, 135 + seed % 4 * 8, 40 + seed % 5 * 8, l->text);
	FILE *f = popen(command, "re");
	if (!f) return ERR_UNAVAILABLE;
	char header[WAV_HEADER_BYTES];
	size_t room = (size_t)VOICE_RATE * VOICE_SECONDS_MAX - v->count, got = 0;
	if (fread(header, 1, sizeof header, f) == sizeof header) got = fread(v->samples + v->count, sizeof *v->samples, room, f);
	v->count += got;
	size_t pause = room - got < PAUSE_SAMPLES ? room - got : PAUSE_SAMPLES;
	v->count += pause;       /* calloc'd: silence */
	return pclose(f) == 0 && got ? OK : ERR_UNAVAILABLE;
}

err_t voice_open(struct voice *v, unsigned seed)
{
	*v = (struct voice){.samples = calloc((size_t)VOICE_RATE * VOICE_SECONDS_MAX, sizeof *v->samples)};
	if (!v->samples) abort();
	err_t e = OK;
	for (size_t i = 0; i < 3 && e == OK; i++) e = say(v, &lines[seed % VOICES][i], seed);
	if (e != OK) voice_close(v);
	return e;
}

void voice_close(struct voice *v)
{
	free(v->samples);
	*v = (struct voice){0};
}
