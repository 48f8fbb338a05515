/* photo.h — what an uploaded photo may be, and the sizes in which it is kept (media/photo makes them, store/photo_store keeps them). */
#pragma once

#define PHOTO_BYTES_MAX 8388608          /* of an upload */
#define PHOTO_PIXELS_MAX 40000000ll
#define PHOTO_SIDE_MAX 20000
#define PHOTO_SIZES 3
#define PHOTO_LARGE 1600                 /* the longer side, in pixels */
#define PHOTO_MIDDLE 800
#define PHOTO_SMALL 320
