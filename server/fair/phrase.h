/* phrase.h — sentences that are sent as ids and read by each in their own language, from schema/phrases.def. */
#pragma once

struct phrase { const char *id, *group, *en, *hi; };

/* NULL behind the last. Static. */
const struct phrase *phrase_at(int i);
/* NULL if there is no such phrase. */
const struct phrase *phrase_find(const char *id);
