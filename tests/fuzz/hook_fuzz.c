/* Any bytes as a partner's headers, secrets and message: never taken, unless the first byte says that it be signed here; then it is
 * taken exactly when its id and time are well-formed. Newlines part headers and secrets; what follows is the body. */
#include <stdlib.h>
#include <string.h>

#include "api/hook.h"

static const char *next_line(char **s)
{
	char *line = *s ? strsep(s, "\n") : NULL;
	return line ? line : "";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 8000) return 0;
	char *text = malloc(size), *rest = text, made[HOOK_SIGNATURE_CHARS + 1];
	memcpy(text, data + 1, size - 1);
	text[size - 1] = 0;
	struct http_hook h = {.id = next_line(&rest), .at = next_line(&rest), .signature = next_line(&rest)};
	const char *secrets = next_line(&rest), *body = rest ? rest : "";
	IGNORE(hook_check(&h, secrets, body, strlen(body), 1764000000000LL));
	if (hook_check(&h, "nobody_here_can_know_this", body, strlen(body), 1764000000000LL) == OK) abort();
	if (data[0] & 1 && hook_sign(secrets, h.id, h.at, body, strlen(body), made) == OK && !strpbrk(secrets, ", ")) {
		h.signature = made;
		bool plain = *h.id && strlen(h.id) <= 64 && !h.id[strspn(h.id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")] &&
		             *h.at && strlen(h.at) <= 12 && !h.at[strspn(h.at, "0123456789")];
		err_t e = hook_check(&h, secrets, body, strlen(body), 1764000000000LL);
		if (plain != (e == OK || e == ERR_STALE)) abort();
	}
	free(text);
	return 0;
}
