/* seed.h — the register of districts, and a demonstration fair to walk through, from the tables in schema/seed/.
 *
 *   districts.csv  75 districts with their product, category, HSN and the grade of the evidence
 *   booths.csv     a booth for each; its seller has a GSTIN (made up, marked as demonstration) or stands under a principal
 *   products.csv   two products or more for each
 *   demo_*.csv     rates of tax, rates to show prices by, a tariff of sending: invented, and they say so wherever they are shown
 *
 * Thread  the floor, before it serves. */
#pragma once
#include "base/err.h"
#include "fair/fair.h"
#include "people/person.h"
#include "store/tick.h"

/* The register alone; harmless to repeat, and what a district had is renewed. `dir` holds the tables. ERR_IO, ERR_MALFORMED. */
err_t seed_register(struct tx *tx, const char *dir);

/* Register, fair (it began yesterday and lasts a week), booths, sellers, products, slots, rates, a tariff, and an organizer.
 * `password_hash` is password.h's. ERR_CONFLICT if there is a fair already. */
struct seed_demo { const char *dir, *organizer_email, *password_hash; };
err_t seed_demo(struct tx *tx, const struct seed_demo *d, struct fair_id *ret_fair, struct person_id *ret_organizer);
