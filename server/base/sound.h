/* sound.h — the sound of a word as a short key, so that चिकनकारी, chikankari and chikan-kaari meet, however each is spelt.
 *
 *   saree, sari, साड़ी, सारी → sri        zardozi, jardoji, ज़रदोज़ी → jrduji        Moradabad, मुरादाबाद → murdbd
 *
 * Hindi writes the short a in no letter and Latin writes it in the same as the long one: neither is kept but at the beginning. Of the
 * other vowels two are left: i (i, ee, e, ai …) and u (u, oo, o, au …). Doubled letters are one, and so are v and w, z and j, sh and s,
 * ph and f, ch and chh, and nasals before a labial. Kept apart with letters that nothing else needs: q kh, x gh, w th, z bh.
 * A key is made of a–z and 0–9 and never holds an o; what begins with one is free for other uses of an index.
 *
 * Thread  any.    Limits  SOUND_MAX letters of a key, the rest is cut off; words in other scripts are "e" and their bytes in hex, cut at SOUND_BYTES. */
#pragma once
#include <stddef.h>

#define SOUND_MAX 8
#define SOUND_BYTES 32
#define SOUND_KEYS 2

struct sound { char keys[SOUND_KEYS][SOUND_BYTES + 1]; int count; };

/* The keys of one folded word (trade/fold.h); two where a Hindi letter is heard in two ways (साड़ी: sari, sadi). None for a word without a
 * letter or digit. `len` bytes of well-formed UTF-8. */
struct sound sound_of(const char *word, size_t len);
/* The keys of an English plural without its s; none for other words. */
struct sound sound_of_single(const char *word, size_t len);
/* The next word at or behind s and its length in bytes: letters, digits and their marks, in whatever script. NULL if there is none. Well-formed UTF-8. */
const char *sound_next(const char *s, size_t *ret_len);
