/* What an upload is, by its bytes. */
#include <stdint.h>

#include "base/photo_type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGNORE(photo_type_check(data, size));
	return 0;
}
