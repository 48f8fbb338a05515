/* call.c — mela-call: one automatic telephone call. It is told what to do on standard input (call_wish.h) and says in one line on standard
 * output what came of it: pressed KEY · heard · cut · busy · no-answer · refused CODE · failed CODE. A process of its own, for a call
 * that goes wrong is to cost that call. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "media/call/line.h"

#define CPU_S 60
#define MEMORY_BYTES (512UL << 20)
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#define CALL_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer)) /* these map far more than they use */

static void keep_small(void)
{
	setrlimit(RLIMIT_CPU, &(struct rlimit){CPU_S, CPU_S});
	if (!CALL_SANITIZED) setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_BYTES, MEMORY_BYTES});
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* numbers are not to lie about */
}

static void tell(const struct line_result *r)
{
	static const char *const words[] = {[LINE_PRESSED] = "pressed", [LINE_HEARD] = "heard", [LINE_CUT] = "cut", [LINE_BUSY] = "busy",
	                                    [LINE_NO_ANSWER] = "no-answer", [LINE_REFUSED] = "refused", [LINE_FAILED] = "failed"};
	if (r->end == LINE_PRESSED) printf("%s %c\n", words[r->end], r->key);
	else if (r->end == LINE_REFUSED || r->end == LINE_FAILED) printf("%s %d\n", words[r->end], r->code);
	else puts(words[r->end]);
}

int main(void)
{
	struct call_wish w;
	struct voice say, thanks;
	signal(SIGPIPE, SIG_IGN);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	keep_small();
	if (call_wish_read(STDIN_FILENO, &w) != OK || voice_speak(w.say, *w.lang ? w.lang : "hi", &say) != OK) {
		puts("failed 0");
		return 1;
	}
	if (!*w.thanks || voice_speak(w.thanks, *w.lang ? w.lang : "hi", &thanks) != OK) thanks = (struct voice){0};
	struct line_result r = line_call(&w, &say, &thanks);
	tell(&r);
	voice_fini(&say);
	voice_fini(&thanks);
	return 0;
}
