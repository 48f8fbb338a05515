/* sdp.h — offers of WHIP and WHEP clients, read into a plain bounded struct (RFC 8866, 8829, 8839, 8842, 9143).
 * Owns    nothing; the struct is a value without pointers (about 45 kB: keep it off small stacks).
 * Thread  any; no state.
 * Limits  below; whatever is beyond them, or not understood where it matters, is ERR_BAD_SDP. Unknown attributes are skipped.
 * See     sdp_answer.h for the WHEP answer, sdp_frag.h for trickle fragments. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "media/codec.h"

#define SDP_BYTES_MAX 16384
#define SDP_LINE_MAX 1024
#define SDP_LINES_MAX 600
#define SDP_MEDIA_MAX 8
#define SDP_CODECS_MAX 128           /* in all m-lines together */
#define SDP_EXTMAPS_MAX 64           /* likewise */
#define SDP_CANDIDATES_MAX 30
#define SDP_RIDS_MAX 4
#define SDP_MID_CHARS 16
#define SDP_RID_CHARS 16
#define SDP_UFRAG_CHARS 256
#define SDP_PWD_CHARS 256
#define SDP_NAME_CHARS 31
#define SDP_FMTP_CHARS 255
#define SDP_URI_CHARS 127

enum sdp_kind { SDP_AUDIO, SDP_VIDEO, SDP_APPLICATION, SDP_KINDS };
enum sdp_direction { SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY, SDP_INACTIVE, SDP_DIRECTIONS };
enum sdp_setup { SDP_ACTPASS, SDP_ACTIVE, SDP_PASSIVE, SDP_SETUPS };
/* Header extensions that somebody here uses. */
enum sdp_ext { SDP_EXT_OTHER, SDP_EXT_MID, SDP_EXT_RID, SDP_EXT_REPAIRED_RID, SDP_EXT_TRANSPORT_CC, SDP_EXT_ABS_SEND_TIME,
               SDP_EXT_PLAYOUT_DELAY, SDP_EXT_AUDIO_LEVEL, SDP_EXT_COUNT };
/* rtcp-fb, as bits. */
enum sdp_fb { SDP_FB_NACK = 1, SDP_FB_PLI = 2, SDP_FB_FIR = 4, SDP_FB_REMB = 8, SDP_FB_TRANSPORT_CC = 16 };

struct sdp_codec {
	enum codec codec;                /* CODEC_NONE for all that we do not carry, RTX too */
	uint8_t pt, channels;
	uint8_t fb;                      /* bits of enum sdp_fb */
	bool is_rtx, is_red;
	uint8_t apt;                     /* of RTX: the payload type it repairs; of RED: the one it carries twice */
	uint32_t clock;
	char name[SDP_NAME_CHARS + 1];   /* as offered */
	char fmtp[SDP_FMTP_CHARS + 1];   /* "" if none */
};

struct sdp_extmap { uint8_t id; enum sdp_ext ext; char uri[SDP_URI_CHARS + 1]; };

struct sdp_media {
	enum sdp_kind kind;
	enum sdp_direction direction;
	uint16_t port;
	bool live;                       /* has a port or is bundle-only; else the m-line is rejected */
	bool bundled, bundle_only, rtcp_mux, rtcp_rsize;
	bool asks_rtt;                   /* rtcp-xr:rcvr-rtt (RFC 3611 §5.1): a receiver wants to know its round trip */
	bool simulcast;
	uint8_t rids;                    /* layers it wants to send (RFC 8851), in their order */
	char rid[SDP_RIDS_MAX][SDP_RID_CHARS + 1];
	char mid[SDP_MID_CHARS + 1];
	uint16_t codec_first, codec_count;     /* into sdp.codecs, in the offer's order of preference */
	uint16_t extmap_first, extmap_count;   /* into sdp.extmaps */
	char proto[24], format[24];      /* format: of application m-lines, else "" */
};

struct sdp {
	/* Of the first m-line in the bundle group (or, failing that, of the session). */
	char ufrag[SDP_UFRAG_CHARS + 1], pwd[SDP_PWD_CHARS + 1];
	uint8_t fingerprint[32];         /* SHA-256 */
	enum sdp_setup setup;
	bool ice_lite, trickle;
	uint8_t candidates;              /* counted only: we never connect outwards */
	uint8_t media_count;
	uint16_t codec_count, extmap_count;
	struct sdp_media media[SDP_MEDIA_MAX];
	struct sdp_codec codecs[SDP_CODECS_MAX];
	struct sdp_extmap extmaps[SDP_EXTMAPS_MAX];
};

/* Reads an offer. It must have: only m-lines of audio, video and application; the live ones in one BUNDLE group (one alone
 * needs none), with rtcp-mux; ICE credentials, a sha-256 fingerprint, setup actpass or active, no ice-lite.
 * ERR_BAD_SDP, and then *ret is of no use. */
err_t sdp_parse(const char *text, size_t len, struct sdp *ret);
/* Reads any description: as above, but ice-lite and every setup are allowed. For clients reading our answers. */
err_t sdp_parse_answer(const char *text, size_t len, struct sdp *ret);
/* Appends what was understood, in one fixed form without candidates; parsing that gives the same struct again. */
void sdp_print(const struct sdp *s, struct buf *ret);

/* The offer must want to send (WHIP) or to receive (WHEP) audio or video with a codec we carry.
 * ERR_BAD_SDP if no m-line has that direction, ERR_NOT_ACCEPTABLE if no codec fits; data channels are not asked for. */
err_t sdp_check_whip(const struct sdp *s);
err_t sdp_check_whep(const struct sdp *s);

/* First live m-line of that kind; NULL if there is none. */
const struct sdp_media *sdp_media_find(const struct sdp *s, enum sdp_kind kind);
/* Id of a header extension in an m-line; 0 if it was not offered. */
uint8_t sdp_ext_id(const struct sdp *s, const struct sdp_media *m, enum sdp_ext ext);
/* Canonical URI of an extension; "" for SDP_EXT_OTHER. Static. */
const char *sdp_ext_uri(enum sdp_ext ext);
/* Payload type of the RTX that repairs `pt` in this m-line; -1 if there is none. */
int sdp_rtx_pt(const struct sdp *s, const struct sdp_media *m, uint8_t pt);
/* Payload type of the RED that carries `pt` twice (RFC 2198); -1 if there is none. */
int sdp_red_pt(const struct sdp *s, const struct sdp_media *m, uint8_t pt);
/* profile-level-id (24 bits; 0x420010 if absent, RFC 6184 §8.1) and packetization-mode of an H264 codec. */
uint32_t sdp_h264_profile(const struct sdp_codec *c);
int sdp_h264_mode(const struct sdp_codec *c);
