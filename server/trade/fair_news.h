/* fair_news.h — that the fair opens, told to those who agreed to be told (the purpose fair-news of schema/consents.def), a few at a time.
 * Owns    fair.news_told.    Thread  the floor.
 * Limits  FAIR_NEWS_AT_ONCE people a call; FAIR_NEWS_MS after the beginning it is no news any more. */
#pragma once
#include "store/tick.h"

#define FAIR_NEWS_AT_ONCE 10
#define FAIR_NEWS_MS (12 * 3600000LL)

/* A handler for a timer; its request is not looked at. */
err_t fair_news(struct tx *tx, void *unused);
