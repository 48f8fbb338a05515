/* voice.c — each of our samples is the mean of those that it stands for, which also keeps what is too high for us out. */
#include "media/voice.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

#define SPEAK_MS 10000
#define WAV_MAX (48000UL * 2 * VOICE_SECONDS_MAX)

extern char **environ;

static uint32_t little(const uint8_t *p, int bytes)
{
	uint32_t n = 0;
	while (bytes--) n = n << 8 | p[bytes];
	return n;
}

/* The bytes of the "data" chunk, which espeak-ng gives a length beyond the end when it writes into a pipe. */
static const uint8_t *find_data(const uint8_t *wav, size_t len, size_t *ret_len, uint32_t *ret_rate)
{
	*ret_rate = 0;
	if (len < 44 || memcmp(wav, "RIFF", 4) != 0 || memcmp(wav + 8, "WAVE", 4) != 0) return NULL;
	for (size_t at = 12; at + 8 <= len;) {
		size_t size = little(wav + at + 4, 4), left = len - at - 8;
		if (memcmp(wav + at, "data", 4) == 0) {
			*ret_len = size < left ? size : left;
			return wav + at + 8;
		}
		if (size > left) return NULL;
		if (memcmp(wav + at, "fmt ", 4) == 0) {
			if (size < 16 || little(wav + at + 8, 2) != 1 || little(wav + at + 10, 2) != 1 || little(wav + at + 22, 2) != 16) return NULL;
			*ret_rate = little(wav + at + 12, 4);
		}
		at += 8 + size + size % 2;
	}
	return NULL;
}

err_t voice_read(const void *wav, size_t len, struct voice *ret)
{
	size_t bytes = 0;
	uint32_t rate;
	const uint8_t *data = find_data(wav, len, &bytes, &rate);
	if (!data || rate < VOICE_RATE || rate > 48000) return ERR_MALFORMED;
	size_t in = bytes / 2, out = in * VOICE_RATE / rate;
	if (out > (size_t)VOICE_RATE * VOICE_SECONDS_MAX) return ERR_TOO_LONG;
	int16_t *samples = calloc(out + 1, sizeof *samples);
	if (!samples) abort();
	for (size_t i = 0; i < out; i++) {
		size_t from = i * rate / VOICE_RATE, until = (i + 1) * rate / VOICE_RATE;
		int32_t sum = 0;
		for (size_t k = from; k < until; k++) sum += (int16_t)little(data + 2 * k, 2);
		samples[i] = (int16_t)(sum / (int32_t)(until - from));
	}
	*ret = (struct voice){samples, out};
	return OK;
}

void voice_fini(struct voice *v)
{
	free(v->samples);
	*v = (struct voice){0};
}

static bool read_all(int fd, struct buf *out)
{
	char piece[16384];
	struct pollfd p = {.fd = fd, .events = POLLIN};
	while (poll(&p, 1, SPEAK_MS) > 0) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n <= 0) return n == 0;
		if (out->len + (size_t)n > WAV_MAX) return false;
		buf_add(out, piece, (size_t)n);
	}
	return false;
}

static err_t run_espeak(const char *text, const char *lang, struct buf *out)
{
	int in[2], from[2];
	pid_t pid;
	char *argv[] = {"espeak-ng", "-v", (char *)lang, "-s", "135", "--stdin", "--stdout", NULL};
	posix_spawn_file_actions_t actions;
	if (pipe2(in, O_CLOEXEC) || pipe2(from, O_CLOEXEC)) return ERR_IO;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, from[1], 1);
	int failed = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(from[1]);
	bool fed = !failed && write(in[1], text, strlen(text)) == (ssize_t)strlen(text); /* shorter than a pipe holds */
	close(in[1]);
	bool whole = fed && read_all(from[0], out);
	close(from[0]);
	int status = 1;
	if (!failed) {
		if (!whole) kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	return whole && status == 0 ? OK : ERR_UNAVAILABLE;
}

err_t voice_speak(const char *text, const char *lang, struct voice *ret)
{
	struct buf wav;
	buf_init(&wav);
	err_t e = run_espeak(text, lang, &wav);
	if (e == OK) e = voice_read(wav.data, wav.len, ret);
	buf_fini(&wav);
	return e;
}
