/* password.c — an unknown account costs as much time as a wrong password, so that nobody learns who has one. */
#include "people/password.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_MAX, "room for a hash");

err_t password_hash(const char *password, char ret[static PASSWORD_HASH_MAX])
{
	size_t n = strlen(password);
	if (n < PASSWORD_MIN) return ERR_BAD_FIELD;
	if (n > PASSWORD_MAX) return ERR_TOO_LONG;
	if (crypto_pwhash_str(ret, password, n, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) abort(); /* out of memory */
	return OK;
}

bool password_verify(const char *hash, const char *password)
{
	if (*hash) return strlen(password) <= PASSWORD_MAX && crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	char decoy[PASSWORD_HASH_MAX];
	IGNORE(password_hash("nobody has this one", decoy));
	return false;
}
