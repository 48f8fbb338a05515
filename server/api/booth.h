/* booth.h — booths, slots and districts as JSON (docs/PROTOCOL.md, "The fair"). Thread: any, with its own connection. */
#pragma once
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "fair/slot.h"
#include "api/turnout.h"

/* The object; or its members alone, into one that is open. `turnout` may be NULL: nobody is counted. */
err_t api_booth_write(struct db *db, struct json *j, const char *key, const struct booth_row *b, const struct turnout *turnout);
err_t api_booth_write_members(struct db *db, struct json *j, const struct booth_row *b, const struct turnout *turnout);
void api_slot_write(struct json *j, const char *key, const struct slot *s);
/* "slots": those not over yet. */
err_t api_booth_write_slots(struct db *db, struct json *j, const char *booth);
/* "products": the booth's cards. */
err_t api_booth_write_products(struct db *db, struct json *j, const char *booth);
void api_district_write(struct json *j, const struct district *d);
