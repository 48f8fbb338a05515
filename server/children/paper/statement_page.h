/* statement_page.h — a party's statement (trade/statement.h) on A4, in English and Hindi.    Owns  nothing.    Thread  one. */
#pragma once
#include "children/paper/sheet.h"
#include "trade/statement.h"

void statement_draw(struct sheet *s, const struct statement *st);
