/* funder.h — who pays for a reduction. Static tables; thread: any. */
#pragma once

enum funder { FUNDER_NONE, FUNDER_ARTISAN, FUNDER_FAIR, FUNDER_STATE, FUNDERS };
/* "", "artisan", "fair", "state". Static. */
const char *funder_wire(enum funder f);
/* FUNDERS if there is none of that name. */
enum funder funder_parse(const char *wire);
