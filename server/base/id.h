/* id.h — ids of stored things: UUIDv7 (RFC 9562 §5.7) as 36 characters of text, ordered by time.
 * Each noun has a type of its own, so that the compiler refuses a mix-up. */
#pragma once
#include <stdbool.h>

#define ID_CHARS 36

#define ID_TYPE(noun) struct noun##_id { char s[ID_CHARS + 1]; }
ID_TYPE(person);
ID_TYPE(fair);
ID_TYPE(hall);
ID_TYPE(booth);
ID_TYPE(slot);
ID_TYPE(broadcast);
ID_TYPE(seller);
ID_TYPE(product);
ID_TYPE(variant);
ID_TYPE(enquiry);
ID_TYPE(lead);
ID_TYPE(order);

/* Writes a fresh id with its NUL; strictly increasing within one process. Thread: any. */
void id_new(char ret_s[static ID_CHARS + 1]);
/* True for 36 characters of a lower-case UUID. */
bool id_valid(const char *s);
/* Copies a valid id into `ret_s`; false (untouched) if `s` is NULL or not an id. */
bool id_parse(const char *s, char ret_s[static ID_CHARS + 1]);
/* A random secret: 32 random bytes as 43 characters of base64url and a NUL. */
void id_secret(char ret_s[static 44]);
