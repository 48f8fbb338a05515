/* scope.c — see scope.h. */
#include "api/scope.h"

#include "fair/booth_row.h"

bool api_scope_of(const struct caller *who, struct api_scope *ret)
{
	const struct person *p = &who->person;
	*ret = (struct api_scope){.person = "", .booth = ""};
	if (!who->known) return false;
	if (role_is_staff(p->role)) return true;
	if (p->role == ROLE_ARTISAN) ret->booth = p->booth.s;
	else ret->person = p->id.s;
	return *ret->booth || *ret->person;
}

err_t api_booth_id(struct db *db, const char *name, struct booth_id *ret)
{
	struct booth_row b;
	TRY(id_valid(name) ? booth_row_find(db, name, &b) : booth_row_find_by_slug(db, name, &b));
	*ret = b.id;
	return OK;
}
